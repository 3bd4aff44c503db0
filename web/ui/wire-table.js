/** The figure's numbers as tables: what each way writes, the weights used, and what became of B's own tokens. */
import { html, nothing } from 'lit-html';
import { percent, weight } from '../lib/numbers.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';
import { kept, nats } from '../lib/wire.js';

/** @param {import('../figures/wire.js').Data} data */
export function wireTable({ vector, cuts, alpha }) {
  const { own } = alpha;
  const lines = [
    ['A, one vector', vector.translation, null],
    ['B, its own attention', own.translation, null],
    ['B, c = [last forward state; 0]', cuts['last-forward'].steered.translation, cuts['last-forward']],
    ['B, c = C', cuts.vector.steered.translation, cuts.vector],
    ['B, the weights chosen', alpha.steered.translation, alpha],
  ];
  const weights = alpha.alpha ?? alpha.looked;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the translations">
      <table>
        <caption>
          Greedy translations; what the tokens of B’s own get, on (geometric) average
        </caption>
        <thead>
          <tr>
            <th scope="col">Written with</th>
            <th scope="col">Translation</th>
            <th scope="col">Departs at token</th>
            <th scope="col">B’s own tokens get</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(([label, text, steered]) => {
            const one = /** @type {import('../lib/wire.js').Steered | null} */ (steered);
            return html`<tr>
              <th scope="row">${label}</th>
              <td lang="fr">${text}</td>
              <td class="number">${one && one.departure !== null ? one.departure + 1 : ''}</td>
              <td class="number">${one ? percent(kept(one).after) : ''}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of the weights used">
      <table class="alpha-table">
        <caption>
          Weights used; divergences of each row and of the output, in nats
        </caption>
        <thead>
          <tr>
            <th scope="col">Written</th>
            ${alpha.source_tokens.map((token) => html`<th scope="col" lang="en">${pieceLabel(token)}</th>`)}
            <th scope="col">D(used ‖ own)</th>
            <th scope="col">D(own ‖ used)</th>
            <th scope="col">Output</th>
          </tr>
        </thead>
        <tbody>
          ${alpha.steered.steps.map(
            ({ token }, i) =>
              html`<tr>
                <th scope="row" lang=${isEnd(token) ? 'en' : 'fr'}>${pieceLabel(token)}</th>
                ${Array.from(row(weights, i), (w) => html`<td class="number">${weight(w)}</td>`)}
                <td class="number">${nats(alpha.rows[i]?.alpha_from_own ?? null)}</td>
                <td class="number">${nats(alpha.rows[i]?.own_from_alpha ?? null)}</td>
                <td class="number">${nats(alpha.rows[i]?.output ?? null)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of B’s own tokens">
      <table>
        <caption>
          B’s own translation, all before each token given: its probability, and the divergence of the whole distribution in nats
        </caption>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Divergence</th>
          </tr>
        </thead>
        <tbody>
          ${own.steps.map(({ token }, i) => {
            const change = alpha.changes[i];
            return change
              ? html`<tr>
                  <th scope="row" lang=${isEnd(token) ? 'en' : 'fr'}>${pieceLabel(token)}</th>
                  <td class="number">${percent(change.own_probability)}</td>
                  <td class="number">${percent(change.probability)}</td>
                  <td class="number">${nats(change.divergence)}</td>
                </tr>`
              : nothing;
          })}
        </tbody>
      </table>
    </div>`;
}
