/** The page's one road to the core. See Client in protocol.d.ts. */
import { files } from 'virtual:regard-files';
import { connect } from './connect.js';

/** @param {import('./protocol.d.ts').ClientOptions} [options] @returns {import('./protocol.d.ts').Client} */
export function createClient(options = {}) {
  return connect({
    ...options,
    files,
    startWorker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'regard' }),
  });
}
