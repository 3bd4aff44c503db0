/** The ladder: one sentence that grows clause by clause, with our own translations of it. */
import rungs from '../data/ladder.json' with { type: 'json' };
import { firstDifference } from './trace.js';
import { recall } from './recall.js';

/** @typedef {{ english: string, french: string[] }} Rung */
/** @typedef {import('./shared.js').Pair} Pair */
/**
 * @typedef {{ words: number, vector: number, attention: number, missing: string[], parts: number | null }} Measured   shares of the
 * reference's words found
 */

/** @type {readonly Rung[]} */
export const kLadder = rungs;

/** @param {string} text */
export const wordCount = (text) => text.split(/\s+/).filter(Boolean).length;

/** What one rung measured. @param {Rung} rung @param {Pair} pair @returns {Measured} */
export function measure(rung, pair) {
  const vector = recall(pair.vector.translation, rung.french);
  return {
    words: wordCount(rung.english),
    vector: vector.share,
    attention: recall(pair.attention.translation, rung.french).share,
    missing: vector.missing,
    parts: firstDifference(pair.vector, pair.attention),
  };
}

/** @param {readonly (Pair | null)[]} climb @returns {(Measured | null)[]} one for each rung, null where it has not been run */
export const measured = (climb) =>
  kLadder.map((rung, k) => {
    const pair = climb[k];
    return pair ? measure(rung, pair) : null;
  });
