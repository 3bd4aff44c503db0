/** One row of attention, taken apart: the query's scores, their softmax, the context they add up to. */
import { argMax, isEnd, pieceLabel, row } from './trace.js';

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {{ j: number, score: number, weight: number }} Glance   score = e_ij, weight = alpha_ij */

/** Row i of the scores and weights, position by position. @param {Trace} trace @param {number} i @returns {Glance[]} */
export function glances(trace, i) {
  if (!trace.alpha || !trace.scores) return [];
  const weights = row(trace.alpha, i);
  const scores = row(trace.scores, i);
  return Array.from(weights, (weight, j) => ({ j, weight, score: Number(scores[j]) }));
}

/** The heaviest first. @param {Glance[]} all @param {number} count */
export const heaviest = (all, count) => [...all].sort((a, b) => b.weight - a.weight).slice(0, count);

/** Positions that are needed to gather this share of the weight. @param {Glance[]} all @param {number} share */
export function needed(all, share) {
  let sum = 0;
  const sorted = heaviest(all, all.length);
  const at = sorted.findIndex((one) => (sum += one.weight) >= share - 1e-6);
  return at < 0 ? sorted.length : at + 1;
}

/**
 * A written word worth looking at first: the longest that looks at one word with more than half its weight; else the first.
 * @param {Trace} trace @returns {number} step
 */
export function tellingStep(trace) {
  if (!trace.alpha) return 0;
  let best = 0;
  let length = 0;
  trace.steps.forEach(({ token }, i) => {
    const weights = row(/** @type {import('./trace.js').Matrix} */ (trace.alpha), i);
    const j = argMax(weights);
    const onWord = /[\p{L}\p{N}]/u.test(trace.source_tokens[j]?.text ?? '');
    if (isEnd(token) || !onWord || Number(weights[j]) < 0.5 || pieceLabel(token).length <= length) return;
    best = i;
    length = pieceLabel(token).length;
  });
  return best;
}
