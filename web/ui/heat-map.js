/** A matrix of weights as cells with numbers; one tab stop, arrow keys move through it. */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { showWhole } from './reachable.js';
import { cellDifference, cellWeight, clamp } from '../lib/numbers.js';

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
 * @property {(cell: Cell, weight: number) => void} [onPull]    a cell was pulled up or down, or its weight changed by key: 0 .. 1
 * @property {(i: number) => boolean} [marked]   rows with a mark beside their name
 * @property {boolean} [signed]               differences of weights: what is less than zero is drawn hollow
 * @property {string} [hint]                     what the keys do, for a screen reader
 */

/** How far the pointer goes from nothing to all, in px. */
const kPull = 120;
/** What a key adds. */
const kAdd = 0.1;
/** The cell that is being pulled, by its matrix. @type {WeakMap<Element, { cell: Cell, y: number, weight: number, moved: boolean }>} */
const pulls = new WeakMap();
/** @type {Record<string, number>} */
const kChanges = { '+': kAdd, '=': kAdd, '-': -kAdd, '−': -kAdd };

const kSlant = 48;
/** Narrower cells would not be found; narrower than kNumber they have no room for their number. In px. */
const kLeast = 13;
const kNumber = 27;
const kSigned = 33;

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
export function heatMap(map) {
  const { name, rows, columns, row, reached, cursor, look, width, measure, onMove, onLook, onPull, marked, signed = false } = map;
  const { hint = 'Arrow keys move.' } = map;
  const room = signed ? kSigned : kNumber;
  const says = (/** @type {number} */ weight) => (signed ? cellDifference(weight) : cellWeight(weight));
  const { gutter, cell, high, head, w, h } = layout({ rows, columns, width, measure });
  const at = look ?? cursor;
  const said = `${rows[cursor.i]} looks at ${columns[cursor.j]}: ${says(Number(row(cursor.i)[cursor.j]))}`;
  const across = columns.length * cell;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const change = kChanges[event.key];
    if (onPull && change) {
      event.preventDefault();
      return onPull(cursor, clamp(Number(row(cursor.i)[cursor.j]) + change, 0, 1));
    }
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
  /** @param {PointerEvent} event */
  const onDown = (event) => {
    const cell = under(event);
    // A finger that moves scrolls the page; the sliders are for fingers.
    if (!onPull || !cell || event.pointerType === 'touch' || event.button !== 0) return;
    const matrix = /** @type {Element} */ (event.currentTarget);
    matrix.setPointerCapture(event.pointerId);
    pulls.set(matrix, { cell, y: event.clientY, weight: Number(row(cell.i)[cell.j]), moved: false });
  };
  /** @param {PointerEvent} event */
  const onPoint = (event) => {
    const pull = pulls.get(/** @type {Element} */ (event.currentTarget));
    if (!pull) return onLook(under(event));
    if (!pull.moved && Math.abs(event.clientY - pull.y) < 3) return;
    if (!pull.moved) onMove(pull.cell);
    pull.moved = true;
    onPull?.(pull.cell, clamp(pull.weight + (pull.y - event.clientY) / kPull, 0, 1));
  };
  /** @param {MouseEvent} event */
  const onClick = (event) => {
    const matrix = /** @type {Element} */ (event.currentTarget);
    const pulled = pulls.get(matrix)?.moved;
    pulls.delete(matrix);
    const cell = under(event);
    if (cell && !pulled) onMove(cell);
  };
  const body = () =>
    rows.map((_, i) => {
      const weights = row(i);
      const y = head + i * high;
      return svg`<g class=${i > reached ? 'ahead' : ''}>${columns.map((__, j) => {
        const weight = Number(weights[j]);
        const size = Math.abs(weight);
        if (size < 0.005) return nothing;
        const x = gutter + j * cell;
        const number = svg`<text class=${`value ${weight > 0.5 ? 'on' : ''}`} x=${x + cell / 2} y=${y + high / 2} dy="0.35em"
          text-anchor="middle">${says(weight)}</text>`;
        const rect =
          weight < 0
            ? svg`<rect class="cell less" x=${x + 1.5} y=${y + 1.5} width=${cell - 3} height=${high - 3} rx="2"
          stroke-opacity=${(0.25 + 0.75 * size).toFixed(2)}></rect>`
            : svg`<rect class="cell" x=${x + 0.5} y=${y + 0.5} width=${cell - 1} height=${high - 1} rx="2"
          fill-opacity=${(0.1 + 0.9 * size).toFixed(2)}></rect>`;
        return svg`${rect}
        ${cell < room ? nothing : number}`;
      })}</g>`;
    });
  return svg`<svg class=${`heat-map ${cell < kNumber ? 'close' : ''}`} width=${w} height=${h} viewBox=${`0 0 ${w} ${h}`} tabindex="0"
    role="application" aria-roledescription="matrix"
      aria-label=${`${name}. ${said}. ${hint}`}
      @keydown=${onKey} @pointerdown=${onDown} @pointermove=${onPoint} @pointerleave=${() => onLook(null)} @click=${onClick}
      @focus=${showWhole}
      @pointercancel=${(/** @type {Event} */ event) => pulls.delete(/** @type {Element} */ (event.currentTarget))}>
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
      y=${head + (i + 0.5) * high} dy="0.34em" text-anchor="end">${text}</text>
      ${marked?.(i) ? svg`<path class="mark" d=${`M1 ${head + (i + 0.5) * high - 5}l5 5l-5 5z`}></path>` : nothing}`,
    )}
    ${guard([row, rows, columns, reached, width], body)}
    <rect class="chosen" ${ref(keepInView(cursor.j, gutter + cursor.j * cell))} x=${gutter - 1} y=${head + cursor.i * high}
      width=${across + 2} height=${high} rx="3"></rect>
    <rect class="cursor" x=${gutter + at.j * cell} y=${head + at.i * high} width=${cell} height=${high} rx="3"></rect>
  </svg>`;
}
