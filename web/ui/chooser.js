/** Where the reader's sentence comes from: typing, the ladder, a list. What is wrong with it is said here. */
import { html, nothing } from 'lit-html';
import examples from '../data/examples.json' with { type: 'json' };
import { ladderPicker } from './ladder-picker.js';
import { kBeams, kLongestText } from '../lib/address.js';
import { kTokenLimit } from '../lib/shared.js';
import { count, duration } from '../lib/numbers.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;

/** What there is to say about the sentence. @param {Shared} shared */
function note({ text, tokens, pair, problem, busy, engine, milliseconds }) {
  const unknown = [...new Set(tokens.filter((token) => token.unknown).map((token) => token.text.trim()))];
  const example = examples.find((one) => one.english === text);
  const state = problem ? 'problem' : busy ? 'busy' : 'ready';
  const timed = milliseconds > 0 && engine.phase === 'live' ? `, translated twice in ${duration(milliseconds)}` : '';
  const said = pair && !busy ? `${count(tokens.length, 'token')} of at most ${kTokenLimit}${timed}.` : pair ? 'Translating…' : '';
  return html`<div id="sentence-note" class="note" role="status" data-state=${state}>
    ${
      problem
        ? html`<p class="problem">${problem}${pair ? ' Below is still the sentence before.' : ''}</p>`
        : html`<p>${said || '\u00a0'}</p>`
    }
    ${
      unknown.length > 0 && !problem
        ? html`<p class="problem">
            ${unknown.length === 1 ? 'One sign is' : 'Some signs are'} unknown to the models, which read a blank there:
            ${unknown.map((one) => html`<kbd>${one}</kbd> `)}
          </p>`
        : nothing
    }
    ${example && !problem ? html`<p class="hint">${example.note}</p>` : nothing}
  </div>`;
}

/**
 * @param {object} view
 * @param {Shared} view.shared
 * @param {{ text: (text: string) => void, beam: (beam: number) => void, play: () => void }} view.actions
 */
export function chooser({ shared, actions }) {
  const { text, beam, engine } = shared;
  const fixed = engine.phase === 'recorded';
  return html`<div class="chooser">
    <div class="typing">
      <label for="sentence">Your English sentence</label>
      <textarea
        id="sentence"
        rows="2"
        maxlength=${kLongestText}
        spellcheck="false"
        autocapitalize="sentences"
        autocomplete="off"
        lang="en"
        aria-describedby="sentence-note"
        .value=${text}
        ?disabled=${fixed}
        @input=${(/** @type {Event} */ event) => actions.text(value(event))}
        @keydown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          actions.play();
        }}
      ></textarea>
      ${note(shared)}
    </div>
    <div class="choices">
      ${ladderPicker(shared, 'ladder', actions.text)}
      <label class="others"
        >Other sentences
        <select
          id="examples"
          ?disabled=${fixed}
          @change=${(/** @type {Event} */ event) => {
            const chosen = examples[Number(value(event))];
            if (chosen) actions.text(chosen.english);
          }}
        >
          <option value="-1" ?selected=${!examples.some((one) => one.english === text)}>Choose one…</option>
          ${examples.map((one, k) => html`<option value=${k} ?selected=${one.english === text}>${one.english}</option>`)}
        </select></label
      >
      <label
        >Search
        <select id="beam" ?disabled=${fixed} @change=${(/** @type {Event} */ event) => actions.beam(Number(value(event)))}>
          ${kBeams.map((one) => html`<option value=${one} ?selected=${one === beam}>${one === 1 ? 'greedy' : `beam ${one}`}</option>`)}
        </select></label
      >
    </div>
  </div>`;
}
