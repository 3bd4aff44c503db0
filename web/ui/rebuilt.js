/** The sentence that went in above the one that came back, word by word: kept, moved, lost, invented, each with a sign of its own. */
import { html, nothing } from 'lit-html';
import { rove } from './chips.js';
import { count } from '../lib/numbers.js';
import { fates } from '../lib/word-fates.js';

/** @typedef {import('../lib/word-fates.js').Word} Word */
/** @typedef {import('../lib/word-fates.js').Fate} Fate */

/** @type {Record<Fate, string>} */
const kSigns = { kept: '', moved: '⇄', lost: '✕', invented: '+' };

/**
 * What became of a word, for a sentence about it.
 * @param {Word} word @param {readonly Word[]} rebuilt
 */
export function fateOf({ fate, partner }, rebuilt) {
  const there = partner === null ? null : rebuilt[partner];
  if (fate === 'kept') return 'comes back';
  if (fate === 'moved') return `comes back, but elsewhere, as word ${Number(partner) + 1}`;
  return there ? `does not come back; in its place stands “${there.text}”` : 'does not come back, and nothing stands in its place';
}

/** @param {Word} word */
const inside = ({ text, fate }) =>
  html`${fate === 'lost' ? html`<s>${text}</s>` : html`<span>${text}</span>`}${
    kSigns[fate] ? html`<span class="sign" aria-hidden="true">${kSigns[fate]}</span>` : nothing
  }`;

/**
 * @param {object} options
 * @param {readonly Word[]} options.given @param {readonly Word[]} options.rebuilt
 * @param {number} options.at       index of the given word in focus
 * @param {number} options.cursor
 * @param {(index: number | null) => void} options.onLook
 * @param {(index: number) => void} options.onChoose
 */
export function rebuiltRows({ given, rebuilt, at, cursor, onLook, onChoose }) {
  const partner = given[at]?.partner ?? null;
  const [back, made] = [fates(given), fates(rebuilt)];
  return html`<div class="rebuilt">
    <p class="panel-title">What went in</p>
    <div class="word-row" role="group" aria-label="What went in, word by word">
      ${given.map(
        (word, k) =>
          html`<button
            type="button"
            class="fate ${word.fate}"
            data-index=${k}
            tabindex=${k === cursor ? '0' : '-1'}
            aria-pressed=${k === at ? 'true' : 'false'}
            aria-description=${fateOf(word, rebuilt)}
            @pointerenter=${() => onLook(k)}
            @pointerleave=${() => onLook(null)}
            @focus=${() => onLook(k)}
            @blur=${() => onLook(null)}
            @keydown=${(/** @type {KeyboardEvent} */ event) => (event.key === 'Escape' ? onLook(null) : rove(event, k, given.length))}
            @click=${() => onChoose(k)}
          >
            ${inside(word)}
          </button>`,
      )}
    </div>
    <p class="panel-title">What comes out of C</p>
    <p class="word-row out">
      ${
        rebuilt.length === 0
          ? html`<span class="quiet">Nothing: the decoder ended at once.</span>`
          : rebuilt.map(
              (word, k) =>
                html`<span class="fate ${word.fate} ${k === partner ? 'at' : ''}"
                    >${inside(word)}${word.fate === 'kept' ? nothing : html`<span class="visually-hidden"> (${word.fate})</span>`}</span
                  >${' '}`,
            )
      }
    </p>
    <p class="key fates">
      <span><b>${back.kept}</b> of ${count(given.length, 'word')} kept in order</span>
      <span><span class="sign" aria-hidden="true">⇄</span> <b>${back.moved}</b> moved</span>
      <span><span class="sign" aria-hidden="true">✕</span> <b>${back.lost}</b> lost</span>
      <span><span class="sign" aria-hidden="true">+</span> <b>${made.invented}</b> invented</span>
    </p>
  </div>`;
}
