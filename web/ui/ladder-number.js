/** Which of many ladders: its number, the one before, the next. */
import { html } from 'lit-html';

/**
 * @param {object} options
 * @param {number} options.wanted @param {number} options.ladders   how many there are
 * @param {(number: number) => void} options.change
 */
export function ladderNumber({ wanted, ladders, change }) {
  /** @param {string} action @param {string} label @param {string} sign @param {number} next */
  const step = (action, label, sign, next) =>
    html`<button
      type="button"
      data-action=${action}
      aria-label=${label}
      aria-disabled=${next < 1 || next > ladders ? 'true' : 'false'}
      @click=${() => next >= 1 && next <= ladders && change(next)}
    >
      ${sign}
    </button>`;
  return html`<div class="ladder-number">
    ${step('ladder-before', 'The ladder before', '‹', wanted - 1)}
    <label
      >Ladder
      <input
        type="number"
        min="1"
        max=${ladders}
        .value=${String(wanted)}
        @change=${(/** @type {Event} */ event) => change(Number(/** @type {HTMLInputElement} */ (event.target).value))}
      />
      of ${ladders}</label
    >
    ${step('ladder-next', 'The next ladder', '›', wanted + 1)}
  </div>`;
}
