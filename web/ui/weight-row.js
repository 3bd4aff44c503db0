/** Weights over the tokens of a sentence that sum to 1: a column over each token, the number where it would not print as nothing. */
import { html, svg } from 'lit-html';
import { cellWeight } from '../lib/numbers.js';
import { pieceLabel } from '../lib/trace.js';

const kHigh = 34;
const kLeast = 0.005;

/**
 * @param {string} name for a screen reader
 * @param {readonly import('../lib/trace.js').Token[]} tokens
 * @param {ArrayLike<number>} weights
 */
export const weightRow = (name, tokens, weights) =>
  html`<ol class="weight-row" aria-label=${name}>
    ${tokens.map((token, j) => {
      const weight = Number(weights[j] ?? 0);
      const high = weight * kHigh;
      return html`<li>
        <svg viewBox=${`0 0 10 ${kHigh}`} preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class="rail" width="10" height=${kHigh}></rect>
            <rect class="fill" y=${(kHigh - high).toFixed(1)} width="10" height=${high.toFixed(1)}></rect>`}
        </svg>
        <span lang="en">${pieceLabel(token)}</span> <span class="number">${weight < kLeast ? '·' : cellWeight(weight)}</span>
      </li>`;
    })}
  </ol>`;
