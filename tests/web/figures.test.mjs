/**
 * Each figure's drawing, sentence and table for a state, against what it was when somebody looked at it. REGARD_SNAPSHOTS=write renews
 * them; the difference is then read like any other change.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { kAtRest } from '../../web/lib/address.js';
import { contextOf, evidence, lines, sharedFor, startCore, words } from './figure-harness.mjs';
import { randomModel } from './random-model.mjs';

const { writeRows } = await import('../../web/lib/steered-rows.js');
const folder = new URL('snapshots/', import.meta.url);
const writes = process.env.REGARD_SNAPSHOTS === 'write';
const kOpening = 'The cat sat on the mat.';

const kNoCurves = { soft: [], hard: [], 'hard-without-baseline': [] };
/** Ten nets that learn, the later the greater `slow`. @param {number} slow */
const invented = (slow) =>
  Array.from({ length: 10 }, (_, seed) => ({
    right: Array.from({ length: 41 }, (__, k) => Math.min(1, k / (slow + seed))),
    logLikelihood: Array.from({ length: 41 }, (__, k) => -2 / (1 + k)),
    parameters: 879,
    examples: 243,
    milliseconds: 180,
  }));

// Of models that come one by one: random ones in their place, and results that were invented, to see how they are drawn.
const kRandom = {
  'luong-dot': randomModel('dot'),
  'luong-general': randomModel('general', 2),
  'fixed-uniform': randomModel('uniform', 3),
  'fixed-cosine': randomModel('cosine', 4),
};
/** B's results, less some for each of the others. @param {Partial<Record<keyof typeof kRandom, number>>} less */
function inventedEvidence(less) {
  const measured = evidence();
  const own = Object.entries(measured.results).filter(([id]) => /^(evaluate|align)\/en-fr-(attention|vector)(\/|$)/.test(id));
  const lowered = (/** @type {any} */ result, /** @type {number} */ by) =>
    result.aer === undefined ? { ...result, bleu: result.bleu - by, bleu_interval: result.bleu_interval.map((/** @type {number} */ x) => x - by) } : { ...result, aer: result.aer + by / 100 };
  const others = Object.entries(less).flatMap(([model, by]) =>
    own.filter(([id]) => !id.includes('vector')).map(([id, result]) => [id.replace('en-fr-attention', `en-fr-${model}`), lowered(result, by)]),
  );
  const shapes = { attention: { query: [128, 256], key: [128, 256], v: [128] }, 'luong-dot': {}, 'luong-general': { weight: [256, 256] }, 'fixed-uniform': {}, 'fixed-cosine': {} };
  return { ...measured, shapes, results: Object.fromEntries([...own, ...others]) };
}
/** The same of a translator trained with draws, which has so much less BLEU; another draw, another score. @param {number} less */
function inventedHard(less) {
  const invented = inventedEvidence({ hard: less });
  const steered = Object.entries(evidence().results).filter(([id]) => id.startsWith('steer/'));
  const drawn = [1, 2, 3].flatMap((seed) =>
    ['join-1', 'sentences'].map((set) => {
      const greedy = invented.results[`evaluate/en-fr-hard/${set === 'sentences' ? 'sentences/greedy' : set}`];
      return [`evaluate/en-fr-hard/${set}/drawn-${seed}`, { ...greedy, bleu: greedy.bleu - seed, perplexity: greedy.perplexity + seed / 10 }];
    }),
  );
  return { ...invented, results: { ...invented.results, ...Object.fromEntries([...steered, ...drawn]) } };
}
const kScoresHere = { models: ['attention', 'luong-dot', 'luong-general'] };
const kFixedHere = { models: ['attention', 'fixed-uniform', 'fixed-cosine'] };

/** @type {{ name: string, module: string, figure: string, sentence?: string, choices?: object, moments?: object, moment?: number, state?: object, width?: number, patch?: object, page?: object }[]} */
const cases = [
  { name: 'two-translators', module: 'two-translators', figure: 'twoTranslators' },
  { name: 'two-translators-reading-narrow', module: 'two-translators', figure: 'twoTranslators', moment: 3, width: 360 },
  { name: 'squeeze', module: 'squeeze', figure: 'squeeze' },
  { name: 'squeeze-halfway', module: 'squeeze', figure: 'squeeze', moment: 4, width: 360 },
  { name: 'squeeze-gates', module: 'squeeze', figure: 'squeeze', choices: { 'read.gates': 'on' }, moment: 3, state: { cell: { reader: 1, k: 5 } } },
  { name: 'squeeze-wide-gates-narrow', module: 'squeeze', figure: 'squeeze', choices: { 'read.model': 'wide', 'read.gates': 'on' }, moment: 1, width: 320 },
  { name: 'squeeze-forward-nothing-read', module: 'squeeze', figure: 'squeeze', choices: { 'read.model': 'forward' }, moment: 0 },
  { name: 'left', module: 'left', figure: 'left' },
  { name: 'left-first-narrow', module: 'left', figure: 'left', sentence: 'My uncle burned the pancakes.', moment: 1, width: 320, state: { look: 5, symbol: 'vector' } },
  { name: 'left-too-long', module: 'left', figure: 'left', sentence: `${'A cat sat on a mat and '.repeat(6)}a dog sat on it.`, moment: 40, width: 1100 },
  { name: 'left-rebuild', module: 'left', figure: 'left', sentence: 'The lazy cow crossed the road.', choices: { 'left.view': 'rebuild' } },
  { name: 'left-rebuild-last-narrow', module: 'left', figure: 'left', choices: { 'left.view': 'rebuild' }, moment: 7, width: 360 },
  { name: 'attention', module: 'attention', figure: 'attention' },
  { name: 'attention-mean-narrow', module: 'attention', figure: 'attention', choices: { 'word.change': 'mean' }, moment: 0, width: 320, state: { symbol: 'score', chosen: { term: 4, number: 7 } } },
  { name: 'attention-product', module: 'attention', figure: 'attention', choices: { 'word.score': 'product' }, moment: 4, width: 1100 },
  { name: 'beam', module: 'beam', figure: 'beam', width: 1100 },
  { name: 'beam-under-way-narrow', module: 'beam', figure: 'beam', sentence: 'My uncle burned the pancakes.', choices: { 'tree.width': '3' }, moment: 3, width: 320 },
  { name: 'beam-vector-greedy', module: 'beam', figure: 'beam', choices: { 'tree.model': 'vector', 'tree.width': '1' } },
  { name: 'flow', module: 'flow', figure: 'flow' },
  { name: 'flow-first-word-narrow', module: 'flow', figure: 'flow', moment: 0, width: 320, state: { look: 5, point: { line: 1, point: 19 } } },
  {
    name: 'flow-untrained-tanh',
    module: 'flow',
    figure: 'flow',
    sentence: 'Before you go out, please close the windows and turn off the lights.',
    choices: { 'flow.weights': 'untrained', 'flow.cell': 'tanh' },
    moment: 8,
    width: 1100,
  },
  { name: 'length', module: 'length', figure: 'length' },
  { name: 'length-too-long-narrow', module: 'length', figure: 'length', moment: 9, width: 320, choices: { 'length.line': 'attention-short' } },
  { name: 'length-single', module: 'length', figure: 'length', choices: { 'length.view': 'single', 'length.line': 'wide', 'length.sample': '2' } },
  {
    name: 'length-measured',
    module: 'length',
    figure: 'length',
    state: {
      runs: [{ view: 'joined', moment: 6, words: 37.8, count: 25, unit: 'text', scores: { vector: { bleu: 5.2, low: 3.6, high: 6.7 }, attention: { bleu: 51.8, low: 48.2, high: 56 } } }],
    },
    width: 1100,
  },
  { name: 'clock', module: 'clock', figure: 'clock' },
  { name: 'clock-halfway-narrow', module: 'clock', figure: 'clock', moment: 3, width: 320, choices: { 'clock.width': '64' }, state: { row: 4 } },
  { name: 'clock-one-token', module: 'clock', figure: 'clock', sentence: 'I', moment: 0, width: 1100 },
  { name: 'clock-long', module: 'clock', figure: 'clock', sentence: `${'A cat sat on a mat and '.repeat(3)}a dog sat on it.`, moment: 20, width: 1100 },
  {
    // These times were invented, to see how they are drawn.
    name: 'clock-measured',
    module: 'clock',
    figure: 'clock',
    choices: { 'clock.width': '128' },
    state: {
      times: {
        128: {
          timed: [{ length: 7, recurrent: 0.13, attention: 0.055 }, { length: 64, recurrent: 1.2, attention: 0.9, spans: { recurrent: [1.1, 1.6], attention: [0.8, 0.95] } }, { length: 1024, recurrent: 19, attention: 58 }],
          spread: [{ length: 64, workers: 2, alone: 1.3, together: 1.4 }, { length: 1024, workers: 2, alone: 61, together: 33 }],
        },
      },
    },
    width: 1100,
  },
  { name: 'wire', module: 'wire', figure: 'wire' },
  { name: 'wire-cut-uniform-narrow', module: 'wire', figure: 'wire', choices: { 'wire.cut': 'last-forward', 'wire.alpha': 'uniform' }, moment: 0, width: 320 },
  {
    name: 'wire-edited',
    module: 'wire',
    figure: 'wire',
    choices: { 'wire.cut': 'vector', 'wire.rows': writeRows(kOpening, new Map([[4, [0, 0, 0, 0, 0, 1000, 0]]])) },
    moment: 4,
    width: 1100,
  },
  {
    // These scores were invented, to see how they are drawn.
    name: 'wire-measuring',
    module: 'wire',
    figure: 'wire',
    sentence: 'I bought a red car.',
    choices: { 'wire.alpha': 'another', 'wire.other': '3' },
    state: { here: { uniform: { bleu: 3.1, low: 1.8, high: 4.4, sentences: 100 } }, running: { name: 'vector', done: 12, total: 100, stop: () => {} } },
  },
  { name: 'where', module: 'where', figure: 'where' },
  { name: 'where-first-rung-narrow', module: 'where', figure: 'where', choices: { 'where.ladder': '9' }, moment: 0, width: 320 },
  { name: 'explanation', module: 'explanation', figure: 'explanation' },
  { name: 'explanation-end-narrow', module: 'explanation', figure: 'explanation', moments: { explain: 8 }, choices: { 'explain.bound': '0.2' }, width: 320, state: { look: 1 } },
  { name: 'explanation-long', module: 'explanation', figure: 'explanation', sentence: 'Before you go to bed, close the kitchen window, turn off the lights and give some water to the cat.', moments: { explain: 3 }, width: 1100 },
  { name: 'explanation-one-token', module: 'explanation', figure: 'explanation', sentence: 'I' },
  { name: 'explanation-playing', module: 'explanation', figure: 'explanation', moment: 1 },
  { name: 'where-outside', module: 'where', figure: 'where', sentence: 'Hello.', moment: 7, state: { look: 5 }, width: 1100 },
  { name: 'scores', module: 'scores', figure: 'scores', page: kScoresHere, patch: { evidence: inventedEvidence({ 'luong-dot': 2, 'luong-general': 6 }) } },
  { name: 'scores-difference-narrow', module: 'scores', figure: 'scores', page: kScoresHere, patch: { evidence: inventedEvidence({}) }, choices: { 'scores.view': 'difference', 'scores.first': 'general' }, moment: 0, width: 320, state: { look: { i: 2, j: 3 } } },
  { name: 'scores-own', module: 'scores', figure: 'scores', page: kScoresHere, patch: { evidence: inventedEvidence({ 'luong-dot': 1 }) }, sentence: 'My uncle burned the pancakes.', choices: { 'scores.view': 'own' }, width: 1100 },
  { name: 'scores-additive-alone', module: 'scores', figure: 'scores', page: { models: [] }, patch: { evidence: inventedEvidence({}) } },
  { name: 'fixed', module: 'fixed', figure: 'fixed', page: kFixedHere, patch: { evidence: inventedEvidence({ 'fixed-uniform': 20, 'fixed-cosine': 12 }) }, width: 1100 },
  { name: 'fixed-same-narrow', module: 'fixed', figure: 'fixed', page: kFixedHere, patch: { evidence: inventedEvidence({}) }, sentence: 'My uncle burned the pancakes.', choices: { 'fixed.view': 'same' }, moment: 2, width: 320 },
  // Of the nets that learn none is drawn, or some that were invented: what they learn hangs on the last bit of every sum.
  { name: 'hard', module: 'hard', figure: 'hard', patch: { curves: kNoCurves, milliseconds: 0, evidence: inventedEvidence({}) } },
  {
    name: 'hard-drawn-narrow',
    module: 'hard',
    figure: 'hard',
    sentence: 'My uncle burned the pancakes.',
    choices: { 'hard.look': 'drawn', 'hard.draws': '12', 'hard.temperature': '2' },
    moment: 9,
    width: 320,
    patch: { curves: kNoCurves, milliseconds: 0, evidence: inventedHard(1) },
  },
  {
    name: 'hard-largest-learned',
    module: 'hard',
    figure: 'hard',
    choices: { 'hard.look': 'largest' },
    moment: 0,
    width: 1100,
    patch: { curves: { soft: invented(2), hard: invented(5), 'hard-without-baseline': invented(14) }, milliseconds: 5400, evidence: inventedHard(8) },
  },
];

const kFraction = /[-−]?\d+\.\d+/g;
/** The same but for the last digits of numbers with a fraction: those hang on the compiler. @param {string} now @param {string} before */
function alike(now, before) {
  if (now.replaceAll(kFraction, '#') !== before.replaceAll(kFraction, '#')) return false;
  const [ours, theirs] = [now, before].map((text) => text.match(kFraction) ?? []);
  return ours.every((one, k) => {
    const [a, b] = [one, theirs[k]].map((number) => Number(number.replace('−', '-')));
    const lastDigit = 10 ** (one.indexOf('.') + 1 - one.length);
    return Math.abs(a - b) <= Math.max(1.01 * lastDigit, 1e-3);
  });
}

const core = await startCore(kRandom);
for (const { name, module, figure: exported, sentence = kOpening, choices = {}, moments = {}, patch = {}, page = {}, ...options } of cases) {
  test(`the figure ${name} is drawn as it was`, async () => {
    const figure = (await import(`../../web/figures/${module}.js`))[exported];
    const computed = await contextOf(core, figure, await sharedFor(core, sentence, { choices, moments: { ...kAtRest, ...moments }, ...page }), options);
    const context = computed.data ? { ...computed, data: { ...computed.data, ...patch } } : computed;
    const quotes = Object.entries(figure.quotes ?? {}).map(([id, said]) => `## ${id}\n${words(said(context))}`);
    const now = `${[`# ${name}`, figure.summary(context), ...quotes, '## view', lines([figure.view(context), figure.below?.(context)]), '## table', lines(figure.table(context))].join('\n')}\n`;
    const path = new URL(`${name}.txt`, folder);
    if (writes) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, now);
    }
    const before = readFileSync(path, 'utf8');
    if (!alike(now, before)) assert.equal(now, before);
  });
}
