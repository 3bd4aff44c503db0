/**
 * The worker's side: answers the client's calls with the core. It begins by message, never by itself (WebKit forgets workers that do).
 * Searches go in small slices between which messages are heard, so that an abort takes effect at once.
 */
import { createTranslators, startModule } from './regard-module.js';

/** @typedef {import('./protocol.d.ts').Answer} Answer */
/** @typedef {import('./protocol.d.ts').CallName} CallName */
/** @typedef {import('./protocol.d.ts').ModelKind} ModelKind */
/** @typedef {import('./protocol.d.ts').Request} Request */
/** @typedef {import('./protocol.d.ts').Start} Start */
/** @typedef {import('./protocol.d.ts').Trace} Trace */
/** @typedef {Record<ModelKind, import('./protocol.d.ts').Translator>} Translators */
/**
 * @typedef {object} Surroundings
 * @property {(answer: Answer, transfer: Transferable[]) => void} post
 * @property {(glue: string) => Promise<import('./protocol.d.ts').CoreFactory>} load
 * @property {() => Promise<void>} turn   resolves after the messages that wait have been heard
 */

/** Milliseconds. */
const kSlice = 8;
const kAborted = Symbol('aborted');

/** The traces' arrays, which the core has copied out of its heap: they are handed over, not copied again. @param {Trace} trace */
const arrays = ({ encoder_states, context, decoder_states, contexts, scores, alpha }) =>
  [encoder_states, context, decoder_states, contexts, scores, alpha].flatMap((matrix) => (matrix ? [matrix.data.buffer] : []));

/** @param {unknown} error @returns {import('./protocol.d.ts').CoreError} */
function asCoreError(error) {
  const { code, message } = /** @type {{ code?: unknown, message?: unknown }} */ (error instanceof Object ? error : { message: error });
  const text = String(message);
  if (typeof code === 'string') return { code, message: text };
  if (error instanceof RangeError || /out of memory|OOM|enlarge memory/i.test(text)) return { code: 'memory', message: text };
  return { code: 'crashed', message: text };
}

/** @param {Surroundings} surroundings */
export function serveCore({ post, load, turn }) {
  /** Calls under way that nobody has aborted. @type {Set<number>} */
  const wanted = new Set();
  /** @type {Promise<Translators> | null} */
  let started = null;

  /** @param {Start} start @returns {Promise<Translators>} */
  async function begin({ glue, module, tokenizers, models }) {
    const factory = await load(glue).catch((error) => {
      throw Object.assign(new Error(String(error)), { code: 'network' });
    });
    const core = await startModule(factory, module);
    return createTranslators(core, tokenizers, models);
  }

  /**
   * @param {number} id
   * @param {{ text: string, beam: number, steps: boolean }} argument
   * @param {Translators} translators
   * @param {Transferable[]} transfer
   */
  async function translate(id, { text, beam, steps }, translators, transfer) {
    const runs = /** @type {{ kind: ModelKind, search: import('./protocol.d.ts').Search, steps: number, finished: boolean }[]} */ ([]);
    try {
      for (const kind of /** @type {const} */ (['vector', 'attention'])) {
        const { search, error } = translators[kind].start(text, beam);
        if (error) throw error;
        runs.push({ kind, search, steps: 0, finished: false });
        await turn();
        if (!wanted.has(id)) throw kAborted;
      }
      let since = performance.now();
      while (runs.some((run) => !run.finished)) {
        for (const run of runs) {
          if (run.finished) continue;
          run.finished = run.search.step();
          run.steps += 1;
        }
        if (performance.now() - since < kSlice) continue;
        const [vector, attention] = runs;
        if (steps && vector && attention) post({ id, kind: 'steps', steps: { vector: vector.steps, attention: attention.steps } }, []);
        await turn();
        if (!wanted.has(id)) throw kAborted;
        since = performance.now();
      }
      const pair = /** @type {import('./protocol.d.ts').Pair} */ ({});
      for (const run of runs) {
        pair[run.kind] = run.search.trace();
        transfer.push(...arrays(pair[run.kind]));
      }
      return pair;
    } finally {
      for (const run of runs) run.search.delete();
    }
  }

  /** @param {Exclude<Request, { call: 'abort' | 'ping' }>} request @param {Transferable[]} transfer */
  async function answer({ id, call, argument }, transfer) {
    if (call === 'start') {
      started = begin(argument);
      await started;
      return null;
    }
    const translators = await started;
    if (!wanted.has(id)) throw kAborted;
    if (!translators) throw Object.assign(new Error('The core has not been started.'), { code: 'crashed' });
    return call === 'tokenize' ? translators.attention.tokenize(argument.text) : translate(id, argument, translators, transfer);
  }

  return {
    /** @param {Request} request */
    async handle(request) {
      const { id } = request;
      if (request.call === 'ping') return post({ id, kind: 'pong' }, []);
      if (request.call === 'abort') return void wanted.delete(id);
      wanted.add(id);
      /** @type {Transferable[]} */
      const transfer = [];
      try {
        post({ id, kind: 'result', result: await answer(request, transfer) }, transfer);
      } catch (error) {
        if (error !== kAborted) post({ id, kind: 'error', error: asCoreError(error), call: request.call }, []);
      } finally {
        wanted.delete(id);
      }
    },
  };
}
