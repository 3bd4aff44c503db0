/** Two lines over the tokens of a sentence: each reader's state against what ends up in C. */
import { html, svg } from 'lit-html';
import { clamp, signed } from '../lib/numbers.js';

/**
 * @param {object} options
 * @param {readonly number[]} options.forward   cosine for each position
 * @param {readonly number[]} options.backward
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {number} options.moment               tokens read by each reader
 * @param {number} options.width
 */
export function likenessChart({ forward, backward, tokens, moment, width }) {
  const n = tokens.length;
  const height = 150;
  const left = 34;
  const right = 16;
  const top = 14;
  const bottom = 118;
  const low = Math.min(0, ...forward, ...backward);
  /** @param {number} j */
  const x = (j) => left + 14 + (n > 1 ? (j / (n - 1)) * (width - left - right - 28) : 0);
  /** @param {number} value */
  const y = (value) => top + ((1 - value) / (1 - low)) * (bottom - top);
  /** @param {readonly number[]} values */
  const line = (values) => values.map((value, j) => `${j === 0 ? 'M' : 'L'}${x(j).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const every = Math.ceil(((tokens.reduce((sum, token) => sum + token.text.length, 0) / n) * 7 + 12) / Math.max(1, (width - 80) / n));
  const k = clamp(moment, 0, n);
  const ahead = `After the first token the forward reader's likeness to its end is ${signed(forward[0] ?? NaN)}`;
  const behind = `after its own first token, the last of the sentence, the backward reader's is ${signed(backward[n - 1] ?? NaN)}`;
  /** @param {number} j @param {readonly number[]} values @param {string} name */
  const here = (j, values, name) => svg`<g class=${`here ${name}`}>
    ${
      name === 'forward'
        ? svg`<circle cx=${x(j)} cy=${y(values[j] ?? 0)} r="5"></circle>`
        : svg`<rect x=${x(j) - 4.5} y=${y(values[j] ?? 0) - 4.5} width="9" height="9"></rect>`
    }
  </g>`;
  return html`<svg
      class="likeness"
      width=${width}
      height=${height}
      viewBox=${`0 0 ${width} ${height}`}
      role="img"
      aria-label=${`${ahead}; ${behind}.`}
    >
      ${[0, 1].map(
        (value) => svg`<path class="grid" d=${`M${left} ${y(value)}H${width - right}`}></path>
        <text class="tick" x=${left - 8} y=${y(value)} dy="0.34em" text-anchor="end">${value}</text>`,
      )}
      <path class="line forward" d=${line(forward)}></path>
      <path class="line backward" d=${line(backward)}></path>
      ${k > 0 ? [here(k - 1, forward, 'forward'), here(n - k, backward, 'backward')] : ''}
      ${tokens.map((token, j) =>
        j % every === 0 ? svg`<text class="tick word" x=${x(j)} y=${bottom + 20} text-anchor="middle">${token.text.trim()}</text>` : '',
      )}
    </svg>
    <p class="key">
      <span class="swatch line forward"></span> forward reader, left to right (●) <span class="swatch line backward"></span> backward
      reader, right to left (■)
    </p>`;
}
