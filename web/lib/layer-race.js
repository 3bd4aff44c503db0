/**
 * A recurrent layer and a self-attention layer over the same n tokens, d wide, counted: what waits for what, how far apart two words are,
 * how much is multiplied. Measured milliseconds are compared here, never made up.
 */

/** @typedef {'recurrent' | 'attention'} LayerName */
/** @typedef {Record<LayerName, number>} Both */
/** @typedef {readonly [number, number]} Span */
/**
 * @typedef {object} Timed    milliseconds over `length` tokens
 * @property {number} length
 * @property {number | null} recurrent @property {number | null} attention
 * @property {Partial<Record<LayerName, Span>>} [spans]    the middle half of the batches that were timed
 */
/** @typedef {{ length: number } & import('../core/protocol.d.ts').SpreadTime} Spread   the heads in several workers */
/** @typedef {{ timed: readonly Timed[], spread: readonly Spread[] }} Times    of one width, in order of length */

/** Numbers of one head, as in the paper: 8 heads in a layer of 512. */
export const kHeadWidth = 64;
export const kSeed = 1;
export const kLengths = [8, 16, 32, 64, 128, 256, 512, 1024];
/** Spreading shorter ones measures the messages. */
export const kSpreadLengths = [64, 128, 256, 512, 1024];
/** @type {Times} */
export const kNoTimes = { timed: [], spread: [] };

/** @param {number} d */
export const headsOf = (d) => d / kHeadWidth;

/** Operations of Table 1 of Vaswani et al. 2017, without constants. @param {number} n @param {number} d @returns {Both} */
export const tableOperations = (n, d) => ({ recurrent: n * d * d, attention: n * n * d });

/**
 * Multiplications of the layers that run here, activations and softmax aside. A GRU: three gates, each with a matrix for the token and one
 * for the state. Self-attention: four projections; then every query with every key, and every weight with every value.
 * @param {number} n @param {number} d @returns {Both}
 */
export const multiplications = (n, d) => ({ recurrent: 6 * n * d * d, attention: 4 * n * d * d + 2 * n * n * d });

/** Steps that must come one after the other. @param {number} n @returns {Both} */
export const dependentSteps = (n) => ({ recurrent: n, attention: Math.min(n, 1) });

/** Links between the position of the first word and that of the last. @param {number} n @returns {Both} */
export const pathLength = (n) => ({ recurrent: n - 1, attention: Math.min(n - 1, 1) });

/** Links that a layer has between positions: `to` is computed from `from`. @param {LayerName} layer @param {number} n @returns {{ from: number, to: number }[]} */
export function links(layer, n) {
  if (layer === 'recurrent') return Array.from({ length: n - 1 }, (_, j) => ({ from: j, to: j + 1 }));
  return Array.from({ length: n * n }, (_, k) => ({ from: Math.floor(k / n), to: k % n }));
}

/** Lengths to be measured: the usual ones and the sentence's own. @param {number} n */
export const lengthsWith = (n) => [...new Set([...kLengths, ...(n > 1 ? [n] : [])])].sort((a, b) => a - b);

/** @param {Timed} one @returns {one is Timed & Both} */
const whole = (one) => one.recurrent !== null && one.attention !== null;
/** Lengths at which both layers have been timed. @param {readonly Timed[]} timed */
export const wholes = (timed) => timed.filter(whole);

/**
 * Where self-attention takes longer than the recurrent layer, among the lengths measured.
 * @param {readonly Timed[]} timed
 * @returns {{ kind: 'none', last: number } | { kind: 'from', at: number, before: number | null } | { kind: 'some', lengths: number[] } | null}
 */
export function crossover(timed) {
  const both = wholes(timed);
  const last = both.at(-1);
  if (!last) return null;
  const slower = both.filter((one) => one.attention > one.recurrent);
  if (slower.length === 0) return { kind: 'none', last: last.length };
  const first = both.length - slower.length;
  if (both.slice(first).every((one) => one.attention > one.recurrent))
    return { kind: 'from', at: Number(both[first]?.length), before: both[first - 1]?.length ?? null };
  return { kind: 'some', lengths: slower.map((one) => one.length) };
}

/** Multiplications in a second, in thousands of millions. @param {LayerName} layer @param {Timed} one @param {number} d */
export const rate = (layer, one, d) => multiplications(one.length, d)[layer] / Number(one[layer]) / 1e6;
