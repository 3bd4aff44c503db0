/** Pure questions asked of a beam search's tree. A branch is named by its index in the tree. */
import { memo } from './memo.js';
import { isEnd, row } from './trace.js';

/** @typedef {import('../core/protocol.d.ts').BeamTree} BeamTree */
/** @typedef {import('../core/protocol.d.ts').Branch} Branch */

/** Hypotheses that ended compare by log p / length^0.7, see src/nets/beam_search.h. */
export const kLengthPower = 0.7;

/** @param {BeamTree} tree @param {number} index @returns {Branch} */
export const branchAt = ({ branches }, index) => /** @type {Branch} */ (branches[index]);

/** The branches of each step, the more probable first. @type {(tree: BeamTree) => number[][]} */
export const stepsOf = memo((/** @type {BeamTree} */ { branches }) => {
  /** @type {number[][]} */
  const steps = [];
  branches.forEach(({ step }, index) => (steps[step] ??= []).push(index));
  return steps;
});

/** From the first token to this one. @param {BeamTree} tree @param {number} index @returns {number[]} */
export function pathTo(tree, index) {
  /** @type {number[]} */
  const path = [];
  for (let at = index; at >= 0; at = branchAt(tree, at).parent) path.unshift(at);
  return path;
}

/** What a path says, without the end. @param {BeamTree} tree @param {readonly number[]} path */
export const textOf = (tree, path) =>
  path
    .map((index) => (isEnd(branchAt(tree, index)) ? '' : branchAt(tree, index).text))
    .join('')
    .trim();

/** log p of the last token alone, all before it given. @param {BeamTree} tree @param {number} index */
export function ownLogProbability(tree, index) {
  const { parent, log_probability: sum } = branchAt(tree, index);
  return parent < 0 ? sum : sum - branchAt(tree, parent).log_probability;
}

/**
 * The path of greedy decoding as far as the search went along it: the likeliest token each time. `cut`: the step at which the search
 * dropped it; null when it never did.
 * @type {(tree: BeamTree) => { path: number[], cut: number | null }}
 */
export const greedyPath = memo((/** @type {BeamTree} */ tree) => {
  /** @type {number[]} */
  const path = [];
  for (const step of stepsOf(tree)) {
    const before = path.at(-1) ?? -1;
    // The more probable come first.
    const next = step.find((index) => branchAt(tree, index).parent === before);
    if (next === undefined) break;
    path.push(next);
    if (branchAt(tree, next).fate === 'cut') return { path, cut: branchAt(tree, next).step };
    if (branchAt(tree, next).fate === 'ended') break;
  }
  return { path, cut: null };
});

/**
 * Hypotheses that ended, the best first.
 * @param {BeamTree} tree @param {number} [before] only those that ended in so many steps @returns {number[]}
 */
export const endings = (tree, before = Infinity) =>
  tree.branches
    .flatMap(({ fate, step }, index) => (fate === 'ended' && step < before ? [index] : []))
    .sort((a, b) => branchAt(tree, b).score - branchAt(tree, a).score);

/** How many branches of each step had which fate. @param {BeamTree} tree @param {number} step */
export function fatesAt(tree, step) {
  const fates = { kept: 0, ended: 0, cut: 0 };
  for (const index of stepsOf(tree)[step] ?? []) fates[branchAt(tree, index).fate] += 1;
  return fates;
}

/**
 * Half the sum of the differences of two rows that each sum to 1: 0 the same, 1 nothing in common.
 * @param {ArrayLike<number>} p @param {ArrayLike<number>} q
 */
export function distance(p, q) {
  let sum = 0;
  for (let k = 0; k < p.length; ++k) sum += Math.abs(Number(p[k]) - Number(q[k]));
  return sum / 2;
}

/**
 * How far the weights of two hypotheses that are gone on from at the same step differ, on average over all such pairs; and those of the best
 * path from one step to the next. Null without attention, or where there are no two.
 * @param {BeamTree} tree @returns {{ between: number, along: number } | null}
 */
export function lookDistances(tree) {
  const { alpha } = tree;
  if (!alpha) return null;
  const mean = (/** @type {number[]} */ all) => all.reduce((sum, x) => sum + x, 0) / all.length;
  const between = stepsOf(tree).flatMap((step) => {
    const rows = [...new Set(step.map((index) => branchAt(tree, index).row))].map((k) => row(alpha, k));
    return rows.flatMap((one, k) => rows.slice(k + 1).map((other) => distance(one, other)));
  });
  const best = pathTo(tree, tree.best).map((index) => row(alpha, branchAt(tree, index).row));
  const along = best.slice(1).map((one, k) => distance(one, /** @type {Float32Array} */ (best[k])));
  return between.length > 0 && along.length > 0 ? { between: mean(between), along: mean(along) } : null;
}
