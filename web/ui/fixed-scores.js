/** How the translators with fixed and with learned weights did: against length, and as a word alignment. */
import { html, nothing } from 'lit-html';
import { lineChart } from './line-chart.js';
import { shortScore } from './score-formulas.js';
import { joined, joinsOf, kFixed, withInterval } from '../lib/fixed.js';
import { kLines } from '../lib/length-lines.js';
import { alignmentOf, costOf, onTest } from '../lib/scores.js';

/** @typedef {import('../lib/evidence.js').Evidence} Evidence */

/** Those drawn, A among them; from the top, as they were expected to lie. */
const kDrawn = /** @type {const} */ ([
  { model: 'attention', name: 'learned', kind: 'attention', mark: 'circle', dash: undefined },
  { model: 'fixed-cosine', name: 'cosine', kind: 'attention', mark: 'triangle', dash: '6 4' },
  { model: 'fixed-uniform', name: 'average', kind: 'attention', mark: 'diamond', dash: '2 3' },
  { model: 'vector', name: 'A vector', kind: 'vector', mark: 'square', dash: undefined },
]);
const kHeight = 320;
const kWords = 80;

/** @param {Evidence} evidence @param {number} width */
function lengths(evidence, width) {
  const joins = joinsOf(evidence, kDrawn.map(({ model }) => model));
  if (joins.length === 0) return html`<p class="remark">The lengths have not been measured yet.</p>`;
  const lines = kDrawn.map(({ model, ...line }) => ({
    ...line,
    dash: line.dash ?? '',
    points: joins.map((join) => {
      const { words, bleu, low, high } = /** @type {import('../lib/fixed.js').Score} */ (joined(evidence, model, join));
      return { x: words, y: bleu, low, high };
    }),
  }));
  const most = Math.max(10, ...lines.flatMap(({ points }) => points.map(({ high }) => high ?? 0)));
  const top = Math.ceil(most / 10) * 10;
  const tens = (/** @type {number} */ end, /** @type {number} */ by) => Array.from({ length: Math.floor(end / by) + 1 }, (_, k) => k * by);
  const met = kLines.attention.longest;
  const said = kDrawn.map(({ model, name }) => {
    const ends = [joins[0], joins.at(-1)].flatMap((join) => joined(evidence, model, join ?? 1) ?? []);
    return `${name}: ${ends.map(({ bleu, words }) => `${bleu.toFixed(1)} at ${Math.round(words)} words`).join(', ')}.`;
  });
  return lineChart({
    name: `BLEU against length. ${said.join(' ')}`,
    width: Math.min(width, 760) - 8,
    height: kHeight,
    x: { from: 0, to: kWords, ticks: tens(kWords, width < 420 ? 20 : 10), says: String, label: 'words (joined sentences)' },
    y: { from: 0, to: top, ticks: tens(top, 10), says: String, label: 'BLEU' },
    lines: lines.map(({ dash, ...line }) => (dash ? { ...line, dash } : line)),
    shades: [{ from: 0, to: met, label: 'lengths met in training' }],
  });
}

/** @param {{ evidence: Evidence, trace: import('../lib/trace.js').Trace, width: number }} options   trace: B's, for the sizes */
export function fixedScores({ evidence, trace, width }) {
  const sizes = { S: trace.source_tokens.length, D: trace.decoder_states.shape[1], H: trace.encoder_states.shape[1] };
  const test = onTest(evidence, 'attention');
  const links = alignmentOf(evidence, 'attention');
  return html`<section class="fixed-scores" aria-label="How they did over many sentences">
    <h3>And over many sentences</h3>
    <p class="remark">
      ${
        test
          ? html`BLEU (beam 5) and perplexity on ${test.sentences.toLocaleString('en')} held-out sentences, alignment error
            rate${links ? html` on ${links.sentences} sentences aligned by hand` : nothing}, with 95&nbsp;% intervals. Learned numbers are those
            of the score alone.`
          : 'Not measured yet.'
      }
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of results with fixed and learned weights">
      <table>
        <caption class="visually-hidden">
          Results with fixed and learned weights
        </caption>
        <thead>
          <tr>
            <th scope="col">Weights</th>
            <th scope="col" class="number">Learned numbers</th>
            <th scope="col" class="number">BLEU</th>
            <th scope="col" class="number">Perplexity</th>
            <th scope="col" class="number">Alignment error</th>
          </tr>
        </thead>
        <tbody>
          ${kFixed.map(({ model, kind, name }) => {
            const [score, error] = [onTest(evidence, model), alignmentOf(evidence, model)];
            const learned = kind === 'additive' ? costOf('additive', evidence.shapes[model] ?? {}, sizes).parameters : 0;
            return html`<tr data-model=${model}>
              <th scope="row">${name} <span class="quiet says">${shortScore(kind)}</span></th>
              <td class="number">${learned.toLocaleString('en')}</td>
              <td class="number">${score ? withInterval(score) : '–'}</td>
              <td class="number">${score ? score.perplexity.toFixed(2) : '–'}</td>
              <td class="number">${error ? html`${error.error.toFixed(3)} (${error.low.toFixed(3)} to ${error.high.toFixed(3)})` : '–'}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <figure class="sub">
      <figcaption>BLEU against length, greedy, with 95&nbsp;% intervals; A, with one vector and no attention, for comparison.</figcaption>
      ${lengths(evidence, width)}
    </figure>
    ${
      test
        ? html`<p class="quiet command">
            Measured beforehand with <code>${test.command}</code>${links ? html`, <code>${links.command}</code>` : nothing} and, for the
            lengths, <code>${joined(evidence, 'attention', 6)?.command ?? ''}</code>; the same for the others.
          </p>`
        : nothing
    }
  </section>`;
}
