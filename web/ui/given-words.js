/** A given translation token by token, all before each given: its probability with every translator. */
import { html, nothing, svg } from 'lit-html';
import { percent } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';

/** @typedef {{ way: string, name: string, trace: import('../lib/trace.js').Trace }} Given   way: class of its bars */

const kHigh = 40;
const kBar = 8;
const kApart = 10;

/**
 * @param {object} options
 * @param {readonly Given[]} options.all      made to write the same tokens
 * @param {number} options.at                 the token in focus
 * @param {(i: number) => void} options.onChoose
 */
export function givenWords({ all, at, onChoose }) {
  const [first] = all;
  if (!first) return nothing;
  const wide = kApart * all.length - (kApart - kBar);
  return html`<p class="given-key" aria-hidden="true">
      ${all.map(
        ({ way, name }) =>
          html`<span
            ><svg viewBox="0 0 10 14" width="10" height="14">
              ${svg`<rect class=${way} x="1" y="1" width="8" height="12"></rect>`}
            </svg>
            ${name}</span
          >`,
      )}
    </p>
    <ol class="given-words" aria-label="Probability of each token of the translation given">
      ${first.trace.steps.map(({ token }, i) => {
        const shares = all.map(({ way, name, trace }) => ({ way, name, p: trace.steps[i]?.probability ?? NaN }));
        return html`<li class=${i === at ? 'at' : ''} @click=${() => onChoose(i)}>
          <svg viewBox=${`-1 -1 ${wide + 2} ${kHigh + 2}`} width=${wide + 2} height=${kHigh + 2} aria-hidden="true">
            ${svg`<rect class="rail" width=${wide} height=${kHigh}></rect>`}
            ${shares.map(
              ({ way, p }, k) =>
                svg`<rect class=${way} x=${kApart * k} y=${((1 - p) * kHigh).toFixed(1)} width=${kBar}
                  height=${(p * kHigh).toFixed(1)}></rect>`,
            )}
          </svg>
          <span class="word" lang=${isEnd(token) ? 'en' : 'fr'}>${isEnd(token) ? 'end' : pieceLabel(token)}</span>
          ${shares.map(({ name, p }) => html`<span class="number"><span class="visually-hidden">${name} </span>${percent(p)}</span>`)}
        </li>`;
      })}
    </ol>`;
}
