/** One sentence's gradients: how strongly every source token moves every written token, in both translators. */
import { argMax, column, row } from './trace.js';

/** @typedef {import('./trace.js').Matrix} Matrix */
/** @typedef {import('../core/protocol.d.ts').Gradients & { trace: import('./trace.js').Trace }} Answer */
/** @typedef {{ vector: Matrix, recurrent: Matrix, attention: Matrix, total: Matrix }} Norms   vector: A's; the others are B's; (T, S) */
/**
 * @typedef {object} Sentence
 * @property {readonly import('./trace.js').Token[]} source
 * @property {Norms} norms
 * @property {Record<'vector' | 'attention', import('./trace.js').Trace>} traces    of the trained models, both made to write the same
 * @property {boolean} untrained    the norms are those of weights that were never trained
 */

/** @param {Answer} vector @param {Answer} attention @param {boolean} untrained @returns {Sentence} */
export const sentenceOf = (vector, attention, untrained) => ({
  source: attention.trace.source_tokens,
  norms: { vector: vector.total, recurrent: attention.recurrent, attention: attention.attention, total: attention.total },
  traces: { vector: vector.trace, attention: attention.trace },
  untrained,
});

/** The source token that moves token i most. @param {Matrix} norms @param {number} i */
export const strongest = (norms, i) => Math.max(0, argMax(row(norms, i)));

/** Steps of the nearer reader from its state at position j to the end of its reading, which C keeps. @param {number} j @param {number} n */
export const stepsToEnd = (j, n) => Math.min(n - 1 - j, j);

/**
 * Geometric means over all written tokens, one for each source token; a norm of zero has no logarithm and is left out.
 * @param {Matrix} norms
 */
export const means = (norms) =>
  Array.from({ length: norms.shape[1] }, (_, j) => {
    const logs = column(norms, j).flatMap((x) => (x > 0 ? [Math.log(x)] : []));
    return logs.length > 0 ? Math.exp(logs.reduce((sum, x) => sum + x, 0) / logs.length) : NaN;
  });

/** Lines of an axis, at most. */
const kLines = 6;

/** Powers of ten that hold all norms of a sentence between them, in equal steps. @param {readonly Matrix[]} all */
export function decades(all) {
  let low = Infinity;
  let high = -Infinity;
  for (const { data } of all)
    for (const x of data) {
      if (!(x > 0)) continue;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  if (low > high) return { low: -1, high: 0, step: 1 };
  const to = Math.ceil(Math.log10(high) + 1e-9);
  const from = Math.min(to - 1, Math.floor(Math.log10(low)));
  const step = Math.ceil((to - from) / kLines);
  return { low: to - step * Math.ceil((to - from) / step), high: to, step };
}

/** The share of the time from one word to the next in which nothing moves. */
const kRest = 0.5;

/**
 * Norms on the way from one written token to the next, for a drawing that moves: in the middle of the way, between the two geometrically.
 * @param {Matrix} norms @param {number} t @returns {number[]}
 */
export function between(norms, t) {
  const i = Math.floor(t);
  const from = row(norms, i);
  const u = Math.min(1, Math.max(0, (t - i - kRest / 2) / (1 - kRest)));
  if (u === 0 || i + 1 >= norms.shape[0]) return Array.from(from);
  const to = row(norms, i + 1);
  const share = u * u * (3 - 2 * u);
  return Array.from(from, (x, j) => (x > 0 && Number(to[j]) > 0 ? x ** (1 - share) * Number(to[j]) ** share : x));
}
