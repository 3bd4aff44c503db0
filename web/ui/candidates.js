/** The best next tokens of one step, with their probabilities. */
import { html, svg, nothing } from 'lit-html';
import { isEnd, pieceLabel } from '../lib/trace.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */

/**
 * @param {object} options
 * @param {Trace | null} options.trace
 * @param {number} options.step           target step i, -1 when none is written yet
 * @param {string} options.reason         why this step is shown
 */
export function candidates({ trace, step, reason }) {
  const at = trace?.steps[step];
  const rows = at ? [...at.top].slice(0, 5) : [];
  if (at && !rows.some((one) => one.piece === at.token.piece))
    rows.push({ piece: at.token.piece, text: at.token.text, probability: at.probability });
  return html`<div class="candidates" data-figure="candidates">
    <p class="candidates-title">
      ${at ? html`Token ${step + 1}<span class="reason">${reason}</span>` : html`<span class="reason">${reason}</span>`}
    </p>
    <ol>
      ${rows.map((one) => {
        const chosen = one.piece === at?.token.piece;
        return html`<li class=${chosen ? 'chosen' : ''}>
          <span class="candidate" lang=${isEnd(one) ? 'en' : 'fr'}>${pieceLabel(one)}</span>
          <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            ${svg`<rect class="rail" width="100" height="8"></rect><rect class="fill" width=${(one.probability * 100).toFixed(
              1,
            )} height="8"></rect>`}
          </svg>
          <span class="number">${percent(one.probability)}</span>
          ${chosen ? html`<span class="visually-hidden">, chosen</span>` : nothing}
        </li>`;
      })}
    </ol>
  </div>`;
}
