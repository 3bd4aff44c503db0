/** A row of keys, one of them pressed: a choice of a figure. */
import { html } from 'lit-html';

/**
 * @param {object} options
 * @param {string} options.name     of the radio group, one on the page
 * @param {unknown} options.legend  said before the keys
 * @param {readonly { value: string, label: unknown, disabled?: boolean }[]} options.choices
 * @param {string} options.value
 * @param {(value: string) => void} options.onChoose
 */
export const choice = ({ name, legend, choices, value, onChoose }) =>
  html`<fieldset class="choice">
    <legend>${legend}</legend>
    <div class="guesses">
      ${choices.map(
        (one) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${one.value}
              .checked=${one.value === value}
              ?disabled=${one.disabled ?? false}
              @change=${() => onChoose(one.value)}
            /><span>${one.label}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
