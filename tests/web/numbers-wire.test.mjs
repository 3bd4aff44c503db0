/**
 * Cut the wire: what the figure says with numbers of the page's core is what it says with those of the native tool, a change taken back
 * leaves no trace, and what it says of many sentences is what was measured.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, sharedFor, startCore } from './figure-harness.mjs';
import { matrix, read, root } from './native-tool.mjs';

const { wire } = await import('../../web/figures/wire.js');
const { kOthers, kPolicies } = await import('../../web/lib/wire.js');
const { measuredTexts, measureSteered } = await import('../../web/lib/measure-steered.js');
const { writeRows } = await import('../../web/lib/steered-rows.js');

/** @param {string} command @param {'vector' | 'attention'} model @param {string[]} options */
const regard = (command, model, ...options) =>
  JSON.parse(
    execFileSync('build/release/regard', [command, '--model', `models/en-fr-${model}`, '--json', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }),
  );

/** Quotes, summary, readouts, charts, formulas and tables. @param {any} context */
const everything = (context) => [
  ...Object.values(wire.quotes ?? {}).map((quote) => read(quote(context))),
  wire.summary(context),
  read(wire.view(context)),
  read(wire.table(context)),
];

/** A piece as the page's token. @param {string} piece */
const token = (piece) => ({ piece, text: piece === '</s>' ? '' : piece.replaceAll('▁', ' ') });
/** Null stands for infinity where there are weights. @param {number | null} nats @param {unknown} weights */
const divergence = (nats, weights) => (weights === null ? null : (nats ?? Infinity));

/** What the tool computes, as the page's core would give it; candidates and timings are the page's own. @param {any} here @param {string} policy @param {string[]} options */
function natively(here, policy, ...options) {
  const told = regard('steer', 'attention', '--policy', policy, ...options);
  assert.deepEqual(told.source_tokens, here.source_tokens.map((/** @type {any} */ one) => one.piece));
  const own = told.own.target_tokens.map((/** @type {string} */ piece, /** @type {number} */ i) => ({ token: token(piece), probability: told.changes[i].own_probability }));
  return {
    ...here,
    own: { ...here.own, translation: told.own.translation, steps: own },
    steered: { ...here.steered, translation: told.translation, steps: told.steps.map((/** @type {any} */ { piece, probability }) => ({ token: token(piece), probability })) },
    departure: told.departure,
    looked: matrix(told.steps.map((/** @type {any} */ one) => one.own_alpha)),
    alpha: told.steps[0].alpha === null ? null : matrix(told.steps.map((/** @type {any} */ one) => one.alpha)),
    rows: told.steps.map((/** @type {any} */ one, /** @type {number} */ i) => ({
      alpha_from_own: divergence(one.alpha_from_own, one.alpha),
      own_from_alpha: divergence(one.own_from_alpha, one.alpha),
      output: one.output_change,
      own_top: here.rows[i].own_top,
    })),
    changes: told.changes,
  };
}

const core = await startCore();
const sentences = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n').map((line) => line.split('\t')[0] ?? '');
const kChosen = [3, 57, 121, 260, 330].map((k) => String(sentences[k]));
const kPresets = ['uniform', 'diagonal', 'one-hot', 'shuffled', 'another'];

for (const [k, sentence] of kChosen.entries())
  test(`“${sentence}”: every number is the native tool's`, async () => {
    const policy = String(kPresets[k]);
    const plain = await sharedFor(core, sentence);
    const rows = new Map([[1, plain.tokens.map((_, j) => (j === 2 ? 750 : j === 0 ? 250 : 0))]]);
    const given = ['--row', `2:${rows.get(1)?.join()}`];
    const shared = { ...plain, choices: { 'wire.cut': k % 2 ? 'vector' : 'last-forward', 'wire.alpha': policy, 'wire.rows': writeRows(sentence, rows) } };
    const page = await contextOf(core, wire, shared);
    const { data } = page;
    assert.ok(data);
    const vector = regard('trace', 'vector', '--beam', '1', sentence);
    assert.equal(data.vector.translation, vector.translation);
    const native = {
      ...data,
      cuts: { 'last-forward': natively(data.cuts['last-forward'], 'last-forward', sentence), vector: natively(data.cuts.vector, 'vector', sentence) },
      alpha: natively(data.alpha, policy, ...given, ...(policy === 'another' ? ['--other', String(kOthers[0])] : []), sentence),
    };
    const end = data.alpha.steered.steps.length - 1;
    for (const moment of [0, 1, end]) assert.deepEqual(everything({ ...page, moment, data: native }), everything({ ...page, moment }), `${policy}, row ${moment + 1}`);
  });

test('a change that is taken back leaves every bit as it was', async () => {
  const text = 'My father repaired the old clock.';
  const policy = /** @type {const} */ ({ name: 'learned', seed: 1, temperature: 1, other: null });
  const steer = async (/** @type {{ step: number, weights: number[] }[]} */ edits) => {
    const { milliseconds, from, ...result } = await core.ask('steer', { model: 'attention', text, policy, target: null, edits });
    return result;
  };
  const before = await steer([]);
  const row = before.source_tokens.map((_, j) => Number(j === 0));
  const changed = await steer([{ step: 2, weights: row }]);
  assert.notDeepEqual(changed.changes, before.changes);
  assert.deepEqual(changed.changes.slice(0, 2), before.changes.slice(0, 2));
  assert.deepEqual(await steer([]), before);
});

test('the page’s BLEU of five sentences under each policy is the tool’s', async () => {
  const own = (await contextOf(core, wire, await sharedFor(core, 'Hello.'))).data?.sentences;
  assert.ok(own);
  const texts = measuredTexts(await own());
  assert.equal(texts.length, 100);
  for (const { name } of kPolicies) {
    const score = await measureSteered({ ask: /** @type {any} */ (core.ask), name, texts: texts.slice(0, 5), signal: new AbortController().signal, onText: () => {} });
    const told = regard('steer', 'attention', '--policy', name, '--pairs', 'models/sentences.tsv', '--sentences', '5');
    const hundredths = (/** @type {number} */ x) => Math.round(x * 100) / 100;
    assert.deepEqual([score.bleu, score.low, score.high].map(hundredths), [told.bleu, ...told.bleu_interval], name);
  }
});

test('what is said of many sentences is what was measured', async () => {
  const { measurements } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
  const measured = (/** @type {string} */ id) => measurements.find((/** @type {{ id: string }} */ one) => one.id === id)?.result;
  const context = await contextOf(core, wire, await sharedFor(core, 'Hello.'));
  const said = read(wire.quotes?.['wire-scores']?.(context));
  const table = read(wire.below?.(context));
  for (const { name } of kPolicies) {
    const { bleu, bleu_interval: [low, high] } = measured(`steer/en-fr-attention/${name}`);
    const printed = `${low.toFixed(1)} to ${high.toFixed(1)}`;
    for (const text of [said, table]) assert.ok(text.includes(bleu.toFixed(1)) && text.includes(printed), `${name}: ${bleu} ${printed}`);
  }
  assert.ok(said.includes(measured('evaluate/en-fr-vector/sentences/greedy').bleu.toFixed(1)));
  assert.equal(measured('steer/en-fr-attention/learned').bleu, measured('evaluate/en-fr-attention/sentences/greedy').bleu);
});
