/** Medians with their spread. The spread is the distance between the quartiles: half of the rounds lie inside it. */

/** The value below which a share p of the sorted numbers lies, interpolated. @param {number[]} sorted @param {number} p */
function quantile(sorted, p) {
  const at = p * (sorted.length - 1),
    below = Math.floor(at);
  const low = /** @type {number} */ (sorted[below]),
    high = /** @type {number} */ (sorted[Math.min(below + 1, sorted.length - 1)]);
  return low + (at - below) * (high - low);
}

/** @typedef {{ median: number, low: number, high: number, best: number, rounds: number }} Spread low and high are the quartiles */

/** @param {number[]} values one or more @returns {Spread} */
export function spread(values) {
  if (values.length === 0) throw new Error('spread: there is at least one value.');
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    best: /** @type {number} */ (sorted[0]),
    rounds: sorted.length,
  };
}

/**
 * How many times faster one is than another, from times taken in turns: the quotient of each round, then its median, so that what slowed
 * a whole
 * round down slows both.
 * @param {number[]} other @param {number[]} ours seconds, round by round
 */
export function speedUp(other, ours) {
  if (other.length !== ours.length) throw new Error(`speedUp: ${other.length} rounds against ${ours.length}.`);
  return spread(other.map((seconds, round) => seconds / /** @type {number} */ (ours[round])));
}

/** Work a second, from seconds. @param {Spread} seconds @param {number} work of one run @returns {Spread} */
export const rate = (seconds, work) => ({
  ...seconds,
  median: work / seconds.median,
  low: work / seconds.high,
  high: work / seconds.low,
  best: work / seconds.best,
});

/** The same in another unit. @param {Spread} s @param {number} by @returns {Spread} */
export const scaled = (s, by) => ({ ...s, median: s.median * by, low: s.low * by, high: s.high * by, best: s.best * by });

/** @param {number[]} values */
export const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
