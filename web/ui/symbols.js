/** The symbols of attention: pointing at one, or focusing its name, lights up all that it stands for, in formula and figure. */
import { html } from 'lit-html';

/** @typedef {'query' | 'score' | 'weight' | 'state' | 'context'} Symbol */

const kSymbols = /** @type {const} */ ([
  { symbol: 'query', letter: 's', index: 'i−1', name: 'query', actor: 'is-target' },
  { symbol: 'state', letter: 'h', index: 'j', name: 'states', actor: 'is-source' },
  { symbol: 'score', letter: 'e', index: 'ij', name: 'scores', actor: 'is-attention' },
  { symbol: 'weight', letter: 'α', index: 'ij', name: 'weights', actor: 'is-attention' },
  { symbol: 'context', letter: 'c', index: 'i', name: 'context', actor: 'is-attention' },
]);

/** The symbol an event points at. @param {Event} event @returns {Symbol | null} */
export const symbolUnder = (event) =>
  /** @type {Symbol | null} */ (/** @type {Element} */ (event.target).closest('[data-symbol]')?.getAttribute('data-symbol') ?? null);

/** @param {Symbol | null} lit @param {(symbol: Symbol | null) => void} light */
export const symbolButtons = (lit, light) =>
  html`<div class="symbols" role="group" aria-label="Light up a symbol">
    ${kSymbols.map(
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
