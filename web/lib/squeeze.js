/**
 * The one vector while it fills: what each reader's state is after k tokens, what its gates did on the way, and how alike it is to what
 * ends up in C. Positions j count from 0, tokens read k from 1.
 */
import { memo } from './memo.js';
import { argMax, row } from './trace.js';
import { cosine } from './vectors.js';

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {'vector' | 'forward' | 'wide'} Model */
/** @typedef {'forward' | 'backward'} Way */
/** @typedef {{ way: Way, from: number, width: number }} Reader   its columns of the states and of C */
/** @typedef {{ reader: number, k: number }} Cell   a number of a reader's state, both counted from 0 */

/** Of both readers or the one, forward first. @type {Readonly<Record<Model, readonly Reader[]>>} */
export const kReaders = {
  vector: [
    { way: 'forward', from: 0, width: 128 },
    { way: 'backward', from: 128, width: 128 },
  ],
  forward: [{ way: 'forward', from: 0, width: 256 }],
  wide: [{ way: 'forward', from: 0, width: 512 }],
};

/** @param {Trace} trace */
export const readersOf = (trace) => kReaders[/** @type {Model} */ (trace.model)] ?? kReaders.vector;

/** Numbers in C. @param {readonly Reader[]} readers */
export const widthOf = (readers) => readers.reduce((sum, { width }) => sum + width, 0);

/** The position that a reader has read last, after k of n tokens. @param {Reader} reader @param {number} k @param {number} n */
export const standsAt = ({ way }, k, n) => (way === 'forward' ? k - 1 : n - k);

/** @param {import('./trace.js').Matrix} matrix @param {number} j @param {Reader} reader */
const part = (matrix, j, { from, width }) => row(matrix, j).subarray(from, from + width);

/**
 * A reader's state after k tokens; null before the first, where it is all zeros.
 * @param {Trace} trace @param {Reader} reader @param {number} k
 */
export function stateAfter(trace, reader, k) {
  const [n] = trace.encoder_states.shape;
  return k < 1 || n < 1 ? null : part(trace.encoder_states, standsAt(reader, Math.min(k, n), n), reader);
}

/** The gates of a reader's k-th step; null where there are none. @param {Trace} trace @param {Reader} reader @param {number} k */
export function gatesOf(trace, reader, k) {
  const { update_gates: update, reset_gates: reset } = trace;
  const [n] = trace.encoder_states.shape;
  if (!update || !reset || k < 1 || n < 1) return null;
  const j = standsAt(reader, Math.min(k, n), n);
  return { update: part(update, j, reader), reset: part(reset, j, reader) };
}

/** @param {ArrayLike<number>} values */
export const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** @param {Trace} trace */
const positions = (trace) => Array.from({ length: trace.encoder_states.shape[0] }, (_, j) => j);

/** For every position j: cosine of a reader's state there with its part of C. @type {(trace: Trace, reader: Reader) => number[]} */
export const likeness = memo((/** @type {Trace} */ trace, /** @type {Reader} */ reader) => {
  const last = stateAfter(trace, reader, trace.encoder_states.shape[0]);
  return positions(trace).map((j) => (last ? cosine(part(trace.encoder_states, j, reader), last) : NaN));
});

/**
 * For every position j: the mean of z of the step that ends there; null without gates.
 * @type {(trace: Trace, reader: Reader) => number[] | null}
 */
export const kept = memo((/** @type {Trace} */ trace, /** @type {Reader} */ reader) => {
  const { update_gates: update } = trace;
  return update ? positions(trace).map((j) => mean(part(update, j, reader))) : null;
});

/**
 * For every position j: how much of the state there the update gates alone bring to the end, the product of all later z, averaged over
 * the reader's numbers; null without gates.
 * @type {(trace: Trace, reader: Reader) => number[] | null}
 */
export const carried = memo((/** @type {Trace} */ trace, /** @type {Reader} */ reader) => {
  const { update_gates: update } = trace;
  if (!update) return null;
  const n = trace.encoder_states.shape[0];
  const product = new Float64Array(reader.width).fill(1);
  const shares = positions(trace).map(() => 1);
  for (let k = n; k > 1; --k) {
    part(update, standsAt(reader, k, n), reader).forEach((z, cell) => (product[cell] = Number(product[cell]) * z));
    shares[standsAt(reader, k - 1, n)] = mean(product);
  }
  return shares;
});

/** The number that a reader's k-th step changed most. @param {Trace} trace @param {Reader} reader @param {number} k */
export function mostChanged(trace, reader, k) {
  const now = stateAfter(trace, reader, k) ?? [];
  const before = stateAfter(trace, reader, k - 1);
  return Math.max(0, argMax(Array.from(now, (value, cell) => Math.abs(value - Number(before?.[cell] ?? 0)))));
}

/** Where less than this is written, what was written is lost in rounding. */
const kLeastWritten = 1e-3;

/**
 * One number of a reader's k-th step, of h = (1 - z) n + z h'. `proposal` is n, which follows from the others; null where next to nothing
 * of it was written.
 * @param {Trace} trace @param {Reader} reader @param {number} k @param {number} cell
 */
export function numberAt(trace, reader, k, cell) {
  const after = Number(stateAfter(trace, reader, k)?.[cell] ?? 0);
  const before = Number(stateAfter(trace, reader, k - 1)?.[cell] ?? 0);
  const gates = gatesOf(trace, reader, k);
  if (!gates) return { after, before, gates: null };
  const update = Number(gates.update[cell]);
  const proposal = 1 - update < kLeastWritten ? null : (after - update * before) / (1 - update);
  return { after, before, gates: { update, reset: Number(gates.reset[cell]), proposal } };
}
