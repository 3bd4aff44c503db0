/** A vector as a plate of cells: every one of its numbers, none left out. */
import { svg } from 'lit-html';
import { shade } from './barcode.js';

/** @typedef {{ cell: number, columns: number, width: number, height: number }} PlateSize */

/** Columns and cells for so many numbers in so much width. @param {number} numbers @param {number} width @returns {PlateSize} */
export function plateSize(numbers, width) {
  const columns = width > 250 ? 32 : 16;
  const cell = Math.max(4, Math.min(12, Math.floor(width / columns)));
  return { cell, columns, width: columns * cell, height: Math.ceil(numbers / columns) * cell };
}

/**
 * @param {ArrayLike<number> | null} values null: an empty plate
 * @param {number} numbers
 * @param {PlateSize & { x: number, y: number }} box
 */
export function plate(values, numbers, { x, y, cell, columns, width, height }) {
  const cells = Array.from(
    { length: values ? numbers : 0 },
    (_, k) => svg`<rect x=${x + (k % columns) * cell} y=${y + Math.floor(k / columns) * cell}
    width=${cell - 1} height=${cell - 1} fill-opacity=${shade(Number(values?.[k] ?? 0))}></rect>`,
  );
  return svg`<rect class="plate-frame" x=${x - 3} y=${y - 3} width=${width + 5} height=${height + 5} rx="4"></rect><g
    class="plate">${cells}</g>`;
}
