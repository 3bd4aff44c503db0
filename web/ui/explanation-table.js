/** The numbers of the figure "Is it an explanation?" as tables: one written token, agreement word by word, the averages. */
import { html, nothing } from 'lit-html';
import { strength } from '../lib/fading.js';
import { answersAt, kPairs } from '../lib/explaining.js';
import { percent, signed, weight } from '../lib/numbers.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/explaining.js').Explained} Explained */
/** @typedef {import('../core/protocol.d.ts').OtherRowsWritten} OtherRowsWritten */

/** @param {string} name @param {unknown} inside */
const scroll = (name, inside) => html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>${inside}</div>`;
/** @param {import('../lib/trace.js').Token} token */
const french = (token) => (isEnd(token) ? html`<td>the end</td>` : html`<td lang="fr">${pieceLabel(token)}</td>`);

/** @param {Explained} explained @param {number} i @param {OtherRowsWritten | null} rows */
function tokenTable(explained, i, rows) {
  const { trace, left_out } = explained;
  const answers = answersAt(explained, i);
  const written = trace.steps[i]?.token;
  if (!answers || !left_out || !written) return nothing;
  const change = row(left_out.change, i);
  return scroll(
    'Table of one French token',
    html`<table>
      <caption>
        Which English token mattered for ${isEnd(written) ? 'the end' : html`<span lang="fr">${pieceLabel(written)}</span>`}, token ${i + 1}
      </caption>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Token</th>
          <th scope="col" class="number">Weight α</th>
          <th scope="col" class="number">Gradient</th>
          <th scope="col" class="number">Left out, TVD</th>
          <th scope="col" class="number">Left out, log p</th>
          ${rows?.adversary ? html`<th scope="col" class="number">Another row</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${trace.source_tokens.map(
          (token, j) =>
            html`<tr>
              <th scope="row">${j + 1}</th>
              <td lang="en">${token.text.trim()}</td>
              <td class="number">${weight(answers.attention[j] ?? NaN)}</td>
              <td class="number">${strength(answers.gradient[j] ?? NaN)}</td>
              <td class="number">${weight(answers.left_out[j] ?? NaN)}</td>
              <td class="number">${signed(Number(change[j]))}</td>
              ${rows?.adversary ? html`<td class="number">${weight(rows.adversary.row[j] ?? NaN)}</td>` : nothing}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** @param {Explained} explained */
const agreementTable = ({ trace, agreement }) =>
  scroll(
    'Table of the agreement of the rankings',
    html`<table>
      <caption>
        Kendall’s τ between the rankings, for every written token (p: how often chance gives a τ as far from 0)
      </caption>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Token</th>
          ${kPairs.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${trace.steps.map(
          ({ token }, i) =>
            html`<tr>
              <th scope="row">${i + 1}</th>
              ${french(token)}
              ${kPairs.map(({ pair }) => {
                const tau = agreement[i]?.[pair];
                return html`<td class="number">${tau ? `${signed(tau.tau)} (p ${tau.p < 0.005 ? '< 0.01' : tau.p.toFixed(2)})` : '–'}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );

/** @param {import('../lib/explaining.js').Averages} averages */
const averagesTable = ({ sentences, tokens, taus, far, uniform, bound }) =>
  scroll(
    'Table of the averages',
    html`<table>
      <caption>
        Over ${sentences} sentences, ${tokens} written tokens, measured beforehand, with 95&nbsp;% intervals
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="number">Mean</th>
          <th scope="col" class="number">From</th>
          <th scope="col" class="number">To</th>
          <th scope="col" class="number">Significant</th>
        </tr>
      </thead>
      <tbody>
        ${kPairs.map(({ pair, name }) => {
          const { tau, significant } = taus[pair];
          return html`<tr>
            <th scope="row">τ of ${name}</th>
            <td class="number">${signed(tau.mean)}</td>
            <td class="number">${signed(tau.interval[0])}</td>
            <td class="number">${signed(tau.interval[1])}</td>
            <td class="number">${percent(significant.mean)}</td>
          </tr>`;
        })}
        ${[
          ...kPairs.map(({ pair, name }) => ({ name: `${name} put the same token first`, share: taus[pair].same_first })),
          { name: `a row farther than 0.4 exists, output changed by at most ${bound}`, share: far },
          { name: `the uniform row changes the output by at most ${bound}`, share: uniform },
        ].map(
          ({ name, share }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${percent(share.mean)}</td>
              <td class="number">${percent(share.interval[0])}</td>
              <td class="number">${percent(share.interval[1])}</td>
              <td></td>
            </tr>`,
        )}
      </tbody>
    </table>`,
  );

/**
 * @param {import('../figures/explanation.js').Data} data @param {number} i @param {OtherRowsWritten | null} rows
 */
export const explanationTable = ({ explained, averages }, i, rows) =>
  html`<div class="explanation-tables">
    ${tokenTable(explained, i, rows)} ${agreementTable(explained)} ${averages ? averagesTable(averages) : nothing}
  </div>`;
