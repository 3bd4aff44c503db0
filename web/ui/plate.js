/** A vector as a plate of cells: every one of its numbers, none left out. */
import { svg } from 'lit-html';
import { shade } from './barcode.js';

/** @typedef {{ cell: number, columns: number, width: number, height: number }} PlateSize */

/** Columns and cells for so many numbers in so much width. @param {number} numbers @param {number} width @returns {PlateSize} */
export function plateSize(numbers, width) {
  const columns = width > 620 ? 64 : width > 250 ? 32 : 16;
  const cell = Math.max(4, Math.min(12, Math.floor(width / columns)));
  return { cell, columns, width: columns * cell, height: Math.ceil(numbers / columns) * cell };
}

/** Opacity of a share between 0 and 1. @param {number} share */
export const shareShade = (share) => Math.round((0.05 + 0.95 * share) * 100) / 100;

/** Left upper corner of a cell in a plate at 0, 0. @param {PlateSize} size @param {number} k */
export const cellAt = ({ cell, columns }, k) => ({ x: (k % columns) * cell, y: Math.floor(k / columns) * cell });

/** The cell at a place of a plate at 0, 0; null beside it. @param {PlateSize} size @param {number} x @param {number} y */
export function cellUnder({ cell, columns, width, height }, x, y) {
  return x < 0 || y < 0 || x >= width || y >= height ? null : Math.floor(y / cell) * columns + Math.floor(x / cell);
}

/** Shades that a reader can tell apart. */
const kLevels = 24;

/**
 * The cells of one shade are one path, so that a plate of hundreds of numbers is a few elements and changes within a frame.
 * @param {ArrayLike<number> | null} values null: an empty plate
 * @param {number} numbers
 * @param {PlateSize & { x: number, y: number }} box
 * @param {{ kind?: string, shadeOf?: (value: number) => number }} [look]   kind: class of the plate
 */
export function plate(values, numbers, { x, y, width, height, ...size }, { kind = '', shadeOf = shade } = {}) {
  const side = size.cell - 1;
  const levels = Array.from({ length: kLevels + 1 }, () => '');
  for (let k = 0; values && k < numbers; ++k) {
    const place = cellAt({ width, height, ...size }, k);
    levels[Math.round(kLevels * shadeOf(Number(values[k])))] += `M${x + place.x} ${y + place.y}h${side}v${side}h-${side}z`;
  }
  return svg`<rect class=${`plate-frame ${kind}`} x=${x - 3} y=${y - 3} width=${width + 5} height=${height + 5} rx="4"></rect><g
    class=${`plate ${kind}`}>${levels.map((d, level) => svg`<path d=${d} fill-opacity=${(level / kLevels).toFixed(3)}></path>`)}</g>`;
}
