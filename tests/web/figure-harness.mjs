/**
 * Figures without a browser: the built core answers their questions in this process, and their drawings become text. A drawing is a pure
 * function of a context, so the same context gives the same text.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAnswers } from '../../web/core/answers.js';
import { needs } from '../../web/core/needs.js';
import { startCoreInNode } from '../../web/scripts/core-in-node.mjs';
import { inputs } from '../../web/scripts/inputs.js';
import { scoreShapes } from '../../web/scripts/score-shapes.js';
import { pickEvidence } from '../../web/scripts/vite-evidence.js';
import { ownSentences } from '../../web/scripts/vite-sentences.js';

/** @typedef {import('../../web/core/protocol.d.ts').ModelName} ModelName */
/** @typedef {import('../../web/core/protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('../../web/lib/shared.js').Shared} Shared */

// There is no canvas here: lib/measure.js falls back to widths by the number of letters.
Object.assign(globalThis, {
  document: { documentElement: null, createElement: () => ({ getContext: () => null }), createTreeWalker: () => ({}) },
  getComputedStyle: () => ({ getPropertyValue: () => '' }),
  ResizeObserver: class {},
  matchMedia: () => ({ matches: false }),
});
const { choiceOf, kAtRest } = await import('../../web/lib/address.js');
const { createShared, kUsual } = await import('../../web/lib/shared.js');
const { hasFixed } = await import('../../web/lib/fixed.js');
const { measureAt } = await import('../../web/lib/measure.js');

const text = (/** @type {string} */ path) => readFileSync(path, 'utf8');
const around = { breathe: async () => {}, tell: () => {} };

/** Every figure of the page that has moments, by the name of its module; one that the site cannot have yet is left out. */
export async function figures() {
  const names = {
    'two-translators': 'twoTranslators',
    squeeze: 'squeeze',
    left: 'left',
    length: 'length',
    flow: 'flow',
    clock: 'clock',
    attention: 'attention',
    wire: 'wire',
    beam: 'beam',
    where: 'where',
    scores: 'scores',
    ...(hasFixed({ models: /** @type {ModelName[]} */ (Object.keys(inputs.models)) }) && { fixed: 'fixed' }),
    hard: 'hard',
    explanation: 'explanation',
  };
  const modules = Object.entries(names).map(async ([name, exported]) => [name, (await import(`../../web/figures/${name}.js`))[exported]]);
  return /** @type {Record<string, import('../../web/ui/figure.js').Figure<any, any>>} */ (Object.fromEntries(await Promise.all(modules)));
}

const own = ownSentences();

/** What was measured beforehand, as the page gets it. */
export const evidence = () => ({
  ...pickEvidence(JSON.parse(text(fileURLToPath(new URL('../../models/results.json', import.meta.url))))),
  shapes: scoreShapes(),
  sentences: async () => own,
});

/**
 * The core of the build with SIMD, as the client's `ask` and `translate`.
 * @param {Partial<Record<ModelName, import('../../web/core/protocol.d.ts').ModelFiles<string, Uint8Array>>>} [others] models besides those
 *   of the site
 */
export async function startCore(others = {}) {
  const tokenizers = { en: text(inputs.tokenizers.en), fr: text(inputs.tokenizers.fr) };
  const answers = createAnswers(await startCoreInNode(inputs.simd), tokenizers);
  const loaded = new Set();
  /** @param {Required<import('../../web/core/download.js').PartNames>} names */
  async function load({ models, probes, where }) {
    const fresh = (/** @type {string} */ name) => !loaded.has(name) && loaded.add(name);
    await answers.load(
      {
        models: Object.fromEntries(
          models.filter(fresh).map((name) => {
            const { config, weights } = /** @type {{ config: string, weights: string }} */ (inputs.models[name]);
            return [name, { config: text(config), weights: readFileSync(weights) }];
          }),
        ),
        probes: Object.fromEntries(probes.filter(fresh).map((name) => [name, readFileSync(inputs.probes[name])])),
        where: where && fresh('where') ? text(inputs.where) : '',
      },
      around,
    );
  }
  await answers.load({ models: others, probes: {}, where: '' }, around);
  for (const name of Object.keys(others)) loaded.add(name);
  await load({ models: ['vector', 'attention'], probes: [], where: false });
  return {
    /** @type {import('../../web/ui/computing.js').Job['ask']} */
    async ask(name, argument) {
      await load(needs(name, argument));
      return /** @type {any} */ (answers[name])(argument, around);
    },
    /** @param {string} sentence @param {number} [beam] */
    translate: (sentence, beam = 5) => answers.translate({ text: sentence, beam, steps: false }, around),
  };
}

/**
 * What the page shares once this sentence has been translated.
 * @param {Awaited<ReturnType<typeof startCore>>} core @param {string} sentence @param {Partial<Shared>} [patch]
 * @returns {Promise<Shared>}
 */
export async function sharedFor(core, sentence, patch = {}) {
  const pair = await core.translate(sentence);
  const shared = createShared({ ...kUsual, text: sentence, moments: kAtRest }).get();
  return { ...shared, pair, tokens: pair.attention.source_tokens, engine: { ...shared.engine, phase: 'live' }, ...patch };
}

/**
 * A figure's context, computed as the page computes it.
 * @template State, Data
 * @param {Awaited<ReturnType<typeof startCore>>} core
 * @param {import('../../web/ui/figure.js').Figure<State, Data>} figure
 * @param {Shared} shared
 * @param {{ state?: Partial<State>, width?: number, data?: Data, moment?: number }} [options]   data: instead of computing
 * @returns {Promise<import('../../web/ui/figure.js').Context<State, Data>>}
 */
export async function contextOf(core, figure, shared, { state = {}, width = 800, data: given, moment } = {}) {
  const job = { shared, ask: core.ask, evidence: async () => /** @type {any} */ (evidence()), signal: new AbortController().signal };
  const data = given ?? (figure.compute ? await figure.compute(job) : null);
  const timeline = figure.timeline(shared, data);
  const at = moment ?? shared.moments[figure.moment] ?? timeline.rest;
  return {
    state: { ...figure.initial, ...state },
    set: () => {},
    shared,
    choice: (name) => choiceOf(shared.choices, name),
    choose: () => {},
    data,
    fresh: true,
    computing: { busy: false, progress: null, problem: '', again: () => {} },
    timeline,
    t: at,
    moment: at,
    go: () => {},
    type: () => {},
    say: () => {},
    ask: /** @type {any} */ (core.ask),
    width,
    measureAt,
  };
}

/**
 * A lit template as text: markup with its values, without listeners; a directive as what it shows.
 * @param {any} value @returns {string}
 */
export function asText(value) {
  if (value === null || value === undefined || typeof value === 'symbol' || typeof value === 'function') return '';
  if (Array.isArray(value)) return value.map(asText).join('');
  if (value['_$litDirective$']) return value.values.map((/** @type {unknown} */ one) => (typeof one === 'function' && one.length === 0 ? asText(one()) : '')).join('');
  if (value['_$litType$'] === undefined) return typeof value === 'object' ? '' : String(value);
  let said = '';
  value.strings.forEach((/** @type {string} */ part, /** @type {number} */ k) => {
    said += part;
    if (k >= value.values.length) return;
    const one = value.values[k];
    const binding = /\s([@?.])([\w-]+)=$/.exec(said);
    if (!binding) said += /=$/.test(said) ? `"${asText(one)}"` : asText(one);
    else {
      said = said.slice(0, binding.index);
      if (binding[1] === '?' && one) said += ` ${binding[2]}`;
      else if (binding[1] === '.') said += ` ${binding[2]}="${one}"`;
    }
  });
  return said;
}

/** Words alone, as a reader sees them. @param {unknown} template */
export const words = (template) =>
  asText(template)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const kShown = 3;

/** What took a time takes another the next time. @param {string} text */
const untimed = (text) => text.replace(/(<span class="took">)[^<]*/g, '$1…');

/** One element a line, for a difference that can be read; of a long run of equal elements the first few, and a digest of the rest. @param {unknown} template */
export function lines(template) {
  const all = untimed(asText(template))
    .replace(/\s+/g, ' ')
    .replace(/ ?(<(?!\/)[^>]*>)/g, '\n$1')
    .trim()
    .split('\n');
  const kind = (/** @type {string | undefined} */ line) => (/^<(\w+)[^>]*>(?:<\/\1>)? ?$/.exec(line ?? '') ? line?.split(' ')[0] : null);
  const said = [];
  for (let k = 0; k < all.length; ) {
    const one = kind(all[k]);
    let end = k + 1;
    while (one && kind(all[end]) === one) ++end;
    const rest = all.slice(k + kShown, end);
    if (rest.length <= kShown) said.push(...all.slice(k, end));
    else said.push(...all.slice(k, k + kShown), `… ${rest.length} more, ${createHash('sha256').update(rest.join('\n')).digest('hex').slice(0, 12)}`);
    k = end;
  }
  return said.join('\n');
}
