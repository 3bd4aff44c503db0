/** Chapter 3.2: the wire between attention and decoder cut, and other weights put in the place of B's own. */
import { html, nothing } from 'lit-html';
import { checkWire, cutQuote, scoresQuote, predictWire, summary, weightsQuote } from './wire-words.js';
import { waiting } from '../ui/waiting.js';
import { wireCut } from '../ui/wire-cut.js';
import { wireEditor } from '../ui/wire-editor.js';
import { wireFormulas } from '../ui/wire-formulas.js';
import { wireScores } from '../ui/wire-scores.js';
import { wireTable } from '../ui/wire-table.js';
import { tellingStep } from '../lib/attending.js';
import { scoreFrom } from '../lib/measured.js';
import { measuredTexts, measureSteered } from '../lib/measure-steered.js';
import { clamp } from '../lib/numbers.js';
import { writeRows } from '../lib/steered-rows.js';
import { argMax, pieceLabel, row } from '../lib/trace.js';
import { kPolicies, kSeed, policyOf, rowsOf } from '../lib/wire.js';

/** @typedef {import('../lib/wire.js').Steered} Steered */
/** @typedef {import('../lib/wire.js').PolicyName} PolicyName */
/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../ui/heat-map.js').Cell} Cell */
/**
 * @typedef {object} Data
 * @property {import('../lib/trace.js').Trace} vector     what A writes, greedily
 * @property {Record<'last-forward' | 'vector', Steered>} cuts
 * @property {Steered} alpha                              under the weights chosen
 * @property {import('../ui/wire-scores.js').Scores} scores
 * @property {() => Promise<import('../lib/own-texts.js').OwnSentences>} sentences
 */
/**
 * @typedef {object} State
 * @property {{ of: string, j: number } | null} column   chosen in this sentence
 * @property {Cell | null} look                          pointed at
 * @property {import('../ui/wire-scores.js').Running | null} running
 * @property {Partial<Record<PolicyName, import('../lib/wire.js').Score>>} here    measured on this device
 * @property {string} problem                            why the last measurement failed
 */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kWordsASecond = 0.9;
const kSentences = 'steer/en-fr-attention';

/**
 * What no weights of the reader change: A's translation and B's with the wire cut, by sentence.
 * @type {Map<string, Pick<Data, 'vector' | 'cuts'>>}
 */
const known = new Map();
const kKept = 8;

/** @param {import('../ui/computing.js').Job['ask']} ask @param {string} text */
async function cutsOf(ask, text) {
  const found = known.get(text);
  if (found) return found;
  const cut = (/** @type {'last-forward' | 'vector'} */ name) =>
    ask('steer', { model: 'attention', text, policy: { name, seed: kSeed, temperature: 1, other: null }, target: null, edits: [] });
  const vector = await ask('write', { model: 'vector', text, beam: 1, target: null });
  const made = { vector, cuts: { 'last-forward': await cut('last-forward'), vector: await cut('vector') } };
  known.set(text, made);
  for (const old of known.keys()) if (known.size > kKept) known.delete(old);
  return made;
}

/** @param {import('../lib/evidence.js').Evidence} evidence */
function scoresOf({ results }) {
  /** @type {import('../ui/wire-scores.js').Scores['before']} */
  const before = {};
  for (const { name } of kPolicies) {
    const score = scoreFrom(results[`${kSentences}/${name}`]);
    if (score) before[name] = score;
  }
  return {
    before,
    vector: scoreFrom(results['evaluate/en-fr-vector/sentences/greedy']),
    command: results[`${kSentences}/learned`]?.command ?? '',
  };
}

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence }) {
  const text = /** @type {NonNullable<Shared['pair']>} */ (shared.pair).attention.source;
  const measured = await evidence();
  const edits = [...rowsOf(shared)].map(([step, weights]) => ({ step, weights }));
  const fixed = await cutsOf(ask, text);
  const alpha = await ask('steer', { model: 'attention', text, policy: policyOf(shared), target: null, edits });
  return { ...fixed, alpha, scores: scoresOf(measured), sentences: measured.sentences };
}

/** The column in focus: the one chosen, else the heaviest. @param {Context} context @param {Data} data */
function cursorOf({ state, shared, moment }, { alpha }) {
  const i = clamp(moment, 0, alpha.steered.steps.length - 1);
  const source = shared.pair?.attention.source;
  const j = state.column && state.column.of === source ? state.column.j : argMax(row(alpha.alpha ?? alpha.looked, i));
  return { i, j: clamp(j, 0, alpha.source_tokens.length - 1) };
}

/** Translates and scores on this device. @param {Context} context @param {PolicyName} name */
async function measure({ state, set, ask, say, data }, name) {
  const abort = new AbortController();
  const texts = measuredTexts(await /** @type {Data} */ (data).sentences());
  const running = { name, done: 0, total: texts.length, stop: () => abort.abort() };
  set({ running, problem: '' });
  try {
    const score = await measureSteered({ ask, name, texts, signal: abort.signal, onText: (done) => set({ running: { ...running, done } }) });
    set({ running: null, here: { ...state.here, [name]: score } });
    say(`Measured: ${score.bleu.toFixed(1)} BLEU.`);
  } catch (error) {
    if (abort.signal.aborted) return set({ running: null, problem: 'The measurement was cancelled.' });
    if (!(error instanceof Error && error.name === 'Failure')) throw error;
    set({ running: null, problem: error.message });
  }
}

/** @param {Context} context */
function view(context) {
  const { data, shared, computing, state, set, choice, choose, go, width, measureAt, fresh } = context;
  if (!data) return waiting(computing, shared, 'The translations with other weights');
  const source = data.vector.source;
  const cursor = cursorOf(context, data);
  const edits = rowsOf(shared);
  const english = pieceLabel(data.alpha.source_tokens[cursor.j] ?? { piece: '', text: '' });
  return html`<div class="wire" aria-busy=${fresh ? 'false' : 'true'}>
    ${computing.problem ? waiting(computing, shared, 'The translations with other weights') : nothing}
    ${wireCut({ vector: data.vector, cuts: data.cuts, cut: choice('wire.cut'), onCut: (cut) => choose('wire.cut', cut) })}
    ${wireEditor({
      steered: data.alpha,
      edits,
      policy: choice('wire.alpha'),
      other: Number(choice('wire.other')),
      cursor,
      look: state.look,
      width,
      measureAt,
      stale: shared.busy || source !== shared.pair?.attention.source,
      onPolicy: (policy) => choose('wire.alpha', policy),
      onOther: (other) => choose('wire.other', String(other)),
      onRows: (rows) => choose('wire.rows', writeRows(source, rows)),
      onMove: ({ i, j }) => {
        set({ column: { of: source, j }, look: null });
        go(i);
      },
      onLook: (look) => (look?.i === state.look?.i && look?.j === state.look?.j ? undefined : set({ look })),
    })}
    ${wireFormulas({ steered: data.alpha, edits, ...cursor, english: html`<i lang="en">${english}</i>` })}
  </div>`;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const wire = {
  moment: 'wire',
  initial: { column: null, look: null, running: null, here: {}, problem: '' },
  wants: (shared) => {
    const { pair, choices } = shared;
    if (!pair) return null;
    const { name, other } = policyOf(shared);
    return JSON.stringify([pair.attention.source, name, other, rowsOf(shared).size > 0 ? choices['wire.rows'] : '']);
  },
  compute,
  timeline: (_, data) => {
    const steps = data?.alpha.steered.steps.length ?? 1;
    const own = data ? { steps: data.alpha.own.steps, alpha: data.alpha.own_alpha, source_tokens: data.alpha.source_tokens } : null;
    const departure = data?.alpha.departure ?? null;
    const end = Math.max(0, steps - 1);
    return {
      end,
      rest: own ? Math.min(end, tellingStep(/** @type {any} */ (own))) : 0,
      ends: ['first word', 'last word'],
      marks: departure === null || departure > end ? [] : [{ at: departure, label: 'departs', kind: 'difference' }],
    };
  },
  pace: () => kWordsASecond,
  view,
  below: (context) => {
    const { data, state, shared } = context;
    return data
      ? wireScores({
          scores: data.scores,
          here: state.here,
          running: state.running,
          problem: state.problem,
          able: shared.engine.phase === 'live',
          onMeasure: (name) => void measure(context, name),
        })
      : nothing;
  },
  summary,
  table: ({ data }) => (data ? wireTable(data) : nothing),
  quotes: { wire: cutQuote, 'wire-weights': weightsQuote, 'wire-scores': scoresQuote },
  questions: { 'predict-wire': predictWire, 'check-wire': checkWire },
};
