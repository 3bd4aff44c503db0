/** What each score costs at this sentence's length, and how its translator did, beside the numbers of Luong et al. (2015). */
import { html, nothing } from 'lit-html';
import { shortScore } from './score-formulas.js';
import { alignmentOf, costOf, onTest } from '../lib/scores.js';

/** @param {number} n */
const whole = (n) => n.toLocaleString('en');
/** With its interval. @param {number} value @param {{ low: number, high: number }} interval @param {number} digits */
const spanned = (value, { low, high }, digits) =>
  html`<b>${value.toFixed(digits)}</b> <span class="quiet">(${low.toFixed(digits)} to ${high.toFixed(digits)})</span>`;
/** @param {number | null | undefined} n */
const published = (n) => (n === null || n === undefined ? '–' : n.toFixed(1));

/**
 * @param {object} options
 * @param {readonly import('../lib/scores.js').Scored[]} options.scores
 * @param {import('../lib/evidence.js').Evidence} options.evidence
 * @param {import('../lib/trace.js').Trace} options.trace    B's, for the sizes
 */
export function scoreCosts({ scores, evidence, trace }) {
  const sizes = { S: trace.source_tokens.length, D: trace.decoder_states.shape[1], H: trace.encoder_states.shape[1] };
  const steps = trace.steps.length;
  const commands = scores.flatMap(({ model }) => onTest(evidence, model)?.command ?? []);
  const aligned = alignmentOf(evidence, 'attention');
  /** @param {import('../lib/scores.js').Scored} scored */
  const line = ({ score, model, name, paper }) => {
    const cost = costOf(score, evidence.shapes[model] ?? {}, sizes);
    const test = onTest(evidence, model);
    const links = alignmentOf(evidence, model);
    return html`<tr data-score=${score}>
      <th scope="row">${name} <span class="quiet says">${shortScore(score)}</span></th>
      <td class="number">${whole(cost.parameters)}</td>
      <td class="number">${whole(cost.once)}</td>
      <td class="number">${whole(cost.step)}</td>
      <td class="number">${whole(cost.once + steps * cost.step)}</td>
      <td class="number">${test ? spanned(test.bleu, test, 1) : '–'}</td>
      <td class="number">${test ? test.perplexity.toFixed(2) : '–'}</td>
      <td class="number">${links ? spanned(links.error, links, 3) : '–'}</td>
      <td class="number paper">${published(paper?.bleu)}</td>
      <td class="number">${published(paper?.perplexity)}</td>
    </tr>`;
  };
  /** @param {boolean} luong @param {unknown} title */
  const group = (luong, title) => {
    const members = scores.filter((one) => one.luong === luong);
    return members.length === 0
      ? nothing
      : html`<tbody>
          <tr class="wiring"><th scope="rowgroup" colspan="10">${title}</th></tr>
          ${members.map(line)}
        </tbody>`;
  };
  const test = onTest(evidence, 'attention');
  return html`<section class="score-costs" aria-label="What the scores cost, and how the translators did">
    <h3>What a score costs, and what it brings</h3>
    <p class="remark">
      Multiplications of the score alone for your sentence, ${sizes.S} tokens read and ${steps} written: once, each step, and all
      together.${
        test
          ? html` BLEU (beam 5) and perplexity on ${whole(test.sentences)} held-out sentences, alignment error
            rate${aligned ? html` on ${aligned.sentences} sentences aligned by hand` : nothing}, with 95&nbsp;% intervals.`
          : nothing
      }
      Right: Luong et al. (2015), Table 4, global attention.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of costs and results">
      <table>
        <caption class="visually-hidden">
          Costs and results of each score
        </caption>
        <thead>
          <tr>
            <th scope="col" rowspan="2">Score</th>
            <th scope="col" rowspan="2" class="number">Parameters</th>
            <th scope="colgroup" colspan="3" class="number">Multiplications</th>
            <th scope="col" rowspan="2" class="number">BLEU</th>
            <th scope="col" rowspan="2" class="number">Perplexity</th>
            <th scope="col" rowspan="2" class="number">Alignment error</th>
            <th scope="colgroup" colspan="2" class="number">Luong et al.</th>
          </tr>
          <tr>
            <th scope="col" class="number">once</th>
            <th scope="col" class="number">a step</th>
            <th scope="col" class="number">in all</th>
            <th scope="col" class="number">BLEU</th>
            <th scope="col" class="number">perplexity</th>
          </tr>
        </thead>
        ${group(true, 'In Luong’s wiring: step, then look; tanh(W [c; s]), which the next step gets')}
        ${group(false, 'In Bahdanau’s wiring: look, then step. This is B')}
      </table>
    </div>
    ${
      commands.length > 0
        ? html`<p class="quiet command">
            Measured beforehand with <code>${commands[0]}</code>${
              aligned ? html` and <code>${aligned.command}</code>` : nothing
            }${commands.length > 1 ? ', and the same for the others' : ''}.
          </p>`
        : nothing
    }
  </section>`;
}
