/** Play, pause, step, scrub and speed for anything that has moments from first to end. */
import { html, svg, nothing } from 'lit-html';

/** @typedef {{ at: number, label: string, kind: string }} Mark */
/**
 * @typedef {object} PlayerView
 * @property {number} moment             whole
 * @property {number} end
 * @property {number} [first]
 * @property {number} [split]            where the second part of the timeline begins
 * @property {readonly string[]} ends    what stands under the two ends of the scrubber
 * @property {readonly Mark[]} marks
 * @property {string} saying             the moment in words
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} enabled
 * @property {{ play: () => void, pause: () => void, go: (moment: number) => void, speed: (speed: number) => void }} actions
 */

export const kSpeeds = [0.5, 1, 2, 4];

/** @param {string} path */
const icon = (path) => html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${svg`<path d=${path}></path>`}</svg>`;
const kIcons = {
  start: 'M4 4h2v12H4zM16 4v12l-9-6z',
  back: 'M13 4v12l-9-6zM15 4h2v12h-2z',
  play: 'M5 3.5v13l11.5-6.5z',
  pause: 'M5 4h3.5v12H5zM11.5 4H15v12h-3.5z',
  next: 'M7 4v12l9-6zM3 4h2v12H3z',
  end: 'M14 4h2v12h-2zM4 4v12l9-6z',
};

/** @param {PlayerView} view */
export function player({ moment, end, first = 0, split, ends, marks, saying, playing, speed, enabled, actions }) {
  const span = Math.max(1, end - first);
  /** @param {number} at */
  const place = (at) => (((at - first) / span) * 1000).toFixed(1);
  /** @param {string} action @param {string} label @param {string} path @param {boolean} here @param {() => void} go */
  const button = (action, label, path, here, go) =>
    html`<button
      type="button"
      class="icon"
      data-action=${action}
      ?disabled=${!enabled}
      aria-disabled=${here ? 'true' : 'false'}
      aria-label=${label}
      @click=${go}
    >
      ${icon(path)}
    </button>`;
  return html`<div class="player" role="group" aria-label="Playback">
    <div class="player-buttons">
      ${button('start', 'To the start', kIcons.start, moment <= first, () => actions.go(first))}
      ${button('back', 'One step back', kIcons.back, moment <= first, () => actions.go(moment - 1))}
      <button
        type="button"
        class="play"
        data-action="play"
        ?disabled=${!enabled}
        @click=${() => (playing ? actions.pause() : actions.play())}
      >
        ${icon(playing ? kIcons.pause : kIcons.play)}<span>${playing ? 'Pause' : 'Play'}</span>
      </button>
      ${button('next', 'One step on', kIcons.next, moment >= end, () => actions.go(moment + 1))}
      ${button('end', 'To the end', kIcons.end, moment >= end, () => actions.go(end))}
    </div>
    <div class="scrub">
      <svg class="scrub-track" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
        ${svg`
        <rect class="rail" x="0" y="5" width="1000" height="4"></rect>
        ${
          split === undefined
            ? svg`<rect class="passed" x="0" y="5" width=${place(moment)} height="4"></rect>`
            : svg`<rect class="reading" x="0" y="5" width=${place(Math.min(moment, split))} height="4"></rect>
              <rect class="writing" x=${place(split)} y="5"
                width=${(Number(place(Math.max(moment, split))) - Number(place(split))).toFixed(1)} height="4"></rect>
              <rect class="seam" x=${(Number(place(split)) - 1).toFixed(1)} y="1" width="2" height="12"></rect>`
        }
        ${marks.map(
          (mark) => svg`<rect class=${`mark ${mark.kind}`} x=${(Number(place(mark.at)) - 1.5).toFixed(1)} y="0"
            width="3" height="14"></rect>`,
        )}`}
      </svg>
      <input
        type="range"
        min=${first}
        max=${end}
        step="1"
        .value=${String(moment)}
        ?disabled=${!enabled}
        aria-label="Moment"
        aria-valuetext=${saying}
        @input=${(/** @type {Event} */ event) => actions.go(Number(/** @type {HTMLInputElement} */ (event.target).value))}
      />
      <p class="scrub-ends" aria-hidden="true">${ends.map((text) => html`<span>${text}</span>`)}</p>
    </div>
    <label class="speed"
      >Speed
      <select @change=${(/** @type {Event} */ event) => actions.speed(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
        ${kSpeeds.map((one) => html`<option value=${one} ?selected=${one === speed}>${one} ×</option>`)}
      </select>
    </label>
    ${marks.length > 0 ? html`<p class="visually-hidden">${marks.map((mark) => `Moment ${mark.at}: ${mark.label}. `)}</p>` : nothing}
  </div>`;
}
