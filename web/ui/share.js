/**
 * A button that copies a link to what is shown; where a page may not write to the clipboard, the link stands there to be copied by hand.
 */
import { html } from 'lit-html';
import { kUsual } from '../lib/shared.js';
import { writeAddress } from '../lib/address.js';

/** @typedef {Pick<import('../lib/shared.js').Shared, 'text' | 'beam' | 'moments' | 'choices'>} State */

/**
 * The page's address with this state and the part it should open at. The address bar may be a moment behind.
 * @param {State} state
 * @param {string} at
 */
const linkTo = ({ text, beam, moments, choices }, at) => {
  const url = new URL(location.href);
  url.hash = writeAddress({ text, beam, moments, choices, at }, kUsual);
  return url.href;
};

/** @param {Event} event @param {string} link */
async function copy(event, link) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const said = /** @type {HTMLElement} */ (button.nextElementSibling);
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = 'Copied.';
  } catch {
    const field = document.createElement('input');
    field.readOnly = true;
    field.value = link;
    field.setAttribute('aria-label', 'Link to this state');
    said.replaceChildren(field);
    field.focus();
    field.select();
  }
}

/**
 * @param {string} at id of the part that the link opens at
 * @param {() => State} now what is shown when the button is pressed
 */
export const shareLink = (at, now) =>
  html`<div class="share">
    <button type="button" class="quiet" data-action="share" @click=${(/** @type {Event} */ event) => void copy(event, linkTo(now(), at))}>
      Copy link to this state
    </button>
    <span class="copied" role="status"></span>
  </div>`;
