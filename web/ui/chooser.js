/** Where the reader's sentence comes from: typing, the ladder, a list. What is wrong with it is said here. */
import { html, nothing } from 'lit-html';
import { kBeams, kLongestText } from '../lib/address.js';
import { kTokenLimit } from '../lib/shared.js';
import { count } from '../lib/numbers.js';

/** @typedef {{ english: string, french?: string | string[] }} Rung */
/** @typedef {{ english: string, note: string }} Example */
/**
 * @param {object} view
 * @param {import('../lib/shared.js').Shared} view.shared
 * @param {readonly Rung[]} view.ladder
 * @param {readonly Example[]} view.examples
 * @param {string} view.copied           '' or what the share button has to say
 * @param {{ text: (text: string) => void, beam: (beam: number) => void, play: () => void, share: () => void }} view.actions
 */
export function chooser({ shared, ladder, examples, copied, actions }) {
  const { text, beam, tokens, problem, busy, engine } = shared;
  const fixed = engine.phase === 'recorded';
  const example = examples.find((one) => one.english === text);
  const unknown = [...new Set(tokens.filter((token) => token.unknown).map((token) => token.text.trim()))];
  return html`<div class="chooser">
    <div class="typing">
      <label for="sentence">Your English sentence</label>
      <textarea id="sentence" rows="2" maxlength=${kLongestText} spellcheck="false" autocapitalize="sentences" autocomplete="off" lang="en" aria-describedby="sentence-note"
        .value=${text} ?disabled=${fixed} @input=${(/** @type {Event} */ event) => actions.text(/** @type {HTMLTextAreaElement} */ (event.target).value)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          actions.play();
        }}></textarea>
      <div id="sentence-note" class="note" role="status" data-state=${problem ? 'problem' : busy ? 'busy' : 'ready'}>
        ${problem ? html`<p class="problem">${problem}</p>` : html`<p>${busy ? 'Translating…' : `${count(tokens.length, 'token')} of at most ${kTokenLimit}. Enter plays.`}</p>`}
        ${unknown.length > 0
          ? html`<p class="problem">${unknown.length === 1 ? 'One sign is' : 'Some signs are'} unknown to the models and read as a blank: ${unknown.map((one) => html`<kbd>${one}</kbd> `)}</p>`
          : nothing}
        ${example ? html`<p>${example.note}</p>` : nothing}
      </div>
    </div>
    ${ladder.length > 0
      ? html`<fieldset class="ladder" ?disabled=${fixed}>
          <legend>The ladder: the same sentence, clause by clause. Words:</legend>
          <div class="rungs">${ladder.map((rung, k) => {
            const words = rung.english.split(/\s+/).length;
            return html`<label title=${rung.english}><input type="radio" name="ladder" value=${k} aria-label=${`${words} words: ${rung.english}`} .checked=${rung.english === text} @change=${() => actions.text(rung.english)}>
              <span>${words}</span></label>`;
          })}</div>
        </fieldset>`
      : nothing}
    <div class="choices">
      ${examples.length > 0
        ? html`<label>Other sentences
            <select id="examples" ?disabled=${fixed} @change=${(/** @type {Event} */ event) => {
              const chosen = examples[Number(/** @type {HTMLSelectElement} */ (event.target).value)];
              if (chosen) actions.text(chosen.english);
            }}>
              <option value="-1" ?selected=${!example}>Choose one…</option>
              ${examples.map((one, k) => html`<option value=${k} ?selected=${one === example}>${one.english}</option>`)}
            </select></label>`
        : nothing}
      <label>Search
        <select id="beam" ?disabled=${fixed} @change=${(/** @type {Event} */ event) => actions.beam(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
          ${kBeams.map((one) => html`<option value=${one} ?selected=${one === beam}>${one === 1 ? 'greedy' : `beam ${one}`}</option>`)}
        </select></label>
      <button type="button" class="quiet" data-action="share" @click=${() => actions.share()}>Copy link</button>
      <span class="copied" role="status">${copied.startsWith('http') ? html`<input type="text" readonly aria-label="Link to this state" .value=${copied}>` : copied}</span>
    </div>
  </div>`;
}
