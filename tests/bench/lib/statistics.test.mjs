import assert from 'node:assert/strict';
import test from 'node:test';
import { speedUp, spread } from './statistics.mjs';

test('the spread is the median and the quartiles, interpolated', () => {
  assert.deepEqual(spread([5, 1, 2, 4, 3]), { median: 3, low: 2, high: 4, best: 1, rounds: 5 });
  assert.deepEqual(spread([4, 1, 2, 3]), { median: 2.5, low: 1.75, high: 3.25, best: 1, rounds: 4 });
  assert.equal(spread([7]).median, 7);
  assert.throws(() => spread([]), /at least one/);
});

test('a round that slows both down does not change how much faster one is', () => {
  assert.equal(speedUp([4, 40, 4], [2, 20, 2]).median, 2);
  assert.equal(speedUp([4, 40, 4], [2, 20, 2]).high, 2);
  assert.throws(() => speedUp([1], [1, 2]), /1 rounds against 2/);
});
