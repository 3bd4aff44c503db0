/** Symbols of a formula: pointing at one, or focusing its name, lights up all that it stands for, in formula and figure. */
import { html } from 'lit-html';

/**
 * @typedef {object} Symbol
 * @property {string} symbol    as data-symbol has it
 * @property {string} letter @property {string} index @property {string} name
 * @property {`is-${string}`} actor
 */

/** The symbol an event points at. @param {Event} event */
export const symbolUnder = (event) => /** @type {Element} */ (event.target).closest('[data-symbol]')?.getAttribute('data-symbol') ?? null;

/** @param {readonly Symbol[]} symbols @param {string | null} lit @param {(symbol: string | null) => void} light */
export const symbolButtons = (symbols, lit, light) =>
  html`<div class="symbols" role="group" aria-label="Light up a symbol">
    ${symbols.map(
      ({ symbol, letter, index, name, actor }) =>
        html`<button
          type="button"
          class=${actor}
          data-symbol=${symbol}
          aria-pressed=${lit === symbol ? 'true' : 'false'}
          @focus=${() => light(symbol)}
          @blur=${() => light(null)}
          @click=${() => light(symbol)}
        >
          <span class="symbol">${letter}<sub>${index}</sub></span> ${name}
        </button>`,
    )}
  </div>`;

/**
 * Lets the symbols of the article around a figure light up with the figure's, and the figure's with them: the section that the figure is
 * in.
 * @param {HTMLElement} root of the figure
 * @param {(symbol: string | null) => void} light
 * @returns {(symbol: string | null) => void} shows in the article what is lit
 */
export function lightAround(root, light) {
  const section = root.closest('section');
  if (!section) return () => {};
  const within = (/** @type {Event} */ event) => root.contains(/** @type {Node} */ (event.target));
  section.addEventListener('pointerover', (event) => {
    if (!within(event)) light(symbolUnder(event));
  });
  section.addEventListener('pointerleave', () => light(null));
  return (symbol) => {
    if (symbol) section.dataset.lit = symbol;
    else delete section.dataset.lit;
  };
}
