/** Changed rows go into an address and come back; a change leaves the others their shares. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kRowsPattern, readRows, withWeight, writeRows } from './steered-rows.js';

const kText = 'The cat sat.';

test('rows go into an address and come back exactly', () => {
  const rows = new Map([[2, [0, 700, 0, 300]], [5, [1, 0, 999, 0]]]);
  const text = writeRows(kText, rows);
  assert.match(text, kRowsPattern);
  assert.deepEqual(readRows(text, kText, 4), rows);
  assert.equal(writeRows(kText, new Map()), '');
  assert.deepEqual(readRows('', kText, 4), new Map());
});

test('rows of another sentence are none, and columns that are not there are left out', () => {
  const text = writeRows(kText, new Map([[0, [0, 0, 0, 1000]]]));
  assert.equal(readRows(text, 'The dog sat.', 4).size, 0);
  assert.equal(readRows(text, kText, 3).size, 0);
});

test('of more than an address can hold the rows changed last are kept', () => {
  const rows = new Map(Array.from({ length: 60 }, (_, i) => [59 - i, Array.from({ length: 60 }, () => 17)]));
  const kept = readRows(writeRows(kText, rows), kText, 60);
  assert.ok(kept.size >= 12 && kept.size < 60);
  assert.ok(kept.has(0) && !kept.has(59));
});

test('the other weights share out what is left as they did before', () => {
  assert.deepEqual(withWeight([0.5, 0.3, 0.2], 0, 0.75), [750, 150, 100]);
  assert.deepEqual(withWeight([1, 0, 0], 0, 0.5), [500, 250, 250]);
  assert.deepEqual(withWeight([0.2, 0.8, 0], 2, 1), [0, 0, 1000]);
  assert.deepEqual(withWeight([1], 0, 0), [1000]);
});
