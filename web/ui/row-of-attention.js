/** One row of the matrix, as the decoder meets it: a query, a score and a weight for every token, and the context they add up to. */
import { html, svg, nothing } from 'lit-html';
import { barcode, sampled } from './barcode.js';
import { ref } from 'lit-html/directives/ref.js';
import { kLeastTerm } from './formulas.js';
import { heaviest } from '../lib/attending.js';
import { softmaxOf } from '../lib/attention-step.js';
import { percent, signed, weight } from '../lib/numbers.js';
import { row } from '../lib/trace.js';

const kCells = 64;

/** Scrolls the list, and nothing else, to the row in focus. @param {Element | undefined} row */
const centre = (row) => {
  if (!(row instanceof HTMLElement)) return;
  requestAnimationFrame(() => {
    const box = row.closest('.rows');
    if (box) box.scrollTop = row.offsetTop - box.clientHeight / 2;
  });
};

/** A row of numbers as a strip. @param {ArrayLike<number> | null} values @param {string} name @param {number} [opacity] */
const strip = (values, name, opacity = 1) =>
  html`<svg class="strip" viewBox="0 0 320 12" preserveAspectRatio="none" aria-hidden="true">
    ${
      values
        ? svg`<g opacity=${opacity}>${barcode(sampled(values, 0, values.length, kCells), { x: 0, y: 0, width: 320, height: 12 }, name)}</g>`
        : nothing
    }
  </svg>`;

/**
 * @param {object} options
 * @param {import('../lib/trace.js').Trace} options.trace
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {number} options.i @param {number} options.j
 * @param {import('../lib/attending.js').Glance[]} options.all
 * @param {(j: number) => string} options.english
 * @param {string} options.french
 * @param {ArrayLike<number> | null} options.query   what asks, once it is known
 * @param {number} options.asked                      its index
 * @param {(j: number) => void} options.onChoose
 */
export function rowOfAttention({ trace, tokens, i, j, all, english, french, query, asked, onChoose }) {
  const step = trace.steps[i];
  if (!step) return nothing;
  const before = trace.steps[i - 1];
  const read = before ? html`<i lang="fr">${before.token.text.trim()}</i>` : 'the beginning';
  const origin =
    asked === i + 1
      ? html`the decoder’s new state, which has read ${read}`
      : before
        ? html`the decoder’s state after ${read}`
        : 'the decoder’s first state, made from the encoder’s last ones';
  const { top, exps, sum } = softmaxOf(all);
  return html`<h3>Before it writes <i lang="fr">${french}</i> <span class="quiet">(token ${i + 1}, ${percent(step.probability)})</span></h3>
    <dl class="steps-of-row">
      <dt class="is-target" data-symbol="query">
        <span class="symbol">s<sub>${asked}</sub></span> the query
      </dt>
      <dd data-symbol="query">
        ${query || asked > 0 ? strip(query ?? row(trace.decoder_states, asked - 1), 'decoder') : nothing}
        <span class="quiet">${origin}</span>
      </dd>
    </dl>
    <div class="scroll rows" tabindex="0" role="region" aria-label="Scores and weights of this row">
      <table class="row-table">
        <thead>
          <tr>
            <th scope="col">English</th>
            <th scope="col" class="number" data-symbol="score">
              <span class="symbol">e<sub>${i + 1},j</sub></span> score
            </th>
            <th scope="col" class="number" data-symbol="weight">
              <span class="visually-hidden">exponential of the score less the largest</span>
              <span aria-hidden="true">exp(<span class="symbol">e</span> − ${signed(top)})</span>
            </th>
            <th scope="col" colspan="2" data-symbol="weight">
              <span class="symbol">α<sub>${i + 1},j</sub></span> weight
            </th>
          </tr>
        </thead>
        <tbody>
          ${tokens.map((_, k) => {
            const one = all[k];
            if (!one) return nothing;
            return html`<tr class=${k === j ? 'at' : ''} ${k === j ? ref(centre) : nothing} @click=${() => onChoose(k)}>
              <th scope="row" lang="en">${english(k)}</th>
              <td class="number" data-symbol="score">${signed(one.score)}</td>
              <td class="number" data-symbol="weight">${(exps[k] ?? NaN).toFixed(3)}</td>
              <td class="wide" data-symbol="weight">
                <svg class="bar weight" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  ${svg`<rect class="rail" width="100" height="8"></rect>
                      <rect class="fill" width=${(one.weight * 100).toFixed(1)} height="8"></rect>`}
                </svg>
              </td>
              <td class="number" data-symbol="weight">${weight(one.weight)}</td>
            </tr>`;
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum</th>
            <td></td>
            <td class="number" data-symbol="weight">${sum.toFixed(3)}</td>
            <td></td>
            <td class="number" data-symbol="weight">${weight(all.reduce((total, one) => total + one.weight, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
    <dl class="steps-of-row sums">
      ${heaviest(all, 3)
        .filter((one) => one.weight >= kLeastTerm)
        .map(
          (one) =>
            html`<dt class="is-source" data-symbol="state">
                <span class="number">${weight(one.weight)} ×</span> <span class="symbol">h<sub>${one.j + 1}</sub></span>
                <span lang="en">${english(one.j)}</span>
              </dt>
              <dd data-symbol="state">${strip(row(trace.encoder_states, one.j), 'encoder', 0.25 + 0.75 * one.weight)}</dd>`,
        )}
      <dt class="is-attention" data-symbol="context">
        <span class="symbol">c<sub>${i + 1}</sub></span> the context
      </dt>
      <dd data-symbol="context">${strip(row(trace.contexts, i), 'attended')}</dd>
    </dl>`;
}
