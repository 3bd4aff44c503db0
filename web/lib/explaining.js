/** Three answers to "which English token mattered for this French one?", how far they agree, and what another row of attention does. */
import { memo } from './memo.js';
import { clamp } from './numbers.js';
import { argMax, row } from './trace.js';

/** @typedef {import('../core/protocol.d.ts').Explanation} Explanation */
/** @typedef {import('../core/protocol.d.ts').Agreement} Agreement */
/** @typedef {import('../core/protocol.d.ts').KendallTau} KendallTau */
/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {Explanation & { trace: Trace }} Explained */
/** @typedef {'attention' | 'gradient' | 'left_out'} Answer */
/** @typedef {keyof Agreement} PairOfAnswers */

export const kAnswers = /** @type {const} */ ([
  { answer: 'attention', kind: 'attention', title: 'attention', short: 'attention' },
  { answer: 'gradient', kind: 'gradient', title: 'gradient', short: 'gradient' },
  { answer: 'left_out', kind: 'source', title: 'leave-one-out', short: 'left out' },
]);
export const kPairs = /** @type {const} */ ([
  { pair: 'attention_gradient', name: 'attention and gradient', of: ['attention', 'gradient'] },
  { pair: 'attention_left_out', name: 'attention and leave-one-out', of: ['attention', 'left_out'] },
  { pair: 'gradient_left_out', name: 'gradient and leave-one-out', of: ['gradient', 'left_out'] },
]);

/** The step a figure shows. @param {Trace} trace @param {number | null} moment @param {number} rest */
export const stepOf = (trace, moment, rest) => clamp(moment ?? rest, 0, Math.max(0, trace.steps.length - 1));

/**
 * What the three say of every English token for written token i; none where a sentence of one token leaves nothing to rank.
 * @type {(explained: Explained, i: number) => Record<Answer, readonly number[]> | null}
 */
export const answersAt = memo((/** @type {Explained} */ { trace, gradient, left_out }, /** @type {number} */ i) => {
  if (!trace.alpha || !left_out) return null;
  return {
    attention: Array.from(row(trace.alpha, i)),
    gradient: Array.from(row(gradient, i)),
    left_out: Array.from(row(left_out.distance, i)),
  };
}, 8);

/** Tokens from the largest number to the smallest, of equals the earlier first. @param {readonly number[]} values */
export const ranking = (values) => values.map((_, j) => j).sort((a, b) => Number(values[b]) - Number(values[a]) || a - b);

/** The token an answer puts first. @param {readonly number[]} values */
export const first = (values) => Math.max(0, argMax(values));

/** Pairs of tokens that two answers put in the same order, and in opposite order. @param {readonly number[]} x @param {readonly number[]} y */
export function orders(x, y) {
  let same = 0;
  let opposite = 0;
  x.forEach((a, k) => {
    for (let l = 0; l < k; ++l) {
      const product = Math.sign(a - Number(x[l])) * Math.sign(Number(y[k]) - Number(y[l]));
      if (product > 0) ++same;
      else if (product < 0) ++opposite;
    }
  });
  return { same, opposite };
}

/** What a tau says, in plain words. @param {number} tau */
export function inWords(tau) {
  if (tau > 0.999) return 'the same ranking';
  if (tau >= 0.7) return 'much the same ranking';
  if (tau >= 0.4) return 'similar rankings';
  if (tau >= 0.15) return 'rankings that agree a little';
  if (tau > -0.15) return 'rankings that have nothing to do with each other';
  return 'rankings that rather go against each other';
}

/** Jain & Wallace (2019) look for rows farther away than this, in nats; the most there is, ln 2, is 0.69. */
export const kFar = 0.4;
/** The most that the Jensen-Shannon divergence can be. */
export const kFarthest = Math.log(2);

/** @param {import('../core/protocol.d.ts').OtherRowsWritten} rows */
export const isFar = ({ adversary }) => adversary !== null && adversary.distance > kFar;

/** @typedef {{ mean: number, interval: readonly [number, number] }} Mean */
/**
 * @typedef {object} Averages    measured beforehand
 * @property {string} command
 * @property {number} sentences @property {number} tokens
 * @property {number} sourceTokens       of a sentence, on average
 * @property {Record<PairOfAnswers, { tau: Mean, significant: Mean, same_first: Mean }>} taus   same_first: share of tokens
 * @property {number} bound              of the output's TVD
 * @property {Mean} far                  share of tokens with another row farther away than kFar
 * @property {Mean} uniform              share of tokens whose output a uniform row keeps within the bound
 */

/** @param {import('./evidence.js').Evidence} evidence @returns {Averages | null} null: not measured yet */
export function averagesOf({ results }) {
  const found = results['explain/en-fr-attention'];
  if (!found) return null;
  const { command, sentences, tokens, mean_source_tokens, bound, far_row_exists, uniform_keeps_bound } = found;
  return {
    command,
    sentences,
    tokens,
    sourceTokens: mean_source_tokens,
    taus: /** @type {Averages['taus']} */ (Object.fromEntries(kPairs.map(({ pair }) => [pair, found[pair]]))),
    bound,
    far: far_row_exists,
    uniform: uniform_keeps_bound,
  };
}
