/** All that the translators need, fetched side by side and kept: another attempt fetches only what is missing. */
import { failure } from './failures.js';
import { fetchFile } from './fetch-file.js';

/** @typedef {import('./protocol.d.ts').FileEntry} FileEntry */
/** @typedef {import('./protocol.d.ts').SiteFiles} SiteFiles */
/** @typedef {import('./protocol.d.ts').Start} Start */
/** @typedef {(file: FileEntry, options: import('./fetch-file.js').FetchOptions) => Promise<Uint8Array<ArrayBuffer>>} Fetch */

/**
 * @typedef {object} PartNames
 * @property {readonly import('./protocol.d.ts').ModelName[]} [models]
 * @property {readonly import('./protocol.d.ts').ProbeName[]} [probes]
 * @property {boolean} [where]
 */

/** @param {Fetch} [fetch] */
export function createDownload(fetch = fetchFile) {
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  const kept = new Map();

  /**
   * Each file's bytes, in order. The first failure stops the others.
   * @param {readonly FileEntry[]} entries @param {AbortSignal} signal
   * @param {(progress: { received: number, total: number }) => void} onProgress
   */
  async function all(entries, signal, onProgress) {
    const stop = new AbortController();
    const abort = () => stop.abort(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    const received = entries.map((entry) => kept.get(entry.url)?.length ?? 0);
    const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const tell = () => onProgress({ received: received.reduce((sum, bytes) => sum + bytes, 0), total });
    tell();
    try {
      return await Promise.all(
        entries.map(async (entry, k) => {
          const bytes =
            kept.get(entry.url) ??
            (await fetch(entry, {
              signal: stop.signal,
              onProgress: (count) => {
                if (stop.signal.aborted) return;
                received[k] = count;
                tell();
              },
            }));
          kept.set(entry.url, bytes);
          return bytes;
        }),
      );
    } catch (error) {
      stop.abort();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** @param {Uint8Array | undefined} bytes */
  const text = (bytes) => new TextDecoder().decode(bytes);

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  async function compile(bytes) {
    try {
      return await WebAssembly.compile(bytes);
    } catch (error) {
      if (error instanceof RangeError) throw failure('memory', 'compile');
      throw error;
    }
  }

  return {
    all,
    /**
     * The parts that are named, each fetched once, and the laboratory where its entry is given.
     * @param {SiteFiles} files @param {PartNames & { laboratory: import('./protocol.d.ts').BinaryEntry | null }} names @param {AbortSignal} signal
     * @param {(progress: { received: number, total: number }) => void} onProgress
     * @returns {Promise<{ parts: import('./protocol.d.ts').Parts, binary: import('./protocol.d.ts').Binary | null }>}
     */
    async parts(files, { models = [], probes = [], where = false, laboratory }, signal, onProgress) {
      const bytes = await all(
        [
          ...models.flatMap((name) => {
            const model = files.models[name];
            if (!model) throw failure('no-model', 'load', `This site has no model ${name}.`);
            return [model.config, model.weights];
          }),
          ...probes.map((name) => files.probes[name]),
          ...(where ? [files.where] : []),
          ...(laboratory ? [laboratory.wasm] : []),
        ],
        signal,
        onProgress,
      );
      let next = 0;
      const take = () => /** @type {Uint8Array<ArrayBuffer>} */ (bytes[next++]);
      const parts = {
        models: Object.fromEntries(models.map((name) => [name, { config: text(take()), weights: take() }])),
        probes: Object.fromEntries(probes.map((name) => [name, take()])),
        where: where ? text(take()) : '',
      };
      return { parts, binary: laboratory && { glue: laboratory.glue, module: await compile(take()) } };
    },
    /**
     * Everything a worker starts from: the reader, and the two translators. Rejects with a WebAssembly.CompileError where a policy forbids WebAssembly.
     * @param {SiteFiles} files @param {boolean} simd @param {AbortSignal} signal
     * @param {(progress: { received: number, total: number }) => void} onProgress
     * @returns {Promise<Start>}
     */
    async start(files, simd, signal, onProgress) {
      const { reader } = simd ? files.simd : files.scalar;
      const { en, fr } = files.tokenizers;
      const { vector, attention } = files.models;
      const bytes = await all([reader, en, fr, vector.config, vector.weights, attention.config, attention.weights], signal, onProgress);
      /** @param {number} k */
      const at = (k) => bytes[k] ?? new Uint8Array();
      return {
        glue: '',
        module: await compile(at(0)),
        tokenizers: { en: text(bytes[1]), fr: text(bytes[2]) },
        models: { vector: { config: text(bytes[3]), weights: at(4) }, attention: { config: text(bytes[5]), weights: at(6) } },
        probes: {},
        where: '',
      };
    },
  };
}
