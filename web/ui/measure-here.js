/** "Measure it here": how many of our texts, a button, a bar while it works, and what came out beside what was measured beforehand. */
import { html, nothing } from 'lit-html';
import { choice } from './choice.js';
import { apart, kLines, points, range, scoreAt } from '../lib/length-lines.js';
import { megabytes } from '../lib/numbers.js';

/** @typedef {import('../lib/length-lines.js').LineName} LineName */
/**
 * @typedef {object} Run      a measurement made on this device
 * @property {import('../lib/length-lines.js').View} view
 * @property {number} moment       of the length that was chosen
 * @property {number} words        the mean of its texts
 * @property {number} count
 * @property {'text' | 'sentence'} unit
 * @property {Partial<Record<LineName, import('../lib/measure-here.js').Scored>>} scores
 */
/** @typedef {{ received: number, total: number }} Fetching */
/** @typedef {{ done: number, total: number, words: number, fetching: Fetching | null, stop: () => void }} Running */
/**
 * @typedef {object} MeasureHere
 * @property {readonly { value: string, label: string, disabled?: boolean }[]} counts
 * @property {string} count
 * @property {(count: string) => void} onCount
 * @property {string} offer         what the button does
 * @property {string} reason        why it cannot be done; '' when it can
 * @property {Running | null} running
 * @property {string} problem       why the last one failed
 * @property {unknown} result
 * @property {() => void} onStart
 */

const kOthers =
  'Ours are other sentences, and all near this length, while those of the test set spread around it: the numbers need not be the same.';

/** @param {MeasureHere} options */
export function measureHereBox({ counts, count, onCount, offer, reason, running, problem, result, onStart }) {
  return html`<section class="measure-here" aria-label="Measure it here">
    <div class="measure-row">
      ${choice({ name: 'length-count', legend: 'Measure it here, on', choices: counts, value: count, onChoose: onCount })}
      ${
        running
          ? html`<button type="button" data-action="cancel-measure" @click=${running.stop}>Cancel</button>`
          : html`<button type="button" class="primary" data-action="measure" ?disabled=${reason !== ''} @click=${onStart}>${offer}</button>`
      }
    </div>
    <div class="measure-status">
      ${
        running
          ? html`<progress max=${running.total} value=${running.done} aria-label="Texts of ${running.words} words translated"></progress>
              <p>${
                running.fetching
                  ? `Fetching a model: ${megabytes(running.fetching.received)} of ${megabytes(running.fetching.total)}.`
                  : `${running.done} of ${running.total}`
              }</p>`
          : nothing
      }
      <div role="status">${running ? nothing : reason || problem ? html`<p class="quiet">${reason || problem}</p>` : result}</div>
    </div>
  </section>`;
}

/**
 * A measurement made here beside the line measured beforehand.
 * @param {Run} run @param {import('../lib/evidence.js').Evidence} evidence @param {import('../lib/length-lines.js').Place} place
 */
export function comparison(run, evidence, place) {
  const models = /** @type {LineName[]} */ (Object.keys(run.scores));
  const before = (/** @type {LineName} */ model) => scoreAt(evidence, model, place);
  const known = before('vector');
  const differ = models.filter((model) => apart(/** @type {import('../lib/measure-here.js').Scored} */ (run.scores[model]), before(model)));
  const listed = (/** @type {readonly LineName[]} */ all) => all.map((model) => kLines[model].name).join(' and ');
  return html`<p>
    On your device, ${run.count} of our ${run.unit}s, ${points(run.words)} words on average:
    ${models.map((model, k) => {
      const score = /** @type {import('../lib/measure-here.js').Scored} */ (run.scores[model]);
      return html`${k > 0 ? '; ' : ''}${kLines[model].name} <b>${points(score.bleu)}</b> (${range(score)})`;
    })}.
    ${
      place.join === null
        ? html`Beforehand, on all ${known.sentences} sentences of this length:`
        : html`Beforehand, on ${known.sentences} texts of ${Math.round(place.words)} words from the test set:`
    }
    ${models.map((model, k) => html`${k > 0 ? '; ' : ''}${kLines[model].name} ${points(before(model).bleu)} (${range(before(model))})`)}.
    ${place.join === null ? 'Those measured here are some of these.' : kOthers}
    ${
      differ.length === 0
        ? 'The intervals overlap.'
        : `The intervals of ${listed(differ)} do not overlap${differ.length < models.length ? '; the others do' : ''}.`
    }
  </p>`;
}
