/**
 * Figure 8, one step of attention number by number, says the same of what the native tool computes as of what the page's core does, for
 * every token of five sentences; its sums are the trace's scores, weights and contexts.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, sharedFor, startCore } from './figure-harness.mjs';
import { alike, matrix, read, regard, root } from './native-tool.mjs';
import { randomModel } from './random-model.mjs';

const { attention } = await import('../../web/figures/attention.js');
const { bestAfter, contextTerms, productSteps, productTrace, scoreTerms, softmaxOf } = await import('../../web/lib/attention-step.js');
const { glances } = await import('../../web/lib/attending.js');
const { asksAfterStep, queryIndex } = await import('../../web/lib/score-kinds.js');
const { argMax, row } = await import('../../web/lib/trace.js');

const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [12, 95, 180, 263, 348].map((k) => String(lines[k]?.split('\t')[0]));

/**
 * What the tool computes, as the page's core would give it.
 * @param {string} text @param {import('../../web/lib/trace.js').Trace} here for the tokens' texts, where the pieces are the same
 */
function natively(text, here) {
  const known = new Map(here.steps.map(({ token }) => [token.piece, token.text]));
  const parts = here.steps.map((_, i) => regard('trace', '--model', 'models/en-fr-attention', '--json', '--step', String(i + 1), text));
  const [whole] = parts;
  assert.deepEqual(whole.target_tokens, here.steps.map(({ token }) => token.piece));
  const texts = (/** @type {string} */ piece) => known.get(piece) ?? (piece === '</s>' ? '' : piece.replaceAll('▁', ' '));
  /** @param {any} change */
  const change = ({ moved, candidates }) => ({ moved, candidates: candidates.map((/** @type {any} */ one) => ({ ...one, text: texts(one.piece) })) });
  const trace = {
    ...here,
    steps: here.steps.map((step, i) => ({ ...step, probability: whole.steps[i].probability })),
    encoder_states: matrix(whole.encoder_states),
    decoder_states: matrix(whole.decoder_states),
    contexts: matrix(whole.contexts),
    scores: matrix(whole.scores),
    alpha: matrix(whole.alpha),
  };
  return /** @type {any} */ ({
    kind: whole.step.kind,
    keys: matrix(whole.step.keys),
    v: matrix(whole.step.v),
    steps: parts.map(({ step }) => ({
      query: matrix(step.query),
      share: matrix(step.share),
      scale: step.scale,
      without: step.without.map(change),
      mean: change(step.mean),
      product: step.product && change(step.product),
    })),
    trace,
  });
}

const core = await startCore();

for (const sentence of sentences)
  test(`“${sentence}”: every number is the native tool’s`, async () => {
    const shared = await sharedFor(core, sentence);
    const page = await contextOf(core, attention, shared);
    assert.ok(page.data);
    const native = natively(sentence, page.data.trace);
    // Bits differ between the two, so a number may round to its neighbour: all are compared as numbers, the words as words.
    const tool = { ...page, data: native, shared: { ...shared, pair: { ...shared.pair, attention: native.trace } } };
    for (const choices of [{}, { 'word.change': 'mean' }, { 'word.score': 'product' }])
      for (let moment = 0; moment <= page.timeline.end; ++moment) {
        const [there, here] = [tool, page].map((context) => {
          const choice = (/** @type {string} */ name) => /** @type {Record<string, string>} */ (choices)[name] ?? page.choice(/** @type {any} */ (name));
          const at = /** @type {any} */ ({ ...context, moment, t: moment, choice, shared: { ...context.shared, choices } });
          return [attention.summary(at), ...Object.values(attention.quotes ?? {}).map((quote) => read(quote(at))), read([attention.view(at), attention.below?.(at)])].join(' | ');
        });
        assert.match(String(here), /term/);
        alike(String(here), String(there), `${JSON.stringify(choices)}, token ${moment + 1}`);
      }
  });

test('terms sum to scores, weights to 1, products to contexts', async () => {
  for (const sentence of sentences) {
    const { trace, ...apart } = await core.ask('attention', { model: 'attention', text: sentence, beam: 5, target: null });
    const close = (/** @type {number} */ a, /** @type {number} */ b, /** @type {string} */ what) => assert.ok(Math.abs(a - b) < 1e-4, `${sentence}, ${what}: ${a} is not ${b}`);
    trace.steps.forEach((step, i) => {
      const all = glances(trace, i);
      const { exps, sum } = softmaxOf(all);
      for (const { j, score, weight } of all) {
        const terms = scoreTerms(apart, i, j);
        assert.equal(terms?.terms.length, 128);
        close(Number(terms?.sum) * Number(terms?.scale), score, `e_${i},${j}`);
        close(Number(exps[j]) / sum, weight, `alpha_${i},${j}`);
      }
      for (const d of [0, 100, 255]) close(contextTerms(trace, i, d).reduce((total, one) => total + one.term, 0), Number(row(trace.contexts, i)[d]), `c_${i}, number ${d}`);
      if (i > 0) assert.deepEqual(row(/** @type {any} */ (apart.steps[i]).query, 0), row(trace.decoder_states, i - 1));
      for (const change of [...(apart.steps[i]?.without ?? []), apart.steps[i]?.mean]) {
        const written = change?.candidates.find((one) => one.piece === step.token.piece);
        close(Number(written?.before), step.probability, `p of token ${i + 1}`);
        assert.ok(Number(bestAfter(/** @type {any} */ (change))?.after) >= Number(written?.after));
      }
    });
  }
});

test('the plain product has its own scores, weights and contexts, of the same states', async () => {
  const { trace, ...apart } = await core.ask('attention', { model: 'attention', text: sentences[1] ?? '', beam: 5, target: null });
  const product = productTrace(trace, apart);
  const steps = productSteps(trace, apart);
  trace.steps.forEach((_, i) => {
    const weights = row(/** @type {any} */ (product.alpha), i);
    assert.ok(Math.abs(weights.reduce((sum, w) => sum + w, 0) - 1) < 1e-5);
    glances(product, i).forEach(({ j, score }) => {
      const terms = scoreTerms(steps, i, j);
      assert.equal(terms?.terms.length, 256);
      assert.equal(terms?.v, null);
      assert.ok(Math.abs(Number(terms?.sum) - score) < 1e-4);
    });
    assert.ok(argMax(weights) >= 0);
  });
});

test('Luong’s scores ask after the step, Bahdanau’s before it', () => {
  assert.deepEqual(['additive', 'uniform', 'cosine', 'product'].map((kind) => queryIndex(/** @type {any} */ (kind), 3)), [2, 2, 2, 2]);
  assert.deepEqual(['dot', 'scaled-dot', 'general', 'concat', 'location'].map((kind) => queryIndex(/** @type {any} */ (kind), 3)), [3, 3, 3, 3, 3]);
  assert.ok(asksAfterStep('dot'));
});

for (const kind of ['dot', 'scaled-dot', 'general', 'concat', 'location', 'uniform', 'cosine', 'additive'])
  test(`a model with the score ${kind} is taken apart by its own arithmetic`, async () => {
    const other = await startCore({ 'luong-dot': randomModel(kind) });
    const sentence = 'The cat sat on the mat.';
    const shared = await sharedFor(other, sentence, { models: ['attention', 'luong-dot'], choices: { 'word.score': 'dot' } });
    const context = await contextOf(other, attention, shared);
    const { trace, ...apart } = /** @type {any} */ (context.data);
    assert.equal(apart.kind, kind);
    assert.equal(context.timeline.end, trace.steps.length - 1);
    for (const i of [0, 1, trace.steps.length - 1]) {
      for (const { j, score } of glances(trace, i)) {
        const terms = scoreTerms(apart, i, j);
        assert.equal(terms === null, kind === 'uniform');
        if (terms) assert.ok(Math.abs(terms.sum * terms.scale - score) < 1e-4 * Math.max(1, Math.abs(score)), `token ${i + 1}, ${j + 1}`);
      }
      if (asksAfterStep(apart.kind)) assert.deepEqual(row(apart.steps[i].query, 0), row(trace.decoder_states, i));
      for (const width of [320, 1100]) {
        const there = { ...context, moment: i, t: i, width };
        const drawn = read([attention.view(there), attention.below?.(there)]);
        assert.match(drawn, /dot product, in a model trained with it/);
        assert.doesNotMatch(drawn, /NaN|undefined|Infinity|\[object/);
        assert.match(drawn, kind === 'uniform' ? /This model has no score/ : /The score, term by term/);
      }
    }
    assert.equal(apart.steps[0].product === null, kind === 'dot');
  });
