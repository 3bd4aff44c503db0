/** How the context comes about: the heaviest states, their mix, and one number of it token by token. */
import { html } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { english } from './english.js';
import { numberStrips } from './number-strips.js';
import { reachable } from './reachable.js';
import { subscript } from './score-arithmetic.js';
import { contextTerms, largest } from '../lib/attention-step.js';
import { heaviest } from '../lib/attending.js';
import { signed, weight } from '../lib/numbers.js';
import { row } from '../lib/trace.js';

/**
 * @typedef {object} ContextArithmetic
 * @property {import('../lib/trace.js').Trace} trace
 * @property {readonly import('../lib/trace.js').Token[]} tokens
 * @property {import('../lib/attending.js').Glance[]} all      of row i
 * @property {number} i
 * @property {number} at         the number of c_i in focus
 * @property {boolean} chosen
 * @property {number} width
 * @property {(d: number | null) => void} onLook
 * @property {(d: number | null) => void} onChoose
 */

const kStates = 3;
const kListed = 5;

/** @param {ContextArithmetic} options */
export function contextArithmetic({ trace, tokens, all, i, at, chosen, width, onLook, onChoose }) {
  const context = row(trace.contexts, i);
  const terms = contextTerms(trace, i, at);
  const first = largest(
    terms.map((one) => one.term),
    kListed,
  ).flatMap((j) => terms[j] ?? []);
  const sum = Number(context[at]);
  const rest = sum - first.reduce((total, one) => total + one.term, 0);
  const beside = width > 820;
  const c = html`<span class="symbol is-attention" data-symbol="context">c<sub>${i + 1}</sub></span>`;
  const most = 1;
  return html`<h3>The context, number by number</h3>
    <p>${c} has ${context.length} numbers, as every state has. Each is a weighted average of the same number of all ${tokens.length} states.</p>
    <div class=${`arithmetic ${beside ? 'beside' : ''}`}>
      <div>
        ${numberStrips({
          name: `The numbers of the context ${i + 1}`,
          rows: [
            ...heaviest(all, kStates).map((one) => ({
              label: `h${subscript(one.j + 1)} “${tokens[one.j]?.text.trim() ?? ''}”, weight ${weight(one.weight)}`,
              actor: /** @type {const} */ ('is-source'),
              symbol: 'state',
              values: row(trace.encoder_states, one.j),
              most,
            })),
            { label: `c${subscript(i + 1)}: the mix`, actor: /** @type {const} */ ('is-attention'), symbol: 'context', values: context, most },
          ],
          width: beside ? Math.floor(width * 0.58) : width,
          at,
          says: (d) => `Number ${d + 1} of ${context.length}: ${signed(Number(context[d]), 3)}.`,
          onLook,
          onChoose,
        })}
      </div>
      <div class="scroll" ${ref(reachable)}>
        <table class="terms">
          <caption>Number ${at + 1} of ${context.length}${chosen ? '' : ', the one farthest from zero'}</caption>
          <thead>
            <tr>
              <th scope="col">English</th>
              <th scope="col" class="number" data-symbol="weight"><span class="symbol">α</span></th>
              <th scope="col" class="number is-source" data-symbol="state"><span class="symbol">h</span></th>
              <th scope="col" class="number is-attention">product</th>
            </tr>
          </thead>
          <tbody>
            ${first.map(
              (one) =>
                html`<tr>
                  <th scope="row">${english(tokens[one.j])}</th>
                  <td class="number" data-symbol="weight">${one.weight.toFixed(3)}</td>
                  <td class="number" data-symbol="state">${signed(one.value, 3)}</td>
                  <td class="number" data-symbol="context">${signed(one.term, 3)}</td>
                </tr>`,
            )}
            ${
              terms.length > first.length
                ? html`<tr>
                    <th scope="row" colspan="3">the other ${terms.length - first.length}</th>
                    <td class="number" data-symbol="context">${signed(rest, 3)}</td>
                  </tr>`
                : ''
            }
            <tr class="sum">
              <th scope="row" colspan="3"><span class="symbol">c<sub>${i + 1}</sub></span>, number ${at + 1}</th>
              <td class="number" data-symbol="context">${signed(sum, 3)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>`;
}
