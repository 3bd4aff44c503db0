/** Means between −1 and 1 with their intervals, a row each, on one axis; 0 is no agreement, 1 the same ranking. */
import { svg } from 'lit-html';
import { signed } from '../lib/numbers.js';

const kRow = 46;
const kTop = 26;
/** What is drawn of the axis. */
const kFrom = -0.2;
const kTo = 1;

/**
 * @param {object} options
 * @param {string} options.name     for a screen reader
 * @param {readonly { name: string, mean: number, interval: readonly [number, number] }[]} options.rows
 * @param {number} options.width
 */
export function tauChart({ name, rows, width }) {
  const right = 12;
  const x = (/** @type {number} */ value) => 8 + ((Math.min(kTo, Math.max(kFrom, value)) - kFrom) / (kTo - kFrom)) * (width - 8 - right);
  const bottom = kTop + rows.length * kRow;
  return svg`<svg class="tau-chart" width=${width} height=${bottom + 6} viewBox=${`0 0 ${width} ${bottom + 6}`} role="img" aria-label=${name}>
    ${[0, 0.25, 0.5, 0.75, 1].map(
      (tick) => svg`<path class=${tick === 0 ? 'none' : 'grid'} d=${`M${x(tick).toFixed(1)} ${kTop - 8}V${bottom}`}></path>
      <text class="tick" x=${x(tick).toFixed(1)} y=${kTop - 12} text-anchor=${tick === 1 ? 'end' : 'middle'}>${tick}</text>`,
    )}
    ${rows.map(({ name: row, mean, interval: [low, high] }, k) => {
      const middle = kTop + k * kRow + 31;
      return svg`<g>
        <text class="name" x="8" y=${middle - 13}>${row}: <tspan class="value">${signed(mean)}</tspan></text>
        <path class="interval" d=${`M${x(low).toFixed(1)} ${middle}H${x(high).toFixed(1)}`}></path>
        <circle cx=${x(mean).toFixed(1)} cy=${middle} r="5"></circle>
      </g>`;
    })}
  </svg>`;
}
