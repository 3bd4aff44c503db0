/** Quality against length as a table: every line at every length, with intervals, and what was measured here. */
import { html, nothing } from 'lit-html';
import { kAllLines, kLines, points, range, scoreAt } from '../lib/length-lines.js';

/**
 * @param {object} options
 * @param {import('../lib/evidence.js').Evidence} options.evidence
 * @param {readonly import('../lib/length-lines.js').Place[]} options.places
 * @param {import('../lib/length-lines.js').View} options.view
 * @param {readonly import('./measure-here.js').Run[]} options.runs
 */
export const lengthTable = ({ evidence, places, view, runs }) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of BLEU against length">
      <table class="length-table">
        <caption>
          BLEU (95 % interval) against the mean number of words, greedy;
          ${view === 'joined' ? 'sentences of the test set joined' : 'our long sentences, one at a time'}. Up to ${kLines.vector.longest} words were
          met in training, by the twins up to ${kLines['vector-short'].longest}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Words</th>
            <th scope="col">${view === 'joined' ? 'Texts' : 'Sentences'}</th>
            ${kAllLines.map((line) => html`<th scope="col">${kLines[line].name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${places.map(
            (place) =>
              html`<tr>
                <th scope="row" class="number">${points(place.words)}</th>
                <td class="number">${scoreAt(evidence, 'vector', place).sentences}</td>
                ${kAllLines.map((line) => {
                  const score = scoreAt(evidence, line, place);
                  return html`<td class="number">${points(score.bleu)} <span class="quiet">(${range(score)})</span></td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${runs.length === 0 ? nothing : runTable(runs)}`;

/** @param {readonly import('./measure-here.js').Run[]} runs */
const runTable = (runs) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of what was measured here">
    <table class="length-table">
      <caption>
        Measured on your device
      </caption>
      <thead>
        <tr>
          <th scope="col">Words</th>
          <th scope="col">Of our own</th>
          ${kAllLines.map((line) => html`<th scope="col">${kLines[line].name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${runs.map(
          (run) =>
            html`<tr>
              <th scope="row" class="number">${points(run.words)}</th>
              <td>${run.count} ${run.unit}s</td>
              ${kAllLines.map((line) => {
                const score = run.scores[line];
                return html`<td class="number">
                  ${score ? html`${points(score.bleu)} <span class="quiet">(${range(score)})</span>` : '–'}
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
