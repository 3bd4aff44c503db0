/** Chapter 2(c): quality against length, measured beforehand on the test set and, on request, on the reader's device. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { lengthQuestions } from './length-questions.js';
import { choice } from '../ui/choice.js';
import { keptClaim, lengthClaim, recallClaim } from '../ui/length-claims.js';
import { lengthPanels, lineMark } from '../ui/length-panels.js';
import { recallChart, recallTable } from '../ui/length-recall.js';
import { lengthSamples } from '../ui/length-sample.js';
import { lengthTable } from '../ui/length-table.js';
import { comparison, measureHereBox } from '../ui/measure-here.js';
import { waiting } from '../ui/waiting.js';
import { choiceOf, kChoices } from '../lib/address.js';
import { kAllLines, kCapacity, kCompared, kLines, placesOf, points, range, scoreAt } from '../lib/length-lines.js';
import { lengthData, lineOf, viewOf } from '../lib/length-samples.js';
import { measureHere } from '../lib/measure-here.js';
import { megabytes } from '../lib/numbers.js';
import { meanWords, textsOf } from '../lib/own-texts.js';
import { kTokenLimit } from '../lib/shared.js';

/** @typedef {import('../lib/length-lines.js').LineName} LineName */
/** @typedef {import('../lib/length-lines.js').Place} Place */
/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../ui/measure-here.js').Run} Run */
/** @typedef {{ running: import('../ui/measure-here.js').Running | null, runs: readonly Run[], problem: string }} State */
/** @typedef {import('../lib/length-samples.js').Data} Data */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kLengthsASecond = 0.6;
const kLoading = 'loading';

/** @param {Data} data @param {Shared} shared */
const placesNow = ({ evidence, own }, shared) => placesOf(evidence, own, viewOf(shared));
/** @param {Context} context @returns {Place} */
const placeNow = ({ data, shared, moment }) =>
  /** @type {Place} */ (placesNow(/** @type {Data} */ (data), shared)[moment - 1] ?? placesNow(/** @type {Data} */ (data), shared)[0]);

/** What is translated at a length: one sentence, or several as one text. @param {Place} place */
const unitOf = ({ join }) => (join !== null && join > 1 ? 'text' : 'sentence');

/** Translates and scores, and lets the points land. @param {Context} context @param {LineName[]} models */
async function measure(context, models) {
  const { state, set, shared, moment, ask, say } = context;
  const { own } = /** @type {Data} */ (context.data);
  const place = placeNow(context);
  const texts = textsOf(own, place).texts.slice(0, Number(choiceOf(shared.choices, 'length.count')));
  const abort = new AbortController();
  const running = { done: 0, total: texts.length, words: Math.round(place.words), stop: () => abort.abort() };
  /** @type {State['running']} */
  let now = { ...running, fetching: null };
  set({ running: now, problem: '' });
  try {
    const { scores } = await measureHere({
      ask,
      models,
      texts,
      signal: abort.signal,
      onText: (done) => set({ running: (now = { ...running, done, fetching: null }) }),
      onProgress: ({ received, total }) =>
        set({ running: { ...running, done: now?.done ?? 0, fetching: received < total ? { received, total } : null } }),
    });
    /** @type {Run} */
    const run = { view: viewOf(shared), moment, words: meanWords(texts), count: texts.length, unit: unitOf(place), scores };
    set({ running: null, runs: [...state.runs, run] });
    say('The measurement has landed on the plot.');
  } catch (error) {
    if (abort.signal.aborted) return set({ running: null, problem: 'The measurement was cancelled.' });
    if (!(error instanceof Error && error.name === 'Failure')) throw error;
    set({ running: null, problem: error.message });
  }
}

/** "six sentences joined" @param {Place} place */
const made = ({ join, from, to }) => {
  if (join === null) return `single sentences of ${from} to ${to} words`;
  return join === 1 ? 'one sentence at a time' : `${join} sentences joined`;
};

/** @param {Context} context */
function view(context) {
  const { state, shared, choose, choice: chosen, computing, data, t, moment, width, go } = context;
  if (!data) return waiting(computing, shared, 'The measured lines');
  const { evidence, own } = data;
  const what = viewOf(shared);
  const line = lineOf(shared);
  const places = placesNow(data, shared);
  const place = placeNow(context);
  const inside = place.words <= kLines[line].longest;
  return html`<div class="length">
    <div class="choices">
      ${choice({
        name: 'length-view',
        legend: 'Texts of',
        choices: [
          { value: 'joined', label: 'joined sentences' },
          { value: 'single', label: 'single sentences' },
        ],
        value: what,
        onChoose: (value) => choose('length.view', value),
      })}
    </div>
    ${guard([evidence.results, what, places, t, line, state.runs, width], () =>
      lengthPanels({
        evidence,
        view: what,
        places,
        t,
        moment,
        line,
        runs: state.runs,
        width,
        onChoose: (to, at) => {
          choose('length.line', to);
          go(at);
        },
      }),
    )}
    <p class="readout">
      <b>${Math.round(place.words)} words</b>, ${made(place)}. For the line in focus, ${
        inside ? 'a length met in training.' : html`<b>longer than anything in its training</b>.`
      }
    </p>
    ${choice({
      name: 'length-line',
      legend: 'In focus, with its BLEU',
      choices: kAllLines.map((one) => ({
        value: one,
        label: html`<span class="line-key"
          >${lineMark(one)} ${kLines[one].name} <b>${points(scoreAt(evidence, one, place).bleu)}</b></span
        >`,
      })),
      value: line,
      onChoose: (value) => choose('length.line', value),
    })}
    <p class="quiet command">
      Measured beforehand, ${scoreAt(evidence, line, place).sentences} ${place.join === 1 || place.join === null ? 'sentences' : 'texts'}:
      <code>${scoreAt(evidence, line, place).command}</code>
    </p>
    ${samples(context)} ${measuring(context, place, textsOf(own, place), chosen('length.count'))}
    ${computing.problem ? waiting(computing, shared, 'Translations') : nothing}
  </div>`;
}

/** @param {Context} context */
function samples({ choose, choice: chosen, data, fresh, computing, moment }) {
  if (!data?.slots) return html`<p class="quiet">Texts are translated as you read; without the models there is nothing to show here.</p>`;
  const all = kChoices['length.sample'];
  const now = chosen('length.sample');
  const next = all[(all.indexOf(/** @type {'1'} */ (now)) + 1) % all.length] ?? '1';
  const { received, total } = computing.progress ?? { received: 0, total: 0 };
  const fetched = received < total ? `; fetching a model, ${megabytes(received)} of ${megabytes(total)}` : '';
  const pending = data.slots.some(({ sample }) => sample?.translations.some(({ french }) => french === null));
  return html`<div class=${`length-sample ${fresh ? '' : 'stale'}`} aria-busy=${String(!fresh || pending)}>
    <p class="sample-head">
      <span><b>One of our texts of this length</b>, translated on your device, greedily</span>
      <button type="button" data-action="another" @click=${() => choose('length.sample', next)}>Another text</button>
      <span class="quiet">${now} of ${all.length}${fetched}</span>
    </p>
    ${lengthSamples(data.slots, Math.min(moment, data.slots.length) - 1)}
  </div>`;
}

/** @param {Context} context @param {Place} place @param {import('../lib/own-texts.js').Texts} texts @param {string} count */
function measuring(context, place, { texts, all, runs }, count) {
  const { state, shared, data, choose, moment } = context;
  const models = [...new Set(/** @type {LineName[]} */ (['vector', 'attention', lineOf(shared)]))];
  const n = Math.min(Number(count), texts.length);
  const unit = unitOf(place);
  const run = state.runs.findLast((one) => one.view === viewOf(shared) && one.moment === moment);
  const left = all - texts.length;
  const length = Math.round(place.words);
  const unable = data?.slots
    ? `Texts of ${length} words are too long to be measured here: the page translates at most ${kTokenLimit} tokens.`
    : 'Nothing can be measured here without the models.';
  return measureHereBox({
    counts: ['10', '25', '50'].map((value) => ({ value, label: value })),
    count,
    onCount: (value) => choose('length.count', value),
    offer: runs && data?.slots ? `Measure ${n} ${unit}s of about ${length} words` : 'Measure',
    reason: runs && data?.slots ? '' : unable,
    running: state.running,
    problem: state.problem,
    result: run && data ? comparison(run, data.evidence, place) : html`<p class="quiet">
      With ${models.map((model) => kLines[model].name).join(', ')}, one ${unit} after another.
      ${
        left > 0
          ? `${left} of our ${all} texts of this length have more than ${kTokenLimit} tokens and are left out, which favours plain words.`
          : ''
      }
    </p>`,
    onStart: () => void measure(context, models),
  });
}

/** @param {Context} context */
function summary(context) {
  const { data, shared } = context;
  if (!data) return '';
  const place = placeNow(context);
  const line = lineOf(shared);
  const score = scoreAt(data.evidence, line, place);
  const here = `${kLines[line].says}, ${points(score.bleu)} BLEU, 95 % interval ${range(score)}`;
  const others = kCapacity
    .filter((one) => one !== line)
    .map((one) => `${kLines[one].name} ${points(scoreAt(data.evidence, one, place).bleu)}`);
  return `${Math.round(place.words)} words, ${made(place)}: ${here}; ${others.join(', ')}.`;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const length = {
  moment: 'length',
  initial: { running: null, runs: [], problem: '' },
  wants: (shared) => {
    const { phase } = shared.engine;
    if (phase === kLoading || (phase === 'live' && !shared.pair)) return null;
    return `${phase} ${viewOf(shared)} ${lineOf(shared)} ${choiceOf(shared.choices, 'length.sample')}`;
  },
  compute: lengthData,
  timeline: (shared, data) => {
    const places = data ? placesNow(data, shared) : [];
    const isJoined = viewOf(shared) === 'joined';
    const words = (/** @type {Place | undefined} */ place) => (place ? `${Math.round(place.words)} words` : '');
    return { first: 1, end: isJoined ? 10 : 3, rest: isJoined ? kCompared : 3, ends: [words(places[0]), words(places.at(-1))], marks: [] };
  },
  pace: () => kLengthsASecond,
  view,
  summary,
  table: ({ data, shared, state }) => {
    if (!data) return nothing;
    const what = viewOf(shared);
    const { evidence } = data;
    const runs = state.runs.filter((run) => run.view === what);
    return html`${lengthTable({ evidence, places: placesNow(data, shared), view: what, runs })} ${recallTable(evidence)}`;
  },
  quotes: {
    length: (context) => (context.data ? lengthClaim(context.data.evidence, placeNow(context)) : null),
    'length-kept': (context) => (context.data ? keptClaim(context.data.evidence, placeNow(context)) : null),
    'length-recall': ({ data }) => (data ? recallClaim(data.evidence) : null),
    'length-recall-chart': ({ data, width }) => (data && width > 0 ? recallChart(data.evidence, Math.min(width, 660)) : null),
  },
  questions: lengthQuestions,
};
