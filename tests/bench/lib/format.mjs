/** Numbers and tables as text. */

/** @typedef {import('./statistics.mjs').Spread} Spread */

/** Three digits that count. @param {number} value */
export function digits(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const behind = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(behind, 6));
}

/** The median with its quartiles. @param {Spread} s @param {string} [unit] */
export const between = (s, unit = '') => `${digits(s.median)}${unit} (${digits(s.low)} to ${digits(s.high)})`;

/** @param {string[]} head @param {string[][]} rows the first column is words, the others numbers */
export function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
