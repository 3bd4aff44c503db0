/** How much one step changes something: for every row two marks, before and after, with their intervals, on one axis around no change. */
import { svg, nothing } from 'lit-html';
import { change } from '../lib/fading.js';

/** @typedef {import('../lib/fading.js').Slope} Slope */
/**
 * @typedef {object} SlopeRow
 * @property {string} name
 * @property {string} kind      actor
 * @property {Slope} before     a ring
 * @property {Slope} after      a dot
 * @property {boolean} [chosen]
 */

const kRow = 30;
const kTitle = 26;
/** Changes a step, in hundredths, that get a line. */
const kTicks = [-30, -20, -10, 0, 10, 20];
const kSparse = [-30, -15, 0, 20];

/** @param {number} percent @returns {number} log10 of the factor */
const slopeOf = (percent) => Math.log10(1 + percent / 100);

/**
 * @param {object} options
 * @param {string} options.name                for a screen reader
 * @param {readonly { title: string, rows: readonly SlopeRow[] }[]} options.groups
 * @param {'before' | 'after'} options.strong  which of the two marks is looked at
 * @param {number} options.width
 */
export function slopeChart({ name, groups, strong, width }) {
  const left = 104;
  const right = 14;
  const top = 34;
  const all = groups.flatMap(({ rows }) => rows.flatMap(({ before, after }) => [before, after]));
  const low = Math.min(slopeOf(-32), ...all.map(({ value, interval }) => interval?.[0] ?? value)) - 0.005;
  const high = Math.max(slopeOf(22), ...all.map(({ value, interval }) => interval?.[1] ?? value)) + 0.005;
  const x = (/** @type {number} */ slope) => left + ((slope - low) / (high - low)) * (width - left - right);
  const rows = groups.flatMap(({ title, rows: inside }) => [{ title, row: null }, ...inside.map((row) => ({ title: '', row }))]);
  let y = top;
  const placed = rows.map((one) => {
    const at = y;
    y += one.row ? kRow : kTitle;
    return { ...one, y: at };
  });
  const bottom = y + 4;
  const height = bottom + 8;
  const ticks = width < 400 ? kSparse : kTicks;
  const other = strong === 'before' ? 'after' : 'before';
  /** @param {Slope} slope @param {number} middle @param {string} when */
  const mark = (slope, middle, when) => svg`<g class=${`${when} ${when === strong ? 'strong' : 'weak'}`}>
    ${
      slope.interval
        ? svg`<path class="interval"
          d=${`M${x(Number(slope.interval[0])).toFixed(1)} ${middle}H${x(Number(slope.interval[1])).toFixed(1)}`}></path>`
        : nothing
    }
    <circle cx=${x(slope.value).toFixed(1)} cy=${middle} r=${when === 'before' ? 7 : 5}></circle>
  </g>`;
  return svg`<svg class="slope-chart" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${name}>
    <text class="tick" x=${x(0) - 8} y="11" text-anchor="end">← fades</text>
    <text class="tick" x=${x(0) + 8} y="11">grows →</text>
    ${ticks.map(
      (percent) => svg`<path class=${percent === 0 ? 'none' : 'grid'} d=${`M${x(slopeOf(percent)).toFixed(1)} ${top - 6}V${bottom}`}></path>
      <text class="tick" x=${x(slopeOf(percent))} y=${top - 10} text-anchor="middle">${change(slopeOf(percent))}</text>`,
    )}
    ${placed.map(({ title, row, y: from }) => {
      if (!row) return svg`<text class="title" x="0" y=${from + 18}>${title}</text>`;
      const middle = from + kRow / 2;
      return svg`<g class=${row.kind}>
        ${row.chosen ? svg`<rect class="chosen" x="0" y=${from + 1} width=${width} height=${kRow - 2} rx="3"></rect>` : nothing}
        <text class=${`name ${row.chosen ? 'at' : ''}`} x="6" y=${middle} dy="0.34em">${row.name}</text>
        <path class="turn" d=${`M${x(row.before.value).toFixed(1)} ${middle}H${x(row.after.value).toFixed(1)}`}></path>
        ${/** @type {const} */ ([other, strong]).map((when) => mark(row[when], middle, when))}
      </g>`;
    })}
  </svg>`;
}
