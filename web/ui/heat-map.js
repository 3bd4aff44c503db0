/** A matrix of weights as cells with numbers; one tab stop, arrow keys move through it. */
import { svg, nothing } from 'lit-html';
import { cellWeight } from '../lib/numbers.js';

/** @typedef {{ i: number, j: number }} Cell */
/**
 * @typedef {object} HeatMap
 * @property {string} name
 * @property {readonly string[]} rows         French
 * @property {readonly string[]} columns      English
 * @property {(i: number) => ArrayLike<number>} row
 * @property {number} selected                row
 * @property {Cell} cursor
 * @property {number} width
 * @property {(text: string) => number} measure
 * @property {(cell: Cell) => void} onMove
 */

/** @param {HeatMap} map */
export function heatMap({ name, rows, columns, row, selected, cursor, width, measure, onMove }) {
  const gutter = Math.min(150, Math.max(...rows.map((text) => measure(text)), 20) + 14);
  const room = (width - gutter - 2) / Math.max(1, columns.length);
  const cell = Math.round(Math.max(26, Math.min(56, room)));
  const high = Math.min(cell, 34);
  const head = Math.min(120, Math.max(...columns.map((text) => measure(text))) * 0.78 + 22);
  const tail = Math.max(0, Math.ceil((measure(columns.at(-1) ?? '') * 0.68) - cell / 2 + 8));
  const w = gutter + columns.length * cell + tail;
  const h = head + rows.length * high + 4;
  /** @param {number} i @param {number} j */
  const say = (i, j) => `${rows[i]} looks at ${columns[j]}: ${cellWeight(Number(row(i)[j]))}`;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    /** @type {Record<string, [number, number]>} */
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -999], End: [0, 999], PageUp: [-999, 0], PageDown: [999, 0] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    onMove({ i: Math.min(rows.length - 1, Math.max(0, cursor.i + move[0])), j: Math.min(columns.length - 1, Math.max(0, cursor.j + move[1])) });
  };
  return svg`<svg class="heat-map" width=${w} height=${h} viewBox=${`0 0 ${w} ${h}`} tabindex="0" role="application" aria-roledescription="matrix"
      aria-label=${`${name}. ${say(cursor.i, cursor.j)}. Arrow keys move.`} @keydown=${onKey}>
    <g class="head">${columns.map((text, j) => svg`<text class=${j === cursor.j ? 'at' : ''} lang="en"
      transform=${`translate(${gutter + j * cell + cell / 2 + 4} ${head - 7}) rotate(-48)`}>${text}</text>`)}</g>
    ${rows.map((text, i) => {
      const y = head + i * high;
      const weights = row(i);
      return svg`<g class=${`line ${i === selected ? 'selected' : ''}`} data-row=${i} @click=${(/** @type {MouseEvent} */ event) => {
        const at = /** @type {Element} */ (event.target).getAttribute('data-column');
        onMove({ i, j: at === null ? cursor.j : Number(at) });
      }}>
        <rect class="ground" x="0" y=${y} width=${gutter + columns.length * cell} height=${high}></rect>
        <text class="name" lang=${text === 'end' ? 'en' : 'fr'} x=${gutter - 8} y=${y + high / 2} dy="0.34em" text-anchor="end">${text}</text>
        ${columns.map((_, j) => {
          const weight = Number(weights[j]);
          return svg`<rect class="cell" data-column=${j} x=${gutter + j * cell + 0.5} y=${y + 0.5} width=${cell - 1} height=${high - 1} rx="2"
              fill-opacity=${weight < 0.005 ? 0 : (0.08 + 0.92 * weight).toFixed(2)}></rect>${
            weight < 0.005 ? nothing : svg`<text class=${`value ${weight > 0.55 ? 'on' : ''}`} x=${gutter + j * cell + cell / 2} y=${y + high / 2}
              dy="0.35em" text-anchor="middle">${cellWeight(weight)}</text>`}`;
        })}
      </g>`;
    })}
    <rect class="cursor" x=${gutter + cursor.j * cell} y=${head + cursor.i * high} width=${cell} height=${high} rx="3"></rect>
  </svg>`;
}
