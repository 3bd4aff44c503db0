/**
 * The worker's side: hears the client's calls and sends back what the core answers. It begins by message, never by itself (WebKit forgets
 * workers that do).
 */
import { startReader } from './reader.js';
import { createReader } from './reading.js';

/** @typedef {import('./protocol.d.ts').Answer} Answer */
/** @typedef {import('./protocol.d.ts').Request} Request */
/**
 * @typedef {object} Surroundings
 * @property {(answer: Answer, transfer: Transferable[]) => void} post
 * @property {(glue: string) => Promise<import('./protocol.d.ts').CoreFactory>} load
 * @property {typeof startReader} [read]    starts the page's first binary
 * @property {() => Promise<void>} turn   resolves after the messages that wait have been heard
 */

const kAborted = Symbol('aborted');

/** Buffers of all matrices in a result, which the core has copied out of its heap: they are handed over, not copied again. @param {unknown} result @returns {ArrayBuffer[]} */
function buffers(result) {
  if (result instanceof Float32Array) return [/** @type {ArrayBuffer} */ (result.buffer)];
  if (!(result instanceof Object)) return [];
  return Object.values(result).flatMap(buffers);
}

/** @param {unknown} error @returns {import('./protocol.d.ts').CoreError} */
function asCoreError(error) {
  const { code, message } = /** @type {{ code?: unknown, message?: unknown }} */ (error instanceof Object ? error : { message: error });
  const text = String(message);
  if (typeof code === 'string') return { code, message: text };
  if (error instanceof RangeError || /out of memory|OOM|enlarge memory/i.test(text)) return { code: 'memory', message: text };
  return { code: 'crashed', message: text };
}

/** What only the laboratory needs is fetched with it. */
const fetchLaboratory = async () => {
  const [{ createAnswers }, { startModule }] = await Promise.all([import('./answers.js'), import('./regard-module.js')]);
  return { createAnswers, startModule };
};

/** @param {Surroundings} surroundings */
export function serveCore({ post, load, turn, read = startReader }) {
  /** Calls under way that nobody has aborted. @type {Set<number>} */
  const wanted = new Set();
  /** @type {Promise<Partial<import('./answers.js').Answers>> | null} */
  let started = null;

  /** @param {import('./protocol.d.ts').Start} start */
  async function begin({ glue, module, tokenizers, ...parts }) {
    if (glue === '') {
      const reader = createReader(await read(module), tokenizers);
      await reader.load(parts);
      return reader;
    }
    const [factory, { createAnswers, startModule }] = await Promise.all([load(glue), fetchLaboratory()]).catch((error) => {
      throw Object.assign(new Error(String(error)), { code: 'network' });
    });
    const answers = createAnswers(await startModule(factory, module), tokenizers);
    await answers.load(parts, { breathe: turn, tell: () => {} });
    return answers;
  }

  /** @param {Exclude<Request, { call: 'abort' | 'ping' }>} request */
  async function answer({ id, call, argument }) {
    if (call === 'start') {
      started = begin(argument);
      await started;
      return null;
    }
    if (call === 'change') {
      const next = begin(argument);
      await next;
      started = next;
      return null;
    }
    const answers = await started;
    if (!wanted.has(id)) throw kAborted;
    if (!answers) throw Object.assign(new Error('The core has not been started.'), { code: 'crashed' });
    const one = /** @type {(argument: unknown, around: import('./answers.js').Surroundings) => Promise<any>} */ (answers[call]);
    return one(argument, {
      tell: (steps) => post({ id, kind: 'steps', steps }, []),
      async breathe() {
        await turn();
        if (!wanted.has(id)) throw kAborted;
      },
    });
  }

  return {
    /** @param {Request} request */
    async handle(request) {
      const { id } = request;
      if (request.call === 'ping') return post({ id, kind: 'pong' }, []);
      if (request.call === 'abort') return void wanted.delete(id);
      wanted.add(id);
      try {
        const result = await answer(request);
        post({ id, kind: 'result', result }, buffers(result));
      } catch (error) {
        if (error !== kAborted) post({ id, kind: 'error', error: asCoreError(error), call: request.call }, []);
      } finally {
        wanted.delete(id);
      }
    },
  };
}
