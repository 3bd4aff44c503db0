/** Says a figure's state to a screen reader: politely, the latest only, and not more than once in a while. */

/** @param {HTMLElement} region an element with aria-live @param {number} [pause] ms between two sayings */
export function announcer(region, pause = 1200) {
  let said = '';
  let next = '';
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const speak = () => {
    timer = undefined;
    if (next === said) return;
    said = next;
    last = performance.now();
    region.textContent = said;
  };
  return (/** @type {string} */ sentence) => {
    next = sentence;
    timer ??= setTimeout(speak, Math.max(350, last + pause - performance.now()));
  };
}
