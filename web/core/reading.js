/**
 * What the page's first binary answers: it reads models and translates. Searches go in small slices between which messages are heard, so that
 * an abort takes effect at once.
 */
import { checked } from './failures.js';
import { createTranslators } from './translators.js';

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/**
 * @typedef {object} Surroundings   of one call
 * @property {() => Promise<void>} breathe   hears the messages that wait; throws when nobody wants the answer any more
 * @property {(steps: import('./protocol.d.ts').StepCounts) => void} tell
 */
/** @typedef {'tokenize' | 'translate' | 'write'} Read */
/** @typedef {{ [Name in Read]: (argument: Calls[Name]['argument'], around: Surroundings) => Promise<Calls[Name]['result']> }} Readings */

/** Milliseconds. */
export const kSlice = 8;

/** @template {string} Name @template T @param {Partial<Record<Name, T>>} all @param {Name} name @returns {T} */
export function known(all, name) {
  const one = all[name];
  if (!one) throw { code: 'crashed', message: `${name} has not been loaded.` };
  return one;
}

/** Steps searches in turn until all have finished. @param {readonly import('./protocol.d.ts').ReaderSearch[]} searches @param {Surroundings} around @param {(counts: number[]) => void} tell */
export async function finish(searches, { breathe }, tell) {
  const counts = searches.map(() => 0);
  const open = new Set(searches.keys());
  let since = performance.now();
  while (open.size > 0) {
    for (const k of open) {
      counts[k] = (counts[k] ?? 0) + 1;
      if (searches[k]?.step()) open.delete(k);
    }
    if (performance.now() - since < kSlice) continue;
    tell(counts);
    await breathe();
    since = performance.now();
  }
}

/**
 * Gives `use` the writing that is wanted, and frees it.
 * @template {import('./protocol.d.ts').ReaderSearch<W>} S @template {import('./protocol.d.ts').ReaderWriting} W @template T
 * @param {Partial<Record<ModelName, import('./protocol.d.ts').ReaderTranslator<S, W>>>} translators
 * @param {import('./protocol.d.ts').Wanted} wanted @param {Surroundings} around @param {(writing: W) => T | Promise<T>} use
 */
export async function withWriting(translators, { model, text, beam, target }, around, use) {
  const translator = known(translators, model);
  /** @type {S | undefined} */
  let search;
  /** @type {W | undefined} */
  let writing;
  try {
    if (target === null) {
      search = checked(translator.start(text, beam)).search;
      await finish([search], around, () => {});
      writing = search.writing();
    } else writing = checked(translator.force(text, target)).writing;
    await around.breathe();
    return await use(writing);
  } finally {
    writing?.delete();
    search?.delete();
  }
}

/**
 * What can be answered with translators alone.
 * @param {Partial<Record<ModelName, import('./protocol.d.ts').ReaderTranslator>>} translators
 * @returns {Readings}
 */
export function createReadings(translators) {
  return {
    tokenize: async ({ text }) => known(translators, 'attention').tokenize(text),
    async translate({ text, beam, steps }, around) {
      const kinds = /** @type {const} */ (['vector', 'attention']);
      /** @type {import('./protocol.d.ts').ReaderSearch[]} */
      const searches = [];
      /** @type {import('./protocol.d.ts').ReaderWriting[]} */
      const writings = [];
      try {
        for (const kind of kinds) {
          searches.push(checked(known(translators, kind).start(text, beam)).search);
          await around.breathe();
        }
        await finish(searches, around, ([vector = 0, attention = 0]) => steps && around.tell({ vector, attention }));
        for (const search of searches) writings.push(search.writing());
        const [vector, attention] = writings.map((writing) => writing.trace(false));
        if (!vector || !attention) throw { code: 'crashed', message: 'A translation is missing.' };
        return { vector: { ...vector, model: 'vector', beam }, attention: { ...attention, model: 'attention', beam } };
      } finally {
        for (const one of [...writings, ...searches]) one.delete();
      }
    },
    write: (wanted, around) =>
      withWriting(translators, wanted, around, (writing) => ({
        ...writing.trace(wanted.gates ?? false),
        model: wanted.model,
        beam: wanted.target === null ? wanted.beam : 0,
      })),
  };
}

/** All that the page's first binary can be asked. @param {import('./protocol.d.ts').ReaderCore} core @param {import('./protocol.d.ts').Tokenizers<string>} tokenizers */
export function createReader(core, tokenizers) {
  /** @type {Partial<Record<ModelName, import('./protocol.d.ts').ReaderTranslator>>} */
  const translators = {};
  return {
    ...createReadings(translators),
    /** @param {import('./protocol.d.ts').Parts} parts */
    async load({ models }) {
      Object.assign(translators, createTranslators(core, tokenizers, models));
      return null;
    },
  };
}
