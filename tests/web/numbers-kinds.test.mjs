/**
 * The figures of scores and of fixed weights: what they say with numbers of the page's core is what they say with those of the native tool,
 * for five sentences and every model that is there; any score can be drawn; what is said of many sentences is what was measured.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { inputs } from '../../web/scripts/inputs.js';
import { contextOf, evidence, sharedFor, startCore } from './figure-harness.mjs';
import { alike, matrix, read, regard, root } from './native-tool.mjs';
import { randomModel } from './random-model.mjs';

const { scores } = await import('../../web/figures/scores.js');
const { fixed } = await import('../../web/figures/fixed.js');
const { kFixed, hasFixed } = await import('../../web/lib/fixed.js');
const { kScores, scoresHere } = await import('../../web/lib/scores.js');
const { row } = await import('../../web/lib/trace.js');

/** @typedef {import('../../web/core/protocol.d.ts').ModelName} ModelName */
/** @typedef {import('../../web/lib/trace.js').Trace} Trace */

const models = /** @type {ModelName[]} */ (Object.keys(inputs.models));
const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [7, 88, 171, 254, 339].map((k) => String(lines[k]?.split('\t')[0]));
const folder = (/** @type {ModelName} */ model) => dirname(String(inputs.models[/** @type {'vector'} */ (model)].weights));

/** What the tool computes, as the page's core would give it. @param {Trace | null} here @param {string} text @param {string[]} options */
function natively(here, text, ...options) {
  if (!here) return null;
  const told = regard('trace', '--model', folder(here.model), '--json', ...options, text);
  assert.deepEqual(told.target_tokens, here.steps.map(({ token }) => token.piece), `${here.model}: ${options.join(' ')}`);
  return /** @type {Trace} */ ({
    ...here,
    translation: told.translation,
    steps: here.steps.map((step, i) => ({ ...step, probability: told.steps[i].probability })),
    encoder_states: matrix(told.encoder_states),
    decoder_states: matrix(told.decoder_states),
    scores: matrix(told.scores),
    alpha: matrix(told.alpha),
  });
}

/** All that a figure says. @param {import('../../web/ui/figure.js').Figure<any, any>} figure @param {any} context */
const everything = (figure, context) =>
  [figure.summary(context), ...[...Object.values(figure.quotes ?? {}).map((quote) => quote(context)), figure.view(context), figure.below?.(context), figure.table(context)].map(read)].join(' | ');

const core = await startCore();

for (const { figure, views } of [
  { figure: scores, views: ['same', 'own', 'difference'] },
  ...(hasFixed({ models }) ? [{ figure: fixed, views: ['own', 'same'] }] : []),
])
  for (const sentence of sentences)
    test(`“${sentence}”, ${figure.moment}: every number is the native tool’s`, async () => {
      const shared = await sharedFor(core, sentence, { models });
      const page = await contextOf(core, /** @type {import('../../web/ui/figure.js').Figure<any, any>} */ (figure), shared);
      const target = String(shared.pair?.attention.translation);
      const all = page.data.all.map((/** @type {import('../../web/lib/beside.js').Beside} */ { model, own, forced }) => ({
        model,
        own: natively(own, sentence, '--beam', '5'),
        forced: natively(forced, sentence, '--target', target),
      }));
      const native = { ...page, data: { ...page.data, all } };
      for (const view of views)
        for (let moment = 0; moment <= page.timeline.end; ++moment) {
          const choices = { [`${figure.moment}.view`]: view };
          const choice = (/** @type {string} */ name) => /** @type {Record<string, string>} */ (choices)[name] ?? page.choice(/** @type {any} */ (name));
          const at = { moment, t: moment, choice, shared: { ...shared, choices } };
          alike(everything(figure, { ...page, ...at }), everything(figure, { ...native, ...at }), `${view}, token ${moment + 1}`);
        }
    });

test('the models differ in their score alone, and every row of weights sums to 1', async () => {
  const config = (/** @type {ModelName} */ model) => JSON.parse(readFileSync(`${folder(model)}/config.json`, 'utf8'));
  const { attention: _, ...sizes } = config('attention');
  for (const { model, score } of scoresHere({ models })) {
    const { attention, ...own } = config(model);
    assert.equal(attention, score);
    assert.deepEqual(own, sizes, model);
    const { alpha } = await core.ask('write', { model, text: String(sentences[0]), beam: 5, target: null });
    assert.ok(alpha);
    for (let i = 0; i < alpha.shape[0]; ++i) assert.ok(Math.abs(row(alpha, i).reduce((sum, weight) => sum + weight, 0) - 1) < 1e-5);
  }
});

test('any score can be drawn, and only those that are there are offered', async () => {
  const others = Object.fromEntries(kScores.flatMap(({ model, score }, k) => (model === 'attention' ? [] : [[model, randomModel(score, k + 1)]])));
  const other = await startCore(others);
  const all = /** @type {ModelName[]} */ (kScores.map(({ model }) => model));
  for (const here of [all, all.slice(0, 3)])
    for (const view of ['same', 'own', 'difference']) {
      const choices = { 'scores.view': view, 'scores.second': String(kScores[here.length - 1]?.score) };
      const context = await contextOf(other, scores, await sharedFor(other, 'The cat sat on the mat.', { models: here, choices }));
      for (const width of [320, 1100]) {
        const said = everything(scores, { ...context, width });
        assert.doesNotMatch(said, /NaN|undefined|Infinity|\[object/);
        const drawn = read([scores.view(context), scores.below?.(context)]);
        for (const { name, model } of kScores) assert.equal(drawn.includes(name), here.includes(model), `${name}, ${view}`);
      }
    }
});

test('fixed weights are what they are called', async () => {
  const other = await startCore({ 'fixed-uniform': randomModel('uniform'), 'fixed-cosine': randomModel('cosine', 2) });
  const here = /** @type {ModelName[]} */ (kFixed.map(({ model }) => model));
  const context = await contextOf(other, fixed, await sharedFor(other, 'The cat sat on the mat.', { models: here }));
  const of = (/** @type {string} */ model) => /** @type {any} */ (context.data).all.find((/** @type {any} */ one) => one.model === model).own;
  for (const weight of of('fixed-uniform').alpha.data) assert.ok(Math.abs(weight - 1 / 7) < 1e-6);
  for (const score of of('fixed-cosine').scores.data) assert.ok(Math.abs(score) <= 10 + 1e-4);
  assert.equal(fixed.wants?.({ ...context.shared, models: ['attention', 'fixed-cosine'] }), null);
  assert.match(everything(fixed, context), /1 \/ n for all/);
});

test('what is said of many sentences is what was measured', async () => {
  const { measurements } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
  const measured = (/** @type {string} */ id) => measurements.find((/** @type {{ id: string }} */ one) => one.id === id)?.result;
  const context = await contextOf(core, scores, await sharedFor(core, 'Hello.', { models }));
  const table = read(scores.below?.(context));
  for (const { model } of scoresHere({ models })) {
    const [test, links] = [measured(`evaluate/en-fr-${model}/test`), measured(`align/en-fr-${model}`)];
    if (test) assert.ok(table.includes(test.bleu.toFixed(1)) && table.includes(test.perplexity.toFixed(2)), model);
    if (links) assert.ok(table.includes(links.aer.toFixed(3)), model);
  }
  const shapes = /** @type {any} */ (evidence().shapes).attention;
  assert.deepEqual(shapes, { query: [128, 256], key: [128, 256], v: [128] });
  assert.ok(table.includes((2 * 128 * 256 + 128).toLocaleString('en')));
});
