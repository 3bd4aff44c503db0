/** Numbers as the page prints them. */

/** A probability in words of a hundred: 0.834 -> "83 %", never broken over a line. Never rounds to a false 0 or 100. @param {number} p */
export function percent(p) {
  if (!Number.isFinite(p)) return '–';
  if (p > 0 && p < 0.01) return '<\u00a01\u00a0%';
  if (p < 1 && p > 0.99) return '>\u00a099\u00a0%';
  return `${Math.round(p * 100)}\u00a0%`;
}

/** A weight with two decimals: 0.834 -> "0.83". @param {number} w */
export const weight = (w) => (Number.isFinite(w) ? w.toFixed(2) : '–');

/** A weight without its leading zero, for cells: ".83". @param {number} w */
export const cellWeight = (w) => (w >= 0.995 ? '1.0' : w.toFixed(2).slice(1));

/** A difference of weights for cells: "+.31", "−.20". @param {number} d */
export const cellDifference = (d) => `${d < 0 ? '−' : '+'}${cellWeight(Math.abs(d))}`;

/** A signed number with a true minus sign: -1.25 -> "−1.25". @param {number} x @param {number} [digits] */
export const signed = (x, digits = 2) => (Number.isFinite(x) ? x.toFixed(digits).replace('-', '−') : '–');

/** Bytes as megabytes, one decimal. @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** A time as a reader says it: 84 ms, 1.3 s. @param {number} milliseconds */
export const duration = (milliseconds) =>
  milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))}\u00a0ms` : `${(milliseconds / 1000).toFixed(1)}\u00a0s`;

/** @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** @param {number} x @param {number} low @param {number} high */
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
