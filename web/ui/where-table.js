/** The numbers of a ladder and of the many, as tables. */
import { html, nothing } from 'lit-html';
import { placeAt } from '../lib/where.js';
import { percent } from '../lib/numbers.js';
import { argMax } from '../lib/trace.js';

/** @typedef {import('../figures/where.js').Data} Data */

/** @param {string} name @param {unknown} table */
const scroll = (name, table) => html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>${table}</div>`;
/** @param {readonly unknown[]} names */
const head = (names) => html`<thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>`;
/** @param {readonly (number | undefined)[]} shares */
const cells = (shares) => shares.map((share) => html`<td class="number">${percent(share ?? NaN)}</td>`);

/** @param {Data['places']} places @param {import('../lib/where.js').Ladder} ladder */
function ladderTable(places, { rungs, place, other }) {
  const right = html`<span lang="en">${placeAt(places, place).source}</span>`;
  const word = html`<span lang="fr">${placeAt(places, place).target}</span>`;
  const instead = other === null ? [] : [html`${word} from A, “${placeAt(places, other).source}” in the English`, 'the same from B'];
  const of = (/** @type {string} */ what) => html`${right} from ${what}`;
  return scroll(
    'Table of the ladder',
    html`<table>
      <caption>This ladder: the right place, ${right}, in the probe, and ${word} at its place in the French</caption>
      ${head(['Words', 'Most likely from C', of('C'), 'Most likely from states', of('states'), html`${word} from A`, 'from B', ...instead])}
      <tbody>
        ${rungs.map(
          ({ words, vector, attention, written, swapped }) =>
            html`<tr>
              <th scope="row">${words}</th>
              <td lang="en">${placeAt(places, argMax(vector.probabilities)).source}</td>
              ${cells([vector.probabilities[place]])}
              <td lang="en">${placeAt(places, argMax(attention.probabilities)).source}</td>
              ${cells([attention.probabilities[place], written.vector, written.attention])}
              ${swapped ? cells([swapped.vector, swapped.attention]) : nothing}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** @param {any} vector @param {any} attention measured beforehand; null: not yet */
const averageTable = (vector, attention) =>
  scroll(
    'Table of all ladders',
    html`<table>
      <caption>${vector.ladders} ladders, measured beforehand: share of right answers, and of French words more likely than not</caption>
      ${head(['Mean words', 'C', 'C, untrained', 'States', 'States, untrained', 'French word from A', 'from B'])}
      <tbody>
        ${vector.by_rung.map(
          (/** @type {any} */ one, /** @type {number} */ k) =>
            html`<tr>
              <th scope="row">${one.mean_words.toFixed(1)}</th>
              ${cells(
                [vector, vector.baselines.untrained, attention, attention?.baselines.untrained, vector.written, attention?.written].map(
                  (measured) => measured?.by_rung[k]?.accuracy,
                ),
              )}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );

/** @param {Data} data */
export const whereTable = ({ places, ladder, averages: { vector, attention } }) =>
  html`${ladder ? ladderTable(places, ladder) : nothing} ${vector ? averageTable(vector, attention) : nothing}`;
