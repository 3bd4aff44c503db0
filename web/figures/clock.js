/** Chapter 2(e): the same tokens through a recurrent layer and through self-attention, against the clock. */
import { html, nothing } from 'lit-html';
import { checkClock, clockSaid, measuredSaid, predictClock } from './clock-words.js';
import { dependencyGraph, graphPlaces } from '../ui/dependency-graph.js';
import { raceClock } from '../ui/race-clock.js';
import { raceTable } from '../ui/race-table.js';
import { kChoices } from '../lib/address.js';
import { dependentSteps, kNoTimes, kSpreadLengths, lengthsWith, pathLength } from '../lib/layer-race.js';
import { memo } from '../lib/memo.js';
import { count } from '../lib/numbers.js';
import { timeLayers, timeSpread } from '../lib/race-clock.js';
import { pieceLabel, plainWords } from '../lib/trace.js';

/** @typedef {import('../lib/layer-race.js').LayerName} LayerName */
/** @typedef {import('../lib/layer-race.js').Times} Times */
/** @typedef {import('../ui/race-clock.js').Running} Running */
/**
 * @typedef {object} State
 * @property {number | null} row     the word a path leads to, kept; null: the last
 * @property {number | null} look    the word pointed at
 * @property {Record<string, Times>} times    measured on this device, by width
 * @property {Running | null} running
 * @property {string} problem
 */
/** @typedef {import('../ui/figure.js').Context<State>} Context */

const kStepsASecond = 2.5;
const kWide = 700;
/** @type {Record<LayerName, { name: string, actor: string }>} */
const kLayers = {
  recurrent: { name: 'Recurrent layer', actor: 'is-source' },
  attention: { name: 'Self-attention', actor: 'is-attention' },
};
const kOrder = /** @type {const} */ (['recurrent', 'attention']);

const labelsOf = memo((/** @type {readonly import('../lib/trace.js').Token[]} */ tokens) => tokens.map((token) => shorten(pieceLabel(token))));
const placesOf = memo(graphPlaces);

/** @param {string} label */
const shorten = (label) => (label.length > 14 ? `${label.slice(0, 13)}…` : label);

/** @param {Context} context */
export const widthOf = ({ choice }) => Number(choice('clock.width'));

/** Length of the sentence shown. @param {import('../lib/shared.js').Shared} shared */
const lengthOf = ({ pair, tokens, text }) => Math.max(1, pair ? tokens.length : plainWords(text).length);

/** @param {Context} context @param {number} n */
const rowOf = ({ state }, n) => Math.min(state.look ?? state.row ?? n - 1, n - 1);

/** A token in a sentence; in quotes where it would read as the sentence's own punctuation. @param {string} [label] */
const named = (label = '') => (/[\p{L}\p{N}]/u.test(label) ? html`<i lang="en">${label}</i>` : html`“${label}”`);

/** @param {LayerName} layer @param {number} n @param {number} t */
function progress(layer, n, t) {
  const steps = dependentSteps(n)[layer];
  const done = Math.min(steps, Math.floor(t + 1e-6));
  return { steps, done, over: done === steps };
}

/** @param {Context} context */
function view(context) {
  const { shared, t, width, set, measureAt } = context;
  const tokens = shared.pair ? shared.tokens : plainWords(shared.text);
  const labels = tokens.length > 0 ? labelsOf(tokens) : ['–'];
  const n = labels.length;
  const wide = width > kWide;
  const places = placesOf(labels, Math.floor(wide ? (width - 40) / 2 : width), measureAt(14));
  const row = rowOf(context, n);
  const time = shared.pair ? t : n;
  return html`<div class="clock ${shared.busy && shared.pair ? 'stale' : ''} ${wide ? 'wide' : ''}">
    ${kOrder.map((layer) => {
      const { name, actor } = kLayers[layer];
      const { steps, done, over } = progress(layer, n, time);
      const path = pathLength(row + 1)[layer];
      const said = `${name}: ${count(steps, 'dependent step')}, from the first word to “${labels[row]}” ${count(path, 'link')}.`;
      return html`<section class=${`layer ${layer}`} aria-label=${name}>
        <header>
          <h3 class=${actor}>${name}</h3>
          <p><b>${done}</b> of ${count(steps, 'step')}${over ? ', done' : ''}</p>
        </header>
        ${dependencyGraph({
          layer,
          labels,
          places,
          t: time,
          row,
          says: said,
          onRow: (to, keep) => {
            if (keep) set({ row: to, look: null });
            else if (to !== context.state.look) set({ look: to });
          },
        })}
        <p class="counts">
          Dependent steps <b>${steps}</b>. From ${named(labels[0])} to ${named(labels[row])}: <b>${count(path, 'link')}</b>.
        </p>
      </section>`;
    })}
  </div>`;
}

/** Runs a measurement that the reader has asked for. @param {Context} context @param {'layers' | 'spread'} kind */
async function measure(context, kind) {
  const { state, set, shared, ask, say } = context;
  const d = widthOf(context);
  const stop = new AbortController();
  const { signal } = stop;
  const lengths = kind === 'layers' ? lengthsWith(lengthOf(shared)) : kSpreadLengths;
  const total = lengths.length * (kind === 'layers' ? 2 : 1);
  const before = state.times[d] ?? kNoTimes;
  const stopped = () => {
    stop.abort();
    set({ running: null, problem: 'Stopped. What had been measured stays.' });
  };
  /** @param {number} done @param {Partial<Times>} [found] */
  const tell = (done, found) =>
    set({
      running: { width: d, kind, done, total, stop: stopped },
      problem: '',
      ...(found ? { times: { ...state.times, [d]: { ...before, ...found } } } : {}),
    });
  tell(0);
  const options = { ask, width: d, lengths, signal };
  try {
    if (kind === 'layers') await timeLayers(options, (timed, done) => tell(done, { timed }));
    else await timeSpread(options, (spread, done) => tell(done, { spread }));
    set({ running: null });
    say('Measured.');
  } catch (error) {
    if (signal.aborted) return;
    const message = error instanceof Error && error.name === 'Failure' ? error.message : '';
    set({ running: null, problem: message || 'The measurement failed.' });
    if (!message) throw error;
  }
}

/** @param {Context} context */
function below(context) {
  const { state, shared, choose, width } = context;
  const d = widthOf(context);
  return raceClock({
    d,
    widths: [...kChoices['clock.width']].sort((a, b) => Number(a) - Number(b)),
    onWidth: (value) => choose('clock.width', value),
    times: state.times[d] ?? kNoTimes,
    running: state.running,
    problem: shared.engine.phase === 'recorded' ? 'This browser does not run WebAssembly, so there is nothing to time.' : state.problem,
    able: shared.engine.phase === 'live',
    said: measuredSaid(context),
    onMeasure: () => void measure(context, 'layers'),
    onSpread: () => void measure(context, 'spread'),
    width,
  });
}

/** @param {Context} context */
function summary(context) {
  const n = lengthOf(context.shared);
  const k = context.moment;
  const recurrent = progress('recurrent', n, k);
  if (k === 0) return `Nothing computed yet: ${count(n, 'token')}, ${count(n, 'recurrent step')} or one step of self-attention to go.`;
  return `After ${count(k, 'step')} the recurrent layer has read ${recurrent.done} of ${count(n, 'token')}; self-attention was done after 1.`;
}

/** @type {import('../ui/figure.js').Figure<State>} */
export const clock = {
  moment: 'clock',
  initial: { row: null, look: null, times: {}, running: null, problem: '' },
  timeline: (shared) => {
    const n = lengthOf(shared);
    return { end: n, rest: n, ends: ['before', `step ${n}`], marks: [] };
  },
  pace: (_, shared) => Math.max(kStepsASecond, lengthOf(shared) / 8),
  view,
  below,
  summary,
  table: (context) => (context.shared.pair ? raceTable(lengthOf(context.shared), widthOf(context), context.state.times[widthOf(context)] ?? kNoTimes) : nothing),
  quotes: { clock: clockSaid },
  questions: { 'predict-clock': predictClock, 'check-clock': checkClock },
};
