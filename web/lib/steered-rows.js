/**
 * Rows of attention weights that the reader has changed: what a change does to a row, and how rows travel in an address. Weights are whole
 * thousandths, so that a link carries exactly what is shown; the core divides them by their sum.
 */
import { memo } from './memo.js';

/** @typedef {ReadonlyMap<number, readonly number[]>} Rows   by step, from 0 */

export const kWhole = 1000;
/** Characters of rows in an address. */
const kLongest = 6000;
/** A fingerprint of the sentence, then each row: its step, and column-weight for weights above 0. */
export const kRowsPattern = /^[0-9a-z]{1,7}(?:_\d{1,3}(?:\.\d{1,2}-\d{1,4})+)+$/;

/** FNV-1a, in base 36: the rows of one sentence fit no other. @param {string} text */
function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

/** Weights as whole thousandths. @param {ArrayLike<number>} weights */
export const thousandths = (weights) => Array.from(weights, (weight) => Math.round(weight * kWhole));

/**
 * The row with another weight at j: the others share out what is left as they did before, or evenly where they had nothing.
 * @param {ArrayLike<number>} weights of a row, which sum to 1 @param {number} j @param {number} to 0 .. 1
 * @returns {readonly number[]} thousandths; at least one above 0
 */
export function withWeight(weights, j, to) {
  const others = Array.from(weights, (weight, k) => (k === j ? 0 : weight));
  const sum = others.reduce((total, weight) => total + weight, 0);
  const left = 1 - to;
  const row = thousandths(others.map((weight, k) => (k === j ? to : sum > 0 ? (weight / sum) * left : left / Math.max(1, others.length - 1))));
  if (!row.some((weight) => weight > 0)) row[j] = kWhole;
  return row;
}

/**
 * '' for none. Where an address cannot hold them all (of sixty tokens it holds some twelve rows), those changed first are left out.
 * @param {string} source @param {Rows} rows in the order of their change @returns {string}
 */
export function writeRows(source, rows) {
  const parts = [...rows].map(([step, weights]) => `${step}${weights.map((weight, j) => (weight > 0 ? `.${j}-${weight}` : '')).join('')}`);
  while (parts.join('_').length > kLongest) parts.shift();
  return parts.length === 0 ? '' : [fingerprint(source), ...parts].join('_');
}

/** The rows of this sentence; none where the text belongs to another. @type {(text: string, source: string, tokens: number) => Rows} */
export const readRows = memo((text, source, tokens) => {
  /** @type {Map<number, readonly number[]>} */
  const rows = new Map();
  const [of, ...parts] = text.split('_');
  if (of !== fingerprint(source)) return rows;
  for (const part of parts) {
    const [step, ...cells] = part.split('.');
    const weights = Array.from({ length: tokens }, () => 0);
    for (const cell of cells) {
      const [j, weight] = cell.split('-').map(Number);
      if (Number(j) < tokens) weights[Number(j)] = Number(weight);
    }
    if (weights.some((weight) => weight > 0)) rows.set(Number(step), weights);
  }
  return rows;
});
