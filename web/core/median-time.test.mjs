/** Times of something whose time is known, by a clock of whole milliseconds. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { medianTime, quantile } from './median-time.js';

let now = 0;
mock.method(performance, 'now', () => {
  now += 0.001;
  return Math.floor(now);
});
const breathe = async () => {};

test('a coarse clock still times what is much shorter than its step', async () => {
  const { milliseconds, low, high, runs } = await medianTime((times) => void (now += 0.013 * times), breathe);
  assert.ok(Math.abs(milliseconds / 0.013 - 1) < 0.1, String(milliseconds));
  assert.ok(low <= milliseconds && milliseconds <= high && low > 0);
  assert.ok(runs > 100);
});

test('a device that was busy at first deceives nobody', async () => {
  let calls = 0;
  const run = (/** @type {number} */ times) => void (now += 0.3 * times + (++calls <= 3 ? 15 : 0));
  const { milliseconds } = await medianTime(run, breathe);
  assert.ok(Math.abs(milliseconds / 0.3 - 1) < 0.1, String(milliseconds));
});

test('who no longer wants the answer is not kept waiting', async () => {
  const stop = () => Promise.reject(new Error('stop'));
  await assert.rejects(
    medianTime((times) => void (now += times), stop),
    { message: 'stop' },
  );
});

test('quantiles lie between neighbours', () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2);
  assert.equal(quantile([4, 1, 2, 3], 0.5), 2.5);
  assert.equal(quantile([5], 0.75), 5);
});
