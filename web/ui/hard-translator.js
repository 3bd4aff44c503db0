/** How a translator trained with drawn positions did over many sentences, beside B. */
import { html, nothing } from 'lit-html';
import { withInterval } from '../lib/fixed.js';
import { meanOf, waysOf } from '../lib/hard-translator.js';

const kLooks = { soft: 'the average', largest: 'the heaviest state', drawn: 'a drawn state' };

/** @param {import('../lib/evidence.js').Evidence} evidence */
export function hardTranslator(evidence) {
  const ways = waysOf(evidence);
  const hard = ways.find(({ trained }) => trained === 'hard');
  const [test, own] = [hard?.test[0], hard?.own[0]];
  if (!hard || !test || !own) return nothing;
  const draws = ways.at(-1)?.test.length ?? 0;
  return html`<section aria-label="A translator trained with draws">
    <h3>A translator trained with draws</h3>
    <p class="remark">
      As large as B, on the same data and for as many updates; half of its training sentences drew their positions, the other half took the
      average, as in Xu et al. (2015). Greedy BLEU on
      ${test.sentences.toLocaleString('en')} held-out sentences and on our own ${own.sentences}, perplexity on the former, alignment error
      rate${hard.alignment ? html` on ${hard.alignment.sentences} sentences aligned by hand` : nothing}, with 95&nbsp;% intervals; where positions
      are drawn, the mean of ${draws} draws and their range.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of results of soft and hard attention">
      <table>
        <caption class="visually-hidden">Results of soft and hard attention</caption>
        <thead>
          <tr>
            <th scope="col">Trained with</th>
            <th scope="col">Looks at</th>
            <th scope="col" class="number">BLEU, held out</th>
            <th scope="col" class="number">Perplexity</th>
            <th scope="col" class="number">BLEU, our own</th>
            <th scope="col" class="number">Alignment error</th>
          </tr>
        </thead>
        <tbody>
          ${ways.map(({ trained, look, test: held, own: ours, alignment }) => {
            const [a, b] = [meanOf(held), meanOf(ours)];
            return html`<tr>
              <th scope="row">${trained === 'soft' ? 'averages (B)' : 'draws'}</th>
              <td>${kLooks[look]}</td>
              <td class="number">${a ? withInterval(a) : '–'}</td>
              <td class="number">${a && !Number.isNaN(a.perplexity) ? a.perplexity.toFixed(2) : '–'}</td>
              <td class="number">${b ? withInterval(b) : '–'}</td>
              <td class="number">
                ${alignment ? html`${alignment.error.toFixed(3)} (${alignment.low.toFixed(3)} to ${alignment.high.toFixed(3)})` : '–'}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="quiet command">
      Measured beforehand with <code>${test.command}</code>, <code>${own.command}</code>${
        hard.alignment ? html`, <code>${hard.alignment.command}</code>` : nothing
      }, and with <code>--sample</code> where positions are drawn; B read in another way with
      <code>${ways.find(({ trained, look }) => trained === 'soft' && look === 'largest')?.own[0]?.command ?? ''}</code>.
    </p>
  </section>`;
}
