/** Keeps the page's address and the shared state the same: what is shown goes into the address, and an address that changes is shown. */
import { carriesState, readAddress, writeAddress } from '../lib/address.js';
import { kUsual } from '../lib/shared.js';

/** ms from one change of the address to the next: browsers allow only so many in a while. */
const kBetween = 200;
/** ms for which the page stays at the part that was gone to, once the first figure works: the figures around it are fetched meanwhile. */
const kHeld = 5000;

/** The part that a plain link leads to, or ''. */
const anchor = () => (carriesState(location.hash) ? '' : location.hash.slice(1));

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
    const plain = anchor();
    if (plain !== '') {
      write(plain);
      return arrive(plain, drawn);
    }
    const { at, ...state } = readAddress(location.hash, kUsual);
    store.set(state);
    arrive(at, drawn);
  });
  arrive(anchor() || start.at, drawn);
}

/**
 * Goes to a part of the page, and stays there while the figures around it come and get their height, unless the reader moves on.
 * @param {string} id
 * @param {Promise<unknown>} drawn    the first traces are shown
 */
function arrive(id, drawn) {
  const part = document.getElementById(id);
  if (!part) return;
  const moved = new AbortController();
  for (const sign of ['wheel', 'touchstart', 'keydown', 'pointerdown', 'hashchange'])
    addEventListener(sign, () => moved.abort(), { signal: moved.signal, passive: true });
  const grown = new ResizeObserver(() => part.scrollIntoView({ behavior: 'instant' }));
  grown.observe(document.body);
  moved.signal.addEventListener('abort', () => grown.disconnect());
  void drawn.then(() => setTimeout(() => moved.abort(), kHeld));
}
