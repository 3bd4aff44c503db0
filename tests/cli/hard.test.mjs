/** `regard hard`: the exact gradient of a small hard attention against samples, and nets that learn side by side. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const kCloud = ['hard', '--seed', '4', '--after', '200', '--example', '100', '--json'];

test('the cloud has an exact gradient, a smaller variance with a baseline, and means that come near', () => {
  const cloud = json([...kCloud, '--samples', '4000']);
  assert.equal(cloud.paths, 125);
  assert.ok(cloud.all_parameters < 200 && cloud.parameters < cloud.all_parameters);
  assert.ok(cloud.bound < cloud.log_likelihood && cloud.log_likelihood < 0);
  assert.ok(cloud.with.variance < cloud.without.variance / 5);
  assert.ok(cloud.shares[0] > cloud.shares[1] && cloud.shares[0] + cloud.shares[1] <= 1);
  for (const kind of [cloud.without, cloud.with]) {
    assert.equal(kind.points.length, 8000);
    // The mean of n lies sqrt(variance / n) away, give or take.
    assert.ok(kind.distance.at(-1) < 3 * Math.sqrt(kind.variance / 4000), `${kind.distance.at(-1)}`);
    const last = kind.means.slice(-2);
    assert.ok(Math.hypot(last[0] - cloud.exact[0], last[1] - cloud.exact[1]) <= kind.distance.at(-1) + 1e-6);
  }
});

test('the same seed draws the same estimates, another seed others', () => {
  const [one, again, other] = [kCloud, kCloud, ['hard', '--seed', '3', '--after', '200', '--example', '100', '--json']].map((words) => json([...words, '--samples', '50']));
  assert.deepEqual({ ...again, seconds: 0 }, { ...one, seconds: 0 });
  assert.notDeepEqual(other.without.points, one.without.points);
});

test('soft attention learns to pick, whatever the seed and the number of threads', () => {
  const curves = (/** @type {string} */ threads) => json(['hard', '--curves', '--runs', '2', '--updates', '600', '--every', '100', '--threads', threads, '--json']).runs;
  const runs = curves('2');
  assert.deepEqual(curves('1').map(({ right }) => right), runs.map(({ right }) => right));
  assert.equal(runs.length, 6);
  for (const { kind, right, log_likelihood } of runs) {
    assert.equal(right.length, 7);
    if (kind === 'soft') assert.ok(log_likelihood.at(-1) > log_likelihood[0] + 1);
  }
});

test('wrong usage ends with a sentence that holds the value', () => {
  const { status, err } = regard(['hard', '--example', '243']);
  assert.equal(status, 2);
  assert.match(err, /--example 243 is not a whole number from 0 to 242\./);
});
