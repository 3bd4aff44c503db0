import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averages, byLength, noBetter, overall, telling, thirds } from './probing.js';

/** @param {number} position @param {number} probability @param {string} first */
const answer = (position, probability, first) =>
  /** @type {any} */ ({ position, probability, top: [{ piece: first, text: first, probability: 0.5 }], frequent: { piece: '.' } });
const tokens = /** @type {any} */ (['a', 'b', ',', 'd'].map((piece) => ({ piece, text: piece, word: 0 })));

/** @param {number} count @param {number} accuracy @param {number | null} probability */
const row = (count, accuracy, probability) => ({ count, accuracy, probability });
const result = {
  command: 'regard probe',
  sentences: 30,
  ...row(60, 0.5, 0.4),
  by_position: [{ position: 1, ...row(30, 0.9, 0.8) }, { position: 2, ...row(25, 0.2, 0.1) }, { position: 3, ...row(5, 0.9, 0.9) }],
  by_length: [{ from: 1, to: 5, sentences: 10, ...row(20, 0.5, 0.4) }, { from: 6, to: 10, sentences: 20, ...row(40, 0.25, 0.2) }],
  baselines: {
    most_frequent: { ...row(60, 0.2, null), by_position: [{ position: 1, ...row(30, 0.1, null) }, { position: 2, ...row(25, 0.3, null) }], by_length: [] },
    swapped: null,
    untrained: { ...row(60, 0.3, 0.2), by_position: [{ position: 1, ...row(30, 0.7, 0.6) }], by_length: [{ from: 6, to: 10, ...row(40, 0.1, 0.05) }] },
  },
};
const long = { ...result, by_length: [{ from: 6, to: 10, sentences: 60, ...row(120, 0.05, 0.04) }], baselines: { most_frequent: null, swapped: null, untrained: null } };
const evidence = /** @type {any} */ ({
  models: {},
  recall: {},
  results: { 'probe/en-fr-vector/vector/sentences': result, 'probe/en-fr-vector/vector/long-sentences': { ...long, command: 'long' } },
});

test('the telling position is the first word that is not named, or else the least sure one', () => {
  assert.equal(telling([answer(0, 0.9, 'a'), answer(1, 0.1, 'x'), answer(2, 0, 'y'), answer(3, 0, 'z')], tokens), 1);
  assert.equal(telling([answer(0, 0.9, 'a'), answer(1, 0.8, 'b'), answer(2, 0.1, 'x'), answer(3, 0.7, 'd')], tokens), 2);
});

test('thirds cover the sentence once', () => {
  assert.equal(thirds([answer(0, 1, 'a'), answer(1, 1, 'b')]), null);
  assert.deepEqual(thirds([1, 0.5, 0.25, 0.25, 0].map((p, k) => answer(k, p, 'a'))), { beginning: 0.75, middle: 0.25, end: 0.125 });
});

test('a baseline that was not measured is null, and positions with few sentences are left out', () => {
  const found = averages(evidence, 'vector', 7);
  assert.deepEqual(found?.rows.map((one) => [one.position, one.frequent, one.other, one.untrained]), [[1, 0.1, null, 0.6], [2, 0.3, null, null]]);
  assert.equal(averages(evidence, 'vector', 30)?.command, 'long');
  assert.equal(averages(evidence, 'states', 7), null);
});

test('lengths of both sets are one, each with as many questions as it asked', () => {
  const rows = byLength(evidence, 'vector');
  assert.deepEqual(rows.map((one) => [one.from, one.sentences, one.count, one.untrainedRight]), [[1, 10, 20, null], [6, 80, 160, 0.1]]);
  assert.ok(Math.abs((rows[1]?.right ?? 0) - 0.1) < 1e-12);
});

test('the probe is no better than the most frequent token from the first position after the last where it is', () => {
  const measured = /** @type {any} */ (overall(evidence, 'vector'));
  assert.equal(noBetter(measured)?.position, 2);
  assert.equal(noBetter({ ...measured, rows: measured.rows.slice(0, 1) }), null);
});
