/** The clock as a table: for each length what is counted and what was measured. */
import { html } from 'lit-html';
import { precise } from './race-charts.js';
import { dependentSteps, lengthsWith, multiplications, pathLength } from '../lib/layer-race.js';

/** @param {number} value */
const whole = (value) => value.toLocaleString('en');

/** @param {number} n the sentence's own length @param {number} d @param {import('../lib/layer-race.js').Times} times */
export const raceTable = (n, d, { timed, spread }) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the two layers">
    <table>
      <caption>
        A recurrent layer and self-attention, ${d} wide, over n tokens; your sentence has ${n}
      </caption>
      <thead>
        <tr>
          <th scope="col" rowspan="2">n</th>
          <th scope="colgroup" colspan="2">Dependent steps</th>
          <th scope="colgroup" colspan="2">First to last word</th>
          <th scope="colgroup" colspan="2">Multiplications</th>
          <th scope="colgroup" colspan="3">Measured on this device</th>
        </tr>
        <tr>
          ${['Steps', 'Links', 'Counted', 'Time'].map(
            () =>
              html`<th scope="col">recurrent</th>
                <th scope="col">self-attention</th>`,
          )}
          <th scope="col">in several workers</th>
        </tr>
      </thead>
      <tbody>
        ${[...new Set([...lengthsWith(n), n, ...timed.map((one) => one.length)])]
          .sort((a, b) => a - b)
          .map((length) => {
            const [steps, path, counted] = [dependentSteps(length), pathLength(length), multiplications(length, d)];
            const time = timed.find((one) => one.length === length);
            const shared = spread.find((one) => one.length === length);
            const said = (/** @type {number | null | undefined} */ value) => (typeof value === 'number' ? precise(value) : '–');
            return html`<tr>
              <th scope="row">${whole(length)}</th>
              <td class="number">${whole(steps.recurrent)}</td>
              <td class="number">${steps.attention}</td>
              <td class="number">${whole(path.recurrent)}</td>
              <td class="number">${path.attention}</td>
              <td class="number">${whole(counted.recurrent)}</td>
              <td class="number">${whole(counted.attention)}</td>
              <td class="number">${said(time?.recurrent)}</td>
              <td class="number">${said(time?.attention)}</td>
              <td class="number">${said(shared?.together)}</td>
            </tr>`;
          })}
      </tbody>
    </table>
  </div>`;
