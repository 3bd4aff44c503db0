/** A row of numbers between -1 and 1 as a strip of cells, dark where the number is high. */
import { svg } from 'lit-html';

/**
 * Evenly spaced numbers of a longer row: chosen, not averaged, so that each cell is one number of the model.
 * @param {ArrayLike<number>} values @param {number} from @param {number} to @param {number} cells @returns {number[]}
 */
export function sampled(values, from, to, cells) {
  const step = (to - from) / cells;
  return Array.from({ length: cells }, (_, k) => Number(values[from + Math.floor((k + 0.5) * step)] ?? 0));
}

/**
 * Opacity of a cell: higher numbers are darker. Most are small, so the scale is that of their signed square roots.
 * @param {number} value
 */
export function shade(value) {
  const root = Math.sign(value) * Math.sqrt(Math.min(1, Math.abs(value)));
  return Math.round((0.07 + 0.93 * ((root + 1) / 2)) * 100) / 100;
}

/**
 * @param {readonly number[]} values
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {string} name class of the strip: what it belongs to
 */
export function barcode(values, box, name) {
  const cell = box.width / values.length;
  return svg`<g class="barcode ${name}">${values.map(
    (value, k) => svg`<rect x=${(box.x + k * cell).toFixed(1)} y=${box.y} width=${Math.max(0.8, cell - 0.6).toFixed(1)} height=${box.height}
      fill-opacity=${shade(value)}></rect>`,
  )}</g>`;
}
