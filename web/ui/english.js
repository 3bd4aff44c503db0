/** A token of the English sentence in running text. */
import { html } from 'lit-html';

/** In quotes where it would read as the article's own punctuation. @param {{ text: string } | undefined} one */
export function english(one) {
  const text = one?.text.trim() ?? '';
  return /[\p{L}\p{N}]/u.test(text) ? html`<i lang="en">${text}</i>` : html`“${text}”`;
}
