/**
 * The module 'virtual:regard-evidence': the part of models/results.json that figures draw, with four decimals, and the shapes of the models'
 * scores, fetched when a figure is near. It belongs to the page's build, so that no number on it can be older than the measurement.
 */
import { readFileSync } from 'node:fs';
import { scoreShapes } from './score-shapes.js';

const kName = 'virtual:regard-evidence';
const kDecimals = 1e4;
/** Beginnings of the measurements that figures draw. */
const kDrawn = new RegExp(
  '^(evaluate/en-fr-[a-z-]+/(test|join-\\d+|long-sentences|sentences(/greedy|/against-greedy)?|(join-1|sentences)/drawn-\\d+)$|evaluate/en-en-rebuild/|align/|gradient/|explain/|probe/|steer/)',
);

/** @param {unknown} value @returns {unknown} numbers rounded, lists of {steps, count, mean_log10} as pairs */
function short(value) {
  if (typeof value === 'number') return Math.round(value * kDecimals) / kDecimals;
  if (Array.isArray(value)) return value.map((one) => (one !== null && one.mean_log10 !== undefined ? [one.steps, short(one.mean_log10)] : short(one)));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (key === 'seconds' ? [] : [[key, short(one)]])));
}

/** @param {{ models: Record<string, object>, recall: object, measurements: { id: string, command: string, result: object }[] }} results */
export function pickEvidence({ models, recall, measurements }) {
  const drawn = measurements.filter(({ id }) => kDrawn.test(id));
  return {
    models: short(models),
    recall: short(recall),
    results: Object.fromEntries(drawn.map(({ id, command, result }) => [id, { command, .../** @type {object} */ (short(result)) }])),
  };
}

/** @returns {import('vite').Plugin} */
export function regardEvidence() {
  const path = new URL('../../models/results.json', import.meta.url);
  return {
    name: 'regard-evidence',
    resolveId: (id) => (id === kName ? `\0${kName}` : null),
    load(id) {
      if (id !== `\0${kName}`) return null;
      return `export default ${JSON.stringify({ ...pickEvidence(JSON.parse(readFileSync(path, 'utf8'))), shapes: scoreShapes() })};`;
    },
  };
}
