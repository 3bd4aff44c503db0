/** What the figures share: the reader's sentence, its two traces, the moment, and how the models are doing. */
import { createStore } from './store.js';
import { firstDifference } from './trace.js';

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {import('./trace.js').Token} Token */
/** @typedef {{ vector: Trace, attention: Trace }} Pair */
/**
 * @typedef {object} Engine
 * @property {'loading' | 'live' | 'failed' | 'recorded'} phase
 * @property {number} received      bytes
 * @property {number} total         bytes, 0 while unknown
 * @property {boolean} slow
 * @property {string} message       why it failed, or what is recorded
 * @property {readonly string[]} notes    quiet remarks: no SIMD, a worker replaced
 */
/**
 * @typedef {object} Shared
 * @property {string} text          as typed
 * @property {number | null} step   moment of the opening figure; null = finished
 * @property {number} beam
 * @property {readonly Token[]} tokens    of the sentence shown
 * @property {Pair | null} pair     traces of the sentence shown
 * @property {boolean} busy         a newer sentence is being translated
 * @property {string} problem       what is wrong with the typed text; '' when nothing is
 * @property {Engine} engine
 */
/** @typedef {ReturnType<typeof createShared>} SharedStore */

export const kOpening = 'The cat sat on the mat.';
export const kTokenLimit = 60;
export const kUsual = { text: kOpening, step: null, beam: 5 };

/** @param {import('./address.js').Address} address */
export function createShared(address) {
  return createStore(
    /** @type {Shared} */ ({
      ...address,
      tokens: [],
      pair: null,
      busy: false,
      problem: '',
      engine: { phase: 'loading', received: 0, total: 0, slow: false, message: '', notes: [] },
    }),
  );
}

/** Moments of the two lanes. @param {Pair | null} pair @param {number} length S */
export function moments(pair, length) {
  const steps = pair ? Math.max(pair.vector.steps.length, pair.attention.steps.length) : 0;
  return { split: length, end: length + steps };
}

/** @param {Pair | null} pair */
export const difference = (pair) => (pair ? firstDifference(pair.vector, pair.attention) : null);
