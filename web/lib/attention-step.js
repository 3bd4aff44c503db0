/**
 * One step of attention in numbers: the terms of a score, the softmax over the scores, the terms of one number of the context. Indices
 * count from 0.
 */
import { memo } from './memo.js';
import { dot } from './vectors.js';
import { argMax, row } from './trace.js';

/** @typedef {import('../core/protocol.d.ts').AttentionSteps} AttentionSteps */
/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {import('./trace.js').Matrix} Matrix */
/**
 * @typedef {object} ScoreTerms   e = scale * (sum of terms)
 * @property {ArrayLike<number>} share          W s, or s
 * @property {ArrayLike<number>} key            U h_j, or h_j
 * @property {ArrayLike<number> | null} inner   tanh of their sum; null for a product
 * @property {ArrayLike<number> | null} v
 * @property {Float64Array} terms
 * @property {number} scale
 * @property {number} sum      of the terms
 */
/** @typedef {{ j: number, weight: number, value: number, term: number }} ContextTerm   term = weight * value */

/** @param {AttentionSteps} apart @param {number} i @param {number} j @returns {ScoreTerms | null} null where there is nothing to sum */
export function scoreTerms({ keys, v: weights, steps }, i, j) {
  const step = steps[i];
  if (!step?.share || !keys || j >= keys.shape[0]) return null;
  const share = row(step.share, 0);
  const key = row(keys, j);
  const v = weights ? row(weights, 0) : null;
  const inner = v ? Float64Array.from(key, (b, k) => Math.tanh(Number(share[k]) + b)) : null;
  const terms = Float64Array.from(key, (b, k) => (v && inner ? Number(v[k]) * Number(inner[k]) : Number(share[k]) * b));
  return { share, key, inner, v, terms, scale: step.scale[j] ?? 1, sum: terms.reduce((sum, term) => sum + term, 0) };
}

/** Places of the largest by size, the largest first. @param {ArrayLike<number>} values @param {number} count */
export const largest = (values, count) =>
  Array.from(values, (value, k) => ({ k, size: Math.abs(value) }))
    .sort((a, b) => b.size - a.size || a.k - b.k)
    .slice(0, count)
    .map(({ k }) => k);

/** Softmax as it is computed: the largest score, exp(e - largest) of each, their sum. @param {readonly { score: number }[]} all */
export function softmaxOf(all) {
  const top = Math.max(...all.map((one) => one.score));
  const exps = all.map((one) => Math.exp(one.score - top));
  return { top, exps, sum: exps.reduce((sum, x) => sum + x, 0) };
}

/** Number d of c_i, token by token. @param {Trace} trace @param {number} i @param {number} d @returns {ContextTerm[]} */
export function contextTerms(trace, i, d) {
  const weights = row(/** @type {Matrix} */ (trace.alpha), i);
  return Array.from(weights, (weight, j) => {
    const value = Number(row(trace.encoder_states, j)[d]);
    return { j, weight, value, term: weight * value };
  });
}

/**
 * The same steps with weights softmax_j(q . h_j): what a plain product of the same states would have looked at. Of the rest of the trace
 * nothing changes, for the model wrote with its own weights.
 * @type {(trace: Trace, apart: AttentionSteps) => Trace}
 */
export const productTrace = memo((/** @type {Trace} */ trace, /** @type {AttentionSteps} */ { steps }) => {
  const [length, width] = trace.encoder_states.shape;
  const scores = new Float32Array(steps.length * length);
  const alpha = new Float32Array(steps.length * length);
  const contexts = new Float32Array(steps.length * width);
  steps.forEach(({ query }, i) => {
    const own = Array.from({ length }, (_, j) => ({ score: dot(row(query, 0), row(trace.encoder_states, j)) }));
    const { exps, sum } = softmaxOf(own);
    own.forEach(({ score }, j) => {
      const weight = (exps[j] ?? 0) / sum;
      scores[i * length + j] = score;
      alpha[i * length + j] = weight;
      row(trace.encoder_states, j).forEach((h, d) => (contexts[i * width + d] = Number(contexts[i * width + d]) + weight * h));
    });
  });
  const shape = /** @type {const} */ ([steps.length, length]);
  return {
    ...trace,
    scores: { data: scores, shape },
    alpha: { data: alpha, shape },
    contexts: { data: contexts, shape: [steps.length, width] },
  };
});

/** The same with the product in the place of the model's own score. @type {(trace: Trace, apart: AttentionSteps) => AttentionSteps} */
export const productSteps = memo((/** @type {Trace} */ trace, /** @type {AttentionSteps} */ { steps }) => ({
  kind: /** @type {const} */ ('dot'),
  keys: trace.encoder_states,
  v: null,
  steps: steps.map((step) => ({ ...step, share: step.query, scale: Array.from({ length: trace.encoder_states.shape[0] }, () => 1) })),
}));

/** The likeliest candidate after a change. @param {import('../core/protocol.d.ts').OutputChange} change */
export const bestAfter = ({ candidates }) => candidates[argMax(candidates.map((one) => one.after))];
