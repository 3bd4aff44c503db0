/** The worker that holds the core: the page never waits for it. */
import { serveCore } from './serve-core.js';

/** @param {string} glue @returns {Promise<import('./protocol.d.ts').CoreFactory>} */
async function load(glue) {
  try {
    return (await import(/* @vite-ignore */ glue)).default;
  } catch {
    // Engines remember that a module failed, so the second attempt goes by another address.
    return (await import(/* @vite-ignore */ `${glue}?again`)).default;
  }
}

const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
port1.onmessage = () => waiting.shift()?.();

/** A message to oneself queues behind those that wait, without the delay of a timer. @returns {Promise<void>} */
const turn = () =>
  new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });

const core = serveCore({ load, turn, post: (answer, transfer) => self.postMessage(answer, { transfer }) });
self.addEventListener('message', (event) => core.handle(event.data));
