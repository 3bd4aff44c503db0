/** Chapter 5.2: one sentence through three translators: weights that are a plain average, weights by cosine, weights that were learned. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { frenchWord } from './attention-words.js';
import { checkFixed, lengthQuote, predictFixed, sentenceQuote, summary } from './fixed-words.js';
import { alphaPanels, reading } from '../ui/alpha-panels.js';
import { choice } from '../ui/choice.js';
import { english } from '../ui/english.js';
import { fixedScores } from '../ui/fixed-scores.js';
import { givenWords } from '../ui/given-words.js';
import { scoreFormulas, shortScore } from '../ui/score-formulas.js';
import { scoresTable } from '../ui/scores-table.js';
import { waiting } from '../ui/waiting.js';
import { tellingStep } from '../lib/attending.js';
import { besideEachOther, columnOf, lastRow } from '../lib/beside.js';
import { hasFixed, kFixed } from '../lib/fixed.js';
import { clamp } from '../lib/numbers.js';
import { row } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/fixed.js').Fixed} Fixed */
/** @typedef {import('../ui/heat-map.js').Cell} Cell */
/**
 * @typedef {object} Data
 * @property {readonly import('../lib/beside.js').Beside[]} all          those that are there already
 * @property {import('../lib/evidence.js').Evidence} evidence
 */
/** @typedef {{ column: { of: string, j: number } | null, look: Cell | null }} State    column: chosen in this sentence */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kWordsASecond = 0.9;

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute(job) {
  const evidence = await job.evidence();
  const models = kFixed.map(({ model }) => model);
  return { all: await besideEachOther(job, models, (all) => job.show?.({ all, evidence })), evidence };
}

/**
 * What each does: by itself, or made to write B's translation; those that are there.
 * @param {Pick<Context, 'data'>} context @param {boolean} own @returns {{ fixed: Fixed, trace: Trace }[]}
 */
export const tracesOf = ({ data }, own) =>
  kFixed.flatMap((fixed) => {
    const found = data?.all.find(({ model }) => model === fixed.model);
    const trace = own ? found?.own : found?.forced;
    return trace ? [{ fixed, trace }] : [];
  });

/** @param {Context} context */
export const shownTraces = (context) => tracesOf(context, context.choice('fixed.view') === 'own');

/** @param {Context} context */
const viewChoice = ({ choice: chosen, choose }) =>
  html`<div class="choices">
    ${choice({
      name: 'fixed-view',
      legend: 'Shown while they write',
      choices: [
        { value: 'own', label: 'each its own translation' },
        { value: 'same', label: 'B’s translation, all made to' },
      ],
      value: chosen('fixed.view'),
      onChoose: (value) => choose('fixed.view', value),
    })}
  </div>`;

/** @param {Context} context */
function view(context) {
  const { data, shared, computing, state, set, width, measureAt, moment, go } = context;
  if (!data || !shared.pair) return waiting(computing, shared, 'The three translations');
  const { source } = shared.pair.attention;
  const own = context.choice('fixed.view') === 'own';
  const shown = shownTraces(context);
  const [first] = shown;
  if (!first)
    return html`${viewChoice(context)}
      <p class="remark">
        ${
          own || data.all.length < kFixed.length
            ? 'On its way…'
            : 'B’s translation of this sentence cannot be given to the others: there is none, or it is too long.'
        }
      </p>`;
  const stale = shared.busy || first.trace.source !== source;
  const cursor = { i: moment, j: columnOf(state.column, (shown.at(-1) ?? first).trace, moment) };
  const at = state.look ?? cursor;
  const given = tracesOf(context, false);
  return html`<div class=${`kinds ${stale ? 'stale' : ''}`} aria-busy=${stale ? 'true' : 'false'}>
    ${viewChoice(context)}
    <p class="axis"><span class="is-target">French, as written ↓</span> <span class="is-source">English, as read →</span></p>
    ${alphaPanels({
      panels: shown.map(({ fixed, trace }) => ({
        name: `Weights, ${fixed.says}`,
        title: fixed.name,
        says: html`${shortScore(fixed.kind)}<br />
          ${fixed.kind === 'additive' ? 'B: trained with the rest' : 'fixed: nothing in it is learned'}`,
        trace,
        reads: reading(trace, own),
      })),
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
    ${data.all.length < kFixed.length || computing.problem ? waiting(computing, shared, 'The other translations') : nothing}
    ${guard([data, own, at.i, at.j], () =>
      scoreFormulas({
        cells: shown.map(({ fixed, trace }) => {
          const i = clamp(at.i, 0, trace.steps.length - 1);
          return {
            kind: fixed.kind,
            name: fixed.name,
            score: trace.scores ? Number(row(trace.scores, i)[at.j]) : NaN,
            weight: trace.alpha ? Number(row(trace.alpha, i)[at.j]) : NaN,
            i,
            french: frenchWord(trace.steps[i]?.token ?? { piece: '', text: '' }),
          };
        }),
        j: at.j,
        english: english(first.trace.source_tokens[at.j]),
      }),
    )}
    ${
      given.length > 0
        ? html`<section class="given" aria-label="B’s translation, token by token">
            <h3>B’s translation, word by word</h3>
            <p class="remark">How probable each of its tokens is for each of the three, all before it given.</p>
            ${guard([data, moment, own], () =>
              givenWords({
                all: given.map(({ fixed: { way, name }, trace }) => ({ way, name, trace })),
                at: own ? -1 : moment,
                onChoose: go,
              }),
            )}
          </section>`
        : nothing
    }
  </div>`;
}

/** @param {Context} context */
function below({ data, shared, width }) {
  const b = shared.pair?.attention;
  return data && b ? guard([data.evidence, b, width], () => fixedScores({ evidence: data.evidence, trace: b, width })) : nothing;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const fixed = {
  moment: 'fixed',
  initial: { column: null, look: null },
  wants: (shared) => {
    const b = shared.pair?.attention;
    return b?.alpha && hasFixed(shared) ? JSON.stringify([b.source, b.beam]) : null;
  },
  compute,
  timeline: (shared, data) => {
    const b = shared.pair?.attention;
    const end = lastRow(b, data?.all ?? [], shared.choices['fixed.view'] !== 'same');
    return { end, rest: b ? Math.min(end, tellingStep(b)) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  below,
  summary,
  table: (context) => {
    const shown = shownTraces(context).map(({ fixed: { name }, trace }) => ({ name, trace }));
    return context.data ? scoresTable(shown, context.data.all, 'fixed and learned weights') : nothing;
  },
  quotes: { fixed: sentenceQuote, 'fixed-lengths': lengthQuote },
  questions: { 'predict-fixed': predictFixed, 'check-fixed': checkFixed },
};
