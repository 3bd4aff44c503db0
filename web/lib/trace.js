/** Pure questions asked of a trace: words of tokens, rows of matrices, where two translations part. */
import { memo } from './memo.js';

/** @typedef {import('../core/protocol.d.ts').Trace} Trace */
/** @typedef {import('../core/protocol.d.ts').Matrix} Matrix */
/** @typedef {{ piece: string, text: string, word: number, unknown?: boolean }} Token */
/** @typedef {{ word: number, first: number, last: number }} Group  Tokens first..last, both included, make one word. */

export const kEndPiece = '</s>';

/** @param {{ piece: string }} token */
export const isEnd = (token) => token.piece === kEndPiece;

/**
 * Runs of tokens that share a word index; the end token stands alone.
 * @param {readonly Token[]} tokens
 * @returns {Group[]}
 */
export function wordGroups(tokens) {
  /** @type {Group[]} */
  const groups = [];
  tokens.forEach((token, index) => {
    const open = groups.at(-1);
    if (open && open.word === token.word && !isEnd(token)) open.last = index;
    else groups.push({ word: isEnd(token) ? -1 : token.word, first: index, last: index });
  });
  return groups;
}

/**
 * A piece as a reader sees it on its own: a piece that continues a word begins with an ellipsis.
 * @param {{ piece: string, text: string }} token
 */
export function pieceLabel(token) {
  if (isEnd(token)) return 'end of sentence';
  const text = token.text.trim();
  if (token.piece.startsWith('▁')) return text === '' ? '␣' : text;
  return /^[\p{L}\p{N}]/u.test(text) ? `…${text}` : text;
}

/** Row i of a matrix, as a view on its data. @param {Matrix} matrix @param {number} i @returns {Float32Array} */
export function row(matrix, i) {
  const columns = matrix.shape[1] ?? 0;
  return matrix.data.subarray(i * columns, (i + 1) * columns);
}

/** Column j of a matrix, copied. @param {Matrix} matrix @param {number} j @returns {number[]} */
export function column(matrix, j) {
  const [rows = 0, columns = 0] = matrix.shape;
  return Array.from({ length: rows }, (_, i) => matrix.data[i * columns + j] ?? 0);
}

/** Index of the largest value; -1 when there is none. @param {ArrayLike<number>} values */
export function argMax(values) {
  let best = -1;
  for (let k = 0; k < values.length; k++) if (best < 0 || Number(values[k]) > Number(values[best])) best = k;
  return best;
}

/**
 * The first step at which two translations write different pieces; null when they are the same.
 * @param {Trace} a @param {Trace} b @returns {number | null}
 */
export function firstDifference(a, b) {
  const length = Math.max(a.steps.length, b.steps.length);
  for (let i = 0; i < length; i++) if (a.steps[i]?.token.piece !== b.steps[i]?.token.piece) return i;
  return null;
}

/**
 * The step whose chosen piece was given the least probability, the end token left out.
 * @param {Trace} trace
 */
export function leastCertainStep(trace) {
  let least = 0;
  trace.steps.forEach((step, i) => {
    if (!isEnd(step.token) && step.probability < (trace.steps[least]?.probability ?? 1)) least = i;
  });
  return least;
}

/** Target tokens of a trace. @param {Trace} trace @returns {Token[]} */
export const targetTokens = (trace) => trace.steps.map((step) => step.token);

/**
 * The words of a text as it stands, before any tokenizer has seen it: enough to draw chips, nothing to compute with.
 * @type {(text: string) => import('../core/protocol.d.ts').Token[]}
 */
export const plainWords = memo((/** @type {string} */ text) =>
  (text.match(/\S+/g) ?? []).map((word, index) => ({ id: -1, piece: `▁${word}`, text: ` ${word}`, word: index, unknown: false })),
);
