/**
 * One file of the site, whole and true or not at all: its length and SHA-256 are compared with those the build wrote down. A damaged or
 * failed download is fetched once more past every cache. Rejects with a Failure: missing, server, network, cut, size, corrupt, captive,
 * stalled.
 */
import { failure, isFailure } from './failures.js';
import { sha256 } from './sha256.js';

/** @typedef {import('./protocol.d.ts').FileEntry} FileEntry */
/**
 * @typedef {object} FetchOptions
 * @property {AbortSignal} [signal]
 * @property {(received: number) => void} [onProgress]  bytes of this file so far; 0 again when it is fetched anew
 * @property {number} [patience]                        milliseconds without a byte until the download counts as stalled
 */

const kPatience = 30_000;
const kWorthAnother = new Set(['server', 'network', 'cut', 'size', 'corrupt']);

/** @param {Response} response @param {FileEntry} file @param {() => void} heard @param {(received: number) => void} onProgress */
async function readBody(response, file, heard, onProgress) {
  const bytes = new Uint8Array(file.bytes);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    if (received + value.length > file.bytes) {
      await reader.cancel();
      throw failure('size', 'fetch');
    }
    bytes.set(value, received);
    received += value.length;
    onProgress(received);
  }
  if (received !== file.bytes) throw failure('size', 'fetch');
  return bytes;
}

/** @param {FileEntry} file @param {RequestCache} cache @param {FetchOptions} options */
async function attempt(file, cache, { signal, onProgress = () => {}, patience = kPatience }) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort);
  let stalled = false;
  let answered = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stalled = true;
      stop.abort();
    }, patience);
  };
  heard();
  try {
    const response = await fetch(file.url, { cache, signal: stop.signal, credentials: 'same-origin' });
    answered = true;
    heard();
    if (response.status === 404 || response.status === 410) throw failure('missing', 'fetch');
    if (!response.ok) throw failure('server', 'fetch');
    if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) throw failure('captive', 'fetch');
    const bytes = await readBody(response, file, heard, onProgress);
    if ((await sha256(bytes)) !== file.sha256) throw failure('corrupt', 'fetch');
    return bytes;
  } catch (error) {
    stop.abort();
    signal?.throwIfAborted();
    if (stalled) throw failure('stalled', 'fetch');
    if (isFailure(error)) throw error;
    throw failure(answered ? 'cut' : 'network', 'fetch');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** @param {FileEntry} file @param {FetchOptions} [options] @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function fetchFile(file, options = {}) {
  try {
    return await attempt(file, 'default', options);
  } catch (error) {
    if (!isFailure(error) || !kWorthAnother.has(error.code)) throw error;
    options.onProgress?.(0);
    return attempt(file, 'reload', options);
  }
}
