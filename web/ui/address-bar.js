/** Keeps the page's address and the shared state the same: what is shown goes into the address, and an address that changes is shown. */
import { carriesState, readAddress, writeAddress } from '../lib/address.js';
import { kUsual } from '../lib/shared.js';

/** ms from one change of the address to the next: browsers allow only so many in a while. */
const kBetween = 200;

/**
 * @param {import('../lib/shared.js').SharedStore} store
 * @param {import('../lib/address.js').Address} start the address the page was opened with
 * @param {Promise<unknown>} drawn the first traces are shown
 */
export function addressBar(store, start, drawn) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let last = -Infinity;

  /** Writes what is shown into the address, without a step in the history. @param {string} at */
  function write(at) {
    clearTimeout(waiting);
    last = performance.now();
    const { text, beam, moments, choices } = store.get();
    const hash = writeAddress({ text, beam, moments, choices, at }, kUsual);
    if (hash !== location.hash) history.replaceState(null, '', hash === '' ? `${location.pathname}${location.search}` : hash);
  }
  store.subscribe((shared, before) => {
    const same = /** @type {const} */ (['text', 'beam', 'moments', 'choices']).every((name) => shared[name] === before[name]);
    if (same) return;
    clearTimeout(waiting);
    const left = last + kBetween - performance.now();
    if (left <= 0) write('');
    else waiting = setTimeout(write, left, '');
  });
  addEventListener('hashchange', () => {
    if (location.hash !== '' && !carriesState(location.hash)) return write(location.hash.slice(1));
    const { at, ...state } = readAddress(location.hash, kUsual);
    store.set(state);
    document.getElementById(at)?.scrollIntoView();
  });
  if (start.at !== '') arrive(start.at, drawn);
}

/**
 * Opens at a part of the page: at once, and again when the figures above have their height, unless the reader has moved on.
 * @param {string} id
 * @param {Promise<unknown>} drawn
 */
function arrive(id, drawn) {
  const part = document.getElementById(id);
  const moved = new AbortController();
  for (const sign of ['wheel', 'touchstart', 'keydown', 'pointerdown'])
    addEventListener(sign, () => moved.abort(), { signal: moved.signal, passive: true });
  part?.scrollIntoView();
  void drawn.then(() =>
    requestAnimationFrame(() => {
      if (!moved.signal.aborted) part?.scrollIntoView();
      moved.abort();
    }),
  );
}
