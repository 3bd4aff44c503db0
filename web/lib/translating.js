/**
 * Keeps the traces in step with the sentence: waits for a pause in typing, lets a newer sentence cancel an older one, climbs the ladder
 * meanwhile.
 */
import { kLadder } from './ladder.js';

/** @typedef {import('../core/protocol.d.ts').Client} Client */
/** @typedef {import('../core/protocol.d.ts').Failure} Failure */
/** @typedef {import('./shared.js').SharedStore} SharedStore */

const kTypingPause = 220;

/** @param {unknown} error @returns {Failure | null} */
const failure = (error) => (error instanceof Error && error.name === 'Failure' ? /** @type {Failure} */ (error) : null);

/** @param {SharedStore} store @param {Client} client @param {(error: Failure) => void} broken what to do when the engine fails */
export function translating(store, client, broken) {
  /** @type {AbortController | null} */
  let current = null;
  /** @type {AbortController | null} */
  let climber = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  let wanted = false;

  /** Every failure that is no abort is said; anything else is a fault of the page. @param {unknown} error @param {AbortSignal} signal */
  function settle(error, signal) {
    if (signal.aborted) return;
    const known = failure(error);
    if (!known) throw error;
    if (known.about === 'sentence') store.set({ busy: false, problem: known.message });
    else broken(known);
  }

  async function translate() {
    current?.abort();
    climber?.abort();
    const mine = new AbortController();
    current = mine;
    const { signal } = mine;
    const { text, beam } = store.get();
    store.set({ busy: true, problem: '' });
    try {
      const began = performance.now();
      const pair = await client.translate(text, beam, { signal });
      if (signal.aborted) return;
      store.set({ pair, tokens: pair.attention.source_tokens, busy: false, problem: '', milliseconds: performance.now() - began });
      if (wanted) void climb();
    } catch (error) {
      settle(error, signal);
    }
  }

  /** Translates the rungs that have no traces yet, one after the other. */
  async function climb() {
    wanted = true;
    if (store.get().climbing || store.get().pair === null) return;
    const mine = new AbortController();
    climber = mine;
    store.set({ climbing: true });
    try {
      for (const [k, rung] of kLadder.entries()) {
        if (store.get().climb[k]) continue;
        const { beam, pair } = store.get();
        const known = pair && pair.attention.source === rung.english && pair.attention.beam === beam ? pair : null;
        const found = known ?? (await client.translate(rung.english, beam, { signal: mine.signal }));
        if (mine.signal.aborted) return;
        const climb = kLadder.map((_, n) => store.get().climb[n] ?? null);
        climb[k] = found;
        store.set({ climb });
      }
      wanted = false;
    } catch (error) {
      if (!mine.signal.aborted && failure(error)?.about === 'engine') broken(/** @type {Failure} */ (error));
    } finally {
      if (climber === mine) climber = null;
      store.set({ climbing: false });
    }
  }

  /** @param {number} after ms */
  const soon = (after) => {
    clearTimeout(pause);
    pause = setTimeout(() => void translate(), after);
  };
  store.subscribe((shared, before) => {
    if (shared.beam !== before.beam) {
      climber?.abort();
      store.set({ climb: [] });
    }
    if (shared.text !== before.text) soon(kTypingPause);
    else if (shared.beam !== before.beam) soon(0);
  });
  return { translate, climb };
}
