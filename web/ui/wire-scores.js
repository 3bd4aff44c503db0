/** BLEU under every policy: measured beforehand on all our sentences, and here on some of them when the reader asks. */
import { html, svg, nothing } from 'lit-html';
import { kMeasured, kPolicies } from '../lib/wire.js';

/** @typedef {import('../lib/wire.js').Score} Score */
/** @typedef {import('../lib/wire.js').PolicyName} PolicyName */
/** @typedef {{ name: PolicyName, done: number, total: number, stop: () => void }} Running */
/**
 * @typedef {object} Scores
 * @property {Partial<Record<PolicyName, Score>>} before     measured beforehand, B
 * @property {Score | null} vector                           A, the same sentences
 * @property {string} command
 */

const kRoom = 100;

/** @param {Score} score */
export const range = ({ low, high }) => `${low.toFixed(1)} to ${high.toFixed(1)}`;

/** @param {Score | undefined | null} score @param {number} most */
const bar = (score, most) =>
  score
    ? html`<svg class="bar" viewBox=${`0 0 ${kRoom} 10`} preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class="rail" width=${kRoom} height="10"></rect>
          <rect class="fill" width=${((score.bleu / most) * kRoom).toFixed(1)} height="10"></rect>
          <rect class="span" x=${((score.low / most) * kRoom).toFixed(1)} y="4" width=${(((score.high - score.low) / most) * kRoom).toFixed(1)} height="2"></rect>`}
      </svg>`
    : nothing;

/**
 * @param {object} options
 * @param {Scores} options.scores
 * @param {Partial<Record<PolicyName, Score>>} options.here
 * @param {Running | null} options.running
 * @param {string} options.problem
 * @param {boolean} options.able      whether anything can be measured here
 * @param {(name: PolicyName) => void} options.onMeasure
 */
export function wireScores({ scores: { before, vector, command }, here, running, problem, able, onMeasure }) {
  const most = Math.max(1, ...[...Object.values(before), vector].flatMap((score) => (score ? [score.high] : [])));
  const any = Object.values(before)[0];
  /** @param {unknown} label @param {string} says @param {Score | null | undefined} score @param {unknown} measured @param {string} kind */
  const line = (label, says, score, measured, kind) =>
    html`<tr class=${kind}>
      <th scope="row">${label} <span class="quiet says">${says}</span></th>
      <td class="number">${score ? html`<b>${score.bleu.toFixed(1)}</b> <span class="quiet">(${range(score)})</span>` : '–'}</td>
      <td class="drawn">${bar(score, most)}</td>
      <td class="here">${measured}</td>
    </tr>`;
  /** @param {PolicyName} name @param {string} label */
  const measured = (name, label) => {
    if (running?.name === name)
      return html`<progress max=${running.total} value=${running.done} aria-label=${`Sentences translated with ${label}`}></progress>
        <button type="button" data-action="cancel-measure" @click=${running.stop}>Cancel</button>`;
    const score = here[name];
    if (score) return html`<b>${score.bleu.toFixed(1)}</b> <span class="quiet">(${range(score)})</span>`;
    return html`<button
      type="button"
      data-action="measure"
      data-policy=${name}
      aria-label=${`Measure here: ${label}`}
      ?disabled=${!able || running !== null}
      @click=${() => onMeasure(name)}
    >
      Measure here
    </button>`;
  };
  return html`<section class="wire-scores" aria-label="Scores under each">
    <h3>And over many sentences</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="BLEU with other weights">
      <table>
        <caption>
          BLEU of greedy translations with 95 % interval${any ? html`, beforehand on all ${any.sentences} of our sentences` : nothing}; here, on
          your device, on ${kMeasured} of them
        </caption>
        <thead>
          <tr>
            <th scope="col">B gets</th>
            <th scope="col" class="number">BLEU</th>
            <th scope="col" class="drawn"><span class="visually-hidden">drawn</span></th>
            <th scope="col">here</th>
          </tr>
        </thead>
        <tbody>
          ${kPolicies.map(({ name, label, says }) => line(label, says, before[name], measured(name, label), 'is-attention'))}
          ${line(html`A, one vector`, 'trained with it', vector, nothing, 'is-vector')}
        </tbody>
      </table>
    </div>
    <div role="status">${problem ? html`<p class="quiet">${problem}</p>` : nothing}</div>
    ${command ? html`<p class="quiet command">Measured beforehand with <code>${command}</code> and the same for the others.</p>` : nothing}
  </section>`;
}
