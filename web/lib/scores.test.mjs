import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignmentOf, costOf, difference, kScores, lookApart, onTest, scoresHere } from './scores.js';

/** Multiplications, one by one: rows times columns of a matrix and a vector. */
function naive(/** @type {string} */ score, /** @type {any} */ { S, D, H, A, longest }) {
  const count = { once: 0, step: 0, tanh: 0 };
  const product = (/** @type {'once' | 'step'} */ when, /** @type {number} */ rows, /** @type {number} */ columns) => {
    for (let a = 0; a < rows; ++a) for (let b = 0; b < columns; ++b) ++count[when];
  };
  const isTanh = score === 'additive' || score === 'concat';
  if (isTanh) product('step', A, D);
  if (score === 'location') product('step', longest, D);
  for (let j = 0; j < S; ++j) {
    if (isTanh) {
      product('once', A, H);
      for (let a = 0; a < A; ++a) ++count.tanh;
      product('step', 1, A);
    }
    if (score === 'general') product('once', D, H);
    if (/dot|general/.test(score)) product('step', 1, D);
    if (score === 'scaled-dot') ++count.step;
  }
  return count;
}

test('a score costs what its loops would', () => {
  const sizes = { S: 5, D: 6, H: 4 };
  const [A, longest] = [3, 9];
  const tanh = { query: [A, 6], key: [A, 4], v: [A] };
  /** @type {Record<string, Record<string, number[]>>} */
  const shapes = { additive: tanh, concat: tanh, dot: {}, 'scaled-dot': {}, general: { weight: [6, 4] }, location: { weight: [longest, 6] } };
  const parameters = { additive: 33, concat: 33, dot: 0, 'scaled-dot': 0, general: 24, location: 54 };
  for (const { score } of kScores) assert.deepEqual(costOf(score, shapes[score] ?? {}, sizes), { parameters: parameters[score], ...naive(score, { ...sizes, A, longest }) }, score);
});

/** @param {number[][]} rows @returns {any} */
const trace = (rows) => ({ alpha: { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 0] }, steps: rows.map(() => ({})) });

test('two translators look apart as far as their rows differ, and agree where the same token is heaviest', () => {
  const [a, b] = [trace([[1, 0], [0.75, 0.25]]), trace([[0, 1], [1, 0]])];
  assert.deepEqual(lookApart(a, b), { mean: 0.625, rows: [1, 0.25], same: 1 });
  assert.deepEqual(lookApart(a, a), { mean: 0, rows: [0, 0], same: 2 });
  assert.deepEqual([...difference(a, b).data], [1, -1, -0.25, 0.25]);
});

test('only scores whose model the site has are offered, and only what was measured is said', () => {
  assert.deepEqual(scoresHere({ models: [] }).map(({ score }) => score), ['additive']);
  assert.deepEqual(scoresHere({ models: ['attention', 'luong-location', 'luong-dot'] }).map(({ score }) => score), ['additive', 'dot', 'location']);
  const evidence = /** @type {any} */ ({
    results: {
      'evaluate/en-fr-attention/test': { bleu: 45, bleu_interval: [43, 47], perplexity: 4, sentences: 9, command: 'c' },
      'align/en-fr-attention': { aer: 0.1, aer_interval: [0, 0.2], sentences: 3, command: 'd' },
    },
  });
  assert.deepEqual(onTest(evidence, 'attention'), { bleu: 45, low: 43, high: 47, perplexity: 4, words: NaN, sentences: 9, command: 'c' });
  assert.deepEqual(alignmentOf(evidence, 'attention'), { error: 0.1, low: 0, high: 0.2, sentences: 3, command: 'd' });
  assert.equal(onTest(evidence, 'luong-dot'), null);
  assert.equal(alignmentOf(evidence, 'luong-dot'), null);
});
