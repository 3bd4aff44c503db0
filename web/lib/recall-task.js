/** The recall task's measurements: nets that repeat a sequence of symbols, over seeds. */

/** @typedef {import('./evidence.js').Evidence} Evidence */

/** @param {Evidence} evidence @param {string} net @returns {import('./evidence.js').Recall} */
export function recallOf(evidence, net) {
  const found = evidence.recall[net];
  if (!found) throw new Error(`models/results.json has no recall net ${net}.`);
  return found;
}

/** The share of sequences repeated without a mistake. @param {Evidence} evidence @param {string} net @param {number} length */
export const exactAt = (evidence, net, length) =>
  recallOf(evidence, net).by_length.find((one) => one.length === length)?.exact ?? { mean: NaN, interval: null };
