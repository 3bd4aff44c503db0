/** What is measured. A new kernel, case or peer is one more line. */
import { weightsAToken } from './lib/work.mjs';

/** @typedef {import('./measure.mjs').Plan} Plan */

/** The entry that reads what a token needs, beside those who translate. */
export const kReadOnce = 'the weights of a token, read once';

/** Chains of the register-only peak; the best of them is the peak. */
const kChains = [4, 5, 6, 8, 10, 12];

/** Our products, and Eigen's to compare with. */
const kSquare = ['product_nn', 'product_nt', 'product_tn', 'Eigen nn', 'Eigen nt', 'Eigen tn'];
const kMatrixVector = ['PackedMatrix, I8', 'PackedMatrix, F32', 'product_nt', 'Eigen nt'];

/** n x k: rows of weights, numbers of a row. */
const kMatrixVectorSizes = /** @type {const} */ ([
  [64, 64],
  [768, 640],
  [8000, 128],
  [8000, 256],
]);

/** How our weights are stored, see core/job.h. Those of the shipped model are integers, and so is what is packed of them. */
const kStored = { I8: 'Regard, I8', F32: 'Regard, F32', rows: 'Regard, weights in rows' };
const kSentenceCases = /** @type {Record<string, (keyof typeof kStored)[]>} */ ({
  'en-fr-attention': ['I8', 'rows'],
  emb128: ['I8', 'F32', 'rows'],
  emb256: ['I8', 'F32', 'rows'],
});
const kTrainingCases = ['training-step', 'training-attention'];
export const kCases = [...Object.keys(kSentenceCases), ...kTrainingCases];

/** @typedef {Record<string, import('./engines/engine.mjs').Case>} Abouts the cases by name */

/** @typedef {[engine: string, label: string]} Who an engine, and how it is called */

/** @param {string} engine @param {string} label @param {import('./engines/engine.mjs').Spec} spec */
const entry = (engine, label, spec) => ({ engine, label, spec });

/**
 * Kernels against the machine's limits, all in turns.
 * @param {string} engine ours, in one of its builds @param {Who} other who multiplies a b^T too @returns {Plan[]}
 */
export function kernelPlans(engine, [other, label]) {
  const products = (/** @type {string[]} */ kernels, /** @type {{ m: number, n: number, k: number }} */ sizes) => [
    ...kernels.map((by) => entry(engine, by, { kind: 'product', by, ...sizes })),
    entry(other, label, { kind: 'product', by: label, ...sizes }),
  ];
  const square = {
    name: 'matrix product',
    kind: /** @type {const} */ ('kernel'),
    entries: [
      ...kChains.map((chains) => entry(engine, `peak, ${chains} chains`, { kind: 'peak', chains })),
      ...[64, 128, 256].flatMap((n) => products(kSquare, { m: n, n, k: n })),
    ],
  };
  const vector = {
    name: 'matrix-vector product',
    kind: /** @type {const} */ ('kernel'),
    entries: kMatrixVectorSizes.flatMap(([n, k]) => [
      ...[1, 4].map((width) => entry(engine, 'read', { kind: 'read', bytes: width * n * k })),
      ...products(kMatrixVector, { m: 1, n, k }),
    ]),
  };
  const rest = {
    name: 'other kernels',
    kind: /** @type {const} */ ('kernel'),
    entries: [
      entry(engine, 'softmax', { kind: 'softmax', n: 8000 }),
      entry(engine, 'softmax', { kind: 'softmax', n: 4000 }),
      entry(engine, 'gru_cell', { kind: 'gru-cell', batch: 1, width: 256 }),
      entry(engine, 'gru_cell', { kind: 'gru-cell', batch: 32, width: 64 }),
      entry(engine, 'gru_cell', { kind: 'gru-cell', batch: 64, width: 256 }),
    ],
  };
  const memory = {
    name: 'reading memory',
    kind: /** @type {const} */ ('kernel'),
    entries: [16, 256, 2048, 8192, 24576, 98304].map((kilobytes) => entry(engine, 'read', { kind: 'read', bytes: 1024 * kilobytes })),
  };
  return [square, vector, rest, memory];
}

/**
 * We and the others translate the sentences of a case; beside them the weights that a token needs are read once, for the bound.
 * @param {Abouts} abouts @param {string} ours @param {Who[]} others @returns {Plan[]}
 */
const sentencePlans = (abouts, ours, others) =>
  Object.entries(kSentenceCases).map(([name, stored]) => ({
    name,
    kind: 'sentence',
    case: name,
    entries: [
      ...stored.map((how) => entry(ours, kStored[how], { kind: 'sentence', stored: how })),
      ...others.map(([engine, label]) => entry(engine, label, { kind: 'sentence' })),
      entry(ours, kReadOnce, { kind: 'read', bytes: 4 * weightsAToken(abouts[name].config) }),
    ],
  }));

/** @param {string[]} cases @param {Who[]} who @returns {Plan[]} */
const trainingPlans = (cases, who) =>
  cases.map((name) => ({
    name,
    kind: 'training',
    case: name,
    entries: who.map(([engine, label]) => entry(engine, label, { kind: 'training' })),
  }));

/** Ours up to each part of the work: what a part takes is the difference to the one before. */
export const kSentenceParts = {
  encoded: 'encoder',
  stepped: 'steps: gates, attention, read-out',
  logits: 'output layer',
  written: 'choosing the token',
};
export const kTrainingParts = { forward: 'forward', backward: 'backward', updated: 'Adam' };

/** @param {string} engine @param {string[]} trainings @returns {Plan[]} */
const partsPlans = (engine, trainings) => [
  ...['I8', 'F32'].map((stored) => ({
    name: `a sentence of emb128 in ${stored}`,
    kind: /** @type {const} */ ('parts'),
    case: 'emb128',
    entries: Object.entries(kSentenceParts).map(([until, label]) => entry(engine, label, { kind: 'sentence', stored, until })),
  })),
  ...trainings.map((name) => ({
    name: `an update of ${name}`,
    kind: /** @type {const} */ ('parts'),
    case: name,
    entries: Object.entries(kTrainingParts).map(([until, label]) => entry(engine, label, { kind: 'training', until })),
  })),
];

/** In an engine of WebAssembly: the core against its peers there. @param {Abouts} abouts */
export const webPlans = (abouts) => [
  ...kernelPlans('ours', ['ours', 'Eigen without SIMD']),
  ...sentencePlans(abouts, 'ours', [
    ['ort', 'onnxruntime-web, F32, GRU operator'],
    ['ort-products', 'onnxruntime-web, F32, products'],
    ['ort-i8', 'onnxruntime-web, I8'],
    ['tfjs', 'TensorFlow.js, wasm'],
  ]),
  ...trainingPlans(
    ['training-step'],
    [
      ['ours', 'Regard'],
      ['tfjs', 'TensorFlow.js, wasm'],
    ],
  ),
  ...partsPlans('ours', ['training-step']),
];

/** Natively: the core against PyTorch. @param {Abouts} abouts */
export const nativePlans = (abouts) => [
  ...kernelPlans('native', ['pytorch', 'PyTorch']),
  ...sentencePlans(abouts, 'native', [['pytorch', 'PyTorch']]),
  ...trainingPlans(kTrainingCases, [
    ['native', 'Regard'],
    ['pytorch', 'PyTorch'],
  ]),
  ...partsPlans('native', kTrainingCases),
];

const kMiddle = { width: 256, vocabulary: 8000, length: 12 };

/**
 * One sentence by drawn nets of the shape of emb128, with weights of I8, one size at a time: as many tokens written as read.
 * @param {string} engine
 */
export function growthPlans(engine) {
  const one = (/** @type {string} */ name, /** @type {keyof typeof kMiddle} */ key, /** @type {number[]} */ sizes) => ({
    name: `growth by ${name}`,
    kind: /** @type {const} */ ('growth'),
    entries: sizes.map((size) => {
      const { width, vocabulary, length } = { ...kMiddle, [key]: size };
      const config = {
        architecture: 'seq2seq',
        source_language: 'en',
        target_language: 'fr',
        encoder: 'bidirectional',
        cell: 'gru',
        attention: 'additive',
        source_vocabulary: vocabulary,
        target_vocabulary: vocabulary,
        embedding: width / 2,
        encoder_width: width,
        decoder_width: width,
        attention_width: width,
      };
      const sources = [Array.from({ length }, (_, k) => 3 + ((k * 37) % (vocabulary - 3)))];
      return entry(engine, String(size), {
        kind: 'sentence',
        stored: 'I8',
        config,
        seed: 1,
        sources,
        most_tokens: length,
        never_ends: true,
      });
    }),
  });
  return [
    one('sentence length', 'length', [5, 10, 20, 30, 40, 60]),
    one('width', 'width', [64, 128, 256, 512]),
    one('vocabulary', 'vocabulary', [1000, 2000, 4000, 8000, 16000, 32000]),
  ];
}
