/**
 * One lifecycle for every figure: it knows its width, renders at most once a frame, and its clock runs only while it plays on screen.
 */
import { render } from 'lit-html';

/**
 * @template {{ playing?: boolean }} State
 * @typedef {object} Figure
 * @property {State} initial
 * @property {(state: State, width: number) => unknown} view
 * @property {(seconds: number) => void} [tick]     called every frame while state.playing and on screen
 */

/**
 * @template {{ playing?: boolean }} State
 * @param {HTMLElement} root @param {(api: { get: () => State, set: (patch: Partial<State>) => void, refresh: () => void }) => Figure<State>} build
 */
export function mount(root, build) {
  /** @type {State} */
  let state;
  let width = 0;
  let frame = 0;
  let seen = false;
  let clock = 0;
  const api = {
    get: () => state,
    /** @param {Partial<State>} patch */
    set: (patch) => {
      state = { ...state, ...patch };
      api.refresh();
    },
    refresh: () => {
      frame ||= requestAnimationFrame(paint);
    },
  };
  const figure = build(api);
  state = figure.initial;
  /** @param {number} now */
  function paint(now) {
    frame = 0;
    if (state.playing && seen && figure.tick) {
      figure.tick(clock ? Math.min(0.1, (now - clock) / 1000) : 0);
      clock = now;
    } else clock = 0;
    if (width > 0) render(figure.view(state, width), root);
    if (state.playing && seen) api.refresh();
  }
  new ResizeObserver((entries) => {
    const next = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (next === width) return;
    width = next;
    api.refresh();
  }).observe(root);
  new IntersectionObserver((entries) => {
    seen = entries.at(-1)?.isIntersecting ?? false;
    if (seen) api.refresh();
  }).observe(root);
  document.fonts.ready.then(api.refresh, () => {});
  return api;
}

const stillness = matchMedia('(prefers-reduced-motion: reduce)');
/** Does the reader ask for no motion? */
export const still = () => stillness.matches;
