/** Where somebody sat, as a probe has it: the most likely places, each a row that can be chosen. */
import { html, svg, nothing } from 'lit-html';
import { likeliest } from '../lib/where.js';
import { percent } from '../lib/numbers.js';

const kRows = 5;
const kRight = html`<span class="tick" aria-hidden="true"> ✓</span><span class="visually-hidden">, right</span>`;

/**
 * @param {object} options
 * @param {string} options.name           for a screen reader
 * @param {'vector' | 'attention'} options.kind
 * @param {readonly number[]} options.probabilities
 * @param {readonly import('../lib/where.js').Place[]} options.places
 * @param {number | null} options.truth
 * @param {number} options.focus          the place in focus
 * @param {(place: number | null) => void} options.onLook     pointed at or focused
 * @param {(place: number) => void} options.onChoose
 */
export const placeBars = ({ name, kind, probabilities, places, truth, focus, onLook, onChoose }) =>
  html`<ol class=${`place-bars ${kind}`} aria-label=${name}>
    ${likeliest(probabilities, kRows).map(
      ({ place, probability }) =>
        html`<li>
          <button
            type="button"
            class=${`${place === truth ? 'true' : ''} ${place === focus ? 'focus' : ''}`}
            aria-pressed=${place === focus ? 'true' : 'false'}
            data-place=${places[place]?.source ?? ''}
            @click=${() => onChoose(place)}
            @focus=${() => onLook(place)}
            @blur=${() => onLook(null)}
            @pointerenter=${() => onLook(place)}
            @pointerleave=${() => onLook(null)}
          >
            <span class="place" lang="en">${places[place]?.source}${place === truth ? kRight : nothing}</span>
            <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              ${svg`<rect class="rail" width="100" height="8"></rect>
                <rect class="fill" width=${(probability * 100).toFixed(1)} height="8"></rect>`}
            </svg>
            <span class="number">${percent(probability)}</span>
          </button>
        </li>`,
    )}
  </ol>`;
