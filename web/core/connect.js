/** The client without its surroundings, so that tests can give it others. See Client in protocol.d.ts. */
import { createDownload } from './download.js';
import { createEngine } from './engine.js';
import { failure, isFailure } from './failures.js';
import { cores, hasSimd, hasWebAssembly } from './features.js';
import { needs } from './needs.js';

/** @typedef {import('./protocol.d.ts').CallOptions} CallOptions */
/** @typedef {import('./protocol.d.ts').Client} Client */
/** @typedef {import('./protocol.d.ts').Readiness} Readiness */
/** @typedef {import('./engine.js').Asked} Asked */
/** @typedef {import('./engine.js').Call} Call */
/**
 * @typedef {object} Surroundings
 * @property {import('./protocol.d.ts').SiteFiles} files
 * @property {() => Worker} startWorker
 * @property {import('./download.js').Fetch} [fetch]
 * @property {{ webAssembly: () => boolean, simd: () => boolean, cores?: () => number }} [features]
 * @property {number} [beat]   milliseconds between two questions whether a busy worker is alive
 * @property {number} [slow]   milliseconds after which the download is called slow
 */

const kDeaths = 1;
const kNoSimd = 'This browser lacks SIMD for WebAssembly: a slower binary computes the same numbers.';
const kReplaced = 'The translators had stopped working and were started anew.';
const kRecorded = 'This browser does not run WebAssembly. These traces were recorded by the same core when the page was built.';

/** @template T @param {Promise<T>} promise @param {AbortSignal} [signal] @returns {Promise<T>} */
function abortable(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What few readers need is fetched by itself. @template T @param {Promise<T>} script @returns {Promise<T>} */
const arrives = (script) =>
  script.catch(() => {
    throw failure('network', 'fetch');
  });

/** @param {Surroundings & import('./protocol.d.ts').ClientOptions} options @returns {Client} */
export function connect({
  files,
  startWorker,
  fetch,
  features = { webAssembly: hasWebAssembly, simd: hasSimd, cores },
  beat = 2000,
  slow = 8000,
  onProgress = () => {},
  onSlow = () => {},
  onNote = () => {},
}) {
  const download = createDownload(fetch);
  /** More workers, for as long as work is spread over them. @type {import('./pool.js').Pool | null} */
  let pool = null;
  let nextId = 1;
  let deaths = 0;
  let failed = false;
  /** Ends the attempt under way. */
  let attempt = new AbortController();
  /** @type {ReturnType<typeof createEngine> | null} */
  let engine = null;
  /** The last of the deliveries to the worker, which go one after another. @type {Promise<unknown>} */
  let delivered = Promise.resolve();
  /** What the worker has, and a worker that replaces it will get. @type {import('./protocol.d.ts').Start | null} */
  let loaded = null;
  /** @type {ReturnType<typeof import('./recorded.js').readRecording> | null} */
  let recording = null;
  /** @type {Promise<Readiness>} */
  let ready = begin();

  /** @param {import('./protocol.d.ts').Failure} reason @param {Call[]} calls */
  function fail(reason, calls) {
    engine = null;
    failed = true;
    ready = Promise.reject(reason);
    ready.catch(() => {});
    for (const call of calls) call.reject(reason);
  }

  /** @param {import('./protocol.d.ts').Start} start @returns {Promise<void>} when the translators answer, or have failed for good */
  function run(start) {
    return new Promise((resolve, reject) => {
      const { signal } = attempt;
      signal.addEventListener('abort', () => reject(signal.reason));
      let hasWorked = false;
      /** @param {Call[]} calls */
      const next = (calls) => {
        const one = createEngine({
          startWorker,
          start,
          beat,
          onDeath(code) {
            const left = one.end();
            deaths += 1;
            hasWorked ||= code === 'dead';
            if (deaths > kDeaths) {
              const reason = failure(hasWorked ? 'dead' : code, 'start');
              reject(reason);
              return fail(reason, left);
            }
            if (hasWorked) onNote(kReplaced);
            next(left);
          },
        });
        engine = one;
        for (const call of calls) one.send(call);
        one.started.then(resolve, (reason) => {
          reject(reason);
          fail(reason, one.end());
        });
      };
      next([]);
    });
  }

  /** @returns {Promise<Readiness>} */
  async function beginRecorded() {
    const [bytes = new Uint8Array()] = await download.all([files.recorded], attempt.signal, onProgress);
    const { readRecording } = await arrives(import('./recorded.js'));
    recording = readRecording(bytes);
    return { phase: 'recorded', message: kRecorded, sentences: recording.sentences };
  }

  /** @returns {Promise<Readiness>} */
  async function attemptBegin() {
    if (!features.webAssembly()) return beginRecorded();
    const simd = features.simd();
    if (!simd) onNote(kNoSimd);
    const timer = setTimeout(onSlow, slow);
    /** @type {import('./protocol.d.ts').Start} */
    let start;
    try {
      start = await download.start(files, simd, attempt.signal, onProgress);
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) return beginRecorded();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    attempt.signal.throwIfAborted();
    loaded = start;
    await run(start);
    return { phase: 'live', message: '', sentences: [] };
  }

  function begin() {
    failed = false;
    const promise = Promise.resolve()
      .then(attemptBegin)
      .catch((error) => {
        failed = true;
        throw isFailure(error) ? error : failure('unexpected', 'start');
      });
    promise.catch(() => {});
    return promise;
  }

  /**
   * @template {Asked} Name
   * @param {Name} name @param {import('./protocol.d.ts').Calls[Name]['argument']} argument @param {CallOptions} options
   * @param {Call['onSteps']} [onSteps]
   * @returns {Promise<import('./protocol.d.ts').Calls[Name]['result']>}
   */
  function ask(name, argument, { signal }, onSteps) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const id = nextId++;
      const abort = () => {
        engine?.abort(id);
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort);
      /** @type {Call} */
      const call = {
        id,
        call: name,
        argument,
        onSteps,
        resolve: (result) => (settle(), resolve(result)),
        reject: (reason) => (settle(), reject(reason)),
      };
      if (engine) engine.send(call);
      else call.reject(failure('closed', name));
    });
  }

  /** @param {ReturnType<typeof needs>} needed @param {import('./protocol.d.ts').Start} start */
  const missingOf = (needed, start) => ({
    laboratory: needed.laboratory && start.glue === '',
    models: needed.models.filter((name) => !start.models[name]),
    probes: needed.probes.filter((name) => !start.probes[name]),
    where: needed.where && start.where === '',
  });

  /** @param {ReturnType<typeof needs>} missing */
  const lacks = ({ laboratory, models, probes, where }) => laboratory || where || models.length > 0 || probes.length > 0;

  /**
   * Brings what a question needs to the worker: parts, and the laboratory, which goes on with all that the reader had.
   * @param {ReturnType<typeof needs>} needed @param {AbortSignal} signal
   * @param {(progress: { received: number, total: number }) => void} onProgressOfParts
   */
  async function load(needed, signal, onProgressOfParts) {
    signal.throwIfAborted();
    const start = /** @type {import('./protocol.d.ts').Start} */ (loaded);
    const missing = missingOf(needed, start);
    if (!lacks(missing)) return;
    const laboratory = missing.laboratory ? (features.simd() ? files.simd : files.scalar) : null;
    const { parts, binary } = await download.parts(files, { ...missing, laboratory }, signal, onProgressOfParts);
    if (binary) {
      const whole = {
        models: { ...start.models, ...parts.models },
        probes: { ...start.probes, ...parts.probes },
        where: start.where || parts.where,
      };
      await ask('change', { ...binary, tokenizers: start.tokenizers, ...whole }, {});
      Object.assign(start, binary);
    } else await ask('load', parts, {});
    Object.assign(start.models, parts.models);
    Object.assign(start.probes, parts.probes);
    start.where ||= parts.where;
  }

  return {
    get ready() {
      return ready;
    },
    models: /** @type {import('./protocol.d.ts').ModelName[]} */ (Object.keys(files.models)),
    async tokenize(text, options = {}) {
      await abortable(ready, options.signal);
      return recording ? recording.pair(text, 'tokenize').attention.source_tokens : ask('tokenize', { text }, options);
    },
    async translate(text, beam, { signal, onSteps } = {}) {
      await abortable(ready, signal);
      return recording
        ? recording.pair(text, 'translate')
        : ask('translate', { text, beam, steps: onSteps !== undefined }, { signal }, onSteps);
    },
    async ask(name, argument, { signal, onProgress: onProgressOfParts = () => {} } = {}) {
      await abortable(ready, signal);
      if (recording) throw failure('not-recorded', name);
      const needed = needs(name, argument);
      if (lacks(missingOf(needed, /** @type {import('./protocol.d.ts').Start} */ (loaded)))) {
        const delivery = delivered.then(() => load(needed, signal ?? attempt.signal, onProgressOfParts));
        delivered = delivery.catch(() => {});
        await abortable(delivery, signal);
      }
      /** @type {import('./pool.js').Ask} */
      const own = (question, given) => ask(question, given, signal ? { signal } : {});
      if (name !== 'spread') return own(/** @type {any} */ (name), /** @type {any} */ (argument));
      const start = /** @type {import('./protocol.d.ts').Start} */ (loaded);
      const [{ createPool }, { spread }] = await arrives(Promise.all([import('./pool.js'), import('./spread.js')]));
      pool ??= createPool({ startWorker, beat });
      return /** @type {any} */ (spread(/** @type {any} */ (argument), { own, pool, start, cores: features.cores?.() ?? 1, signal }));
    },
    retry() {
      if (!failed) return ready;
      attempt = new AbortController();
      deaths = 0;
      ready = begin();
      return ready;
    },
    close() {
      const reason = failure('closed', 'close');
      attempt.abort(reason);
      pool?.end();
      fail(reason, engine?.end() ?? []);
    },
  };
}
