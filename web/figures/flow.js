/** Chapter 2(d): how strongly every source token moves one written token, through the recurrence and through attention. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { flowAverages } from '../ui/flow-averages.js';
import { kWays, flowTable } from '../ui/flow-table.js';
import { aboutWiring, howMuchWeaker } from './flow-questions.js';
import { chips } from '../ui/chips.js';
import { choice } from '../ui/choice.js';
import { flowFormulas } from '../ui/flow-formulas.js';
import { gradientChart } from '../ui/gradient-chart.js';
import { chipLabel } from '../ui/lane-layout.js';
import { reachable } from '../ui/reachable.js';
import { waiting } from '../ui/waiting.js';
import { tellingStep } from '../lib/attending.js';
import { averagesOf, fades, strength, times } from '../lib/fading.js';
import { flow as flowed } from '../lib/flow.js';
import { decades, means, sentenceOf, stepsToEnd, strongest } from '../lib/gradients.js';
import { memo } from '../lib/memo.js';
import { clamp, count, percent } from '../lib/numbers.js';
import { isEnd, pieceLabel, row, targetTokens } from '../lib/trace.js';

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
/** Norms that take so long to compute that a reader who still types should not wait for them, and how long they wait for the reader. */
const kMany = 700;
const kPause = 900;

/** @param {number} milliseconds @param {AbortSignal} signal */
const pause = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)));
  });

/** What both are made to write: B's translation, or A's where B writes nothing. @param {import('../lib/shared.js').Pair} pair */
const targetOf = ({ vector, attention }) => attention.translation || vector.translation;

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence, signal, show }) {
  const averages = averagesOf(await evidence());
  const pair = /** @type {import('../lib/shared.js').Pair} */ (shared.pair);
  const target = targetOf(pair);
  if (target.trim() === '') return { averages, sentence: null };
  const untrained = shared.choices['flow.weights'] === 'untrained';
  /** @param {'vector' | 'attention'} model */
  const gradients = (model) => ask('gradients', { model, text: pair.attention.source, beam: 1, target, untrained: untrained ? kSeed : null });
  try {
    if (shared.tokens.length * pair.attention.steps.length > kMany) await pause(kPause, signal);
    return { averages, sentence: sentenceOf(await gradients('vector'), await gradients('attention'), untrained) };
  } catch (error) {
    show?.({ averages, sentence: null });
    throw error;
  }
}

/** @param {import('../lib/trace.js').Token | undefined} token */
export const french = (token) => (token && isEnd(token) ? html`the end` : html`<i lang="fr">${token ? pieceLabel(token) : ''}</i>`);
/** @param {import('../lib/trace.js').Token | undefined} token */
export const english = (token) => {
  const text = token ? pieceLabel(token) : '';
  return /[\p{L}\p{N}]/u.test(text) ? html`<i lang="en">${text}</i>` : html`“${text}”`;
};
/** The same without markup. @param {import('../lib/trace.js').Token | undefined} token */
const plain = (token) => (token ? (isEnd(token) ? 'the end' : `“${pieceLabel(token)}”`) : '');

/** @param {Context} context @param {Sentence} sentence */
const wordOf = ({ moment }, sentence) => clamp(moment, 0, sentence.traces.attention.steps.length - 1);
/** The column in focus: the one pointed at, the one chosen, else the one that moves the word most in B. @param {Context} context @param {Sentence} sentence @param {boolean} [looking] */
function columnOf(context, sentence, looking = true) {
  const { state } = context;
  const chosen = state.column && state.column.of === sentence ? state.column.j : strongest(sentence.norms.total, wordOf(context, sentence));
  return clamp((looking ? state.look : null) ?? chosen, 0, sentence.source.length - 1);
}
/** @param {Sentence} sentence @param {number} i @param {number} j */
const normsAt = ({ norms }, i, j) => {
  const at = (/** @type {import('../lib/trace.js').Matrix} */ matrix) => Number(row(matrix, i)[j]);
  return { vector: at(norms.vector), recurrent: at(norms.recurrent), attention: at(norms.attention), total: at(norms.total) };
};

/** What does not change from word to word. */
const drawn = memo((/** @type {Sentence} */ { source, norms }) => ({
  axis: decades([norms.vector, norms.recurrent, norms.attention]),
  behind: { vector: means(norms.vector), recurrent: means(norms.recurrent), attention: means(norms.attention) },
  tokens: source.map((token) => pieceLabel(token)),
  steps: source.map((_, j) => stepsToEnd(j, source.length)),
}));

/** @param {Context} context */
function view(context) {
  const { data, choose, choice: chosen } = context;
  return html`<div class="flow-figure">
    <div class="choices">
      ${choice({
        name: 'flow-weights',
        legend: 'Weights',
        choices: [
          { value: 'trained', label: 'trained' },
          { value: 'untrained', label: 'as they were before training' },
        ],
        value: chosen('flow.weights'),
        onChoose: (value) => choose('flow.weights', value),
      })}
    </div>
    ${data?.sentence ? sentenceView(context, data.sentence) : nothingYet(context)}
  </div>`;
}

/** @param {Context} context */
function nothingYet({ computing, shared, data, fresh }) {
  if (data && fresh && !computing.busy && computing.problem === '')
    return html`<div class="waiting"><p>Neither translator wrote anything here, so there is no word to ask about.</p></div>`;
  return waiting(computing, shared, 'The gradients of your sentence');
}

/** @param {Context} context @param {Sentence} sentence */
function sentenceView(context, sentence) {
  const { set, width, measureAt, go, shared, fresh, computing, say } = context;
  const i = wordOf(context, sentence);
  const j = columnOf(context, sentence);
  const { axis, behind, tokens, steps } = drawn(sentence);
  const written = targetTokens(sentence.traces.attention);
  const size = width < 460 || written.length > 24 ? 15 : 17;
  const words = flowed(written, chipLabel, { width, measure: measureAt(size), height: 28, pitch: 34, padding: 6, gap: 6, least: 24 });
  const onChoose = (/** @type {number} */ to) => {
    set({ column: { of: sentence, j: to }, look: null });
    say(reading({ ...context, state: { ...context.state, look: to } }, sentence));
  };
  return html`<div class=${`flow-sentence ${fresh && !shared.busy ? '' : 'stale'}`} aria-busy=${fresh ? 'false' : 'true'}>
    <p class="asked">Which English token moves this French one? Choose it; both translators are made to write the same, B’s translation.</p>
    <svg class="flow-words" width=${width} height=${words.height + 4} viewBox=${`0 -2 ${width} ${words.height + 4}`} role="group" aria-label="The French words">
      ${chips({
        name: 'French words',
        side: 'target',
        tokens: written,
        flow: words,
        top: 0,
        size,
        shown: () => 1,
        cursor: i,
        mood: () => '',
        pressed: (index) => index === i,
        says: (index) => `token ${index + 1} of ${written.length}: shows what moves it`,
        onLook: () => {},
        onChoose: (index) => go(index),
      })}
    </svg>
    <ul class="flow-key">
      ${kWays.map(({ kind, sign, label }) => html`<li><span class=${`is-${kind}`} aria-hidden="true">${sign}</span> ${label}</li>`)}
      <li class="quiet">pale: the average over all its words</li>
    </ul>
    <div class="scroll" ${ref(reachable)}>
      ${guard([sentence, i, j, width], () =>
        gradientChart({
          name: `How strongly each English token moves ${plain(written[i])}. ${reading(context, sentence)}`,
          tokens,
          steps,
          ways: kWays.map(({ kind, mark, part }) => ({ kind, mark, values: Array.from(row(sentence.norms[part], i)), behind: behind[part] })),
          axis,
          at: j,
          width,
          measure: measureAt(15),
          onLook: (look) => look !== context.state.look && set({ look }),
          onChoose,
          onStep: (by) => go(i + by),
        }),
      )}
    </div>
    <p class="remark">Each line down is ${axis.step === 1 ? 'ten' : axis.step === 2 ? 'a hundred' : (10 ** axis.step).toLocaleString('en')} times
      less: a mark one line below another moves the word ${axis.step === 1 ? 'a tenth' : `1/${(10 ** axis.step).toLocaleString('en')}`} as much.
      The small numbers count the steps of the nearer reader from a token to its end of the sentence.</p>
    <p class="flow-reading">${readingView(sentence, i, j)}</p>
    ${flowFormulas({
      i,
      j,
      n: tokens.length,
      norms: normsAt(sentence, i, j),
      alpha: sentence.untrained || !sentence.traces.attention.alpha ? null : Number(row(sentence.traces.attention.alpha, i)[j]),
      english: english(sentence.source[j]),
      french: french(written[i]),
    })}
    ${computing.problem && !fresh ? waiting(computing, shared, 'The gradients') : nothing}
  </div>`;
}

/** @param {Sentence} sentence @param {number} i @param {number} j */
function readingView(sentence, i, j) {
  const norms = normsAt(sentence, i, j);
  const step = sentence.traces.attention.steps[i];
  const sure = sentence.untrained
    ? ''
    : html` Given what stands before it, A gives this token ${percent(sentence.traces.vector.steps[i]?.probability ?? NaN)}, B
      ${percent(step?.probability ?? NaN)}; the surer a translator is, the smaller all its gradients.`;
  return html`How strongly does ${english(sentence.source[j])} move ${french(step?.token)}? In A
    <b class="is-vector">${strength(norms.vector)}</b>. In B <b class="is-source">${strength(norms.recurrent)}</b> through the recurrence and
    <b class="is-attention">${strength(norms.attention)}</b> through attention, ${strength(norms.total)} together: the two are vectors, and
    their lengths do not add up.${sure}`;
}

/** The numbers in focus, to be heard. @param {Context} context @param {Sentence} sentence */
function reading(context, sentence) {
  const i = wordOf(context, sentence);
  const j = columnOf(context, sentence);
  const norms = normsAt(sentence, i, j);
  return `${plain(sentence.source[j])}, ${count(stepsToEnd(j, sentence.source.length), 'step')} from an end: A ${strength(norms.vector)}; B ${strength(
    norms.recurrent,
  )} through the recurrence, ${strength(norms.attention)} through attention.`;
}

/** @param {Context} context */
function summary(context) {
  const sentence = context.data?.sentence;
  if (!sentence) return '';
  const i = wordOf(context, sentence);
  const [a, b] = [strongest(sentence.norms.vector, i), strongest(sentence.norms.total, i)];
  const weights = sentence.untrained ? 'Untrained weights. ' : '';
  const word = plain(sentence.traces.attention.steps[i]?.token);
  return `${weights}Token ${i + 1} of ${sentence.traces.attention.steps.length}, ${word}: in A ${plain(sentence.source[a])} moves it most, by ${strength(
    normsAt(sentence, i, a).vector,
  )}; in B ${plain(sentence.source[b])}, by ${strength(normsAt(sentence, i, b).attention)} through attention and ${strength(
    normsAt(sentence, i, b).recurrent,
  )} through the recurrence.`;
}

/** The article's sentences. @param {Context} context */
function quote(context) {
  const { data } = context;
  if (!data?.sentence) return null;
  const { averages, sentence } = data;
  const i = wordOf(context, sentence);
  const last = sentence.source.length - 1;
  const [a, b] = [strongest(sentence.norms.vector, i), strongest(sentence.norms.total, i)];
  const there = normsAt(sentence, i, b);
  const [begin, end] = [normsAt(sentence, i, 0), normsAt(sentence, i, last)];
  const { forward, recurrent, attention } = averages.paths;
  const way = there.attention >= there.recurrent;
  return html`${sentence.untrained ? 'Before training, ' : ''}${french(sentence.traces.attention.steps[i]?.token)} is moved most by
    ${english(sentence.source[a])} in A (${strength(normsAt(sentence, i, a).vector)}) and by ${english(sentence.source[b])} in B
    (${strength(there.total)}), there mainly through ${way ? 'attention' : 'the recurrence'}: ${strength(there.attention)} by attention against
    ${strength(there.recurrent)} by the recurrence. ${
      last > 0
        ? html`The first token, ${english(sentence.source[0])}, moves it ${times(begin.vector / end.vector)} as much as the last,
          ${english(sentence.source[last])}, in A, and ${times(begin.total / end.total)} as much in B.`
        : ''
    } Over ${averages.sentences} sentences, with one reader from left to right, A’s gradient ${fades(forward.slope.trained.value)}; before training
    it ${fades(forward.slope.untrained.value)}. B’s way through the recurrence ${fades(recurrent.slope.trained.value)}, trained; its way
    through attention ${fades(attention.slope.trained.value)}, trained, and ${fades(attention.slope.untrained.value)}, untrained.`;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const flow = {
  moment: 'flow',
  initial: { column: null, look: null, point: null },
  wants: ({ pair, choices }) => (pair ? JSON.stringify([pair.attention.source, targetOf(pair), choices['flow.weights'] ?? '']) : null),
  compute,
  timeline: ({ pair }, data) => {
    const trace = data?.sentence?.traces.attention ?? pair?.attention;
    return { end: Math.max(0, (trace?.steps.length ?? 1) - 1), rest: trace ? tellingStep(trace) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  below: (context) => (context.data ? flowAverages(context, context.data.averages) : nothing),
  summary,
  table: ({ data, ...context }) => (data ? flowTable(data, data.sentence ? wordOf({ ...context, data }, data.sentence) : 0) : nothing),
  quotes: { flow: quote },
  questions: { 'predict-flow': howMuchWeaker, 'check-flow': aboutWiring },
};
