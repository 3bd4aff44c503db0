/** Chapter 2(d): how strongly every source token moves one written token, through the recurrence and through attention. */
import { html, nothing } from 'lit-html';
import { aboutWiring, howMuchWeaker } from './flow-questions.js';
import { sentenceView } from './flow-sentence.js';
import { quote, summary, wordOf } from './flow-words.js';
import { choice } from '../ui/choice.js';
import { flowAverages } from '../ui/flow-averages.js';
import { flowTable } from '../ui/flow-table.js';
import { waiting } from '../ui/waiting.js';
import { tellingStep } from '../lib/attending.js';
import { averagesOf } from '../lib/fading.js';
import { sentenceOf } from '../lib/gradients.js';

/** @typedef {import('../lib/gradients.js').Sentence} Sentence */
/** @typedef {{ averages: import('../lib/fading.js').Averages, sentence: Sentence | null }} Data   null: there are no norms of it */
/**
 * @typedef {object} State
 * @property {{ of: Sentence, j: number } | null} column    chosen in this sentence
 * @property {number | null} look     the column pointed at
 * @property {import('../ui/line-chart.js').At | null} point     in the averages
 */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kWordsASecond = 0.9;
/** The seed of the weights that were never trained. */
const kSeed = 1;

/** What both are made to write: B's translation, or A's where B writes nothing. @param {import('../lib/shared.js').Pair} pair */
const targetOf = ({ vector, attention }) => attention.translation || vector.translation;

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence, show }) {
  const averages = averagesOf(await evidence());
  const pair = /** @type {import('../lib/shared.js').Pair} */ (shared.pair);
  const target = targetOf(pair);
  if (target.trim() === '') return { averages, sentence: null };
  const untrained = shared.choices['flow.weights'] === 'untrained';
  /** @param {'vector' | 'attention'} model */
  const gradients = (model) =>
    ask('gradients', { model, text: pair.attention.source, beam: 1, target, untrained: untrained ? kSeed : null });
  try {
    return { averages, sentence: sentenceOf(await gradients('vector'), await gradients('attention'), untrained) };
  } catch (error) {
    show?.({ averages, sentence: null });
    throw error;
  }
}

/** @param {Context} context */
function nothingYet({ computing, shared, data, fresh }) {
  if (data && fresh && !computing.busy && computing.problem === '')
    return html`<div class="waiting"><p>Neither translator wrote anything here, so there is no word to ask about.</p></div>`;
  return waiting(computing, shared, 'The gradients of your sentence');
}

/** @param {Context} context */
const view = (context) =>
  html`<div class="flow-figure">
    <div class="choices">
      ${choice({
        name: 'flow-weights',
        legend: 'Weights',
        choices: [
          { value: 'trained', label: 'trained' },
          { value: 'untrained', label: 'as they were before training' },
        ],
        value: context.choice('flow.weights'),
        onChoose: (value) => context.choose('flow.weights', value),
      })}
    </div>
    ${context.data?.sentence ? sentenceView(context, context.data.sentence) : nothingYet(context)}
  </div>`;

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const flow = {
  moment: 'flow',
  initial: { column: null, look: null, point: null },
  wants: ({ pair, choices }) => (pair ? JSON.stringify([pair.attention.source, targetOf(pair), choices['flow.weights'] ?? '']) : null),
  compute,
  timeline: ({ pair }, data) => {
    const trace = data?.sentence?.traces.attention ?? pair?.attention;
    const end = Math.max(0, (trace?.steps.length ?? 1) - 1);
    return { end, rest: trace ? tellingStep(trace) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  below: (context) => (context.data ? flowAverages(context, context.data.averages) : nothing),
  summary,
  table: (context) => {
    const { data } = context;
    return data ? flowTable(data, data.sentence ? wordOf(context, data.sentence) : 0) : nothing;
  },
  quotes: { flow: quote },
  questions: { 'predict-flow': howMuchWeaker, 'check-flow': aboutWiring },
};
