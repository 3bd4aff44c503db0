/** Words as chips in an SVG: tokens of one word joined, reachable with the arrow keys. */
import { svg, nothing } from 'lit-html';
import { chipLabel } from './lane-layout.js';
import { isEnd } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Token} Token */
/** @typedef {import('../lib/flow.js').Flow} Flow */
/**
 * @typedef {object} ChipRow
 * @property {string} name                 what the row is, for a screen reader and for tests
 * @property {'source' | 'target'} side
 * @property {readonly Token[]} tokens
 * @property {Flow} flow
 * @property {number} top
 * @property {number} size
 * @property {(index: number) => number} shown     0 absent to 1 there
 * @property {(index: number) => string} mood      extra classes of a token
 * @property {(index: number) => boolean} pressed  chosen, and staying so
 * @property {(index: number) => string} says      what a screen reader hears after the word
 * @property {number} cursor                       the one token that Tab reaches
 * @property {(index: number | null) => void} onLook
 * @property {(index: number) => void} onChoose
 */

/** @param {KeyboardEvent} event @param {number} index @param {number} length */
function nextIndex(event, index, length) {
  if (event.key === 'ArrowRight') return Math.min(length - 1, index + 1);
  if (event.key === 'ArrowLeft') return Math.max(0, index - 1);
  if (event.key === 'Home') return 0;
  if (event.key === 'End') return length - 1;
  return null;
}

/**
 * Moves the focus along a row of elements that carry data-index.
 * @param {KeyboardEvent} event
 * @param {number} index
 * @param {number} length
 */
export function rove(event, index, length) {
  const next = nextIndex(event, index, length);
  if (next === null) return false;
  event.preventDefault();
  const row = /** @type {Element} */ (event.currentTarget).parentElement;
  /** @type {SVGElement | null | undefined} */ (row?.querySelector(`[data-index="${next}"]`))?.focus();
  return true;
}

/** @param {ChipRow} row */
export function chips(row) {
  const length = row.tokens.filter((_, i) => row.shown(i) > 0).length;
  const cursor = Math.min(row.cursor, length - 1);
  /** @param {number} index */
  const onKey = (index) => (/** @type {KeyboardEvent} */ event) => {
    if (rove(event, index, length)) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      row.onChoose(index);
    } else if (event.key === 'Escape') row.onLook(null);
  };
  return svg`<g class="chips ${row.side}" role="group" aria-label=${row.name} data-row=${row.side} transform="translate(0 ${row.top})">
    ${row.flow.groups.map((group) => {
      const shown = row.shown(group.first);
      if (shown <= 0) return nothing;
      let width = 0;
      for (let index = group.first; index <= group.last; index++) if (row.shown(index) > 0) width += row.flow.tokens[index]?.width ?? 0;
      return svg`<rect class="word" x=${group.x} y=${group.y} width=${width} height=${group.height} rx="6" opacity=${shown}></rect>`;
    })}
    ${row.tokens.map((token, index) => {
      const box = row.flow.tokens[index];
      const shown = row.shown(index);
      if (!box || shown <= 0) return nothing;
      const end = isEnd(token);
      const begins = row.flow.groups.some((group) => group.first === index);
      return svg`<g class="token ${row.mood(index)} ${end ? 'end' : ''} ${token.unknown ? 'unknown' : ''}" role="button" data-index=${index}
          aria-pressed=${row.pressed(index) ? 'true' : 'false'}
          tabindex=${index === cursor ? 0 : -1} lang=${row.side === 'target' && !end ? 'fr' : 'en'} aria-label=${chipLabel(token)}
          aria-description=${row.says(index)} opacity=${shown}
          @pointerenter=${() => row.onLook(index)} @pointerleave=${() => row.onLook(null)} @focus=${() => row.onLook(index)}
          @blur=${() => row.onLook(null)} @click=${() => row.onChoose(index)} @keydown=${onKey(index)}>
        <rect class="hit" x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="6"></rect>
        ${begins ? nothing : svg`<path class="seam" d=${`M${box.x} ${box.y + 7}v${box.height - 14}`}></path>`}
        <text x=${box.x + box.width / 2} y=${box.y + box.height / 2} dy="0.34em" text-anchor="middle"
          font-size=${end ? row.size * 0.68 : row.size}
          aria-hidden="true">${chipLabel(token)}</text>
      </g>`;
    })}
  </g>`;
}
