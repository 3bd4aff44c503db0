/** Attention cut or replaced: which policies there are and what is said of them, and what may be read from a steered translation. */
import examples from '../data/examples.json' with { type: 'json' };
import { choiceOf } from './address.js';
import { memo } from './memo.js';
import { readRows } from './steered-rows.js';

/** @typedef {import('../core/protocol.d.ts').Steered} Steered */
/** @typedef {import('../core/protocol.d.ts').PolicyName} PolicyName */
/** @typedef {import('./shared.js').Shared} Shared */
/** @typedef {'last-forward' | 'vector'} Cut */
/** @typedef {{ bleu: number, low: number, high: number, sentences: number }} Score */

/** That of everything drawn here. */
export const kSeed = 1;
/** Of our sentences, how many are measured on the reader's device. */
export const kMeasured = 100;

/** Names of the measured policies, as the page says them, in the order of the table. */
export const kPolicies = /** @type {const} */ ([
  { name: 'learned', label: 'its own attention', says: 'nothing is replaced' },
  { name: 'one-hot', label: 'one-hot', says: 'all weight on the token that has most' },
  { name: 'diagonal', label: 'diagonal', says: 'a bell that moves from the first token to the last' },
  { name: 'another', label: 'another sentence’s', says: 'what it looked at while it wrote another sentence' },
  { name: 'uniform', label: 'uniform', says: 'every token weighs the same' },
  { name: 'shuffled', label: 'shuffled', says: 'its own weights, each dealt to a token at random' },
  { name: 'vector', label: 'cut: C', says: 'no weights: both last states at every step' },
  { name: 'last-forward', label: 'cut: last forward state', says: 'no weights: the last forward state, and zeros' },
]);

/** The sentence whose weights are lent. @param {Shared} shared */
export const otherOf = ({ choices }) => examples[Number(choiceOf(choices, 'wire.other')) - 1]?.english ?? '';
export const kOthers = examples.map(({ english }) => english);

/** @param {Shared} shared @returns {import('../core/protocol.d.ts').PolicyWish} */
export function policyOf(shared) {
  const name = /** @type {PolicyName} */ (choiceOf(shared.choices, 'wire.alpha'));
  return { name, seed: kSeed, temperature: 1, other: name === 'another' ? otherOf(shared) : null };
}

/** The reader's rows, for the sentence shown. @param {Shared} shared */
export const rowsOf = ({ choices, pair, tokens }) =>
  readRows(choiceOf(choices, 'wire.rows'), pair?.attention.source ?? '', tokens.length);

/** The geometric mean of probabilities: what a token gets on average. @param {readonly number[]} probabilities */
export const typical = (probabilities) =>
  Math.exp(probabilities.reduce((sum, p) => sum + Math.log(Math.max(p, Number.MIN_VALUE)), 0) / Math.max(1, probabilities.length));

/** What B's own tokens get on average, before and after. @type {(steered: Steered) => { before: number, after: number }} */
export const kept = memo(({ changes }) => ({
  before: typical(changes.map((one) => one.own_probability)),
  after: typical(changes.map((one) => one.probability)),
}));

/** A divergence in nats; it may be infinite. @param {number | null} nats */
export const nats = (nats) => (nats === null ? '–' : Number.isFinite(nats) ? nats.toFixed(nats < 0.0995 && nats >= 0.0005 ? 3 : 2) : '∞');

