/**
 * A button that copies a link to what is shown; where a page may not write to the clipboard, the link stands there to be copied by hand.
 */
import { html } from 'lit-html';
import { kUsual } from '../lib/shared.js';
import { readAddress, writeAddress } from '../lib/address.js';

/** The page's address with the part it should open at. @param {string} at */
const linkTo = (at) => {
  const url = new URL(location.href);
  url.hash = writeAddress({ ...readAddress(url.hash, kUsual), at }, kUsual);
  return url.href;
};

/** @param {Event} event @param {string} at */
async function copy(event, at) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const said = /** @type {HTMLElement} */ (button.nextElementSibling);
  const link = linkTo(at);
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

/** @param {string} at id of the part that the link opens at */
export const shareLink = (at) =>
  html`<div class="share">
    <button type="button" class="quiet" data-action="share" @click=${(/** @type {Event} */ event) => void copy(event, at)}>
      Copy link to this state
    </button>
    <span class="copied" role="status"></span>
  </div>`;
