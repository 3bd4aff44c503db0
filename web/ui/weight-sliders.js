/** One row of weights as upright sliders, one for each token: drag, or arrow keys; a line marks what the net's own weight is. */
import { html, svg } from 'lit-html';
import { clamp, weight as printed } from '../lib/numbers.js';
import { pieceLabel } from '../lib/trace.js';

const kHigh = 110;
const kStep = 0.05;
const kLeap = 0.25;

/** @type {Record<string, (weight: number) => number>} */
const kKeys = {
  ArrowUp: (weight) => weight + kStep,
  ArrowDown: (weight) => weight - kStep,
  PageUp: (weight) => weight + kLeap,
  PageDown: (weight) => weight - kLeap,
  Home: () => 0,
  End: () => 1,
};
/** @type {Record<string, number>} */
const kMoves = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * @param {object} options
 * @param {string} options.name
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {ArrayLike<number>} options.weights    used now
 * @param {ArrayLike<number>} options.own        the net's own
 * @param {number} options.at                    the token that Tab reaches
 * @param {(j: number, to: number) => void} options.onChange
 * @param {(j: number) => void} options.onMove
 */
export function weightSliders({ name, tokens, weights, own, at, onChange, onMove }) {
  /** @param {PointerEvent} event @param {number} j */
  const drag = (event, j) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    onChange(j, clamp((box.bottom - event.clientY) / box.height, 0, 1));
  };
  /** @param {KeyboardEvent} event @param {number} j */
  const key = (event, j) => {
    const change = kKeys[event.key];
    const move = kMoves[event.key];
    if (!change && !move) return;
    event.preventDefault();
    if (change) return onChange(j, clamp(change(Number(weights[j])), 0, 1));
    const next = clamp(j + Number(move), 0, tokens.length - 1);
    const row = /** @type {Element} */ (event.currentTarget).closest('.weight-sliders');
    onMove(next);
    /** @type {HTMLElement | null | undefined} */ (row?.querySelector(`[data-column="${next}"]`))?.focus();
  };
  return html`<ol class="weight-sliders" aria-label=${name}>
    ${tokens.map((token, j) => {
      const now = Number(weights[j] ?? 0);
      const mark = Number(own[j] ?? 0);
      const label = pieceLabel(token);
      return html`<li class=${j === at ? 'at' : ''}>
        <div
          class="slider"
          role="slider"
          aria-orientation="vertical"
          aria-label=${label}
          lang="en"
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(now * 100)}
          aria-valuetext=${`${printed(now)}, its own ${printed(mark)}`}
          tabindex=${j === at ? 0 : -1}
          data-column=${j}
          @keydown=${(/** @type {KeyboardEvent} */ event) => key(event, j)}
          @pointerdown=${(/** @type {PointerEvent} */ event) => {
            /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
            onMove(j);
            drag(event, j);
          }}
          @pointermove=${(/** @type {PointerEvent} */ event) => {
            if (/** @type {Element} */ (event.currentTarget).hasPointerCapture(event.pointerId)) drag(event, j);
          }}
        >
          <svg viewBox=${`0 0 10 ${kHigh}`} preserveAspectRatio="none" aria-hidden="true">
            ${svg`<rect class="rail" width="10" height=${kHigh}></rect>
              <rect class="fill" y=${((1 - now) * kHigh).toFixed(1)} width="10" height=${(now * kHigh).toFixed(1)}></rect>
              <rect class="own" y=${clamp((1 - mark) * kHigh - 1.5, 0, kHigh - 3).toFixed(1)} width="10" height="3"></rect>`}
          </svg>
        </div>
        <span lang="en">${label}</span> <span class="number">${printed(now)}</span>
      </li>`;
    })}
  </ol>`;
}
