import assert from 'node:assert/strict';
import test from 'node:test';
import { measure } from './measure.mjs';

const effort = { rounds: 4, seconds: 0.001, warmUp: 0.001 };
const about = {
  sources: [[3], [4]],
  targets: [
    [5, 2],
    [6, 2],
  ],
};
const load = async () => ({ about, weights: new Uint8Array() });
const quiet = () => {};

/** An engine whose every run takes a millisecond. @param {any} result @param {string[]} [turns] @param {string} [name] */
const engine = (result, turns = [], name = '') => ({
  name,
  make: async () => ({ time: (/** @type {number} */ times) => (turns.push(name), times / 1000), result: () => result, drop: () => {} }),
});

/** @param {'sentence' | 'training'} kind @param {Record<string, any>} engines */
const take = (kind, engines) =>
  measure(
    {
      name: 'a plan',
      kind,
      case: 'a case',
      entries: ['ours', 'peer', 'absent'].map((one) => ({ engine: one, label: one, spec: { kind } })),
    },
    engines,
    load,
    effort,
    quiet,
  );

test('who writes another token is not timed, and its row says so', async () => {
  const { taken } = await take('sentence', {
    ours: engine(about.targets),
    peer: engine([
      [5, 2],
      [7, 2],
    ]),
  });
  assert.equal(taken[0]?.seconds.length, 4);
  assert.deepEqual(taken[1]?.seconds, []);
  assert.equal(taken[1]?.remark, 'other tokens in 1 of 2 sentences');
  assert.equal(taken[2]?.remark, 'not installed');
});

test('who loses otherwise in the first updates is not timed', async () => {
  const losses = [4, 3, 2, 1, 0.5];
  const near = await take('training', { ours: engine(losses), peer: engine(losses.map((loss) => loss * (1 + 1e-6))) });
  assert.equal(near.taken[1]?.seconds.length, 4);
  const far = await take('training', { ours: engine(losses), peer: engine([4, 3, 2, 1, 0.6]) });
  assert.match(far.taken[1]?.remark ?? '', /first losses differ by 0\.2/);
  const none = await take('training', { ours: engine(losses), peer: engine([4, NaN, 2, 1, 0.5]) });
  assert.deepEqual(none.taken[1]?.seconds, []);
});

test('a round translates every sentence equally often, and all take turns, first and second', async () => {
  const turns = /** @type {string[]} */ ([]);
  const { taken } = await take('sentence', { ours: engine(about.targets, turns, 'ours'), peer: engine(about.targets, turns, 'peer') });
  assert.equal((taken[0]?.times ?? 1) % 2, 0);
  assert.deepEqual(turns.slice(-8), ['ours', 'peer', 'peer', 'ours', 'ours', 'peer', 'peer', 'ours']);
});
