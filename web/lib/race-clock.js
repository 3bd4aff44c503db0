/** Times the two layers, length by length, in the core's worker; and the heads in several workers. Begun by the reader alone. */
import { headsOf, kSeed } from './layer-race.js';

/** @typedef {import('../core/protocol.d.ts').Client['ask']} Ask */
/** @typedef {import('./layer-race.js').Timed} Timed */
/** @typedef {import('./layer-race.js').Spread} Spread */

/** @param {number} width @param {readonly number[]} lengths @returns {import('../core/protocol.d.ts').RaceLayers} */
const layersOf = (width, lengths) => ({ width, heads: headsOf(width), longest: Math.max(...lengths), seed: kSeed });

/**
 * @param {{ ask: Ask, width: number, lengths: readonly number[], signal: AbortSignal }} options
 * @param {(timed: Timed[], done: number) => void} tell    after each measurement
 */
export async function timeLayers({ ask, width, lengths, signal }, tell) {
  const layers = layersOf(width, lengths);
  /** @type {Timed[]} */
  const timed = [];
  let done = 0;
  for (const length of lengths) {
    /** @type {Timed} */
    const one = { length, recurrent: null, attention: null, spans: {} };
    timed.push(one);
    for (const layer of /** @type {const} */ (['recurrent', 'attention'])) {
      const { milliseconds, low, high } = await ask('race', { ...layers, length, layer }, { signal });
      one[layer] = milliseconds;
      one.spans = { ...one.spans, [layer]: [low, high] };
      signal.throwIfAborted();
      tell(
        timed.map((time) => ({ ...time })),
        ++done,
      );
    }
  }
}

/**
 * @param {{ ask: Ask, width: number, lengths: readonly number[], signal: AbortSignal }} options
 * @param {(spread: Spread[], done: number) => void} tell
 */
export async function timeSpread({ ask, width, lengths, signal }, tell) {
  const layers = layersOf(width, lengths);
  /** @type {Spread[]} */
  const spread = [];
  for (const length of lengths) {
    spread.push({ length, ...(await ask('spread', { ...layers, length }, { signal })) });
    signal.throwIfAborted();
    tell([...spread], spread.length);
  }
}
