/** Chapter 5.3: the average of the states or one of them, and why choosing is hard to learn. */
import { html, nothing } from 'lit-html';
import { checkHard, lookQuote, predictHard, trainQuote, translatorQuote, varianceQuote } from './hard-words.js';
import { hardFormulas } from '../ui/hard-formulas.js';
import { hardLook } from '../ui/hard-look.js';
import { hardTable } from '../ui/hard-table.js';
import { clouds, errorChart, figures, learning, task } from '../ui/hard-training.js';
import { hardTranslator } from '../ui/hard-translator.js';
import { waiting } from '../ui/waiting.js';
import { choiceOf, kChoices } from '../lib/address.js';
import { errorOf, kCloud, kEvery, kPickKinds, kSeeds, kStops, kUpdates, samplesAt } from '../lib/hard.js';

/** @typedef {import('../lib/hard.js').Cloud} Cloud */
/** @typedef {import('../lib/hard.js').Curves} Curves */
/** @typedef {import('../lib/hard.js').Look} Look */
/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../ui/hard-look.js').Cell} Cell */
/** @typedef {import('../ui/hard-look.js').Looked} Looked */
/**
 * @typedef {object} Data
 * @property {Looked} looked
 * @property {import('../lib/evidence.js').Evidence} evidence
 * @property {Cloud | null} cloud      null: not computed yet
 * @property {Curves} curves           of the seeds that have learned so far
 * @property {number} milliseconds     that the nets took
 */
/** @typedef {{ cursor: Cell | null, pointed: Cell | null }} State */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */
/** @typedef {import('../ui/computing.js').Job} Job */

const kStopsASecond = 3;
/** Both translators are B: no model with hard attention is needed to look in another way with the one there is. */
const kModel = 'attention';
const kPolicies = /** @type {const} */ ({ soft: 'learned', drawn: 'sampled', largest: 'one-hot' });
const kMostDraws = kChoices['hard.draws'].length;
const kKept = 400;

/** What no sentence changes is computed once for the page. */
const once = {
  cloud: /** @type {Cloud | null} */ (null),
  curves: /** @type {Curves} */ ({ soft: [], hard: [], 'hard-without-baseline': [] }),
  milliseconds: 0,
};
/** Translations by sentence and policy, the latest last. @type {Map<string, string>} */
const translated = new Map();

/** @param {Look} look @param {number} draw @param {string} temperature */
const policyOf = (look, draw, temperature) => ({ name: kPolicies[look], seed: draw, temperature: Number(temperature), other: null });

/** @param {Shared} shared */
const wished = ({ choices }) => ({
  look: /** @type {Look} */ (choiceOf(choices, 'hard.look')),
  temperature: choiceOf(choices, 'hard.temperature'),
  draws: Number(choiceOf(choices, 'hard.draws')),
});

/** @param {Job['ask']} ask @param {Shared} shared @returns {Promise<Looked>} */
async function lookAt(ask, shared) {
  const { look, temperature, draws } = wished(shared);
  const text = shared.pair?.attention.source ?? '';
  /** @param {Look} way @param {number} draw */
  const translation = async (way, draw) => {
    const policy = policyOf(way, draw, temperature);
    const key = JSON.stringify([text, policy]);
    const known = translated.get(key) ?? (await ask('steered', { model: kModel, text, policy })).translation;
    translated.delete(key);
    translated.set(key, known);
    for (const old of translated.keys()) if (translated.size > kKept) translated.delete(old);
    return known;
  };
  const shown = await ask('steer', { model: kModel, text, policy: policyOf(look, draws, temperature), target: null, edits: [] });
  const fixed = { soft: await translation('soft', 1), largest: await translation('largest', 1) };
  const drawn = [];
  for (let draw = 1; draw <= draws; ++draw) drawn.push(await translation('drawn', draw));
  return { source: text, look, temperature, shown, fixed, drawn };
}

/** @param {Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, show, evidence: measured }) {
  const [evidence, looked] = await Promise.all([measured(), lookAt(ask, shared)]);
  const now = () => ({ looked, evidence, ...once });
  show?.(now());
  once.cloud ??= await ask('cloud', kCloud);
  show?.(now());
  for (let seed = 1; seed <= kSeeds; ++seed)
    for (const kind of kPickKinds) {
      if (once.curves[kind].length >= seed) continue;
      const curve = await ask('pick', { kind, seed, updates: kUpdates, every: kEvery });
      once.curves = { ...once.curves, [kind]: [...once.curves[kind], curve] };
      once.milliseconds += curve.milliseconds;
      show?.(now());
    }
  return now();
}

/** @param {Context} context */
function view({ data, shared, state, set, fresh, choice, choose, computing, moment, width, measureAt, go }) {
  if (!data) return waiting(computing, shared, 'The three ways to look');
  const { looked, cloud } = data;
  const { look, temperature, draws } = wished(shared);
  return html`<div class="hard">
    ${computing.problem ? waiting(computing, shared, 'The three ways to look') : nothing}
    ${hardLook({
      looked,
      look,
      temperature,
      draws,
      most: kMostDraws,
      stale: shared.busy || looked.source !== shared.pair?.attention.source || (!fresh && looked.look !== look),
      cursor: state.cursor,
      pointed: state.pointed,
      width,
      measureAt,
      onLook: (value) => choose('hard.look', value),
      onTemperature: (value) => choose('hard.temperature', value),
      onDraws: (value) => choose('hard.draws', String(value)),
      onMove: (cursor) => set({ cursor, pointed: null }),
      onPoint: (pointed) => (pointed?.i === state.pointed?.i && pointed?.j === state.pointed?.j ? undefined : set({ pointed })),
    })}
    <div class="hard-training">
      <h3>Why choosing is hard to learn</h3>
      ${
        cloud
          ? html`${task(cloud)}
            ${clouds({ cloud, moment, width, scale: choice('hard.scale'), onScale: (value) => choose('hard.scale', value) })}
            ${readout(cloud, moment)} ${errorChart({ cloud, moment, width, go })}
            ${hardFormulas(cloud, moment)}`
          : waiting(computing, shared, 'The exact gradient, and estimates of it,')
      }
    </div>
  </div>`;
}

/** @param {Cloud} cloud @param {number} moment */
function readout(cloud, moment) {
  const n = samplesAt(moment);
  const off = (/** @type {'without' | 'with'} */ kind) => html`<b>${figures(errorOf(cloud, kind, n))}</b>`;
  return html`<p class="hard-readout">
    Mean of <b>${n.toLocaleString('en')}</b> ${n === 1 ? 'estimate' : 'estimates'}:
    ${off('without')} times the gradient’s length away from it
    without a
    baseline, ${off('with')} times with one. The cross is the exact gradient, the line the way of the mean.
  </p>`;
}

/** @param {Context} context */
const below = ({ data, width }) =>
  data ? html`${learning({ curves: data.curves, milliseconds: data.milliseconds, width })} ${hardTranslator(data.evidence)}` : nothing;

/** @param {Context} context */
function summary({ data, moment }) {
  if (!data) return 'Nothing has been computed yet.';
  const { looked, cloud } = data;
  const written = { soft: looked.fixed.soft, largest: looked.fixed.largest, drawn: looked.drawn.at(-1) ?? '' }[looked.look];
  const way = { soft: 'Soft', largest: 'By arg max', drawn: `Drawn ${looked.drawn.length} times, the last` }[looked.look];
  const n = samplesAt(moment);
  const off = (/** @type {'without' | 'with'} */ kind) => (cloud ? figures(errorOf(cloud, kind, n)) : '');
  return [
    `${way}: “${written}”${/[.!?…]$/.test(written) ? '' : '.'}`,
    cloud
      ? `The mean of ${n} estimates is ${off('without')} gradient lengths off without a baseline, ${off('with')} with one.`
      : 'The gradient is being computed.',
  ].join(' ');
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const hard = {
  moment: 'hard',
  initial: { cursor: null, pointed: null },
  wants: (shared) => {
    const { look, temperature, draws } = wished(shared);
    return shared.pair ? `${shared.pair.attention.source}|${look}|${temperature}|${draws}` : null;
  },
  compute,
  timeline: () => ({ end: kStops, rest: kStops, ends: ['one estimate', `${kCloud.samples.toLocaleString('en')} estimates`], marks: [] }),
  pace: () => kStopsASecond,
  view,
  below,
  summary,
  table: ({ data }) => (data ? hardTable(data) : nothing),
  quotes: { 'hard-look': lookQuote, 'hard-variance': varianceQuote, 'hard-learning': trainQuote, 'hard-translator': translatorQuote },
  questions: { 'predict-hard': predictHard, 'check-hard': checkHard },
};
