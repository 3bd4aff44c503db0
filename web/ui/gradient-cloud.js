/** Estimates of a gradient as points in a plane, the mean of the first n on its way, and the exact gradient. */
import { svg } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';

/** @typedef {import('../core/protocol.d.ts').Matrix} Matrix */
/** @typedef {(row: number) => string} Place   "x y" in pixels of a row of a matrix */

const kMargin = 10;

/** Half the side of the plane that holds all of these. @param {readonly Matrix[]} all */
export const reach = (all) => 1.05 * all.reduce((most, { data }) => data.reduce((so, value) => Math.max(so, Math.abs(value)), most), 0);

/** A dot for each of the first n rows: one path of nothing but round ends. @param {Place} place @param {number} n */
const dots = (place, n) => Array.from({ length: n }, (_, k) => `M${place(k)}h0`).join('');

/**
 * @param {object} options
 * @param {string} options.name      for a screen reader, with what it shows
 * @param {import('../core/protocol.d.ts').Estimates} options.estimates
 * @param {readonly [number, number]} options.exact
 * @param {number} options.n         averaged so far
 * @param {number} options.limit     half the side of the plane
 * @param {number} options.width
 */
export function gradientCloud({ name, estimates, exact, n, limit, width }) {
  const height = Math.min(width, 340);
  const scale = (Math.min(width, height) / 2 - kMargin) / limit;
  const x = (/** @type {number} */ value) => (width / 2 + value * scale).toFixed(1);
  const y = (/** @type {number} */ value) => (height / 2 - value * scale).toFixed(1);
  /** @param {Matrix} matrix @returns {Place} */
  const placed = ({ data }) => (row) => `${x(Number(data[2 * row]))} ${y(Number(data[2 * row + 1]))}`;
  const mean = placed(estimates.means);
  const [mx, my] = mean(n - 1).split(' ');
  const [ex, ey] = [x(exact[0]), y(exact[1])];
  return svg`<svg class="gradient-cloud" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${name}>
    <path class="axis" d=${`M0 ${y(0)}H${width}M${x(0)} 0V${height}`}></path>
    <text class="tick" x=${width - 4} y=${Number(y(0)) - 6} text-anchor="end">first direction</text>
    <text class="tick" x=${Number(x(0)) + 6} y="14">second</text>
    ${guard([estimates, n, width, limit], () => svg`<path class="estimates" d=${dots(placed(estimates.points), n)}></path>
      <path class="walk" d=${Array.from({ length: n }, (_, k) => `${k === 0 ? 'M' : 'L'}${mean(k)}`).join('')}></path>`)}
    <path class="exact" d=${`M${ex} ${ey}m-9 0h18m-9 -9v18`}></path>
    <circle class="exact" cx=${ex} cy=${ey} r="6"></circle>
    <circle class="mean" cx=${mx} cy=${my} r="4.5"></circle>
  </svg>`;
}
