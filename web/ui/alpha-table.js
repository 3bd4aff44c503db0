/** The attention matrix as a real table. */
import { html, nothing } from 'lit-html';
import { weight } from '../lib/numbers.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';

/**
 * @param {import('../lib/trace.js').Trace} trace @param {readonly import('../lib/trace.js').Token[]} tokens
 * @param {string} [whose]  where there are several
 */
export function alphaTable(trace, tokens, whose = '') {
  const alpha = trace.alpha;
  if (!alpha) return nothing;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${`Table of the attention weights${whose ? `, ${whose}` : ''}`}>
    <table class="alpha-table">
      <caption>
        Attention weights${whose ? `, ${whose}` : ''}: each row is one written token and sums to 1
      </caption>
      <thead>
        <tr>
          <th scope="col">Written</th>
          ${tokens.map((token) => html`<th scope="col" lang="en">${pieceLabel(token)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${trace.steps.map(
          ({ token }, i) =>
            html`<tr>
              <th scope="row" lang=${isEnd(token) ? 'en' : 'fr'}>${pieceLabel(token)}</th>
              ${Array.from(row(alpha, i), (w) => html`<td class="number">${weight(w)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
