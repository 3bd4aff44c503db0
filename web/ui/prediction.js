/** A question to answer before looking: the reader chooses, and the measurement answers. */
import { html, nothing, render } from 'lit-html';
import { mountView } from './figure.js';

/**
 * @template Given   what it is asked and answered from
 * @typedef {object} Question
 * @property {(given: Given) => { key: string, text?: unknown, choices: readonly { value: string, label: unknown }[] } | null} ask
 *   null while it cannot be asked; a new key asks anew; text replaces the question of the article
 * @property {(given: Given, guess: string) => unknown} answer   nothing while it is being computed
 * @property {() => void} [chosen]     starts what the answer needs
 */

/**
 * @template Given
 * @param {HTMLElement} root holds the question as text; the choices are drawn below it
 * @param {Question<Given>} question @param {import('../lib/shared.js').SharedStore} store @param {() => Given} given
 */
export function mountPrediction(root, question, store, given) {
  const words = /** @type {HTMLElement | null} */ (root.querySelector('[data-question]'));
  const slot = document.createElement('div');
  root.append(slot);
  let guess = '';
  let key = '';
  let filled = false;
  const name = root.id;
  const { refresh } = mountView(slot, store, () => {
    const now = given();
    const asked = question.ask(now);
    if (!asked) return nothing;
    if (asked.key !== key) {
      key = asked.key;
      guess = '';
      if (words && asked.text) {
        // Only the article's own text: what lit has put there, lit replaces.
        if (!filled) words.replaceChildren();
        filled = true;
        render(asked.text, words);
      }
    }
    return html`<fieldset class="guesses">
        <legend class="visually-hidden">Your guess</legend>
        ${asked.choices.map(
          ({ value, label }) =>
            html`<label
              ><input
                type="radio"
                name=${name}
                value=${value}
                .checked=${guess === value}
                @change=${() => {
                  guess = value;
                  question.chosen?.();
                  refresh();
                }}
              /><span>${label}</span></label
            >`,
        )}
      </fieldset>
      <div role="status">${guess === '' ? nothing : html`<p class="answer">${question.answer(now, guess)}</p>`}</div>`;
  });
  return { refresh };
}
