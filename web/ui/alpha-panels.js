/** Matrices of weights side by side, one a translator; the same row and column are in focus in all of them. */
import { html, nothing } from 'lit-html';
import { english as word } from './english.js';
import { heatMap } from './heat-map.js';
import { memo } from '../lib/memo.js';
import { clamp, percent, weight } from '../lib/numbers.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/trace.js').Matrix} Matrix */
/** @typedef {import('./heat-map.js').Cell} Cell */
/**
 * @typedef {object} Panel
 * @property {string} name
 * @property {unknown} title
 * @property {unknown} says        under the title
 * @property {Trace} trace
 * @property {Matrix} [matrix]     in place of the trace's weights: differences of them
 * @property {(i: number, j: number) => unknown} reads     under the matrix, of its row i and the column j in focus
 */
/**
 * @typedef {object} Panels
 * @property {readonly Panel[]} panels     of one source
 * @property {Cell} cursor                 the row may lie behind a panel's last
 * @property {Cell | null} look
 * @property {number} width
 * @property {(size: number) => (text: string) => number} measureAt
 * @property {(cell: Cell) => void} onMove
 * @property {(cell: Cell | null) => void} onLook
 */

const kGap = 28;
/** Of a sentence's length: so many tokens have cells with numbers. */
const kLong = 14;
/** px: the names of the rows, and a cell with a number and one without. */
const kNames = 118;
const kLeastNames = 60;
const kCell = 28;
const kSmall = 15;
export const kMostBeside = 3;

/** How many stand beside each other. @param {number} width @param {number} count @param {number} length S */
function columnsFor(width, count, length) {
  const wanted = kNames + length * (length > kLong ? kSmall : kCell);
  return clamp(Math.floor((width + kGap) / (wanted + kGap)), 1, Math.min(count, kMostBeside));
}

/** The same arrays for the same trace, so that the cells are drawn once. */
const namesOf = memo(
  (/** @type {Trace} */ trace, /** @type {Matrix} */ matrix) => ({
    rows: trace.steps.map(({ token }) => (isEnd(token) ? 'end' : pieceLabel(token))),
    columns: trace.source_tokens.map((token) => pieceLabel(token)),
    weights: (/** @type {number} */ i) => row(matrix, i),
  }),
  24,
);

/**
 * Under a matrix: the token of the row, how likely it was, and the weight in focus.
 * @param {Trace} trace @param {boolean} own  it wrote by itself
 */
export const reading = (trace, own) => (/** @type {number} */ i, /** @type {number} */ j) => {
  const step = trace.steps[i];
  if (!step || !trace.alpha) return nothing;
  const token = isEnd(step.token) ? html`the end` : html`<i lang="fr">${pieceLabel(step.token)}</i>`;
  const wrote = own ? html`<q lang="fr">${trace.translation}</q><br />` : nothing;
  return html`${wrote}${token} ${own ? 'with' : 'gets'} ${percent(step.probability)};
    ${word(trace.source_tokens[j])} weighs <b>${weight(Number(row(trace.alpha, i)[j]))}</b>`;
};

/** @param {Panels} options */
export function alphaPanels({ panels, cursor, look, width, measureAt, onMove, onLook }) {
  const length = panels[0]?.trace.source_tokens.length ?? 1;
  const columns = columnsFor(width, panels.length, length);
  const each = (width - kGap * (columns - 1)) / columns;
  const size = (each - kLeastNames) / length < kCell ? 13 : 16;
  return html`<div class="alpha-panels" data-columns=${columns}>
    ${panels.map(({ name, title, says, trace, matrix, reads }) => {
      const shown = matrix ?? trace.alpha;
      if (!shown) return nothing;
      const { rows, columns: english, weights } = namesOf(trace, shown);
      /** @param {Cell} cell */
      const inside = ({ i, j }) => ({ i: clamp(i, 0, rows.length - 1), j: clamp(j, 0, english.length - 1) });
      const at = inside(look ?? cursor);
      return html`<section class="alpha-panel" aria-label=${name}>
        <h3>${title}</h3>
        <p class="panel-says">${says}</p>
        <div class="scroll">
          ${heatMap({
            name,
            rows,
            columns: english,
            row: weights,
            reached: rows.length,
            cursor: inside(cursor),
            look: look && inside(look),
            width: each,
            measure: measureAt(size),
            signed: matrix !== undefined,
            onMove,
            onLook,
          })}
        </div>
        <p class="panel-reads">${reads(at.i, at.j)}</p>
      </section>`;
    })}
  </div>`;
}
