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

const core = serveCore({ load, post: (answer, transfer) => self.postMessage(answer, { transfer }) });
self.addEventListener('message', (event) => core.handle(event.data));
