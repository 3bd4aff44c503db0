/** Weights of several translators as tables: where each token looks most, what each writes, and every weight. */
import { html } from 'lit-html';
import { alphaTable } from './alpha-table.js';
import { percent, weight } from '../lib/numbers.js';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {{ name: string, trace: Trace }} Named */

/**
 * @param {readonly Named[]} shown  what stands in the drawing @param {readonly import('../lib/beside.js').Beside[]} all
 * @param {string} under          "each score"
 */
export function scoresTable(shown, all, under) {
  const length = Math.max(0, ...shown.map(({ trace }) => trace.steps.length));
  /** @param {Trace} trace @param {number} i */
  const cells = (trace, i) => {
    const step = trace.steps[i];
    if (!step || !trace.alpha)
      return html`<td>–</td>
        <td class="number">–</td>
        <td>–</td>
        <td class="number">–</td>`;
    const weights = row(trace.alpha, i);
    const j = argMax(weights);
    return html`<td lang=${isEnd(step.token) ? 'en' : 'fr'}>${pieceLabel(step.token)}</td>
      <td class="number">${percent(step.probability)}</td>
      <td lang="en">${pieceLabel(trace.source_tokens[j] ?? { piece: '', text: '' })}</td>
      <td class="number">${weight(Number(weights[j]))}</td>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${`Table of the tokens written with ${under}`}>
      <table>
        <caption>
          Tokens written, the probability of each, and the English token that weighs most
        </caption>
        <thead>
          <tr>
            <th scope="col" rowspan="2">Token</th>
            ${shown.map(({ name }) => html`<th scope="colgroup" colspan="4">${name}</th>`)}
          </tr>
          <tr>
            ${shown.map(
              () =>
                html`<th scope="col">writes</th>
                  <th scope="col">with</th>
                  <th scope="col">looks most at</th>
                  <th scope="col">weight</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length }, (_, i) => html`<tr><th scope="row">${i + 1}</th>${shown.map(({ trace }) => cells(trace, i))}</tr>`)}
        </tbody>
      </table>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label=${`Table of the translations with ${under}`}>
      <table>
        <caption>
          What each writes by itself
        </caption>
        <thead>
          <tr>
            <th scope="col">Translator</th>
            <th scope="col">Translation</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(({ name, trace }) => {
            const own = all.find(({ model }) => model === trace.model)?.own;
            return html`<tr><th scope="row">${name}</th><td lang="fr">${own?.translation ?? '–'}</td></tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${shown.map(({ name, trace }) => alphaTable(trace, trace.source_tokens, name))}`;
}
