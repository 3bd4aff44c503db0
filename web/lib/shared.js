/**
 * What the figures share: the reader's sentence, its two traces, a moment for each figure, the ladder's runs, and how the models are doing.
 */
import { kAtRest } from './address.js';
import { createStore } from './store.js';
import { firstDifference } from './trace.js';

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {import('./trace.js').Token} Token */
/** @typedef {{ vector: Trace, attention: Trace }} Pair */
/** @typedef {import('./address.js').Moments} Moments */
/** @typedef {import('./address.js').Choices} Choices */
/**
 * @typedef {object} Engine
 * @property {'loading' | 'live' | 'failed' | 'recorded'} phase
 * @property {number} received      bytes
 * @property {number} total         bytes, 0 while unknown
 * @property {boolean} slow
 * @property {string} message       why it failed, or what is recorded
 * @property {readonly string[]} sentences    the only ones that can be shown, where phase is 'recorded'
 * @property {readonly string[]} notes    quiet remarks: no SIMD, a worker replaced
 */
/**
 * @typedef {object} Shared
 * @property {string} text          as typed
 * @property {Moments} moments      where each figure stands; null = at rest
 * @property {Choices} choices      of the figures, where they are not the usual ones
 * @property {number} beam
 * @property {readonly Token[]} tokens    of the sentence shown
 * @property {Pair | null} pair     traces of the sentence shown
 * @property {number} milliseconds  both translations of the sentence shown took this long
 * @property {boolean} busy         a newer sentence is being translated
 * @property {string} problem       what is wrong with the typed text; '' when nothing is
 * @property {readonly (Pair | null)[]} climb   the ladder's traces, rung by rung, as far as they are computed
 * @property {boolean} climbing     the ladder is being translated now
 * @property {Engine} engine
 * @property {readonly import('../core/protocol.d.ts').ModelName[]} models    that the site has
 */
/** @typedef {ReturnType<typeof createShared>} SharedStore */

export const kOpening = 'The cat sat on the mat.';
export const kTokenLimit = 60;
/** @type {import('./address.js').Address} */
export const kUsual = { text: kOpening, beam: 5, moments: kAtRest, choices: {}, at: '' };

/** @param {import('./address.js').Address} address */
export function createShared({ text, beam, moments, choices }) {
  return createStore(
    /** @type {Shared} */ ({
      text,
      beam,
      moments,
      choices,
      tokens: [],
      pair: null,
      milliseconds: 0,
      busy: false,
      problem: '',
      climb: [],
      climbing: false,
      models: [],
      engine: { phase: 'loading', received: 0, total: 0, slow: false, message: '', sentences: [], notes: [] },
    }),
  );
}

/** Moments of the two lanes: S to read, then as many as the longer translation has. @param {Pair | null} pair @param {number} length S */
export function moments(pair, length) {
  const steps = pair ? Math.max(pair.vector.steps.length, pair.attention.steps.length) : 0;
  return { split: length, end: length + steps };
}

/** @param {Pair | null} pair */
export const difference = (pair) => (pair ? firstDifference(pair.vector, pair.attention) : null);
