/** The likeliest tokens at one place with their probabilities, the true one marked; below them where it is not among them. */
import { html, svg, nothing } from 'lit-html';
import { isEnd, pieceLabel } from '../lib/trace.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../core/protocol.d.ts').Candidate} Candidate */

/**
 * @param {object} options
 * @param {unknown} options.title
 * @param {string} options.symbol      class, and what lights up with it
 * @param {readonly Candidate[]} options.top   best first
 * @param {Candidate} options.truth
 * @param {string} options.mark        what is said of the true one: "stood there"
 */
export function likeliest({ title, symbol, top, truth, mark }) {
  const first = top.slice(0, 5);
  const among = first.some((one) => one.piece === truth.piece);
  const rows = among ? first : [...first, truth];
  return html`<div class="likeliest ${symbol}" data-symbol=${symbol}>
    <p class="panel-title">${title}</p>
    <ol>
      ${rows.map((one) => {
        const chosen = one.piece === truth.piece;
        return html`<li class="${chosen ? 'chosen' : ''} ${chosen && !among ? 'below' : ''}">
          <span class="candidate" lang="en">${isEnd(one) ? 'end' : pieceLabel(one)}</span>
          <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            ${svg`<rect class="rail" width="100" height="8"></rect><rect class="fill" width=${(one.probability * 100).toFixed(
              1,
            )} height="8"></rect>`}
          </svg>
          <span class="number">${percent(one.probability)}</span>
          ${chosen ? html`<span class="mark"><span aria-hidden="true">✓ </span>${mark}</span>` : nothing}
        </li>`;
      })}
    </ol>
  </div>`;
}
