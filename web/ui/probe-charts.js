/** What the probes were measured to read over many sentences: by position, with this sentence before it, and by length. */
import { lineChart } from './line-chart.js';
import { clamp, count, percent } from '../lib/numbers.js';
import { isRight } from '../lib/probing.js';

/** @typedef {import('../lib/probing.js').AtPosition} AtPosition */
/** @typedef {import('../lib/probing.js').Average} Average */
/** @typedef {import('../lib/probing.js').OfLength} OfLength */
/** @typedef {import('../lib/probing.js').WordAnswer} WordAnswer */
/** @typedef {import('./line-chart.js').Line} Line */

const kShares = [0, 0.25, 0.5, 0.75, 1];
/** @type {import('./line-chart.js').Axis} */
const kShare = { from: 0, to: 1, ticks: kShares, says: (value) => `${Math.round(value * 100)} %`, label: '' };
/** The longest list of positions whose every number is written. */
const kEvery = 12;
/** The longest line whose points are marked. */
const kMarked = 20;

/** @template Row @param {readonly Row[]} rows @param {(row: Row, k: number) => number} x @param {(row: Row) => number | null} y */
const points = (rows, x, y) =>
  rows.flatMap((row, k) => {
    const value = y(row);
    return value === null ? [] : [{ x: x(row, k), y: value }];
  });

/**
 * @param {object} options
 * @param {readonly WordAnswer[]} options.answers     of C
 * @param {readonly AtPosition[]} options.vector @param {readonly AtPosition[]} options.states     averages
 * @param {number} options.at       position in focus, from 1
 * @param {number} options.width
 * @param {(position: number) => void} options.onChoose
 */
export function byPosition({ answers, vector, states, at, width, onChoose }) {
  const last = Math.max(2, answers.length);
  const within = (/** @type {readonly AtPosition[]} */ rows) => rows.filter((one) => one.position <= last);
  const place = (/** @type {AtPosition} */ one) => one.position;
  const step = last <= kEvery ? 1 : width < 400 ? 8 : 4;
  const all = /** @type {Line[]} */ ([
    {
      name: 'this C',
      kind: 'vector',
      mark: last <= kMarked ? 'circle' : undefined,
      points: answers.map((one) => ({ x: one.position + 1, y: one.probability })),
    },
    { name: 'h, mean', kind: 'source', dash: '7 4', points: points(within(states), place, (one) => one.probability) },
    { name: 'C, mean', kind: 'vector', dash: '7 4', points: points(within(vector), place, (one) => one.probability) },
    { name: 'untrained', kind: 'neutral', dash: '2 3', points: points(within(vector), place, (one) => one.untrained) },
    { name: 'other C', kind: 'neutral', dash: '9 3 2 3', points: points(within(vector), place, (one) => one.other) },
    { name: 'frequent', kind: 'neutral', points: points(within(vector), place, (one) => one.frequent) },
  ]);
  const lines = all.filter((line) => line.points.length > 0);
  const focus = clamp(at, 1, answers.length);
  return lineChart({
    name: 'By position: the probability that the true token gets from C, in this sentence and on average, with the baselines.',
    width,
    height: 250,
    x: {
      from: 1,
      to: last,
      ticks: Array.from({ length: last }, (_, k) => k + 1).filter((position) => step === 1 || position === 1 || position % step === 0),
      says: String,
      label: 'position of the token',
    },
    y: { ...kShare, label: 'probability of the true token' },
    lines,
    marks: [{ x: focus, label: '' }],
    at: { line: 0, point: focus - 1 },
    onChoose: ({ line, point }) => onChoose(Math.round(lines[line]?.points[point]?.x ?? 1)),
    says: () => `Position ${focus}: ${percent(answers[focus - 1]?.probability ?? NaN)}.`,
  });
}

/** @param {OfLength} row */
export const lengthName = ({ from, to }) => (to === null ? `${from}+` : `${from}–${to}`);

/**
 * @param {object} options
 * @param {readonly OfLength[]} options.vector @param {readonly OfLength[]} options.states
 * @param {readonly WordAnswer[]} options.answers    of C
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {number} options.width
 */
export function byLengths({ vector, states, answers, tokens, width }) {
  const n = tokens.length;
  const here = vector.findIndex((one) => n >= one.from && (one.to === null || n <= one.to));
  const right = answers.filter((one) => isRight(one, tokens[one.position])).length;
  const place = (/** @type {unknown} */ _, /** @type {number} */ k) => k;
  const all = /** @type {Line[]} */ ([
    { name: 'h', kind: 'source', mark: 'square', points: points(states, place, (one) => one.right) },
    { name: 'C', kind: 'vector', mark: 'circle', points: points(vector, place, (one) => one.right) },
    { name: 'untrained', kind: 'neutral', dash: '2 3', points: points(vector, place, (one) => one.untrainedRight) },
    { name: 'other C', kind: 'neutral', dash: '9 3 2 3', points: points(vector, place, (one) => one.otherRight) },
    { name: 'frequent', kind: 'neutral', points: points(vector, place, (one) => one.frequent) },
    { name: 'this C', kind: 'vector', mark: 'diamond', points: here < 0 ? [] : [{ x: here, y: right / answers.length }] },
  ]);
  const short = width < 480;
  const ends = [vector[0], vector.at(-1)].map((one) => (one ? `${percent(one.right)} at ${lengthName(one)} tokens` : ''));
  return lineChart({
    name: `By length: the share of tokens that the probe names right. From C ${ends.join(', ')}. In your sentence, of ${count(n, 'token')},
      ${percent(right / answers.length)}.`,
    width,
    height: 250,
    x: {
      from: 0,
      to: Math.max(1, vector.length - 1),
      ticks: vector.map((_, k) => k),
      says: (k) => (vector[k] ? (short ? String(vector[k].from) : lengthName(vector[k])) : ''),
      label: short ? 'tokens in the sentence, from' : 'tokens in the sentence',
    },
    y: { ...kShare, label: 'tokens named right' },
    lines: all.filter((line) => line.points.length > 0),
  });
}
