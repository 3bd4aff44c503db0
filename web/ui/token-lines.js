/** Lines over the tokens of a sentence, one for each reader: something between 0 and 1 that it did at every token. */
import { html, svg, nothing } from 'lit-html';
import { clamp } from '../lib/numbers.js';

/** @typedef {import('../lib/squeeze.js').Way} Way */
/**
 * @typedef {{ way: Way, values: readonly number[], at: number }} Line   a value for each position, NaN where there is none; at: the
 * position now, -1: none
 */

/** @type {Record<Way, { key: string, mark: string }>} */
const kWays = {
  forward: { key: 'forward reader, left to right', mark: '●' },
  backward: { key: 'backward reader, right to left', mark: '■' },
};

/**
 * @param {object} options
 * @param {'vector' | 'source'} options.kind    the actor whose colour the lines have
 * @param {readonly Line[]} options.lines
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {number} options.width
 * @param {string} options.says                 what the lines show, for a screen reader
 */
export function tokenLines({ kind, lines, tokens, width, says }) {
  const n = tokens.length;
  const height = 150;
  const left = 34;
  const right = 16;
  const top = 14;
  const bottom = 118;
  const low = Math.min(0, ...lines.flatMap(({ values }) => values.filter(Number.isFinite)));
  /** @param {number} j */
  const x = (j) => left + 14 + (n > 1 ? (j / (n - 1)) * (width - left - right - 28) : 0);
  /** @param {number} value */
  const y = (value) => top + ((1 - value) / (1 - low)) * (bottom - top);
  /** @param {readonly number[]} values */
  const path = (values) =>
    values
      .flatMap((value, j) => (Number.isFinite(value) ? [`${x(j).toFixed(1)} ${y(value).toFixed(1)}`] : []))
      .map((point, k) => `${k === 0 ? 'M' : 'L'}${point}`)
      .join('');
  const every = Math.ceil(((tokens.reduce((sum, token) => sum + token.text.length, 0) / n) * 7 + 12) / Math.max(1, (width - 80) / n));
  /** @param {Line} line */
  const here = ({ way, values, at }) => {
    const value = values[clamp(at, 0, n - 1)];
    if (at < 0 || value === undefined || !Number.isFinite(value)) return nothing;
    return svg`<g class=${`here ${way}`}>${
      way === 'forward'
        ? svg`<circle cx=${x(at)} cy=${y(value)} r="5"></circle>`
        : svg`<rect x=${x(at) - 4.5} y=${y(value) - 4.5} width="9" height="9"></rect>`
    }</g>`;
  };
  return html`<svg
      class=${`token-lines is-${kind}`}
      width=${width}
      height=${height}
      viewBox=${`0 0 ${width} ${height}`}
      role="img"
      aria-label=${says}
    >
      ${[0, 1].map(
        (value) => svg`<path class="grid" d=${`M${left} ${y(value)}H${width - right}`}></path>
        <text class="tick" x=${left - 8} y=${y(value)} dy="0.34em" text-anchor="end">${value}</text>`,
      )}
      ${lines.map(({ way, values }) => svg`<path class=${`line ${way}`} d=${path(values)}></path>`)} ${lines.map(here)}
      ${tokens.map((token, j) =>
        j % every === 0 ? svg`<text class="tick word" x=${x(j)} y=${bottom + 20} text-anchor="middle">${token.text.trim()}</text>` : '',
      )}
    </svg>
    <p class=${`key is-${kind}`}>
      ${lines.map(({ way }) => html`<span><span class=${`swatch line ${way}`}></span> ${kWays[way].key} (${kWays[way].mark})</span> `)}
    </p>`;
}
