/**
 * Attention that learns its score beside attention that does not: the translators, what a given translation gets from each, and lengths.
 */
import { points as printed, kJoins } from './length-lines.js';
import { scoreFrom } from './measured.js';
import { memo } from './memo.js';
import { typical } from './wire.js';

/** @typedef {import('./evidence.js').Evidence} Evidence */
/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {(typeof kFixed)[number]} Fixed */
/** @typedef {import('./measured.js').Score} Score */

export const kFixed = /** @type {const} */ ([
  { model: 'fixed-uniform', kind: 'uniform', name: 'average', says: 'the plain average', way: 'average' },
  { model: 'fixed-cosine', kind: 'cosine', name: 'cosine', says: 'cosine similarity', way: 'cosine' },
  { model: 'attention', kind: 'additive', name: 'learned', says: 'the learned score', way: 'learned' },
]);

/** The site has all of them. @param {Pick<import('./shared.js').Shared, 'models'>} shared */
export const hasFixed = ({ models }) => kFixed.every(({ model }) => model === 'attention' || models.includes(model));

/**
 * How a given translation fares with a translator: what a token gets on (geometric) average, and how many it would have put first itself.
 * @type {(trace: Trace) => { average: number, first: number }}
 */
export const fared = memo((/** @type {Trace} */ { steps }) => ({
  average: typical(steps.map(({ probability }) => probability)),
  first: steps.filter(({ token, top }) => top[0]?.piece === token.piece).length,
}), 8);

/** Held-out sentences, joined by so many; null: not measured yet. @param {Evidence} evidence @param {string} model @param {number} join */
export const joined = ({ results }, model, join) => scoreFrom(results[`evaluate/en-fr-${model}/join-${join}`]);

/** The joins at which all of these were measured. @param {Evidence} evidence @param {readonly string[]} models */
export const joinsOf = (evidence, models) => kJoins.filter((join) => models.every((model) => joined(evidence, model, join)));

/** "45.0 (43.4 to 46.6)" @param {{ bleu: number, low: number, high: number }} score */
export const withInterval = ({ bleu, low, high }) => `${printed(bleu)} (${printed(low)} to ${printed(high)})`;
