/** What the figure "What is left" computes, and its moments: the position asked about, from 1. */
import { choiceOf } from '../lib/address.js';
import { kPositions, telling } from '../lib/probing.js';
import { comparison } from '../lib/rebuilding.js';

/** @typedef {import('../lib/trace.js').Token} Token */
/** @typedef {import('../lib/probing.js').WordAnswer} WordAnswer */
/** @typedef {import('../lib/shared.js').Shared} Shared */
/**
 * @typedef {object} Data    of one sentence; null: not asked in this view, or not yet
 * @property {readonly Token[]} tokens
 * @property {readonly WordAnswer[] | null} vector    the probe's answers from C
 * @property {readonly WordAnswer[] | null} states    and from h_j
 * @property {import('../lib/trace.js').Trace | null} rebuilt
 * @property {import('../lib/evidence.js').Evidence} evidence
 */
/** @typedef {{ look: number | null, symbol: string | null }} State   look: index of the token that is pointed at */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

/** A probe reads the source alone; something has to be written meanwhile. */
const kWritten = '.';

/** @param {Shared} shared */
export const rebuilds = ({ choices }) => choiceOf(choices, 'left.view') === 'rebuild';

/** @param {Shared} shared */
export const wants = (shared) =>
  shared.pair ? `${rebuilds(shared) ? `rebuild ${shared.beam}` : 'probe'} ${shared.pair.vector.source}` : null;

/** The view's own part first. @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
export async function compute({ shared, ask, evidence, show }) {
  const { source: text, source_tokens: tokens } = /** @type {import('../lib/shared.js').Pair} */ (shared.pair).vector;
  /** @param {'vector' | 'states'} kind */
  const words = (kind) => ask('words', { model: 'vector', text, beam: 1, target: kWritten, kind });
  /** @type {Data} */
  let data = { tokens, vector: null, states: null, rebuilt: null, evidence: await evidence() };
  if (rebuilds(shared)) {
    data = { ...data, rebuilt: await ask('write', { model: 'rebuild', text, beam: shared.beam, target: null }) };
    show?.(data);
    return { ...data, vector: await words('vector') };
  }
  data = { ...data, vector: await words('vector') };
  show?.(data);
  return { ...data, states: await words('states') };
}

/** @param {Shared} shared @param {Data | null} data @returns {import('../ui/figure.js').Timeline} */
export function timeline(shared, data) {
  const n = (data?.tokens ?? shared.tokens).length;
  const end = Math.max(1, rebuilds(shared) ? n : Math.min(n, kPositions));
  const ends = ['first token', end < n ? `token ${end}` : 'last token'];
  return { first: 1, end, rest: Math.min(rest(shared, data), end), ends, marks: [] };
}

/** The first word that is lost. @param {Shared} shared @param {Data | null} data */
function rest(shared, data) {
  if (!data) return 1;
  const { tokens, vector, rebuilt } = data;
  if (!rebuilds(shared)) return vector && vector.length > 0 ? telling(vector, tokens) + 1 : 1;
  if (!rebuilt) return 1;
  const { given, groups } = comparison(tokens, rebuilt);
  const lost = given.findIndex(({ fate }) => fate === 'lost');
  return (groups[Math.max(0, lost)]?.first ?? 0) + 1;
}
