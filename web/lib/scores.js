/**
 * The translators that differ in their attention score: which the site has, what a score costs, how it did beforehand, and how far two of
 * them look alike.
 */
import { alignmentFrom, scoreFrom } from './measured.js';
import { memo } from './memo.js';
import { argMax, row } from './trace.js';
import { totalVariation } from './vectors.js';

/** @typedef {import('./evidence.js').Evidence} Evidence */
/** @typedef {import('./evidence.js').Shapes} Shapes */
/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {(typeof kScores)[number]} Scored */
/** @typedef {Scored['score']} ScoreName */
/**
 * @typedef {{ parameters: number, once: number, step: number, tanh: number }} Cost   multiplications, once a sentence and each step
 */
/**
 * @typedef {{ mean: number, rows: readonly number[], same: number }} Apart   shares of the weight; rows that agree on the heaviest
 */

/**
 * All but the first are in Luong's wiring. `paper`: global attention in Luong et al. (2015), Table 4 and the text under it, test perplexity
 * and BLEU.
 */
export const kScores = /** @type {const} */ ([
  { score: 'additive', model: 'attention', name: 'additive', luong: false, paper: null },
  { score: 'dot', model: 'luong-dot', name: 'dot', luong: true, paper: { perplexity: 6.1, bleu: 18.6 } },
  { score: 'scaled-dot', model: 'luong-scaled', name: 'scaled dot', luong: true, paper: null },
  { score: 'general', model: 'luong-general', name: 'general', luong: true, paper: { perplexity: 6.1, bleu: 17.3 } },
  { score: 'concat', model: 'luong-concat', name: 'concat', luong: true, paper: { perplexity: 6.7, bleu: null } },
  { score: 'location', model: 'luong-location', name: 'location', luong: true, paper: { perplexity: 6.4, bleu: 18.1 } },
]);

/** Those whose model the site has. @param {Pick<import('./shared.js').Shared, 'models'>} shared @returns {Scored[]} */
export const scoresHere = ({ models }) => kScores.filter(({ model }) => model === 'attention' || models.includes(model));

/** @param {string} score @returns {Scored} */
export const scoreOf = (score) => /** @type {Scored} */ (kScores.find((one) => one.score === score) ?? kScores[0]);

/**
 * What a score costs. Sizes: S source tokens, D of the state that asks, H of h_j. `shapes` of its parameters, as the model's file has them:
 * query (A, D), key (A, H), v (A) of additive and concat; weight (D, H) of general, (A, D) of location, A the longest source.
 * @param {ScoreName} score @param {Shapes} shapes @param {{ S: number, D: number, H: number }} sizes @returns {Cost}
 */
export function costOf(score, shapes, { S, D, H }) {
  const parameters = Object.values(shapes).reduce((sum, shape = []) => sum + shape.reduce((size, n) => size * n, 1), 0);
  const A = shapes.key?.[0] ?? shapes.weight?.[0] ?? 0;
  if (score === 'additive' || score === 'concat') return { parameters, once: S * A * H, step: A * D + S * A, tanh: S * A };
  if (score === 'general') return { parameters, once: S * D * H, step: S * D, tanh: 0 };
  if (score === 'location') return { parameters, once: 0, step: A * D, tanh: 0 };
  return { parameters, once: 0, step: S * D + (score === 'scaled-dot' ? S : 0), tanh: 0 };
}

/** Held-out sentences, beam 5; null: not measured yet. @param {Evidence} evidence @param {string} model */
export const onTest = ({ results }, model) => scoreFrom(results[`evaluate/en-fr-${model}/test`]);

/** Attention as a word alignment, against ours; null: not measured yet. @param {Evidence} evidence @param {string} model */
export const alignmentOf = ({ results }, model) => alignmentFrom(results[`align/en-fr-${model}`]);

/** How far apart two translators look while they write the same tokens. @type {(a: Trace, b: Trace) => Apart} */
export const lookApart = memo((/** @type {Trace} */ { alpha: a, steps }, /** @type {Trace} */ { alpha: b }) => {
  if (!a || !b || a.shape[0] !== b.shape[0]) return { mean: NaN, rows: [], same: 0 };
  const rows = steps.map((_, i) => totalVariation(row(a, i), row(b, i)));
  const same = steps.filter((_, i) => argMax(row(a, i)) === argMax(row(b, i))).length;
  return { mean: rows.reduce((sum, one) => sum + one, 0) / Math.max(1, rows.length), rows, same };
}, 16);

/** The weights of one less those of another, for the same tokens. @type {(a: Trace, b: Trace) => import('./trace.js').Matrix} */
export const difference = memo((/** @type {Trace} */ { alpha: a }, /** @type {Trace} */ { alpha: b }) => ({
  data: Float32Array.from(a?.data ?? [], (weight, k) => weight - Number(b?.data[k])),
  shape: a?.shape ?? /** @type {const} */ ([0, 0]),
}));
