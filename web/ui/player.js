/** Play, pause, step, scrub and speed for anything that has moments 0 to end. */
import { html, svg } from 'lit-html';

/** @typedef {{ at: number, label: string, kind: string }} Mark */
/**
 * @typedef {object} PlayerView
 * @property {number} moment             whole
 * @property {number} end
 * @property {number} split              moments before this one read, those after write
 * @property {Mark[]} marks
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
export function player({ moment, end, split, marks, saying, playing, speed, enabled, actions }) {
  const share = end > 0 ? split / end : 0;
  return html`<div class="player" role="group" aria-label="Playback">
    <div class="player-buttons">
      <button type="button" class="icon" data-action="start" ?disabled=${!enabled} aria-label="To the start" @click=${() => actions.go(0)}>${icon(kIcons.start)}</button>
      <button type="button" class="icon" data-action="back" ?disabled=${!enabled} aria-label="One step back" @click=${() => actions.go(moment - 1)}>${icon(kIcons.back)}</button>
      <button type="button" class="play" data-action="play" ?disabled=${!enabled} @click=${() => (playing ? actions.pause() : actions.play())}>
        ${icon(playing ? kIcons.pause : kIcons.play)}<span>${playing ? 'Pause' : 'Play'}</span></button>
      <button type="button" class="icon" data-action="next" ?disabled=${!enabled} aria-label="One step on" @click=${() => actions.go(moment + 1)}>${icon(kIcons.next)}</button>
      <button type="button" class="icon" data-action="end" ?disabled=${!enabled} aria-label="To the end" @click=${() => actions.go(end)}>${icon(kIcons.end)}</button>
    </div>
    <div class="scrub">
      <svg class="scrub-track" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">${svg`
        <rect class="reading" x="0" y="4" width=${(share * 1000).toFixed(1)} height="6"></rect>
        <rect class="writing" x=${(share * 1000).toFixed(1)} y="4" width=${((1 - share) * 1000).toFixed(1)} height="6"></rect>
        ${marks.map((mark) => svg`<rect class=${`mark ${mark.kind}`} x=${((mark.at / Math.max(1, end)) * 1000 - 1.5).toFixed(1)} y="0" width="3" height="14"></rect>`)}`}</svg>
      <input type="range" min="0" max=${end} step="1" .value=${String(moment)} ?disabled=${!enabled} aria-label="Moment" aria-valuetext=${saying}
        @input=${(/** @type {Event} */ event) => actions.go(Number(/** @type {HTMLInputElement} */ (event.target).value))}>
      <p class="scrub-ends" aria-hidden="true"><span>reading</span><span>writing</span></p>
    </div>
    <label class="speed">Speed
      <select @change=${(/** @type {Event} */ event) => actions.speed(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
        ${kSpeeds.map((one) => html`<option value=${one} ?selected=${one === speed}>${one} ×</option>`)}
      </select>
    </label>
  </div>`;
}
