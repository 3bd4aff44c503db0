/**
 * The other side of src/wasm/reader: starts the page's first binary, which reads models and translates, and gives it the part of the core's
 * interface that it has. It has no glue: arguments are copied into its memory, and answers read from there.
 */

import { plainModel } from './plain-model.js';

/** @typedef {import('./protocol.d.ts').ReaderCore} ReaderCore */
/** @typedef {(...numbers: number[]) => number} Export */

const kUtf8 = new TextEncoder();
const kText = new TextDecoder();

/** The value that lies at an address, see src/wasm/reader/value.h. @param {ArrayBuffer} memory @param {number} address */
function valueAt(memory, address) {
  const bytes = new DataView(memory);
  let at = address;
  const size = () => bytes.getUint32((at += 4) - 4, true);
  const text = () => {
    const length = size();
    return kText.decode(new Uint8Array(memory, (at += length) - length, length));
  };
  /** @type {Record<string, () => unknown>} */
  const kinds = {
    n: () => null,
    t: () => true,
    f: () => false,
    d: () => bytes.getFloat64((at += 8) - 8, true),
    s: text,
    l: () => Array.from({ length: size() }, value),
    o: () => Object.fromEntries(Array.from({ length: size() }, () => [text(), value()])),
    m() {
      const shape = [size(), size()];
      const first = at;
      at += 4 * Number(shape[0]) * Number(shape[1]);
      return { data: new Float32Array(memory.slice(first, at)), shape };
    },
  };
  /** @returns {unknown} */
  function value() {
    return kinds[String.fromCharCode(bytes.getUint8(at++))]?.();
  }
  return value();
}

/** @param {WebAssembly.Module} module @returns {Promise<ReaderCore>} */
export async function startReader(module) {
  /** @type {Record<string, Record<string, Function>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = () => {
      if (name === 'emscripten_notify_memory_growth') return;
      throw name === 'out_of_memory' ? new RangeError('The core is out of memory.') : new Error(`The core has ended (${name}).`);
    };
  const { exports } = await WebAssembly.instantiate(module, /** @type {WebAssembly.Imports} */ (imports));
  const core = /** @type {Record<string, Export> & { memory: WebAssembly.Memory }} */ (/** @type {unknown} */ (exports));
  core._initialize?.();
  core.begin?.();

  /** Texts and bytes become pairs of an address and a length. @param {string} name @param {(number | string | Uint8Array)[]} given */
  function call(name, ...given) {
    const numbers = given.flatMap((one) => {
      if (typeof one === 'number') return one;
      const bytes = typeof one === 'string' ? kUtf8.encode(one) : one;
      const address = Number(core.room?.(bytes.length)) >>> 0;
      new Uint8Array(core.memory.buffer).set(bytes, address);
      return [address, bytes.length];
    });
    return Number(core[name]?.(...numbers)) >>> 0;
  }
  /** @param {Parameters<typeof call>} asked @returns {any} */
  const answer = (...asked) => valueAt(core.memory.buffer, call(...asked));

  /** @param {number} handle */
  const writingAt = (handle) => ({
    trace: (/** @type {boolean} */ gates) => answer('trace', handle, Number(gates)),
    delete: () => void call('end_writing', handle),
  });
  /** @param {number} handle */
  const searchAt = (handle) => ({
    step: () => call('step', handle) !== 0,
    writing: () => writingAt(answer('writing', handle).writing),
    delete: () => void call('end_search', handle),
  });
  /** @param {number} handle */
  const translatorAt = (handle) => ({
    tokenize: (/** @type {string} */ text) => answer('tokenize', handle, text),
    start(/** @type {string} */ text, /** @type {number} */ beam) {
      const made = answer('start', handle, text, beam);
      return made.error ? made : { search: searchAt(made.search) };
    },
    force(/** @type {string} */ text, /** @type {string} */ target) {
      const made = answer('force', handle, text, target);
      return made.error ? made : { writing: writingAt(made.writing) };
    },
    delete: () => void call('end_translator', handle),
  });
  return {
    createTranslator(...files) {
      let plain;
      try {
        plain = plainModel(...files);
      } catch (error) {
        return { error: { code: 'bad-model', message: String(error instanceof Error ? error.message : error) } };
      }
      const { config, source, target, dtypes, weights } = plain;
      const made = answer('create_translator', new Uint8Array(config.buffer), source, target, dtypes, weights);
      return made.error ? made : { translator: translatorAt(made.translator) };
    },
  };
}
