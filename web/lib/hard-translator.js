/** A translator trained with drawn positions beside B, which was trained with the average: how they fare, looking in each way. */
import { alignmentFrom, scoreFrom } from './measured.js';

/** @typedef {import('./evidence.js').Evidence} Evidence */
/** @typedef {import('./hard.js').Look} Look */
/** @typedef {import('./measured.js').Score} Score   greedy */
/**
 * @typedef {object} Way
 * @property {'soft' | 'hard'} trained
 * @property {Look} look
 * @property {readonly Score[]} test    held-out sentences, a score for each seed that drew; none where it was not measured
 * @property {readonly Score[]} own     our own sentences
 * @property {import('./measured.js').Alignment | null} alignment
 */

const kDraws = [1, 2, 3];
/** What is measured, by the ending of its id; B is steered to look in another way than it learned. */
const kWays = /** @type {const} */ ([
  { trained: 'soft', look: 'soft', test: ['evaluate/en-fr-attention/join-1'], own: ['evaluate/en-fr-attention/sentences/greedy'], align: 'align/en-fr-attention' },
  { trained: 'soft', look: 'largest', test: [], own: ['steer/en-fr-attention/one-hot'], align: '' },
  { trained: 'soft', look: 'drawn', test: [], own: ['steer/en-fr-attention/sampled'], align: '' },
  { trained: 'hard', look: 'largest', test: ['evaluate/en-fr-hard/join-1'], own: ['evaluate/en-fr-hard/sentences/greedy'], align: 'align/en-fr-hard' },
  {
    trained: 'hard',
    look: 'drawn',
    test: kDraws.map((seed) => `evaluate/en-fr-hard/join-1/drawn-${seed}`),
    own: kDraws.map((seed) => `evaluate/en-fr-hard/sentences/drawn-${seed}`),
    align: '',
  },
]);

/** Empty: the translator has not been measured. @param {Evidence} evidence @returns {Way[]} */
export function waysOf({ results }) {
  if (!results['evaluate/en-fr-hard/join-1']) return [];
  const score = (/** @type {string} */ id) => scoreFrom(results[id]) ?? [];
  return kWays.map(({ trained, look, test, own, align }) => ({
    trained,
    look,
    test: test.flatMap(score),
    own: own.flatMap(score),
    alignment: alignmentFrom(results[align]),
  }));
}

/** The mean of some scores, with the interval if there is only one. @param {readonly Score[]} scores */
export function meanOf(scores) {
  const [one] = scores;
  if (!one) return null;
  const mean = (/** @type {(score: Score) => number} */ of) => scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return {
    bleu: mean(({ bleu }) => bleu),
    low: scores.length === 1 ? one.low : Math.min(...scores.map(({ bleu }) => bleu)),
    high: scores.length === 1 ? one.high : Math.max(...scores.map(({ bleu }) => bleu)),
    perplexity: mean(({ perplexity }) => perplexity),
  };
}
