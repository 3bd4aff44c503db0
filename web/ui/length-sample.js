/** One of our texts of a length, its reference, and what two translators make of it. */
import { html } from 'lit-html';
import { lineMark } from './length-panels.js';
import { kLines } from '../lib/length-lines.js';
import { percent } from '../lib/numbers.js';
import { recall } from '../lib/recall.js';
import { kTokenLimit } from '../lib/shared.js';

/** @typedef {import('../lib/length-samples.js').Sample} Sample */
/** @typedef {import('../lib/length-samples.js').Slot} Slot */

/** Why a length is not translated here. @param {{ all: number, fit: number, words: number }} slot */
export const tooLong = ({ all, fit, words }) =>
  `${fit === 0 ? `All our ${all}` : `${all - fit} of our ${all}`} texts of ${words} words have more than ${kTokenLimit} tokens, the most ` +
  'that this page translates. The lines go on because the native tool measured them.';

/** The room of what is not translated yet is that of the reference. @param {Sample} sample */
const drawn = ({ text, translations }) => html`<dl>
  <div>
    <dt>English, ${text.words} words</dt>
    <dd lang="en">${text.source}</dd>
  </div>
  <div class="ours">
    <dt>Our translation</dt>
    <dd lang="fr">${text.references[0]}</dd>
  </div>
  ${translations.map(
    ({ model, french }) =>
      html`<div data-translation-of=${model}>
        <dt>
          ${lineMark(model)} ${kLines[model].name}
          <span class="quiet"
            >${french === null ? 'is translating…' : `has ${percent(recall(french, text.references).share)} of our words`}</span
          >
        </dt>
        <dd lang="fr" class=${french === null ? 'pending' : ''}>${french ?? text.references[0]}</dd>
      </div>`,
  )}
</dl>`;

/**
 * Every length's sample in the same place, so that nothing moves when another one is shown.
 * @param {readonly Slot[]} slots @param {number} shown
 */
export const lengthSamples = (slots, shown) =>
  html`<div class="length-samples scroll" tabindex="0" role="region" aria-label="A text of this length and its translations">
    ${slots.map(
      (slot, k) =>
        html`<div class=${k === shown ? 'shown' : ''}>
          ${slot.sample ? drawn(slot.sample) : html`<p class="quiet">${tooLong(slot)}</p>`}
        </div>`,
    )}
  </div>`;
