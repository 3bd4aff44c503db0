/** What the figure "Soft and hard" draws from: the ways to look, a cloud of estimates, nets that learn to pick. */
import { memo } from './memo.js';

/** @typedef {import('../core/protocol.d.ts').Cloud} Cloud */
/** @typedef {import('../core/protocol.d.ts').Estimates} Estimates */
/** @typedef {import('../core/protocol.d.ts').PickCurve} PickCurve */
/** @typedef {import('../core/protocol.d.ts').PickKind} PickKind */
/** @typedef {import('../core/protocol.d.ts').SteeringResult} SteeringResult */
/** @typedef {'soft' | 'drawn' | 'largest'} Look */
/** @typedef {'without' | 'with'} Kind   of estimate: without a baseline, with one */
/** @typedef {Record<PickKind, readonly PickCurve[]>} Curves   by seed */

export const kLooks = /** @type {const} */ (['soft', 'drawn', 'largest']);
export const kKinds = /** @type {const} */ (['without', 'with']);
export const kPickKinds = /** @type {const} */ (['soft', 'hard', 'hard-without-baseline']);

/** The net whose gradient is looked at: after so many updates it begins to look at the right letters. */
export const kCloud = { seed: 4, after: 200, example: 100, samples: 1000 };
/** Moments from one estimate to all of them. */
export const kStops = 30;
export const kSeeds = 10;
export const kUpdates = 800;
export const kEvery = 20;

/** Estimates that are averaged at a moment: 1, 1.3, 1.6, 2, 2.5 .. rounded, up to 1,000. @param {number} moment */
export const samplesAt = (moment) => Math.round(kCloud.samples ** (Math.min(moment, kStops) / kStops));

/** The first moment at which so many are averaged. @param {number} samples */
export const momentOf = (samples) => Array.from({ length: kStops + 1 }, (_, k) => k).find((k) => samplesAt(k) >= samples) ?? kStops;

/** |mean of n - gradient| / |gradient|. @param {Cloud} cloud @param {Kind} kind @param {number} n */
export const errorOf = (cloud, kind, n) => Number(cloud[kind].distance.data[n - 1]) / cloud.norm;

/** What that is on average, for any n: sqrt(variance / n) / |gradient|. @param {Cloud} cloud @param {Kind} kind @param {number} n */
export const usualError = (cloud, kind, n) => Math.sqrt(cloud[kind].variance / n) / cloud.norm;

/**
 * Estimates whose mean is usually within this share of the gradient's length.
 * @param {Cloud} cloud @param {Kind} kind @param {number} share
 */
export const samplesFor = (cloud, kind, share) => Math.ceil(cloud[kind].variance / (share * cloud.norm) ** 2);

/** The letter of an id of the task, and its star. @param {number} id */
export const pickLetter = (id) => (id === 3 ? '★' : id >= 4 ? String.fromCharCode(97 + id - 4) : 'end');

/** @param {readonly number[]} values at least one */
function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return (Number(sorted[Math.floor(at)]) + Number(sorted[Math.ceil(at)])) / 2;
}

/** One point a measurement: the median of the seeds, between the lowest and the highest. */
export const band = memo((/** @type {readonly PickCurve[]} */ curves) =>
  (curves[0]?.right ?? []).map((_, k) => {
    const values = curves.map(({ right }) => Number(right[k]));
    return { x: k * kEvery, y: middle(values), low: Math.min(...values), high: Math.max(...values) };
  }),
);

/**
 * Updates after which at least this share of the examples was right; null: it never was.
 * @param {PickCurve} curve @param {number} share
 */
export function reached({ right }, share) {
  const k = right.findIndex((value) => value >= share);
  return k < 0 ? null : k * kEvery;
}

/** Translations of several draws, the most frequent first. @param {readonly string[]} drawn */
export function tally(drawn) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of drawn) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([text, times]) => ({ text, times })).sort((a, b) => b.times - a.times);
}
