/** A matrix of weights as cells with numbers; one tab stop, arrow keys move through it. */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { showWhole } from './reachable.js';
import { cellWeight } from '../lib/numbers.js';

/** @typedef {{ i: number, j: number }} Cell */
/**
 * @typedef {object} HeatMap
 * @property {string} name
 * @property {readonly string[]} rows         French
 * @property {readonly string[]} columns      English
 * @property {(i: number) => ArrayLike<number>} row
 * @property {number} reached                 rows after this one are not written yet
 * @property {Cell} cursor                    the chosen row, and the column in focus
 * @property {Cell | null} look               the cell pointed at
 * @property {number} width
 * @property {(text: string) => number} measure
 * @property {(cell: Cell) => void} onMove
 * @property {(cell: Cell | null) => void} onLook
 */

const kSlant = 48;
/** Narrower cells would not be found; narrower than kNumber they have no room for their number. In px. */
const kLeast = 13;
const kNumber = 27;

/** @param {Pick<HeatMap, 'rows' | 'columns' | 'width' | 'measure'>} map */
function layout({ rows, columns, width, measure }) {
  const widest = Math.max(20, ...rows.map((text) => measure(text)));
  const gutter = Math.min(150, widest + 16);
  const cell = Math.floor(Math.max(kLeast, Math.min(60, (width - gutter - 24) / Math.max(1, columns.length))));
  const high = Math.min(cell, 36);
  const slant = (kSlant * Math.PI) / 180;
  const head = Math.ceil(Math.max(...columns.map((text) => measure(text)), 0) * Math.sin(slant) + 20);
  const tail = Math.max(
    0,
    ...columns.map((text, j) => Math.ceil(measure(text) * Math.cos(slant) + 10 - (columns.length - j - 0.5) * cell)),
  );
  return { gutter, cell, high, head, w: gutter + columns.length * cell + tail, h: head + rows.length * high + 2 };
}

/** Scrolls the matrix, and nothing else, so far that the chosen column is seen. @param {number} j @param {number} x its left edge */
const keepInView = (j, x) => (/** @type {Element | undefined} */ chosen) => {
  const scroller = chosen?.closest('.scroll');
  if (!chosen || !scroller || chosen.getAttribute('data-column') === String(j)) return;
  chosen.setAttribute('data-column', String(j));
  if (x < scroller.scrollLeft + 60 || x > scroller.scrollLeft + scroller.clientWidth - 60)
    scroller.scrollLeft = x - scroller.clientWidth / 2;
};

/** @type {Record<string, [number, number]>} */
const kMoves = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -999],
  End: [0, 999],
  PageUp: [-999, 0],
  PageDown: [999, 0],
};

/** @param {HeatMap} map */
export function heatMap({ name, rows, columns, row, reached, cursor, look, width, measure, onMove, onLook }) {
  const { gutter, cell, high, head, w, h } = layout({ rows, columns, width, measure });
  const at = look ?? cursor;
  const said = `${rows[cursor.i]} looks at ${columns[cursor.j]}: ${cellWeight(Number(row(cursor.i)[cursor.j]))}`;
  const across = columns.length * cell;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const move = kMoves[event.key];
    if (!move) return;
    event.preventDefault();
    onMove({
      i: Math.min(rows.length - 1, Math.max(0, cursor.i + move[0])),
      j: Math.min(columns.length - 1, Math.max(0, cursor.j + move[1])),
    });
  };
  /** The cell under a pointer. @param {MouseEvent} event @returns {Cell | null} */
  const under = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const i = Math.floor((event.clientY - box.top - head) / high);
    const j = Math.floor((event.clientX - box.left - gutter) / cell);
    return i >= 0 && i < rows.length && j < columns.length ? { i, j: j < 0 ? cursor.j : j } : null;
  };
  const body = () =>
    rows.map((_, i) => {
      const weights = row(i);
      const y = head + i * high;
      return svg`<g class=${i > reached ? 'ahead' : ''}>${columns.map((__, j) => {
        const weight = Number(weights[j]);
        if (weight < 0.005) return nothing;
        const x = gutter + j * cell;
        const number = svg`<text class=${`value ${weight > 0.5 ? 'on' : ''}`} x=${x + cell / 2} y=${y + high / 2} dy="0.35em"
          text-anchor="middle">${cellWeight(weight)}</text>`;
        return svg`<rect class="cell" x=${x + 0.5} y=${y + 0.5} width=${cell - 1} height=${high - 1} rx="2"
          fill-opacity=${(0.1 + 0.9 * weight).toFixed(2)}></rect>
        ${cell < kNumber ? nothing : number}`;
      })}</g>`;
    });
  return svg`<svg class=${`heat-map ${cell < kNumber ? 'close' : ''}`} width=${w} height=${h} viewBox=${`0 0 ${w} ${h}`} tabindex="0"
    role="application" aria-roledescription="matrix"
      aria-label=${`${name}. ${said}. Arrow keys move.`}
      @keydown=${onKey} @focus=${showWhole} @pointermove=${(/** @type {PointerEvent} */ event) => onLook(under(event))} @pointerleave=${() => onLook(null)}
      @click=${(/** @type {MouseEvent} */ event) => {
        const cell = under(event);
        if (cell) onMove(cell);
      }}>
    <rect class="band" x="0" y=${head + at.i * high} width=${gutter + across} height=${high}></rect>
    <rect class="band" x=${gutter + at.j * cell} y=${head - 4} width=${cell} height=${rows.length * high + 4}></rect>
    <rect class="frame" x=${gutter} y=${head} width=${across} height=${rows.length * high}></rect>
    ${columns.map(
      (text, j) => svg`<text class=${`name source ${j === at.j ? 'at' : ''}`} lang="en"
      transform=${`translate(${gutter + (j + 0.5) * cell + 3} ${head - 9}) rotate(-${kSlant})`}>${text}</text>`,
    )}
    ${rows.map(
      (
        text,
        i,
      ) => svg`<text class=${`name target ${i === at.i ? 'at' : ''} ${i > reached ? 'ahead' : ''}`} lang=${text === 'end' ? 'en' : 'fr'}
        x=${gutter - 8}
      y=${head + (i + 0.5) * high} dy="0.34em" text-anchor="end">${text}</text>`,
    )}
    ${guard([row, rows, columns, reached, width], body)}
    <rect class="chosen" ${ref(keepInView(cursor.j, gutter + cursor.j * cell))} x=${gutter - 1} y=${head + cursor.i * high}
      width=${across + 2} height=${high} rx="3"></rect>
    <rect class="cursor" x=${gutter + at.j * cell} y=${head + at.i * high} width=${cell} height=${high} rx="3"></rect>
  </svg>`;
}
