/**
 * Rows of numbers below each other, number k of each over number k of the next, so that a column is one small sum. One tab stop; the arrow
 * keys move through the columns.
 */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { shade } from './barcode.js';
import { showWhole } from './reachable.js';
import { clamp, signed } from '../lib/numbers.js';

/**
 * @typedef {object} StripRow
 * @property {unknown} label
 * @property {`is-${string}` | ''} actor
 * @property {string} symbol      what lights up with it; '' for none
 * @property {ArrayLike<number>} values
 * @property {boolean} [bars]     upright bars around zero, where sizes matter
 * @property {number} [most]      the size that is darkest; the row's own largest unless said
 */
/**
 * @typedef {object} NumberStrips
 * @property {string} name
 * @property {readonly StripRow[]} rows     of one length
 * @property {number} width
 * @property {number} at
 * @property {(k: number) => string} says
 * @property {(k: number | null) => void} onLook
 * @property {(k: number | null) => void} onChoose    null: lets it go
 */

const kStrip = 15;
const kBars = 58;
const kLabel = 19;
const kGap = 9;
const kLevels = 24;
const kPage = 16;
/** @type {Record<string, number>} */
const kMoves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -kPage, PageDown: kPage, Home: -Infinity, End: Infinity };

/** @param {ArrayLike<number>} values */
const most = (values) => Array.from(values).reduce((size, value) => Math.max(size, Math.abs(value)), 0) || 1;

/** @param {StripRow} row @param {number} y @param {number} width */
function strip({ values, most: darkest = most(values) }, y, width) {
  const cell = width / values.length;
  const wide = Math.max(0.8, cell - (cell > 3 ? 0.7 : 0.25));
  const levels = Array.from({ length: kLevels + 1 }, () => '');
  for (let k = 0; k < values.length; ++k) {
    const level = Math.round(kLevels * shade(Number(values[k]) / darkest));
    levels[level] += `M${(k * cell).toFixed(1)} ${y}h${wide.toFixed(1)}v${kStrip}h-${wide.toFixed(1)}z`;
  }
  return svg`${levels.map((d, level) => (d === '' ? nothing : svg`<path d=${d} fill-opacity=${(level / kLevels).toFixed(3)}></path>`))}`;
}

/** @param {StripRow} row @param {number} y @param {number} width */
function bars({ values }, y, width) {
  const cell = width / values.length;
  const wide = Math.max(0.8, cell - (cell > 3 ? 0.7 : 0.25)).toFixed(1);
  const numbers = Array.from(values);
  const high = Math.max(0, ...numbers);
  const low = Math.min(0, ...numbers);
  const unit = kBars / (high - low || 1);
  const zero = y + high * unit;
  const bar = (/** @type {number} */ value, /** @type {number} */ k) =>
    `M${(k * cell).toFixed(1)} ${zero.toFixed(1)}h${wide}v${(-value * unit).toFixed(1)}h-${wide}z`;
  const path = numbers.map(bar).join('');
  return svg`<path d=${path}></path><path class="zero" d=${`M0 ${zero.toFixed(1)}H${width}`}></path>`;
}

/** From the least to the largest. @param {ArrayLike<number>} values */
const range = (values) => {
  const all = Array.from(values);
  return `${signed(Math.min(...all))} to ${signed(Math.max(...all))}`;
};

/** @param {NumberStrips} strips */
export function numberStrips({ name, rows, width, at, says, onLook, onChoose }) {
  const count = rows[0]?.values.length ?? 0;
  const tops = [0];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + kLabel + (row.bars ? kBars : kStrip) + kGap);
  const height = (tops.at(-1) ?? 0) - kGap + 3;
  const cell = width / count;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === 'Escape') return onChoose(null);
    const move = kMoves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    onChoose(clamp(at + move, 0, count - 1));
  };
  /** @param {MouseEvent} event */
  const under = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    return clamp(Math.floor(((event.clientX - box.left) / box.width) * count), 0, count - 1);
  };
  return svg`<svg class="number-strips" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="application"
      aria-roledescription="rows of numbers" aria-label=${`${name}. ${says(at)} Arrow keys move.`} @keydown=${onKey} @focus=${showWhole}>
    ${rows.map((row, r) => {
      const y = (tops[r] ?? 0) + kLabel;
      return svg`<g class=${`strip-row ${row.actor}`} data-symbol=${row.symbol || nothing}>
        <text class="label" x="0" y=${y - 6}>${row.label}</text>
        <text class="range" x=${width} y=${y - 6} text-anchor="end">${range(row.values)}</text>
        ${guard([row.values, row.most, width], () => (row.bars ? bars(row, y, width) : strip(row, y, width)))}
      </g>`;
    })}
    <rect class="column" x=${(at * cell - 1.5).toFixed(1)} y=${kLabel - 3} width=${(cell + 3).toFixed(1)} height=${height - kLabel + 3}
      rx="2"></rect>
    <rect class="hit" width=${width} height=${height} @pointermove=${(/** @type {PointerEvent} */ event) => onLook(under(event))}
      @pointerleave=${() => onLook(null)} @click=${(/** @type {MouseEvent} */ event) => onChoose(under(event))}></rect>
  </svg>`;
}
