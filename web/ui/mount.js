/**
 * One lifecycle for everything that is drawn: it knows its width, renders at most once a frame while it is near the screen and a little
 * later while it is not, and its clock runs only while it plays on screen.
 */
import { render } from 'lit-html';

/**
 * @typedef {object} Drawn
 * @property {(width: number) => unknown} view
 * @property {(seconds: number) => boolean} [tick]    called every frame on screen; true while it plays
 */

const kFarMilliseconds = 200;

/** @param {HTMLElement} root @param {Drawn} drawn @returns {{ refresh: () => void }} */
export function mount(root, { view, tick }) {
  let width = 0;
  let frame = 0;
  let near = true;
  let seen = false;
  let clock = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  const soon = () => {
    frame ||= requestAnimationFrame(paint);
  };
  const refresh = () => {
    if (near) soon();
    else later ??= setTimeout(paint, kFarMilliseconds, 0);
  };
  /** @param {number} now */
  function paint(now) {
    frame = 0;
    clearTimeout(later);
    later = undefined;
    const playing = seen && tick ? tick(clock && now > clock ? Math.min(0.1, (now - clock) / 1000) : 0) : false;
    clock = playing ? now : 0;
    if (width > 0) render(view(width), root);
    if (playing) soon();
  }
  new ResizeObserver((entries) => {
    const next = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (next === width) return;
    width = next;
    soon();
  }).observe(root);
  new IntersectionObserver((entries) => {
    seen = entries.at(-1)?.isIntersecting ?? false;
    if (seen) soon();
  }).observe(root);
  new IntersectionObserver(
    (entries) => {
      near = entries.at(-1)?.isIntersecting ?? true;
      if (near) soon();
    },
    { rootMargin: '60% 0px' },
  ).observe(root);
  document.fonts.ready.then(refresh, () => {});
  return { refresh };
}

const stillness = matchMedia('(prefers-reduced-motion: reduce)');
/** Does the reader ask for no motion? */
export const still = () => stillness.matches;
