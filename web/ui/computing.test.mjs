/** What is computed for a figure: when, for which wish, and what is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createComputing } from './computing.js';
import { createStore } from '../lib/store.js';

/** @typedef {{ text: string }} State */
/**
 * @typedef {object} Begun
 * @property {string} text
 * @property {AbortSignal} signal
 * @property {(part: string) => void} show
 * @property {(data: string) => void} answer
 * @property {(error: unknown) => void} refuse
 */

/** A figure that wants its text, and whose computation waits to be answered. @param {string} [text] */
function begin(text = 'a') {
  const store = createStore({ text });
  /** @type {Begun[]} */
  const begun = [];
  let changes = 0;
  const computing = createComputing({
    wants: (shared) => /** @type {any} */ (shared).text || null,
    compute: ({ shared, signal, show = () => {} }) =>
      new Promise((answer, refuse) => {
        begun.push({ text: /** @type {any} */ (shared).text, signal, show, answer, refuse });
      }),
    store: /** @type {any} */ (store),
    ask: /** @type {any} */ (async () => null),
    evidence: /** @type {any} */ (async () => ({})),
    changed: () => (changes += 1),
  });
  store.subscribe(computing.look);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { store, computing, begun, settled, changes: () => changes };
}
const failure = (/** @type {string} */ message) => Object.assign(new Error(message), { name: 'Failure' });

test('nothing is computed before the figure is near', () => {
  const { store, computing, begun } = begin();
  computing.look();
  store.set({ text: 'b' });
  assert.equal(begun.length, 0);
  computing.near();
  assert.deepEqual(
    begun.map(({ text }) => text),
    ['b'],
  );
});

test('a figure that wants nothing yet is asked again when something changes', () => {
  const { store, computing, begun } = begin('');
  computing.near();
  assert.equal(begun.length, 0);
  store.set({ text: 'a' });
  assert.equal(begun.length, 1);
});

test('a newer wish ends the older one, whose answer is not taken', async () => {
  const { store, computing, begun, settled } = begin();
  computing.near();
  store.set({ text: 'b' });
  assert.equal(begun[0]?.signal.aborted, true);
  begun[0]?.answer('of a');
  begun[1]?.answer('of b');
  await settled();
  assert.equal(computing.now().data, 'of b');
  assert.equal(computing.now().fresh, true);
  assert.equal(computing.now().computing.busy, false);
});

test('what was computed stays while the next is computed, and comes back at once for the same wish', async () => {
  const { store, computing, begun, settled, changes } = begin();
  computing.near();
  begun[0]?.answer('of a');
  await settled();
  store.set({ text: 'b' });
  assert.deepEqual({ ...computing.now(), computing: null }, { data: 'of a', fresh: false, computing: null });
  assert.equal(computing.now().computing.busy, true);
  begun[1]?.answer('of b');
  await settled();
  const before = changes();
  store.set({ text: 'a' });
  assert.deepEqual({ ...computing.now(), computing: null }, { data: 'of a', fresh: true, computing: null });
  assert.ok(changes() > before);
  assert.equal(begun.length, 2);
});

test('a failure is said for its own wish, and tried again on request', async () => {
  const { store, computing, begun, settled } = begin();
  computing.near();
  begun[0]?.refuse(failure('The network is gone.'));
  await settled();
  assert.equal(computing.now().computing.problem, 'The network is gone.');
  store.set({ text: 'a' });
  assert.equal(begun.length, 1);
  computing.now().computing.again();
  assert.equal(computing.now().computing.problem, '');
  begun[1]?.answer('of a');
  await settled();
  assert.equal(computing.now().data, 'of a');
});

test('who returns to what is shown ends the work on the newer wish', async () => {
  const { store, computing, begun, settled } = begin();
  computing.near();
  begun[0]?.answer('of a');
  await settled();
  store.set({ text: 'b' });
  store.set({ text: 'a' });
  assert.equal(begun[1]?.signal.aborted, true);
  begun[1]?.answer('of b');
  await settled();
  assert.deepEqual({ ...computing.now(), computing: null }, { data: 'of a', fresh: true, computing: null });
  assert.equal(computing.now().computing.busy, false);
});

test('a part is shown while the rest is computed, and begun again where it was given up', async () => {
  const { store, computing, begun, settled } = begin();
  computing.near();
  begun[0]?.show('half of a');
  assert.deepEqual({ ...computing.now(), computing: null }, { data: 'half of a', fresh: true, computing: null });
  assert.equal(computing.now().computing.busy, true);
  store.set({ text: 'b' });
  begun[0]?.show('more of a');
  assert.equal(computing.now().data, 'half of a');
  store.set({ text: 'a' });
  assert.equal(begun.length, 3);
  begun[2]?.answer('of a');
  await settled();
  assert.deepEqual({ ...computing.now(), computing: null }, { data: 'of a', fresh: true, computing: null });
});
