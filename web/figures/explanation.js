/** Chapter 5.4: is it an explanation? Which word mattered, by three measures, and whether other weights would have done as well. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { whatItProves, whichMattered } from './explanation-questions.js';
import { columnOf, french, heard, plain, quote, quoteMany, rowsAt, summary, wordOf } from './explanation-words.js';
import { choice } from '../ui/choice.js';
import { english } from '../ui/english.js';
import { explanationFormulas } from '../ui/explanation-formulas.js';
import { explanationTable } from '../ui/explanation-table.js';
import { otherRows } from '../ui/other-rows.js';
import { rankSlopes } from '../ui/rank-slopes.js';
import { tauChart } from '../ui/tau-chart.js';
import { waiting } from '../ui/waiting.js';
import { writtenWords } from '../ui/written-words.js';
import { tellingStep } from '../lib/attending.js';
import { answersAt, averagesOf, inWords, kAnswers, kPairs, orders, ranking, stepOf } from '../lib/explaining.js';
import { strength } from '../lib/fading.js';
import { memo } from '../lib/memo.js';
import { percent, signed, weight } from '../lib/numbers.js';
import { pieceLabel, row, targetTokens } from '../lib/trace.js';

/** @typedef {import('../lib/explaining.js').Explained} Explained */
/** @typedef {import('../core/protocol.d.ts').OtherRowsWritten} OtherRowsWritten */
/**
 * @typedef {object} Data
 * @property {Explained} explained
 * @property {{ step: number, bound: string, written: OtherRowsWritten } | null} rows    of one written token; null: being searched for
 * @property {import('../lib/explaining.js').Averages | null} averages     measured beforehand; null: not yet
 */
/** @typedef {{ column: { of: Explained, j: number } | null, look: number | null }} State   column: chosen in this sentence */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kWordsASecond = 0.8;
const kSentences = 4;
const kRows = 64;

/** What was computed, by what was asked, the latest last: the words of one sentence are gone through again and again. */
/** @type {Map<string, Explained>} */
const explainedOf = new Map();
/** @type {Map<string, OtherRowsWritten>} */
const rowsOf = new Map();

/** @template T @param {Map<string, T>} known @param {string} key @param {T} value @param {number} most */
function keep(known, key, value, most) {
  known.delete(key);
  known.set(key, value);
  for (const old of known.keys()) if (known.size > most) known.delete(old);
  return value;
}

/** @param {import('../lib/trace.js').Trace} trace @param {import('../lib/shared.js').Shared} shared */
const stepIn = (trace, { moments }) => stepOf(trace, moments.explain, tellingStep(trace));

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence, show }) {
  const averages = averagesOf(await evidence());
  const { source, beam } = /** @type {import('../lib/shared.js').Pair} */ (shared.pair).attention;
  const wanted = /** @type {const} */ ({ model: 'attention', text: source, beam, target: null });
  const sentence = JSON.stringify([source, beam]);
  const explained = explainedOf.get(sentence) ?? keep(explainedOf, sentence, await ask('explain', wanted), kSentences);
  const step = stepIn(explained.trace, shared);
  const bound = shared.choices['explain.bound'] ?? '0.05';
  const key = JSON.stringify([source, beam, step, bound]);
  const known = rowsOf.get(key);
  if (!known) show?.({ explained, rows: null, averages });
  const written = known ?? keep(rowsOf, key, await ask('otherRows', { ...wanted, step, bound: Number(bound) }), kRows);
  return { explained, rows: { step, bound, written }, averages };
}

/** What does not change from word to word. */
const names = memo((/** @type {Explained} */ { trace }) => trace.source_tokens.map((token) => pieceLabel(token)));

/** How the three agree, in plain words. @param {Data} data @param {number} i */
const agreementList = ({ explained }, i) =>
  html`<ul class="agreements">
    ${kPairs.map(({ pair, name }) => {
      const tau = explained.agreement[i]?.[pair];
      return html`<li>
        <b>${name}</b>
        ${tau ? html`<span class="tau">τ = ${signed(tau.tau)}</span> ${inWords(tau.tau)}` : 'one of the two ranks nothing'}
      </li>`;
    })}
  </ul>`;

/** The numbers of the token in focus. @param {Data} data @param {number} i @param {number} j */
function reading({ explained }, i, j) {
  const { trace, left_out } = explained;
  const answers = answersAt(explained, i);
  if (!answers || !left_out) return nothing;
  const token = english(trace.source_tokens[j]);
  const written = french(trace.steps[i]?.token);
  const change = Number(row(left_out.change, i)[j]);
  const factor = Math.exp(change);
  const kept = factor < 0.995 ? percent(factor) : factor > 1.005 ? `${factor.toFixed(2)} times` : 'all';
  const said = factor < 0.01 ? 'less than a hundredth' : kept;
  return html`<p class="focus-reading">
    ${token} gets the weight <b class="is-attention">${weight(answers.attention[j] ?? NaN)}</b> and has a gradient of
    <b class="is-gradient">${strength(answers.gradient[j] ?? NaN)}</b>. Left out, it takes
    <b class="is-source">${percent(answers.left_out[j] ?? NaN)}</b> of the probability elsewhere, and ${written} keeps ${said} of its own.
  </p>`;
}

/** @param {Context} context @param {Data} data */
function rankings(context, data) {
  const { state, set, width, measureAt, go, say } = context;
  const { explained } = data;
  const i = wordOf(context, data);
  const j = columnOf(context, data);
  const answers = answersAt(explained, i);
  const written = explained.trace.steps[i]?.token;
  if (!answers) return html`<p class="remark single">A single token: there is nothing to rank, and no other row of weights.</p>`;
  const beside = width > 900;
  const chart = () =>
    rankSlopes({
      name: `English tokens ranked for ${plain(written)} by attention, by the gradient and by leave-one-out. ${heard(data, i, j)}`,
      tokens: names(explained),
      columns: kAnswers.map(({ answer, kind, title, short }) => ({
        title,
        short,
        kind,
        values: answers[answer],
        order: ranking(answers[answer]),
        says: answer === 'gradient' ? strength : weight,
      })),
      at: j,
      width: beside ? Math.floor(width * 0.64) : width,
      measure: measureAt(15),
      onLook: (look) => look !== state.look && set({ look }),
      onChoose: (to) => {
        set({ column: { of: explained, j: to }, look: null });
        say(heard(data, i, to));
      },
      onStep: (by) => go(i + by),
    });
  return html`<div class=${beside ? 'rankings beside' : 'rankings'}>
    <div>${guard([explained, i, j, state.look, state.column, width], chart)}</div>
    <div class="rank-reading">
      ${reading(data, i, j)} ${agreementList(data, i)}
      <p class="remark">
        τ is 1 for the same ranking, 0 for two that have nothing to do with each other, −1 for one turned round. A bar is as long as its
        number against the largest of the column.
      </p>
    </div>
  </div>`;
}

/** @param {Context} context @param {Data} data */
function rowsPart(context, data) {
  const { computing, shared, choose } = context;
  const { explained } = data;
  const i = wordOf(context, data);
  const bound = context.choice('explain.bound');
  const rows = rowsAt(context, data, i);
  const written = explained.trace.steps[i]?.token;
  if (!written || explained.trace.source_tokens.length < 2) return nothing;
  const stopped = i !== stepIn(explained.trace, shared);
  return html`<div class="rows-part">
    <h3>Would another row of weights have done?</h3>
    <p class="asked">
      Only the weights of the step that writes ${french(written)} are exchanged; the states, and all that was written before, stay. What comes
      after is not followed.
    </p>
    <div class="choices">
      ${choice({
        name: 'explain-bound',
        legend: 'The output may change by',
        choices: [
          { value: '0.01', label: '0.01' },
          { value: '0.05', label: '0.05' },
          { value: '0.2', label: '0.2' },
        ],
        value: bound,
        onChoose: (value) => choose('explain.bound', value),
      })}
      <span class="remark">total variation: the share of probability that goes elsewhere</span>
    </div>
    ${
      rows
        ? otherRows({ rows, tokens: explained.trace.source_tokens, written, bound })
        : stopped && !computing.problem
          ? html`<div class="waiting"><p>Stop at a word to search for another row.</p></div>`
          : waiting(computing, shared, 'Other rows of weights')
    }
  </div>`;
}

/** @param {Context} context @param {Data} data */
function formulas(context, data) {
  const { explained } = data;
  const i = wordOf(context, data);
  const j = columnOf(context, data);
  const answers = answersAt(explained, i);
  if (!answers) return nothing;
  const counted = orders(answers.attention, answers.left_out);
  const tau = explained.agreement[i]?.attention_left_out?.tau ?? null;
  const untied = tau !== null && Math.abs(tau - (counted.same - counted.opposite) / (counted.same + counted.opposite)) < 1e-3;
  return explanationFormulas({
    i,
    j,
    agreement: { ...counted, tau: untied ? tau : null },
    leftOut: answers.left_out[j] ?? NaN,
    adversary: rowsAt(context, data, i)?.adversary ?? null,
    english: english(explained.trace.source_tokens[j]),
    french: french(explained.trace.steps[i]?.token),
  });
}

/** @param {Context} context */
function view(context) {
  const { data, shared, computing, width, measureAt, go } = context;
  if (!data) return waiting(computing, shared, 'What mattered for each word');
  const { trace } = data.explained;
  const i = wordOf(context, data);
  const stale = shared.busy || trace.source !== shared.pair?.attention.source;
  return html`<div class=${`explanation ${stale ? 'stale' : ''}`} aria-busy=${stale ? 'true' : 'false'}>
    <p class="asked">Which English token mattered for this French one? Choose it. Three measures answer.</p>
    ${writtenWords({ written: targetTokens(trace), i, width, measureAt, does: 'ranks the English tokens for it', onChoose: go })}
    ${rankings(context, data)} ${rowsPart(context, data)} ${formulas(context, data)}
    ${computing.problem && stale ? waiting(computing, shared, 'What mattered for each word') : nothing}
  </div>`;
}

/** @param {{ name: string, mean: number, interval: readonly [number, number] }} row */
const meanSaid = ({ name, mean, interval: [low, high] }) => `${name}: ${signed(mean)}, ${signed(low)} to ${signed(high)}.`;

/** What was measured beforehand has no moments. @param {Context} context */
function below({ data, width }) {
  const averages = data?.averages;
  if (!data) return nothing;
  if (!averages) return html`<p class="remark">This has not been measured over many sentences yet.</p>`;
  const { taus, far, uniform, sentences, tokens, sourceTokens, bound, command } = averages;
  const half = width > 760 ? Math.floor((width - 40) / 2) : width;
  const rows = kPairs.map(({ pair, name }) => ({ name, mean: taus[pair].tau.mean, interval: taus[pair].tau.interval }));
  const shares = [
    { name: html`have the same English token put first by attention and leave-one-out`, share: taus.attention_left_out.same_first },
    { name: html`have another row, farther than 0.4, that changes the output by at most ${bound}`, share: far },
    { name: html`would change by at most ${bound} with the uniform row`, share: uniform },
  ];
  return html`<div class="explanation-many">
    <h3>And over ${sentences} sentences</h3>
    <div class=${width > 760 ? 'many wide' : 'many'}>
      <div>
        <p>The mean agreement of two rankings, τ, with 95&nbsp;% intervals</p>
        ${guard([averages, half], () =>
          tauChart({
            name: `Mean agreement. ${rows.map(meanSaid).join(' ')}`,
            rows,
            width: half,
          }),
        )}
      </div>
      <div>
        <p>Of ${tokens.toLocaleString('en')} written tokens</p>
        <ul class="shares">
          ${shares.map(
            ({ name, share }) =>
              html`<li>
                <b class="number">${percent(share.mean)}</b> ${name}
                <span class="remark">(95&nbsp;% interval ${percent(share.interval[0])} to ${percent(share.interval[1])})</span>
              </li>`,
          )}
        </ul>
        <p class="remark">
          Significant by itself (p below 0.05) is τ at ${percent(taus.attention_gradient.significant.mean)} of the tokens for attention and
          gradient, at ${percent(taus.attention_left_out.significant.mean)} for attention and leave-one-out; an
          English sentence has ${sourceTokens.toFixed(1)} tokens here on average.
        </p>
      </div>
    </div>
    <p class="explanation-measured">Measured beforehand, on greedy translations of our own sentences, with <code>${command}</code></p>
  </div>`;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const explanation = {
  moment: 'explain',
  initial: { column: null, look: null },
  wants: (shared) => {
    const trace = shared.pair?.attention;
    if (!trace?.alpha) return null;
    return JSON.stringify([trace.source, trace.beam, shared.choices['explain.bound'] ?? '', stepIn(trace, shared)]);
  },
  compute,
  timeline: ({ pair }, data) => {
    const trace = data?.explained.trace ?? pair?.attention;
    const end = Math.max(0, (trace?.steps.length ?? 1) - 1);
    return { end, rest: trace ? tellingStep(trace) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  below,
  summary,
  table: (context) => {
    const { data } = context;
    if (!data) return nothing;
    const i = wordOf(context, data);
    return explanationTable(data, i, rowsAt(context, data, i));
  },
  quotes: { explain: quote, 'explain-many': quoteMany },
  questions: { 'predict-explanation': whichMattered, 'check-explanation': whatItProves },
};
