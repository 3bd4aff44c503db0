/** The rungs of the ladder as one group of radio buttons. */
import { html } from 'lit-html';
import { kLadder, wordCount } from '../lib/ladder.js';

/**
 * @param {import('../lib/shared.js').Shared} shared
 * @param {string} name of the group, one on the page
 * @param {(text: string) => void} choose
 */
export function ladderPicker({ text, engine }, name, choose) {
  return html`<fieldset class="ladder">
    <legend>The ladder: one sentence, growing. Words:</legend>
    <div class="rungs">
      ${kLadder.map(({ english }) => {
        const words = wordCount(english);
        const missing = engine.phase === 'recorded' && !engine.sentences.includes(english);
        return html`<label title=${english}
          ><input
            type="radio"
            name=${name}
            value=${words}
            aria-label=${`${words} words: ${english}`}
            ?disabled=${missing}
            .checked=${english === text}
            @change=${() => choose(english)}
          /><span>${words}</span></label
        >`;
      })}
    </div>
  </fieldset>`;
}
