/** The one vector while it fills: what each reader's state is after k tokens, and how alike that is to what ends up in C. */
import { row } from './trace.js';
import { cosine } from './vectors.js';

/** @typedef {import('./trace.js').Trace} Trace */

/** Numbers in the state of one direction. @param {Trace} trace */
export const directionWidth = (trace) => (trace.encoder_states.shape[1] ?? 0) / 2;

/**
 * States of the two readers after k tokens each: the forward one has read tokens 1..k, the backward one n..n+1-k. Null before the first.
 * @param {Trace} trace @param {number} k
 */
export function readers(trace, k) {
  const [length] = trace.encoder_states.shape;
  if (k < 1 || length < 1) return null;
  const d = directionWidth(trace);
  return {
    forward: row(trace.encoder_states, Math.min(k, length) - 1).subarray(0, d),
    backward: row(trace.encoder_states, Math.max(0, length - k)).subarray(d, 2 * d),
  };
}

/**
 * For every position j: cosine of the state there with the same direction's half of C.
 * @param {Trace} trace @returns {{ forward: number[], backward: number[] }}
 */
export function likeness(trace) {
  const [length] = trace.encoder_states.shape;
  const d = directionWidth(trace);
  const last = readers(trace, length);
  /** @param {number} from @param {Float32Array | undefined} end */
  const along = (from, end) =>
    Array.from({ length }, (_, j) => (end ? cosine(row(trace.encoder_states, j).subarray(from, from + d), end) : NaN));
  return { forward: along(0, last?.forward), backward: along(d, last?.backward) };
}
