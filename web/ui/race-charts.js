/** Two layers against the length of the text, on logarithmic axes: multiplications, counted; milliseconds, measured. */
import { html } from 'lit-html';
import { lineChart } from './line-chart.js';
import { kLengths, multiplications, tableOperations, wholes } from '../lib/layer-race.js';
import { duration } from '../lib/numbers.js';

/** @typedef {import('../lib/layer-race.js').Times} Times */
/** @typedef {import('./line-chart.js').Line} Line */

/** Powers of ten that a range touches. @param {number} from @param {number} to */
const decades = (from, to) => {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  return Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
};

/** @param {number} value */
const thousands = (value) => (value >= 1e9 ? `${value / 1e9}\u00a0G` : value >= 1e6 ? `${value / 1e6}\u00a0M` : value >= 1e3 ? `${value / 1e3}\u00a0k` : String(value));

/** A time with two figures, however short: 0.021 ms. @param {number} milliseconds */
export const precise = (milliseconds) =>
  milliseconds >= 10 ? duration(milliseconds) : `${Number(milliseconds.toPrecision(2)).toLocaleString('en', { maximumSignificantDigits: 2 })}\u00a0ms`;

/** @param {readonly number[]} lengths @param {number} width of the chart */
const lengthAxis = (lengths, width) => ({
  from: Math.min(...lengths),
  to: Math.max(...lengths),
  log: true,
  ticks: kLengths.filter((_, k) => width > 420 || k % 2 === 1),
  says: (/** @type {number} */ value) => value.toLocaleString('en'),
  label: 'n, tokens',
});

/** What is multiplied. @param {{ d: number, width: number }} options */
export function countChart({ d, width }) {
  const from = Math.min(...kLengths);
  /** @param {'recurrent' | 'attention'} layer @param {typeof multiplications} counted */
  const points = (layer, counted) => kLengths.map((n) => ({ x: n, y: counted(n, d)[layer] }));
  const low = Math.min(...Object.values(tableOperations(from, d)));
  const high = Math.max(...Object.values(multiplications(Number(kLengths.at(-1)), d)));
  const ticks = decades(low, high);
  return lineChart({
    name: `Multiplications against n at width ${d}, on logarithmic axes. Recurrent 6 n d squared and self-attention 4 n d squared plus 2 n squared d cross at n = ${d}; so do n d squared and n squared d of Table 1.`,
    width,
    height: 300,
    x: lengthAxis(kLengths, width),
    y: { from: Number(ticks[0]), to: Number(ticks.at(-1)), log: true, ticks, says: thousands, label: 'multiplications' },
    marks: [{ x: d, label: `n = d = ${d}` }],
    lines: [
      { name: 'recurrent', kind: 'source', points: points('recurrent', multiplications) },
      { name: 'self-attention', kind: 'attention', points: points('attention', multiplications), dash: '7 4' },
      { name: 'n·d²', kind: 'source', points: points('recurrent', tableOperations), dash: '2 4' },
      { name: 'n²·d', kind: 'attention', points: points('attention', tableOperations), dash: '2 4' },
    ],
  });
}

/** What was measured. @param {{ d: number, width: number, times: Times }} options */
export function timeChart({ d, width, times: { timed, spread } }) {
  /** @param {'recurrent' | 'attention'} layer */
  const points = (layer) =>
    timed.flatMap((one) => {
      const [y, span] = [one[layer], one.spans?.[layer]];
      return y === null ? [] : [span ? { x: one.length, y, low: span[0], high: span[1] } : { x: one.length, y }];
    });
  const together = spread.flatMap((one) => (one.together === null ? [] : [{ x: one.length, y: one.together }]));
  const workers = spread.find((one) => one.together !== null)?.workers ?? 0;
  const drawn = /** @type {readonly import('./line-chart.js').Point[]} */ ([...points('recurrent'), ...points('attention'), ...together]);
  const all = drawn.flatMap(({ y, low = y, high = y }) => [y, low, high]);
  const ticks = decades(Math.min(...all), Math.max(...all));
  if (ticks.length === 1) ticks.push(Number(ticks[0]) * 10);
  /** @type {Line[]} */
  const lines = [
    { name: 'recurrent', kind: 'source', points: points('recurrent'), mark: 'square' },
    // The spaces make room for the mark.
    { name: 'self-attention\u00a0\u00a0', kind: 'attention', points: points('attention'), mark: 'circle', dash: '7 4' },
  ];
  if (together.length > 0) lines.push({ name: `in ${workers} workers`, kind: 'attention', points: together, mark: 'triangle', dash: '2 4' });
  const both = wholes(timed).length;
  return html`${lineChart({
    name: `Milliseconds measured on this device against n at width ${d}, on logarithmic axes, at ${both} lengths.`,
    width,
    height: 300,
    x: lengthAxis([...kLengths, ...timed.map((one) => one.length)], width),
    y: {
      from: Number(ticks[0]),
      to: Number(ticks.at(-1)),
      log: true,
      ticks,
      says: (value) => (value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)))),
      label: 'milliseconds on this device',
    },
    marks: [{ x: d, label: `n = d = ${d}` }],
    lines,
  })}`;
}
