/** Chapter 5.1: one sentence through translators that differ in their attention score, what the scores cost, and how the translators did. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { frenchWord } from './attention-words.js';
import { checkScores, measuredQuote, predictScores, sentenceQuote, summary } from './scores-words.js';
import { alphaPanels, reading } from '../ui/alpha-panels.js';
import { choice } from '../ui/choice.js';
import { english } from '../ui/english.js';
import { askingState, scoreFormulas, shortScore } from '../ui/score-formulas.js';
import { scoreCosts } from '../ui/score-costs.js';
import { scoresTable } from '../ui/scores-table.js';
import { waiting } from '../ui/waiting.js';
import { tellingStep } from '../lib/attending.js';
import { besideEachOther, columnOf, lastRow } from '../lib/beside.js';
import { clamp, percent, signed } from '../lib/numbers.js';
import { difference, lookApart, scoresHere } from '../lib/scores.js';
import { row } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/scores.js').Scored} Scored */
/** @typedef {import('../lib/beside.js').Beside} Beside */
/** @typedef {import('../ui/heat-map.js').Cell} Cell */
/** @typedef {import('../ui/alpha-panels.js').Panel} Panel */
/**
 * @typedef {object} Data
 * @property {readonly Beside[]} all          those that are there already
 * @property {import('../lib/evidence.js').Evidence} evidence
 */
/** @typedef {{ column: { of: string, j: number } | null, look: Cell | null }} State    column: chosen in this sentence */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kWordsASecond = 0.9;
const kChosen = /** @type {const} */ (['scores.view', 'scores.first', 'scores.second']);

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute(job) {
  const evidence = await job.evidence();
  const models = scoresHere(job.shared).map(({ model }) => model);
  return { all: await besideEachOther(job, models, (all) => job.show?.({ all, evidence })), evidence };
}

/**
 * What is shown of each translator; none where B's translation cannot be given.
 * @param {Context} context @returns {{ scored: Scored, trace: Trace }[]}
 */
export function shownTraces({ data, shared, choice: chosen }) {
  const forced = chosen('scores.view') !== 'own';
  return scoresHere(shared).flatMap((scored) => {
    const found = data?.all.find(({ model }) => model === scored.model);
    const trace = forced ? found?.forced : found?.own;
    return trace ? [{ scored, trace }] : [];
  });
}

/** The two that are subtracted; null while one of them is not there. @param {Context} context */
export function pairOf(context) {
  const shown = shownTraces(context);
  const [a, b] = /** @type {const} */ (['scores.first', 'scores.second']).map((name) =>
    shown.find(({ scored }) => scored.score === context.choice(name)),
  );
  return a && b ? { a, b } : null;
}

/** Those whose matrices are shown. @param {Context} context */
function inFocus(context) {
  const pair = context.choice('scores.view') === 'difference' ? pairOf(context) : null;
  return pair ? [pair.a, pair.b] : shownTraces(context);
}

/** @param {Scored} scored */
const says = ({ score }) => html`${shortScore(score)}<br />${askingState(score)}`;

/** @param {Context} context @param {{ scored: Scored, trace: Trace }} shown @returns {Panel} */
function panelOf({ choice: chosen }, { scored, trace }) {
  const own = chosen('scores.view') === 'own';
  return {
    name: `Weights, ${scored.name}`,
    title: scored.name,
    says: says(scored),
    trace,
    reads: reading(trace, own),
  };
}

/** @param {Context} context @returns {readonly Panel[]} */
function panelsOf(context) {
  const shown = shownTraces(context);
  if (context.choice('scores.view') !== 'difference') return shown.map((one) => panelOf(context, one));
  const pair = pairOf(context);
  if (!pair) return [];
  const { a, b } = pair;
  const apart = lookApart(a.trace, b.trace);
  const matrix = difference(a.trace, b.trace);
  const wiring = a.scored.luong !== b.scored.luong;
  return [
    panelOf(context, a),
    panelOf(context, b),
    {
      name: `${a.scored.name} less ${b.scored.name}`,
      title: html`${a.scored.name} − ${b.scored.name}`,
      says: html`full: more weight; hollow: less<br />${wiring ? 'the wiring differs, too' : 'only the score differs'}`,
      trace: a.trace,
      matrix,
      reads: (i, j) =>
        html`Here <b>${signed(Number(row(matrix, i)[j]))}</b>; of this row ${percent(apart.rows[i] ?? NaN)} of the weight lies elsewhere, on
          average ${percent(apart.mean)}`,
    },
  ];
}

/** @param {Context} context */
function choices({ shared, choice: chosen, choose }) {
  const here = scoresHere(shared);
  const view = chosen('scores.view');
  /** @param {'scores.first' | 'scores.second'} name @param {string} legend @param {string} other */
  const which = (name, legend, other) =>
    choice({
      name: name.replace('.', '-'),
      legend,
      choices: here.map(({ score, name: label }) => ({ value: score, label, disabled: score === other })),
      value: chosen(name),
      onChoose: (value) => choose(name, value),
    });
  return html`<div class="choices">
    ${choice({
      name: 'scores-view',
      legend: 'Shown while they write',
      choices: [
        { value: 'same', label: 'B’s translation, all made to' },
        { value: 'own', label: 'each its own' },
        ...(here.length > 1 ? [{ value: 'difference', label: 'the difference of two' }] : []),
      ],
      value: view,
      onChoose: (value) => choose('scores.view', value),
    })}
    ${
      view === 'difference'
        ? [which('scores.first', 'The first', chosen('scores.second')), which('scores.second', 'less', chosen('scores.first'))]
        : nothing
    }
  </div>`;
}

/** @param {Context} context */
function view(context) {
  const { data, shared, computing, state, set, width, measureAt, moment, go } = context;
  if (!data || !shared.pair) return waiting(computing, shared, 'The weights under each score');
  const { source } = shared.pair.attention;
  const panels = panelsOf(context);
  const [first] = panels;
  const stale = shared.busy || first?.trace.source !== source;
  if (!first)
    return html`${choices(context)}
      <p class="remark">
        ${
          context.choice('scores.view') === 'own' || data.all.length < scoresHere(shared).length
            ? 'On its way…'
            : 'B’s translation of this sentence cannot be given to the others: there is none, or it is too long.'
        }
      </p>`;
  const cursor = { i: moment, j: columnOf(state.column, first.trace, moment) };
  const at = state.look ?? cursor;
  const i = clamp(at.i, 0, first.trace.steps.length - 1);
  const missing = scoresHere(shared).length - data.all.length;
  return html`<div class=${`kinds ${stale ? 'stale' : ''}`} aria-busy=${stale ? 'true' : 'false'}>
    ${choices(context)}
    <p class="axis"><span class="is-target">French, as written ↓</span> <span class="is-source">English, as read →</span></p>
    ${alphaPanels({
      panels,
      cursor,
      look: state.look,
      width,
      measureAt,
      onMove: ({ i: to, j }) => {
        set({ column: { of: source, j }, look: null });
        go(to);
      },
      onLook: (look) => (look?.i === state.look?.i && look?.j === state.look?.j ? undefined : set({ look })),
    })}
    ${missing > 0 || computing.problem ? waiting(computing, shared, 'The weights under the other scores') : nothing}
    ${guard([data, ...kChosen.map(context.choice), i, at.j], () =>
      scoreFormulas({
        cells: inFocus(context).map(({ scored, trace }) => {
          const row_ = clamp(i, 0, trace.steps.length - 1);
          return {
            kind: scored.score,
            name: scored.name,
            score: trace.scores ? Number(row(trace.scores, row_)[at.j]) : NaN,
            weight: trace.alpha ? Number(row(trace.alpha, row_)[at.j]) : NaN,
            i: row_,
            french: frenchWord(trace.steps[row_]?.token ?? { piece: '', text: '' }),
          };
        }),
        j: at.j,
        english: english(first.trace.source_tokens[at.j]),
      }),
    )}
  </div>`;
}

/** @param {Context} context */
function below({ data, shared }) {
  const b = shared.pair?.attention;
  if (!data || !b) return nothing;
  return scoreCosts({ scores: scoresHere(shared), evidence: data.evidence, trace: b });
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const scores = {
  moment: 'scores',
  initial: { column: null, look: null },
  wants: (shared) => {
    const b = shared.pair?.attention;
    return b?.alpha ? JSON.stringify([b.source, b.beam, scoresHere(shared).map(({ model }) => model)]) : null;
  },
  compute,
  timeline: (shared, data) => {
    const b = shared.pair?.attention;
    const end = lastRow(b, data?.all ?? [], shared.choices['scores.view'] === 'own');
    return { end, rest: b ? Math.min(end, tellingStep(b)) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  below,
  summary,
  table: (context) => {
    const shown = shownTraces(context).map(({ scored: { name }, trace }) => ({ name, trace }));
    return context.data ? scoresTable(shown, context.data.all, 'each score') : nothing;
  },
  quotes: { scores: sentenceQuote, 'scores-measured': measuredQuote },
  questions: { 'predict-scores': predictScores, 'check-scores': checkScores },
};
