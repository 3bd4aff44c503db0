/** What one step writes with its own context, and with another in its place: the likeliest tokens, each with two bars. */
import { html, svg, nothing } from 'lit-html';
import { isEnd, pieceLabel } from '../lib/trace.js';
import { percent } from '../lib/numbers.js';

const kRows = 7;

/**
 * @param {object} options
 * @param {import('../core/protocol.d.ts').OutputChange} options.change
 * @param {string} options.written   the piece that the model wrote
 * @param {unknown} options.own      names the first bar
 * @param {unknown} options.other    names the second
 */
export function outputChange({ change, written, own, other }) {
  // The likeliest on either side first, whatever their order before.
  const rows = [...change.candidates].sort((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const shown = rows.slice(0, kRows);
  const kept = rows.find((one) => one.piece === written);
  if (kept && !shown.includes(kept)) shown.push(kept);
  const sample = (/** @type {'before' | 'after'} */ which) =>
    html`<svg class="bar" viewBox="0 0 24 8" aria-hidden="true">
      ${svg`<rect class=${`fill ${which}`} x="0.75" y="0.75" width="22.5" height="6.5"></rect>`}
    </svg>`;
  const long = (/** @type {number} */ p) => (p * 100).toFixed(1);
  return html`<ul class="change-key">
      <li>${sample('before')} ${own}</li>
      <li>${sample('after')} ${other}</li>
    </ul>
    <ol class="changes" data-symbol="output">
      ${shown.map((one) => {
        const chosen = one.piece === written;
        return html`<li class=${chosen ? 'chosen' : ''}>
          <span class="candidate" lang=${isEnd(one) ? 'en' : 'fr'}>${isEnd(one) ? 'end' : pieceLabel(one)}</span>
          <svg class="bar" viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden="true">
            ${svg`<rect class="rail" width="100" height="8"></rect>
              <rect class="fill before" width=${long(one.before)} height="8"></rect>
              <rect class="rail" y="10" width="100" height="8"></rect>
              <rect class="fill after" y="10.5" width=${long(one.after)} height="7"></rect>`}
          </svg>
          <span class="number"
            >${percent(one.before)} <span aria-hidden="true">→</span><span class="visually-hidden">becomes</span> ${percent(one.after)}</span
          >
          ${chosen ? html`<span class="visually-hidden">, written</span>` : nothing}
        </li>`;
      })}
    </ol>`;
}
