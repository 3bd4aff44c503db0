/** The recall task, trained for a fixed, seeded number of updates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const short = (/** @type {string} */ net, /** @type {string[]} */ ...more) => json(['recall', '--net', net, '--updates', '400', '--longest', '8', '--measured', '8', '--json', ...more]);
/** @param {{ by_length: { length: number, exact: number }[] }} result @param {number} length */
const exact = ({ by_length }, length) => by_length.find((row) => row.length === length)?.exact ?? NaN;

test('attention learns to repeat eight symbols while one vector of the same width does not yet', () => {
  const attention = short('attention');
  const plain = short('plain');
  assert.ok(exact(attention, 8) > 0.95, `attention ${exact(attention, 8)}`);
  assert.ok(exact(plain, 8) < 0.1, `plain ${exact(plain, 8)}`);
  for (const { curve } of [attention, plain]) {
    assert.equal(curve.at(-1)[0], 400);
    assert.ok(curve.at(-1)[1] < 0.6 * curve[0][1]);
  }
});

test('the recall task gives the same numbers for any number of threads, and others for another seed', () => {
  const few = (/** @type {string[]} */ ...more) => {
    const { seconds, ...rest } = json(['recall', '--net', 'reversed', '--updates', '20', '--longest', '4', '--json', ...more]);
    assert.ok(seconds > 0);
    return rest;
  };
  const one = few('--threads', '1');
  assert.deepEqual(few('--threads', '2'), one);
  assert.notDeepEqual(few('--seed', '2').curve, one.curve);
  assert.deepEqual(Object.keys(one), ['net', 'seed', 'updates', 'parameters', 'symbols', 'longest_in_training', 'curve', 'gradient', 'by_length']);
  assert.equal(one.by_length.length, 4);
});

test('an unknown net for the recall task is refused with the names of those there are', () => {
  const { status, err } = regard(['recall', '--net', 'huge', '--json']);
  assert.equal(status, 1);
  assert.equal(err, 'regard: There is no net "huge" for the recall task; there are plain, reversed, wide, attention, lstm, tanh.\n');
});
