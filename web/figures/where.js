/** Chapter 4: "Where did the cat sit?", asked of the vector and of the attention states, and of the words that are written. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ladderNumber } from '../ui/ladder-number.js';
import { placeBars } from '../ui/place-bars.js';
import { symbolButtons, symbolUnder } from '../ui/symbols.js';
import { waiting } from '../ui/waiting.js';
import { weightRow } from '../ui/weight-row.js';
import { averageCharts, ladderCharts } from '../ui/where-charts.js';
import { whereFormulas } from '../ui/where-formulas.js';
import { growing, rungReadout, senseNote } from '../ui/where-sentence.js';
import { whereTable } from '../ui/where-table.js';
import { asked, averageQuote, checkWhere, ladderQuote, ladderSubject, predictWhere, untrainedQuote } from '../ui/where-words.js';
import { climb } from '../lib/where-ladder.js';
import { forgets, placeAt, senseOf, verbOf } from '../lib/where.js';
import { clamp, percent } from '../lib/numbers.js';
import { argMax, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/where.js').Ladder} Ladder */
/** @typedef {import('../lib/where.js').WhereAnswer} WhereAnswer */
/**
 * @typedef {object} Data
 * @property {readonly import('../lib/where.js').Place[]} places
 * @property {{ trace: import('../lib/trace.js').Trace, vector: WhereAnswer, attention: WhereAnswer, known: number | null }} sentence   the
 *   reader's; known: its place, where it is a rung of a ladder
 * @property {number} ladders           how many there are
 * @property {Ladder | null} ladder     null: not climbed yet
 * @property {{ vector: any, attention: any }} averages    measured beforehand; null: not yet
 */
/** @typedef {{ place: number | null, look: number | null, symbol: string | null }} State   place: chosen; look: pointed at or focused */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kLadders = 200;
const kRungsASecond = 0.7;
const kSymbols = /** @type {const} */ ([
  { symbol: 'vector', letter: 'C', index: '', name: 'vector', actor: 'is-vector' },
  { symbol: 'state', letter: 'h', index: 'j', name: 'states', actor: 'is-source' },
  { symbol: 'weight', letter: 'α', index: 'j', name: 'weights', actor: 'is-attention' },
  { symbol: 'context', letter: 'c', index: 'i', name: 'context', actor: 'is-attention' },
]);

/** Ladders that have been measured, by number, the latest last: no sentence of the reader changes them. @type {Map<number, Ladder>} */
const climbed = new Map();

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence, show }) {
  const trace = /** @type {import('../lib/trace.js').Trace} */ (shared.pair?.attention);
  const vector = await ask('where', { model: 'vector', text: trace.source });
  const attention = await ask('where', { model: 'attention', text: trace.source });
  const task = await ask('whereTask', { ladders: kLadders });
  const { results } = await evidence();
  const number = clamp(Number(shared.choices['where.ladder'] ?? 1), 1, task.ladders.length);
  const part = {
    places: task.places,
    sentence: { trace, vector, attention, known: task.ladders.flat().find(({ source }) => source === trace.source)?.place ?? null },
    ladders: task.ladders.length,
    averages: {
      vector: results['probe/en-fr-vector/where/ladders'] ?? null,
      attention: results['probe/en-fr-attention/where/ladders'] ?? null,
    },
  };
  // The reader's sentence at once, under it the ladder that was there.
  if (!climbed.has(number)) show?.({ ...part, ladder: [...climbed.values()].at(-1) ?? null });
  const ladder = climbed.get(number) ?? (await climb(ask, task, number));
  climbed.delete(number);
  climbed.set(number, ladder);
  return { ...part, ladder };
}

/** The reader's sentence, and B's verb in it. @param {Context} context @param {Data} data */
function sentencePart({ state, set, shared, fresh }, { places, sentence: { trace, vector, attention, known } }) {
  const sense = senseOf(trace.source, places);
  const truth = known ?? sense.place;
  const focus = state.look ?? state.place ?? truth ?? argMax(vector.probabilities);
  const verb = verbOf(trace);
  const written = verb ? trace.steps[verb.i]?.token : undefined;
  const french = written ? pieceLabel(written) : '';
  const weights = verb && trace.alpha ? row(trace.alpha, verb.i) : [];
  const tokens = trace.source_tokens;
  const bars = {
    places,
    truth,
    focus,
    onLook: (/** @type {number | null} */ look) => look !== state.look && set({ look }),
    onChoose: (/** @type {number} */ place) => set({ place }),
  };
  const long = tokens.length > 16;
  return html`<div class=${`where-sentence ${shared.busy || !fresh ? 'stale' : ''}`}>
    <h3>Your sentence. “${asked(sense.subject)}”</h3>
    <p class="where-sense">${senseNote(sense, truth, places)}</p>
    <div class="where-pair">
      <div data-symbol="vector">
        <p class="is-vector">Asked of C, A’s one vector</p>
        ${placeBars({ ...bars, name: 'Places, asked of C', kind: 'vector', probabilities: vector.probabilities })}
      </div>
      <div data-symbol="state">
        <p class="is-attention">Asked of B’s states, one for every token</p>
        ${placeBars({ ...bars, name: 'Places, asked of the states of B', kind: 'attention', probabilities: attention.probabilities })}
      </div>
    </div>
    <div class=${`where-pair ${long ? 'long' : ''}`}>
      <div data-symbol="weight">
        <p>What the probe looks at for its answer from B’s states</p>
        ${weightRow('Weights of the probe', tokens, attention.alpha ?? [])}
      </div>
      <div data-symbol="context">
        ${
          verb
            ? html`<p>What B looks at when it writes <i lang="fr">${french}</i></p>
                ${weightRow(`Weights of B for ${french}`, tokens, weights)}`
            : html`<p>What B looks at when it writes the verb</p>
                <p class="remark">This sentence has no <i lang="en">sat</i> to look from.</p>`
        }
      </div>
    </div>
    ${symbolButtons(kSymbols, state.symbol, (symbol) => symbol !== state.symbol && set({ symbol }))}
    ${whereFormulas({ vector, attention, place: focus, places, verb: verb && { i: verb.i, french, weights } })}
  </div>`;
}

/** Width of one of two charts. @param {number} width */
const half = (width) => (width < 760 ? width : (width - 40) / 2);

/** @param {Context} context @param {Data} data */
function ladderPart({ shared, choice, choose, computing, moment, width, go, type }, { places, ladder, ladders }) {
  const wanted = Number(choice('where.ladder'));
  /** @param {number} next */
  const change = (next) => choose('where.ladder', String(clamp(Math.round(next) || 1, 1, ladders)));
  const picker = ladderNumber({ wanted, ladders, change });
  const rung = ladder?.rungs[moment];
  if (!ladder || !rung)
    return html`<div class="where-ladder">
      <h3>The sentence grows</h3>
      ${picker} ${waiting(computing, shared, 'The ladder')}
    </div>`;
  const { rungs, place, other } = ladder;
  const chart = half(width);
  const here = shared.text === rung.source;
  return html`<div class=${`where-ladder ${wanted === ladder.number ? '' : 'stale'}`}>
    <h3>The sentence grows. “${asked(ladderSubject(ladder))}”</h3>
    <div class="where-choices">
      ${picker}
      <button
        type="button"
        data-action="take"
        aria-disabled=${here ? 'true' : 'false'}
        @click=${() => {
          if (here) return;
          type(rung.source);
          go(moment);
        }}
      >
        ${here ? 'This is the page’s sentence' : 'Make this the page’s sentence'}
      </button>
    </div>
    ${growing(places, ladder, moment)}
    <p class="where-readout">${rungReadout(places, ladder, moment)}</p>
    <div class="where-charts">
      ${guard([ladder, moment, chart], () =>
        ladderCharts({
          rungs,
          place,
          right: placeAt(places, place),
          other: other === null ? null : placeAt(places, other),
          moment,
          width: chart,
          go,
        }),
      )}
    </div>
  </div>`;
}

/** What was measured beforehand has no moments. @param {Context} context */
function below({ data, width }) {
  if (!data) return nothing;
  const { vector, attention } = data.averages;
  const chart = half(width);
  return html`<div class="where-many">
    <h3>And over ${data.ladders} such ladders</h3>
    ${
      vector
        ? html`<div class="where-charts">${guard([vector, attention, chart], () => averageCharts({ vector, attention }, chart))}</div>
            <p class="where-measured">
              Measured beforehand, with
              <code>${vector.command}</code>${attention ? html` and the same for <code>en-fr-attention</code>` : nothing}.
              ${attention ? nothing : 'The same has not been measured for B yet.'}
            </p>`
        : html`<p class="remark">This has not been measured yet.</p>`
    }
  </div>`;
}

/** @param {Context} context */
function view(context) {
  const { data, shared, state, set, computing } = context;
  if (!data) return waiting(computing, shared, 'The answers of the probes');
  /** @param {string | null} symbol */
  const light = (symbol) => symbol !== state.symbol && set({ symbol });
  /** @param {Event} event */
  const under = (event) => (/** @type {Element} */ (event.target).closest('math, .symbols') ? symbolUnder(event) : null);
  return html`<div
    class="where"
    data-lit=${state.symbol ?? ''}
    @pointerover=${(/** @type {Event} */ event) => light(under(event))}
    @pointerleave=${() => light(null)}
  >
    ${computing.problem ? waiting(computing, shared, 'The answers of the probes') : nothing}
    ${sentencePart(context, data)} ${ladderPart(context, data)}
  </div>`;
}

/** @param {Context} context */
function summary({ data, moment }) {
  const ladder = data?.ladder;
  const rung = ladder?.rungs[moment];
  if (!data || !rung) return 'The ladder is being climbed.';
  const { places } = data;
  /** @param {'vector' | 'attention'} kind */
  const says = (kind) => {
    const best = argMax(rung[kind].probabilities);
    return `${placeAt(places, best).source} with ${percent(rung[kind].probabilities[best] ?? NaN)}`;
  };
  const right = placeAt(places, ladder.place);
  return [
    `Rung ${moment + 1} of ${ladder.rungs.length}, ${rung.words} words. ${asked(ladderSubject(ladder))}`,
    `Asked of C: ${says('vector')}. Asked of the states: ${says('attention')}. Right is ${right.source}.`,
    `In writing, ${right.target} has ${percent(rung.written.vector)} from A and ${percent(rung.written.attention)} from B.`,
  ].join(' ');
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const where = {
  moment: 'where',
  initial: { place: null, look: null, symbol: null },
  wants: ({ pair, choices }) => (pair ? `${pair.attention.source}|${pair.attention.beam}|${choices['where.ladder'] ?? 1}` : null),
  compute,
  timeline: (_, data) => {
    const ladder = data?.ladder;
    const end = ladder ? ladder.rungs.length - 1 : 1;
    const lost = ladder ? forgets(ladder.rungs, 'vector', ladder.place) : -1;
    const marks = lost < 0 ? [] : [{ at: lost, label: 'C forgets', kind: '' }];
    return { end, rest: lost < 0 ? end : lost, ends: ['one clause', 'the whole ladder'], marks };
  },
  pace: () => kRungsASecond,
  view,
  below,
  summary,
  table: ({ data }) => (data ? whereTable(data) : nothing),
  quotes: { where: ladderQuote, 'where-many': averageQuote, 'where-untrained': untrainedQuote },
  questions: { 'predict-where': predictWhere, 'check-where': checkWhere },
};
