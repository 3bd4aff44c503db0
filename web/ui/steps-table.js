/** The opening figure as a table: one row for each token written. */
import { html } from 'lit-html';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';
import { percent, weight } from '../lib/numbers.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */

/** @param {{ vector: Trace, attention: Trace }} pair @param {readonly import('../lib/trace.js').Token[]} tokens */
export function stepsTable(pair, tokens) {
  const length = Math.max(pair.vector.steps.length, pair.attention.steps.length);
  /** @param {Trace} trace @param {number} i */
  const written = (trace, i) => {
    const step = trace.steps[i];
    if (!step)
      return html`<td>–</td>
        <td class="number">–</td>`;
    return html`<td lang=${isEnd(step.token) ? 'en' : 'fr'}>${pieceLabel(step.token)}</td>
      <td class="number">${percent(step.probability)}</td>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the tokens written">
    <table>
      <caption>
        Tokens written by each translator, with the probability of each
      </caption>
      <thead>
        <tr>
          <th scope="col" rowspan="2">Token</th>
          <th scope="colgroup" colspan="2">One vector</th>
          <th scope="colgroup" colspan="4">Attention</th>
        </tr>
        <tr>
          <th scope="col">writes</th>
          <th scope="col">with</th>
          <th scope="col">writes</th>
          <th scope="col">with</th>
          <th scope="col">looks most at</th>
          <th scope="col">weight</th>
        </tr>
      </thead>
      <tbody>
        ${Array.from({ length }, (_, i) => {
          const weights = pair.attention.alpha && i < pair.attention.steps.length ? row(pair.attention.alpha, i) : [];
          const j = argMax(weights);
          const same = pair.vector.steps[i]?.token.piece === pair.attention.steps[i]?.token.piece;
          return html`<tr class=${same ? '' : 'differs'}>
            <th scope="row">${i + 1}${same ? '' : html`<span class="visually-hidden"> (differs)</span>`}</th>
            ${written(pair.vector, i)}${written(pair.attention, i)}
            <td>${j < 0 ? '–' : tokens[j]?.text.trim()}</td>
            <td class="number">${j < 0 ? '–' : weight(Number(weights[j]))}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
