/** The numbers of the gradient's figure as tables: one French word, the averages against distance, what a step does. */
import { html, nothing } from 'lit-html';
import { change, strength } from '../lib/fading.js';
import { stepsToEnd } from '../lib/gradients.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';

/** The three ways that are drawn, with what says which is which without colour. */
export const kWays = /** @type {const} */ ([
  { part: 'vector', kind: 'vector', mark: 'square', sign: '■', label: 'A, through C' },
  { part: 'recurrent', kind: 'source', mark: 'triangle', sign: '▲', label: 'B, through the recurrence' },
  { part: 'attention', kind: 'attention', mark: 'circle', sign: '●', label: 'B, through attention' },
]);
/** Distances of the table. */
const kSteps = [1, 2, 5, 10, 20, 30, 40, 50, 60];

/** @typedef {import('../lib/fading.js').Slope} Slope */

/** @param {string} name @param {unknown} inside */
const scroll = (name, inside) => html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>${inside}</div>`;

/** @param {Slope} slope */
const said = ({ value, interval }) =>
  interval ? `${change(value, 1)} (${change(Number(interval[0]), 1)} to ${change(Number(interval[1]), 1)})` : change(value, 1);

/** @param {import('../lib/gradients.js').Sentence} sentence @param {number} i */
function sentenceTable({ source, norms, traces, untrained }, i) {
  const token = traces.attention.steps[i]?.token;
  const word = token && !isEnd(token) ? html`<span lang="fr">${pieceLabel(token)}</span>` : 'the end';
  return scroll(
    'Table of the gradients of one French word',
    html`<table>
      <caption>
        How strongly each English token moves ${word}: the length of the gradient${untrained ? ', weights never trained' : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Token</th>
          <th scope="col" class="number">Steps to end</th>
          ${kWays.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}
          <th scope="col" class="number">B, together</th>
        </tr>
      </thead>
      <tbody>
        ${source.map(
          (one, j) =>
            html`<tr>
              <th scope="row">${j + 1}</th>
              <td lang="en">${one.text.trim()}</td>
              <td class="number">${stepsToEnd(j, source.length)}</td>
              ${[...kWays.map(({ part }) => norms[part]), norms.total].map(
                (norm) => html`<td class="number">${strength(Number(row(norm, i)[j]))}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** @param {import('../lib/fading.js').Averages} averages */
function averagesTables({ sentences, shorterSentences, paths, cells }) {
  const drawn = [paths.forward, paths.recurrent, paths.attention];
  const whens = /** @type {const} */ (['untrained', 'trained']);
  return html`${scroll(
      'Table of the average gradients',
      html`<table>
        <caption>
          The average gradient over ${sentences} sentences against distance
        </caption>
        <thead>
          <tr>
            <th scope="col">Steps</th>
            ${drawn.map(({ name }) => whens.map((when) => html`<th scope="col" class="number">${name}, ${when}</th>`))}
          </tr>
        </thead>
        <tbody>
          ${kSteps.map(
            (steps) =>
              html`<tr>
                <th scope="row">${steps}</th>
                ${drawn.map(({ curve }) =>
                  whens.map((when) => html`<td class="number">${strength(curve[when].find(([at]) => at === steps)?.[1] ?? NaN)}</td>`),
                )}
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}
    ${scroll(
      'Table of what one step does',
      html`<table>
        <caption>
          What one step of the encoder does to the gradient, with 95&nbsp;% intervals
        </caption>
        <thead>
          <tr>
            <th scope="col">Net</th>
            <th scope="col" class="number">Untrained</th>
            <th scope="col" class="number">Trained</th>
            <th scope="col" class="number">Trained, on ${shorterSentences} shorter sentences</th>
          </tr>
        </thead>
        <tbody>
          ${Object.values(paths).map(
            ({ name, slope, shorter }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${said(slope.untrained)}</td>
                <td class="number">${said(slope.trained)}</td>
                <td class="number">${said(shorter)}</td>
              </tr>`,
          )}
          ${cells.map(
            ({ name, slope, longest }) =>
              html`<tr>
                <th scope="row">${name}, repeating ${longest} symbols</th>
                <td class="number">${said(slope.untrained)}</td>
                <td class="number">${said(slope.trained)}</td>
                <td></td>
              </tr>`,
          )}
        </tbody>
      </table>`,
    )}`;
}

/** @param {import('../figures/flow.js').Data} data @param {number} i */
export const flowTable = ({ sentence, averages }, i) =>
  html`<div class="flow-tables">${sentence ? sentenceTable(sentence, i) : nothing} ${averagesTables(averages)}</div>`;
