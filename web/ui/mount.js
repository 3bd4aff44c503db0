/**
 * One lifecycle for everything that is drawn: it knows its width, renders right after the event that changed it while it is near the screen
 * or
 * holds the focus and a little later otherwise, and its clock runs only while it plays on screen.
 */
import { render } from 'lit-html';

/**
 * @typedef {object} Drawn
 * @property {(width: number) => unknown} view
 * @property {() => boolean} [playing]
 * @property {(seconds: number) => void} [tick]    called every frame while it plays on screen
 * @property {() => void} [onNear]                 called when it comes near the screen
 */

const kFarMilliseconds = 200;

/** @param {HTMLElement} root @param {Drawn} drawn @returns {{ refresh: () => void }} */
export function mount(root, { view, playing = () => false, tick, onNear }) {
  let width = 0;
  let frame = 0;
  let near = true;
  let seen = false;
  let clock = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  let queued = false;
  const soon = () => {
    frame ||= requestAnimationFrame(paint);
  };
  const refresh = () => {
    if (!near && !root.contains(document.activeElement)) later ??= setTimeout(draw, kFarMilliseconds);
    else if (!queued) {
      queued = true;
      queueMicrotask(draw);
    }
  };
  function draw() {
    queued = false;
    clearTimeout(later);
    later = undefined;
    if (width > 0) render(view(width), root);
    if (seen && playing()) soon();
    else clock = 0;
  }
  /** @param {number} now */
  function paint(now) {
    frame = 0;
    if (seen && playing()) tick?.(clock ? Math.min(0.1, Math.max(0, now - clock) / 1000) : 0);
    clock = now;
    draw();
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
      if (!near) return;
      onNear?.();
      soon();
    },
    { rootMargin: '60% 0px' },
  ).observe(root);
  document.fonts.ready.then(refresh, () => {});
  return { refresh };
}

const stillness = matchMedia('(prefers-reduced-motion: reduce)');
/** Does the reader ask for no motion? */
export const still = () => stillness.matches;
