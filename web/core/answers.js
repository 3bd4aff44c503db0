/** What the core answers to each call, with the laboratory. */
import { checked } from './failures.js';
import { medianTime } from './median-time.js';
import { createPicking } from './picking.js';
import { finish, known, kSlice, createReadings, withWriting } from './reading.js';
import { createProbes } from './regard-module.js';
import { createSteering } from './steering.js';
import { createTranslators } from './translators.js';

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/** @typedef {import('./protocol.d.ts').ModelKind} ModelKind */
/** @typedef {import('./protocol.d.ts').Parts} Parts */
/** @typedef {import('./protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('./protocol.d.ts').Search} Search */
/** @typedef {import('./protocol.d.ts').Translator} Translator */
/** @typedef {import('./protocol.d.ts').Writing} Writing */
/** @typedef {Exclude<import('./protocol.d.ts').WorkerCall, 'start' | 'change'>} Asked */
/** @typedef {import('./reading.js').Surroundings} Surroundings */
/** @typedef {{ [Name in Asked]: (argument: Calls[Name]['argument'], around: Surroundings) => Promise<Calls[Name]['result']> }} Answers */

/** Milliseconds. */
const kWarm = 1200;

/** Written tokens whose gradients are computed at once. */
const kGradientSlice = 4;
/** Outputs of the decoder that are computed at once when steps of attention are taken apart. */
const kOutputSlice = 64;

/** Matrices of the same width below each other. @param {readonly import('./protocol.d.ts').Matrix[]} parts */
function stack(parts) {
  const width = parts[0]?.shape[1] ?? 0;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let end = 0;
  for (const part of parts) {
    data.set(part.data, end);
    end += part.data.length;
  }
  return { data, shape: /** @type {const} */ ([width > 0 ? data.length / width : 0, width]) };
}

/** Source tokens that are left out one by one at once. */
const kLeftOutSlice = 4;

/** Matrices of the same height beside each other. @param {readonly import('./protocol.d.ts').Matrix[]} parts */
function beside(parts) {
  const rows = parts[0]?.shape[0] ?? 0;
  const width = parts.reduce((sum, { shape }) => sum + shape[1], 0);
  const data = new Float32Array(rows * width);
  let left = 0;
  for (const { data: part, shape } of parts) {
    for (let i = 0; i < rows; ++i) data.set(part.subarray(i * shape[1], (i + 1) * shape[1]), i * width + left);
    left += shape[1];
  }
  return { data, shape: /** @type {const} */ ([rows, width]) };
}

/** Row i as plain numbers. @param {import('./protocol.d.ts').Matrix} matrix @param {number} i */
const numbers = ({ data, shape: [, width] }, i) => Array.from(data.subarray(i * width, (i + 1) * width));

/**
 * @param {import('./protocol.d.ts').CoreModule} core
 * @param {import('./protocol.d.ts').Tokenizers<string>} tokenizers
 * @returns {Answers}
 */
export function createAnswers(core, tokenizers) {
  /** @type {Partial<Record<ModelName, Translator>>} */
  const translators = {};
  /** @type {Partial<Record<ProbeName, import('./protocol.d.ts').Probes>>} */
  const probes = {};
  let where = '';
  /** The race that was asked for last: its weights are many. @type {{ key: string, race: import('./protocol.d.ts').LayerRace } | null} */
  let last = null;
  let isWarm = false;

  /** @param {import('./protocol.d.ts').RaceLayers} layers */
  function raceOf({ width, heads, longest, seed }) {
    const key = [width, heads, longest, seed].join();
    if (last?.key === key) return last.race;
    last?.race.delete();
    last = null;
    last = { key, race: checked(core.createLayerRace(width, heads, longest, seed)).race };
    return last.race;
  }

  /** Engines compile what runs often once more, and better: what is timed must not be timed before. @param {import('./protocol.d.ts').RaceLayers} layers @param {Surroundings} around */
  async function warm(layers, { breathe }) {
    if (isWarm) return;
    for (const since = performance.now(); performance.now() - since < kWarm; await breathe()) {
      raceOf(layers).recurrent(Math.min(layers.longest, 16), 1);
      raceOf(layers).attention(Math.min(layers.longest, 16), 1);
    }
    isWarm = true;
  }

  const steering = createSteering((model) => known(translators, model), kSlice);

  /** @param {Writing} writing @param {import('./protocol.d.ts').Wanted} wanted @returns {import('./protocol.d.ts').Trace} */
  const traceOf = (writing, { model, beam, target }) => ({ ...writing.trace(false), model, beam: target === null ? beam : 0 });

  /** @param {Writing} writing @param {number} steps @param {number | null} untrained @param {Surroundings} around */
  async function gradientsOf(writing, steps, untrained, { breathe }) {
    /** @type {import('./protocol.d.ts').Gradients[]} */
    const slices = [];
    for (let first = 0; first < steps; first += kGradientSlice) {
      slices.push(writing.gradients(untrained, first, kGradientSlice));
      await breathe();
    }
    const whole = (/** @type {keyof import('./protocol.d.ts').Gradients} */ part) => stack(slices.map((slice) => slice[part]));
    return { total: whole('total'), recurrent: whole('recurrent'), attention: whole('attention') };
  }

  return {
    ...createReadings(translators),
    ...steering,
    ...createPicking(core),
    async load(parts) {
      Object.assign(translators, createTranslators(core, tokenizers, parts.models));
      Object.assign(probes, createProbes(core, translators, parts.probes));
      where = parts.where || where;
      return null;
    },
    gradients: (wanted, around) =>
      withWriting(translators, wanted, around, async (writing) => {
        const trace = traceOf(writing, wanted);
        return { ...(await gradientsOf(writing, trace.steps.length, wanted.untrained, around)), trace };
      }),
    explain: (wanted, around) =>
      withWriting(translators, wanted, around, async (writing) => {
        const trace = traceOf(writing, wanted);
        const { total: gradient } = await gradientsOf(writing, trace.steps.length, null, around);
        /** @type {import('./protocol.d.ts').LeftOut[]} */
        const slices = [];
        for (let first = 0; first < trace.source_tokens.length; first += kLeftOutSlice) {
          const slice = writing.leftOut(first, kLeftOutSlice);
          if (slice) slices.push(slice);
          await around.breathe();
        }
        const left_out =
          slices.length > 0
            ? { distance: beside(slices.map(({ distance }) => distance)), change: beside(slices.map(({ change }) => change)) }
            : null;
        const agreement = trace.steps.map((_, i) => {
          const row = (/** @type {import('./protocol.d.ts').Matrix | null | undefined} */ matrix) => (matrix ? numbers(matrix, i) : null);
          const [attention, slope, loss] = [row(trace.alpha), row(gradient), row(left_out?.distance)];
          return {
            attention_gradient: attention && slope && core.kendallTau(attention, slope),
            attention_left_out: attention && loss && core.kendallTau(attention, loss),
            gradient_left_out: slope && loss && core.kendallTau(slope, loss),
          };
        });
        return { gradient, left_out, agreement, trace };
      }),
    otherRows: (wanted, around) =>
      withWriting(translators, wanted, around, async (writing) => {
        const { rows } = checked(writing.otherRows(wanted.step, wanted.bound));
        try {
          let since = performance.now();
          while (!rows.search()) {
            if (performance.now() - since < kSlice) continue;
            await around.breathe();
            since = performance.now();
          }
          return rows.rows();
        } finally {
          rows.delete();
        }
      }),
    attention: (wanted, around) =>
      withWriting(translators, wanted, around, async (writing) => {
        const trace = { ...writing.trace(false), model: wanted.model, beam: wanted.target === null ? wanted.beam : 0 };
        const count = Math.max(1, Math.floor(kOutputSlice / trace.source_tokens.length));
        /** @type {import('./protocol.d.ts').AttentionSteps[]} */
        const slices = [];
        for (let first = 0; first < trace.steps.length; first += count) {
          const slice = writing.attention(first, count);
          if (!slice) throw { code: 'no-attention', message: `The model ${wanted.model} has no attention.` };
          slices.push(slice);
          await around.breathe();
        }
        const { kind, keys, v } = /** @type {import('./protocol.d.ts').AttentionSteps} */ (slices[0]);
        return { kind, keys, v, steps: slices.flatMap(({ steps }) => steps), trace };
      }),
    async tree({ model, text, beam }, around) {
      const { search } = checked(known(translators, model).start(text, beam));
      /** @type {Writing | undefined} */
      let writing;
      try {
        search.record();
        await finish([search], around, () => {});
        writing = search.writing();
        return { ...search.tree(), trace: { ...writing.trace(false), model, beam } };
      } finally {
        writing?.delete();
        search.delete();
      }
    },
    words: (wanted, around) =>
      withWriting(
        translators,
        wanted,
        around,
        (writing) => checked(known(probes, /** @type {ProbeName} */ (`${wanted.model}/${wanted.kind}`)).words(wanted.kind, writing)).answers,
      ),
    where: async ({ model, text }) => checked(known(probes, /** @type {ProbeName} */ (`${model}/where`)).where(text)),
    word: ({ model, text, target, word }, around) =>
      withWriting(translators, { model, text, target, beam: 1 }, around, (writing) => {
        const found = writing.word(word);
        return found === null ? null : Math.exp(found);
      }),
    whereTask: async ({ ladders }) => checked(core.readWhere(where, ladders)),
    bleu: async ({ hypotheses, references }) => core.bleu(hypotheses, references),
    async race({ length, layer, ...layers }, around) {
      await warm(layers, around);
      let checksum = 0;
      // Asked for anew each time: between two batches another call may have wanted another race.
      const time = await medianTime((runs) => void (checksum = raceOf(layers)[layer](length, runs)), around.breathe);
      return { ...time, checksum };
    },
    heads: async ({ length, first, count, ...layers }) => raceOf(layers).heads(length, first, count),
  };
}
