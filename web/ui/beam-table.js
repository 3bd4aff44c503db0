/** A beam search as tables: the translations that ended, and every branch. */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { branchAt, pathTo, textOf } from '../lib/beam.js';
import { signed } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';

/** @typedef {import('../lib/beam.js').BeamTree} BeamTree */

/** @param {BeamTree} tree @param {readonly number[]} ended best first @param {boolean} over */
export const endingsTable = (tree, ended, over) =>
  html`<div class="endings scroll" ${ref(reachable)}>
    <table>
      <caption>Translations that have ended, by score</caption>
      <thead>
        <tr>
          <th scope="col">Translation</th>
          <th scope="col" class="number">log p</th>
          <th scope="col" class="number">tokens</th>
          <th scope="col" class="number">score</th>
        </tr>
      </thead>
      <tbody>
        ${
          ended.length === 0
            ? html`<tr><th scope="row" colspan="4" class="quiet">none yet</th></tr>`
            : ended.map((index) => {
                const { log_probability: sum, score, step } = branchAt(tree, index);
                const wins = over && index === tree.best;
                const text = textOf(tree, pathTo(tree, index));
                return html`<tr class=${wins ? 'wins' : ''}>
                  <th scope="row">
                    ${text === '' ? 'nothing' : html`<span lang="fr">${text}</span>`}
                    ${wins ? html`<span class="mark">wins</span>` : nothing}
                  </th>
                  <td class="number">${signed(sum)}</td>
                  <td class="number">${step + 1}</td>
                  <td class="number">${signed(score, 3)}</td>
                </tr>`;
              })
        }
      </tbody>
    </table>
  </div>`;

/** @param {BeamTree} tree */
export const beamTable = (tree) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of all branches">
    <table>
      <caption>Every continuation that the tree has, step by step, the more probable first</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">goes on from</th>
          <th scope="col">with</th>
          <th scope="col" class="number">log p</th>
          <th scope="col" class="number">score</th>
          <th scope="col">fate</th>
        </tr>
      </thead>
      <tbody>
        ${tree.branches.map((branch, index) => {
          const before = branch.parent < 0 ? '' : textOf(tree, pathTo(tree, branch.parent));
          return html`<tr class=${branch.fate === 'cut' ? '' : 'kept'}>
            <th scope="row">${branch.step + 1}</th>
            <td>${before === '' ? 'the beginning' : html`<span lang="fr">${before}</span>`}</td>
            <td lang=${isEnd(branch) ? 'en' : 'fr'}>${pieceLabel(branch)}</td>
            <td class="number">${signed(branch.log_probability, 3)}</td>
            <td class="number">${signed(branch.score, 3)}</td>
            <td>${branch.fate}${index === tree.best ? ', wins' : ''}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
