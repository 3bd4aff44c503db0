/** The learned row of attention, another one far from it, and the uniform one, each with what the decoder would then write. */
import { html, svg, nothing } from 'lit-html';
import { weightRow } from './weight-row.js';
import { kFar, kFarthest } from '../lib/explaining.js';
import { percent, weight } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';

/** @typedef {import('../core/protocol.d.ts').OtherRowsWritten} OtherRowsWritten */
/** @typedef {import('../core/protocol.d.ts').Candidate} Candidate */
/** @typedef {import('../lib/trace.js').Token} Token */

const kCandidates = 4;

/** @param {readonly Candidate[]} top @param {string} piece of the token that was written */
const candidates = (top, piece) =>
  html`<ol class="row-candidates">
    ${top.slice(0, kCandidates).map((one) => {
      const chosen = one.piece === piece;
      return html`<li class=${chosen ? 'chosen' : ''}>
        <span class="candidate" lang=${isEnd(one) ? 'en' : 'fr'}>${isEnd(one) ? 'end' : pieceLabel(one)}</span>
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class="rail" width="100" height="8"></rect>
            <rect class="fill" width=${(one.probability * 100).toFixed(1)} height="8"></rect>`}
        </svg>
        <span class="number">${percent(one.probability)}</span>
        ${chosen ? html`<span class="visually-hidden">, written</span>` : nothing}
      </li>`;
    })}
  </ol>`;

/** The most tokens over which rows of weights are still seen side by side, and the least weight that is seen. */
const kHeaviest = 14;
const kSeen = 0.005;

/**
 * The tokens that any of the rows gives weight to, in their order, where the sentence is long.
 * @param {readonly Token[]} tokens @param {readonly (readonly number[])[]} rows
 */
function shown(tokens, rows) {
  if (tokens.length <= kHeaviest) return tokens.map((_, j) => j);
  const most = tokens.map((_, j) => ({ j, weight: Math.max(...rows.map((row) => row[j] ?? 0)) }));
  return most
    .sort((a, b) => b.weight - a.weight || a.j - b.j)
    .slice(0, kHeaviest)
    .filter((one, k) => k === 0 || one.weight >= kSeen)
    .map(({ j }) => j)
    .sort((a, b) => a - b);
}

/** @param {number} effect */
const changed = (effect) => (effect < 0.001 ? 'less than 0.001' : effect.toFixed(3));

/**
 * @param {object} options
 * @param {OtherRowsWritten} options.rows
 * @param {readonly Token[]} options.tokens
 * @param {Token} options.written
 * @param {string} options.bound    as chosen
 */
export function otherRows({ rows: { learned, adversary, uniform }, tokens, written, bound }) {
  const places = shown(tokens, [learned.row, ...(adversary ? [adversary.row] : [])]);
  const some = places.map((j) => /** @type {Token} */ (tokens[j]));
  const rest = tokens.length - places.length;
  const pick = (/** @type {readonly number[]} */ row) => places.map((j) => row[j] ?? 0);
  const far = adversary !== null && adversary.distance > kFar;
  return html`<div class="other-rows">
    <div class="row-written">
      <h4 class="is-attention">The learned row</h4>
      <p class="measured">What B did.</p>
      ${weightRow('The learned weights', some, pick(learned.row))} ${candidates(learned.top, written.piece)}
    </div>
    <div class=${`row-written ${far ? 'far' : ''}`}>
      <h4>${far ? 'A very different row' : adversary ? 'The farthest row found' : 'No other row found'}</h4>
      ${
        adversary
          ? html`<p class="measured">
                Distance <b>${weight(adversary.distance)}</b> of ${weight(kFarthest)}; output changed by <b>${changed(adversary.effect)}</b>, at
                most ${bound}.
              </p>
              ${weightRow('Weights of another row', some, pick(adversary.row))} ${candidates(adversary.top, written.piece)}`
          : html`<p class="measured">Every row that the search tried changes the output by more than ${bound}.</p>`
      }
    </div>
    <div class="row-written">
      <h4>The uniform row</h4>
      <p class="measured">
        Distance <b>${weight(uniform.distance)}</b>; output changed by <b>${changed(uniform.effect)}</b>${
          uniform.effect <= Number(bound) ? ', within the bound' : ''
        }.
      </p>
      ${weightRow('Uniform weights', some, pick(uniform.row))} ${candidates(uniform.top, written.piece)}
    </div>
    ${rest > 0 ? html`<p class="remark rest">Tokens with the largest weights of the first two rows; ${rest} more are in the table.</p>` : nothing}
  </div>`;
}
