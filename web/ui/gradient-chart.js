/** How strongly every source token moves one written token, by several ways, on an axis of powers of ten; the tokens stand under it. */
import { svg, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { markPath, scale } from './line-chart.js';
import { powerOfTen } from '../lib/fading.js';

/**
 * @typedef {object} Way
 * @property {string} kind      actor
 * @property {import('./line-chart.js').MarkShape} mark
 * @property {readonly number[]} values    one for each token; not above 0: nothing to draw
 * @property {readonly number[]} behind    drawn pale, as a line
 */
/**
 * @typedef {object} GradientChart
 * @property {string} name          for a screen reader
 * @property {readonly string[]} tokens
 * @property {readonly number[]} steps     of the nearer reader, for each token
 * @property {readonly Way[]} ways
 * @property {{ low: number, high: number, step: number }} axis     exponents
 * @property {number} at            the token in focus
 * @property {number} width
 * @property {(text: string) => number} measure
 * @property {(j: number | null) => void} onLook
 * @property {(j: number) => void} onChoose
 * @property {(by: number) => void} onStep      to another written token
 */

const kSlant = 48;
const kTop = 12;
const kHigh = 236;
const kLeast = 24;
const kMost = 96;
const kMark = 5;

/** @type {Record<string, number>} */
const kMoves = { ArrowLeft: -1, ArrowRight: 1, Home: -999, End: 999 };
/** @type {Record<string, number>} */
const kSteps = { ArrowUp: -1, ArrowDown: 1 };

/** Scrolls the chart, and nothing else, so far that the token in focus is seen. @param {number} j @param {number} x its middle */
const keepInView = (j, x) => (/** @type {Element | undefined} */ band) => {
  if (!band || band.getAttribute('data-column') === String(j)) return;
  band.setAttribute('data-column', String(j));
  // When it is drawn for the first time it is not in the page yet.
  requestAnimationFrame(() => {
    const scroller = band.closest('.scroll');
    if (scroller && (x < scroller.scrollLeft + 60 || x > scroller.scrollLeft + scroller.clientWidth - 60))
      scroller.scrollLeft = x - scroller.clientWidth / 2;
  });
};

/** @param {GradientChart} chart */
export function gradientChart({ name, tokens, steps, ways, axis, at, width, measure, onLook, onChoose, onStep }) {
  const left = width < 480 ? 64 : 86;
  const n = tokens.length;
  const cell = Math.floor(Math.max(kLeast, Math.min(kMost, (width - left - 8) / Math.max(1, n))));
  const widest = Math.max(0, ...tokens.map(measure));
  const upright = widest + 6 <= cell;
  const bottom = kTop + kHigh;
  const stepsAt = bottom + 20;
  const tokensAt = stepsAt + (upright ? 22 : 14);
  const slant = (kSlant * Math.PI) / 180;
  const height = Math.ceil(upright ? tokensAt + 10 : tokensAt + widest * Math.sin(slant) + 14);
  const across = left + n * cell;
  const x = (/** @type {number} */ j) => left + (j + 0.5) * cell;
  const y = scale({ from: axis.low, to: axis.high, ticks: [], says: String, label: '' }, bottom, kTop);
  const at10 = (/** @type {number} */ value) => y(Math.log10(value));
  /** Lines break where there is nothing. @param {readonly number[]} values */
  const line = (values) =>
    values
      .map((value, j) => {
        if (!(value > 0)) return '';
        return `${j > 0 && Number(values[j - 1]) > 0 ? 'L' : 'M'}${x(j).toFixed(1)} ${at10(value).toFixed(1)}`;
      })
      .join('');
  const lines = Array.from({ length: Math.round((axis.high - axis.low) / axis.step) + 1 }, (_, k) => axis.low + k * axis.step);
  /** @param {MouseEvent} event @returns {number | null} */
  const under = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const j = Math.floor((event.clientX - box.left - left) / cell);
    return j >= 0 && j < n ? j : null;
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const move = kMoves[event.key];
    const step = kSteps[event.key];
    if (move === undefined && step === undefined) return;
    event.preventDefault();
    if (move !== undefined) onChoose(Math.min(n - 1, Math.max(0, at + move)));
    if (step !== undefined) onStep(step);
  };
  return svg`<svg class="gradient-chart" width=${across + 8} height=${height} viewBox=${`0 0 ${across + 8} ${height}`} tabindex="0"
      role="application" aria-roledescription="chart"
      aria-label=${`${name} Arrow keys move: left and right to another English token, up and down to another French one.`}
      @keydown=${onKey} @pointermove=${(/** @type {PointerEvent} */ event) => onLook(under(event))} @pointerleave=${() => onLook(null)}
      @click=${(/** @type {MouseEvent} */ event) => {
        const j = under(event);
        if (j !== null) onChoose(j);
      }}>
    <rect class="focus" ${ref(keepInView(at, x(at)))} x=${left + at * cell} y=${kTop - 8} width=${cell}
      height=${stepsAt - kTop + 14} rx="3"></rect>
    ${lines.map(
      (exponent) => svg`<path class="grid" d=${`M${left} ${y(exponent).toFixed(1)}H${across}`}></path>
      <text class="tick" x=${left - 8} y=${y(exponent)} dy="0.34em" text-anchor="end">${powerOfTen(exponent)}</text>`,
    )}
    <text class="tick" x=${left - 8} y=${stepsAt} text-anchor="end">${width < 480 ? 'to end' : 'steps to end'}</text>
    ${tokens.map(
      (text, j) => svg`<text class=${`tick ${j === at ? 'at' : ''}`} x=${x(j)} y=${stepsAt} text-anchor="middle">${steps[j]}</text>
      ${
        upright
          ? svg`<text class=${`name ${j === at ? 'at' : ''}`} lang="en" x=${x(j)} y=${tokensAt} text-anchor="middle">${text}</text>`
          : svg`<text class=${`name ${j === at ? 'at' : ''}`} lang="en" text-anchor="end"
              transform=${`translate(${x(j) + 4} ${tokensAt}) rotate(-${kSlant})`}>${text}</text>`
      }`,
    )}
    ${ways.map(({ kind, behind }) => svg`<path class=${`behind ${kind}`} d=${line(behind)}></path>`)}
    ${ways.map(({ kind, values }) => svg`<path class=${`line ${kind}`} d=${line(values)}></path>`)}
    ${ways.map(
      ({ kind, mark, values }) => svg`<g class=${kind}>${values.map((value, j) =>
        value > 0 ? svg`<path class="dot" d=${markPath(mark, x(j), at10(value), j === at ? kMark + 1.5 : kMark)}></path>` : nothing,
      )}</g>`,
    )}
  </svg>`;
}
