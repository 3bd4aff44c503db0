/** The numbers of the figure "Soft and hard" as tables. */
import { html, nothing } from 'lit-html';
import { figures, kNames, kPickNames } from './hard-training.js';
import { band, errorOf, kKinds, kPickKinds, kStops, samplesAt, tally } from '../lib/hard.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../figures/hard.js').Data} Data */

/** @param {string} name @param {unknown} table */
const scroll = (name, table) => html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>${table}</div>`;
/** @param {readonly unknown[]} names */
const head = (names) => html`<thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>`;
/** @param {unknown} value */
const cell = (value) => html`<td class="number">${value}</td>`;

/** @param {Data} data */
export const hardTable = ({ looked, cloud, curves }) =>
  html`${scroll(
      'Table of the draws',
      html`<table>
        <caption>Your sentence: translations, and how often they were drawn at temperature ${looked.temperature}</caption>
        ${head(['Way', 'Times', 'Translation'])}
        <tbody>
          <tr><th scope="row">soft</th>${cell('–')}<td lang="fr">${looked.fixed.soft}</td></tr>
          <tr><th scope="row">arg max</th>${cell('–')}<td lang="fr">${looked.fixed.largest}</td></tr>
          ${tally(looked.drawn).map(({ text, times }) => html`<tr><th scope="row">drawn</th>${cell(times)}<td lang="fr">${text}</td></tr>`)}
        </tbody>
      </table>`,
    )}
    ${
      cloud
        ? scroll(
            'Table of the estimates',
            html`<table>
              <caption>How far the mean of n estimates is from the exact gradient, over its length, ${figures(cloud.norm)};
                variance ${figures(cloud.without.variance)}
                without a baseline, ${figures(cloud.with.variance)} with one</caption>
              ${head(['n', ...kKinds.map((kind) => kNames[kind])])}
              <tbody>
                ${Array.from({ length: kStops / 3 + 1 }, (_, k) => samplesAt(3 * k)).map(
                  (n) => html`<tr><th scope="row">${n}</th>${kKinds.map((kind) => cell(figures(errorOf(cloud, kind, n))))}</tr>`,
                )}
              </tbody>
            </table>`,
          )
        : nothing
    }
    ${
      kPickKinds.every((kind) => curves[kind].length > 0)
        ? scroll(
            'Table of the nets that learn',
            html`<table>
              <caption>Share of all examples that are right: the median of the seeds, from the lowest to the highest</caption>
              ${head(['Updates', ...kPickKinds.map((kind) => kPickNames[kind])])}
              <tbody>
                ${band(curves.soft)
                  .map((one, k) => ({ x: one.x, k }))
                  .filter(({ x }) => x % 100 === 0)
                  .map(
                    ({ x, k }) =>
                      html`<tr><th scope="row">${x}</th>${kPickKinds.map((kind) => {
                        const at = band(curves[kind])[k];
                        return cell(at ? `${percent(at.y)} (${percent(at.low)} to ${percent(at.high)})` : '–');
                      })}</tr>`,
                  )}
              </tbody>
            </table>`,
          )
        : nothing
    }`;
