/** What the benchmark is asked: each target with what the prototype did, what is within reach, what is aimed at, and what was measured. */
import { between, table } from './format.mjs';
import { find, planOf, shareOfBound, shareOfPeak } from './results.mjs';
import { speedUp } from './statistics.mjs';

/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./results.mjs').Spread} Spread */
/**
 * @typedef {{ what: string, prototype: string, reach: number, aim: number, unit: '' | 'x', measured: Spread | undefined }} Target
 *   unit: x where the numbers say how many times faster
 */

/** @param {Results} results @returns {Target[]} */
export function targets(results) {
  const [chromium, native] = ['Chromium', 'native'].map((name) => results.places.find((place) => place.name === name));

  /** How many times faster ours is in a plan. @param {typeof chromium} place @param {string} plan @param {string} peer */
  const against = (place, plan, peer) => {
    const measured = planOf(place, plan),
      ours = find(measured, 'Regard'),
      other = find(measured, peer);
    return ours && other ? speedUp(other.seconds, ours.seconds) : undefined;
  };
  const vector = planOf(chromium, 'matrix-vector product'),
    size = { n: 8000, k: 256 };
  const integers = find(vector, 'PackedMatrix, I8', size),
    eigen = find(vector, 'Eigen nt', size),
    scalar = find(vector, 'Eigen without SIMD', size);
  const product = find(planOf(chromium, 'matrix product'), 'product_', { m: 256 });

  const times = { unit: /** @type {const} */ ('x') },
    share = { unit: /** @type {const} */ ('') };
  return [
    {
      what: 'matrix product 256 against the register-only peak',
      ...{ prototype: 'Eigen 0.56, packed 4x8 0.93', reach: 0.9, aim: 0.97, ...share },
      measured: chromium && product && shareOfPeak(chromium, product),
    },
    {
      what: 'matrix-vector 8000x256, I8, against plain Eigen (ops/eigen.h)',
      ...{ prototype: '-', reach: 5, aim: 7, ...times },
      measured: integers && eigen && speedUp(eigen.seconds, integers.seconds),
    },
    {
      what: 'the same against Eigen without SIMD, as in the prototype',
      ...{ prototype: '52 against 8 GF/s', reach: 5, aim: 7, ...times },
      measured: integers && scalar && speedUp(scalar.seconds, integers.seconds),
    },
    ...['emb128', 'emb256'].flatMap((name) => [
      {
        what: `a sentence (12 in, 14 out, ${name}) against onnxruntime-web F32`,
        ...{ prototype: 'I8 2.0x', reach: 3, aim: 5, ...times },
        measured: against(chromium, name, 'onnxruntime-web, F32'),
      },
      {
        what: `the same against onnxruntime-web's own I8 (${name})`,
        ...{ prototype: 'unknown', reach: 1.5, aim: 3, ...times },
        measured: against(chromium, name, 'onnxruntime-web, I8'),
      },
      {
        what: `the same against TensorFlow.js wasm (${name})`,
        ...{ prototype: '4.9x', reach: 8, aim: 12, ...times },
        measured: against(chromium, name, 'TensorFlow.js'),
      },
      {
        what: `share of the F32 lower bound reached by the F32 path (${name})`,
        ...{ prototype: '0.39', reach: 0.6, aim: 0.75, ...share },
        measured: shareOfBound(results, chromium, name),
      },
    ]),
    {
      what: 'a training step against TensorFlow.js wasm',
      ...{ prototype: '15-23x (products only)', reach: 20, aim: 40, ...times },
      measured: against(chromium, 'training-step', 'TensorFlow.js'),
    },
    {
      what: 'the same, native, against native PyTorch, one thread',
      ...{ prototype: '1.3x (products only)', reach: 1.5, aim: 2.5, ...times },
      measured: against(native, 'training-step', 'PyTorch'),
    },
    {
      what: 'native training of the attention model, target tokens/s a core, against PyTorch',
      ...{ prototype: '-', reach: 1.5, aim: 2.5, ...times },
      measured: against(native, 'training-attention', 'PyTorch'),
    },
  ];
}

/** @param {Target} target */
function verdict({ reach, aim, measured }) {
  if (!measured) return 'not measured';
  if (measured.median >= aim) return 'aim';
  return measured.median >= reach ? 'reach' : 'below reach';
}

/** @param {Results} results */
export const targetTable = (results) =>
  table(
    ['the same work, one core, Chromium unless said', 'prototype', 'reach', 'aim', 'measured', 'so'],
    targets(results).map((one) => [
      one.what,
      one.prototype,
      `${one.reach}${one.unit}`,
      `${one.aim}${one.unit}`,
      one.measured ? between(one.measured, one.unit) : '',
      verdict(one),
    ]),
  );
