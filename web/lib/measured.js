/** A translator's scores as results.json has them. */

/**
 * @typedef {object} Score
 * @property {number} bleu
 * @property {number} low      95 % interval
 * @property {number} high
 * @property {number} perplexity   NaN where nothing but the translations was measured
 * @property {number} words        the mean source's; NaN where it was not counted
 * @property {number} sentences
 * @property {string} command      that measures it again
 */
/** @typedef {{ error: number, low: number, high: number, sentences: number, command: string }} Alignment   error: alignment error rate */

/** Null: not measured yet. @param {any} result @returns {Score | null} */
export function scoreFrom(result) {
  if (!result) return null;
  const { bleu, bleu_interval: [low, high], perplexity = NaN, mean_source_words: words = NaN, sentences, command } = result;
  return { bleu, low, high, perplexity, words, sentences, command };
}

/** Null: not measured yet. @param {any} result @returns {Alignment | null} */
export function alignmentFrom(result) {
  if (!result) return null;
  const { aer: error, aer_interval: [low, high], sentences, command } = result;
  return { error, low, high, sentences, command };
}
