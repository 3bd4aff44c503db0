/** Chapter 3: one written word at a time, number by number: query, scores, weights, context, and what the output owes to them. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { checkShift, columnOf, french, frenchWord, hasDot, modelOf, shownOf, stepQuote, summary, withoutQuote } from './attention-words.js';
import { alphaTable } from '../ui/alpha-table.js';
import { choice } from '../ui/choice.js';
import { contextArithmetic } from '../ui/context-arithmetic.js';
import { english as word } from '../ui/english.js';
import { attentionFormulas } from '../ui/formulas.js';
import { heatMap } from '../ui/heat-map.js';
import { outputChange } from '../ui/output-change.js';
import { scoreArithmetic } from '../ui/score-arithmetic.js';
import { symbolButtons, symbolUnder } from '../ui/symbols.js';
import { rowOfAttention } from '../ui/row-of-attention.js';
import { waiting } from '../ui/waiting.js';
import { glances, tellingStep } from '../lib/attending.js';
import { largest, scoreTerms } from '../lib/attention-step.js';
import { clamp, percent } from '../lib/numbers.js';
import { asksAfterStep, isTanh, queryIndex } from '../lib/score-kinds.js';
import { pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../ui/heat-map.js').Cell} Cell */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../core/protocol.d.ts').AttentionSteps} AttentionSteps */
/** @typedef {AttentionSteps & { trace: Trace }} Data   of the model that is looked at */
/**
 * @typedef {object} State
 * @property {Cell | null} look                              the cell pointed at
 * @property {{ of: string, j: number } | null} column       chosen for this sentence
 * @property {string | null} symbol
 * @property {{ term: number | null, number: number | null }} chosen    a term of the score, a number of the context
 * @property {{ term: number | null, number: number | null }} pointed   the same, pointed at
 */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kSymbols = /** @type {const} */ ([
  { symbol: 'query', letter: 's', index: 'i−1', name: 'query', actor: 'is-target' },
  { symbol: 'state', letter: 'h', index: 'j', name: 'states', actor: 'is-source' },
  { symbol: 'v', letter: 'v', index: 'a', name: 'learned weights', actor: 'is-attention' },
  { symbol: 'score', letter: 'e', index: 'ij', name: 'scores', actor: 'is-attention' },
  { symbol: 'weight', letter: 'α', index: 'ij', name: 'weights', actor: 'is-attention' },
  { symbol: 'context', letter: 'c', index: 'i', name: 'context', actor: 'is-attention' },
  { symbol: 'output', letter: 'p', index: '', name: 'output', actor: 'is-target' },
]);
const kWordsASecond = 0.9;
/** From so many tokens on, the matrix takes more room and smaller type. */
const kLong = 14;

/** Which score is shown. @param {Context} context */
function scoreChoice({ shared, choice: chosen, choose }) {
  const value = chosen('word.score');
  return choice({
    name: 'word-score',
    legend: 'Score',
    choices: [
      { value: 'additive', label: 'additive, as B was trained' },
      ...(hasDot(shared) ? [{ value: 'dot', label: 'dot product, in a model trained with it' }] : []),
      { value: 'product', label: 'dot product, on B’s states all the same' },
    ],
    value: value === 'dot' && !hasDot(shared) ? 'additive' : value,
    onChoose: (next) => choose('word.score', next),
  });
}

/** @param {Context} context @param {import('./attention-words.js').Shown} shown @param {Cell} cursor */
function matrix({ state, set, width, measureAt, go }, { trace, tokens }, cursor) {
  const wide = width > 900;
  const long = tokens.length > kLong;
  const { rows, columns, weights } = guardedNames(trace, tokens);
  return heatMap({
    name: 'Attention weights',
    rows,
    columns,
    row: weights,
    reached: rows.length,
    cursor,
    look: state.look,
    width: wide ? width * (long ? 0.64 : 0.54) : width,
    measure: measureAt(long ? 13 : 16),
    onMove: (cell) => {
      set({ column: { of: trace.source, j: cell.j }, look: null });
      go(cell.i);
    },
    onLook: (look) => (look?.i === state.look?.i && look?.j === state.look?.j ? undefined : set({ look })),
  });
}

/**
 * What changes in the output when the context does.
 * @param {Context} context @param {import('./attention-words.js').Shown} shown @param {Cell} at
 */
function outputPart(context, { apart, tokens, trace, kind }, { i, j }) {
  const step = apart?.steps[i];
  const written = trace.steps[i]?.token;
  if (!step || !written) return nothing;
  const { choice: chosen, choose, width } = context;
  const product = kind === 'product';
  const mean = chosen('word.change') === 'mean' || step.without.length === 0;
  const change = product ? step.product : mean ? step.mean : step.without[j];
  if (!change) return nothing;
  const c = html`<span class="symbol is-attention" data-symbol="context">c<sub>${i + 1}</sub></span>`;
  const best = change.candidates.reduce((most, one) => (one.after > most.after ? one : most));
  const kept = change.candidates.find((one) => one.piece === written.piece);
  const said = html`${percent(change.moved)} of the probability goes to other tokens. ${frenchWord(written)} has
    ${percent(kept?.before ?? NaN)} with the real context and ${percent(kept?.after ?? NaN)} with the other${
      best.piece === written.piece ? ', and stays the likeliest' : html`; the likeliest is now ${frenchWord(best)}`
    }.`;
  return html`<h3>What changes in the output</h3>
    ${
      product
        ? html`<p>B’s decoder takes this one step again, with the mix that the plain product would have made. ${said}</p>`
        : html`<div class="choices">
              ${choice({
                name: 'word-change',
                legend: html`In the place of ${c}`,
                choices: [
                  { value: 'without', label: html`<span>the mix without ${word(tokens[j])}</span>`, disabled: step.without.length === 0 },
                  { value: 'mean', label: 'the mean of all states' },
                ],
                value: mean ? 'mean' : 'without',
                onChoose: (next) => choose('word.change', next),
              })}
            </div>
            <p>
              ${
                mean
                  ? 'Every state gets the same weight.'
                  : html`The weight of ${word(tokens[j])} is taken away, and the others share it in proportion, as if its score were minus
                    infinity.`
              }
              All that was written before stays, and the decoder takes this one step again. ${said}
            </p>`
    }
    <div class=${width > 820 ? 'output-change beside' : 'output-change'}>
      ${outputChange({ change, written: written.piece, own: product ? 'with B’s own context' : html`with ${c}`, other: 'with the other' })}
    </div>`;
}

/**
 * The parts below: the score, the context, the output.
 * @param {Context} context @param {import('./attention-words.js').Shown | null} shown @param {Cell} at
 */
function arithmetic(context, shown, at) {
  const { state, set, width, computing, shared, fresh } = context;
  const apart = shown?.apart;
  if (!shown || !apart) return waiting(computing, shared, 'The terms of the scores');
  const { tokens, trace, kind } = shown;
  const i = clamp(at.i, 0, trace.steps.length - 1);
  const j = clamp(at.j, 0, tokens.length - 1);
  const all = glances(trace, i);
  const terms = scoreTerms(apart, i, j);
  const mix = row(trace.contexts, i);
  const focus = {
    term: state.pointed.term ?? state.chosen.term,
    number: state.pointed.number ?? state.chosen.number,
  };
  /** @param {'chosen' | 'pointed'} how @param {'term' | 'number'} what */
  const put = (how, what) => (/** @type {number | null} */ k) => {
    if (state[how][what] !== k) set({ [how]: { ...state[how], [what]: k } });
  };
  /** The one in focus, else the largest. @param {number | null} k @param {ArrayLike<number>} values */
  const among = (k, values) => clamp(k ?? largest(values, 1)[0] ?? 0, 0, Math.max(0, values.length - 1));
  return html`<div class=${fresh && !shared.busy ? '' : 'stale'} aria-busy=${fresh ? 'false' : 'true'}>
    <section class="taken-apart" aria-label="The score" data-part="score">
      ${scoreArithmetic({
        terms,
        kind,
        i,
        j,
        score: all[j]?.score ?? NaN,
        token: tokens[j],
        at: among(focus.term, terms?.terms ?? []),
        chosen: focus.term !== null,
        width,
        onLook: put('pointed', 'term'),
        onChoose: put('chosen', 'term'),
      })}
    </section>
    <section class="taken-apart" aria-label="The context" data-part="context">
      ${contextArithmetic({
        trace,
        tokens,
        all,
        i,
        at: among(focus.number, mix),
        chosen: focus.number !== null,
        width,
        onLook: put('pointed', 'number'),
        onChoose: put('chosen', 'number'),
      })}
    </section>
    <section class="taken-apart" aria-label="The output" data-part="output">${outputPart(context, shown, { i, j })}</section>
  </div>`;
}

/** @param {Context} context */
function nothingYet({ shared, computing }) {
  if (shared.pair && shared.engine.phase !== 'failed') return waiting(computing, shared, 'The weights');
  return html`<div class="attending empty">
    <p class="remark">
      ${
        shared.engine.phase === 'failed'
          ? 'Without the models there are no weights to show.'
          : 'The weights of your sentence will stand here.'
      }
    </p>
  </div>`;
}

/**
 * The cell in focus: the one pointed at, else the chosen one.
 * @param {Context} context @param {import('./attention-words.js').Shown} shown @returns {{ at: Cell, cursor: Cell }}
 */
function cellsOf(context, shown) {
  const chosen = clamp(context.moment, 0, shown.trace.steps.length - 1);
  const cursor = { i: chosen, j: columnOf(context, shown, chosen) };
  return { at: context.state.look ?? cursor, cursor };
}

/** Lights up the symbol that is pointed at in this part of the figure. @param {Context} context @param {unknown} content */
function lit({ state, set }, content) {
  /** @param {string | null} symbol */
  const light = (symbol) => symbol !== state.symbol && set({ symbol });
  return html`<div
    data-lit=${state.symbol ?? ''}
    @pointerover=${(/** @type {Event} */ event) => light(symbolUnder(event))}
    @pointerleave=${() => light(null)}
  >
    ${content}
  </div>`;
}

/** Under the player: the score, the context and the output, number by number. @param {Context} context */
function below(context) {
  const { above, below: shown } = shownOf(context);
  const whole = shown ?? above;
  return whole ? lit(context, arithmetic(context, shown, cellsOf(context, whole).at)) : nothing;
}

/** @param {Context} context */
function view(context) {
  const { state, set, shared, width, go } = context;
  const { above } = shownOf(context);
  const score = shared.pair ? html`<div class="choices">${scoreChoice(context)}</div>` : nothing;
  if (!above) return html`${score}${nothingYet(context)}`;
  const { trace, tokens, kind, apart } = above;
  const wide = width > 900;
  const { at, cursor } = cellsOf(context, above);
  const all = glances(trace, at.i);
  const step = trace.steps[at.i];
  const written = step ? french(step.token) : '';
  /** @param {number} j */
  const english = (j) => pieceLabel(tokens[j] ?? { piece: '', text: '' });
  /** @param {string | null} symbol */
  const light = (symbol) => symbol !== state.symbol && set({ symbol });
  const query = apart?.steps[at.i]?.query;
  const symbols = kSymbols
    .filter(({ symbol }) => symbol !== 'v' || isTanh(kind))
    .map((one) => (one.symbol === 'query' && asksAfterStep(kind) ? { ...one, index: 'i' } : one));
  return lit(
    context,
    html`${score}
    ${
      kind === 'product'
        ? html`<p class="remark counterfactual">
            This is what a plain product of the same states would have looked at, in a model that was never trained for it. B wrote these
            tokens with its additive score.
          </p>`
        : nothing
    }
    <div class=${`attending ${wide ? 'wide' : 'narrow'} ${tokens.length > kLong ? 'long' : ''} ${shared.busy ? 'stale' : ''}`}>
      <div class="matrix">
        <p class="axis"><span class="is-target">French, as written ↓</span> <span class="is-source">English, as read →</span></p>
        <div class="scroll">${matrix(context, above, cursor)}</div>
      </div>
      <div class="row-panel">
        ${guard([trace, query, at.i, at.j, width], () =>
          rowOfAttention({
            trace,
            tokens,
            i: at.i,
            j: at.j,
            all,
            english,
            french: written,
            query: query ? row(query, 0) : null,
            asked: queryIndex(kind, at.i + 1),
            onChoose: (j) => {
              set({ column: { of: trace.source, j }, look: null });
              go(at.i);
            },
          }),
        )}
      </div>
    </div>
    ${symbolButtons(symbols, state.symbol, light)}
    ${attentionFormulas({
      i: at.i,
      j: at.j,
      all,
      kind,
      terms: apart ? scoreTerms(apart, at.i, at.j) : null,
      english,
      french: written,
      probability: step?.probability ?? NaN,
    })}`,
  );
}

/** @typedef {{ rows: string[], columns: string[], weights: (i: number) => Float32Array }} Names */
/** @type {WeakMap<object, Names>} */
const names = new WeakMap();

/**
 * Names of a trace's rows and columns: the same arrays for the same trace, so that the cells are drawn once.
 * @param {Trace} trace
 * @param {readonly import('../lib/trace.js').Token[]} tokens
 * @returns {Names}
 */
function guardedNames(trace, tokens) {
  let known = names.get(trace);
  if (!known) {
    const alpha = /** @type {import('../lib/trace.js').Matrix} */ (trace.alpha);
    known = {
      rows: trace.steps.map(({ token }) => french(token)),
      columns: tokens.map((token) => pieceLabel(token)),
      weights: (i) => row(alpha, i),
    };
    names.set(trace, known);
  }
  return known;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const attention = {
  moment: 'word',
  initial: { look: null, column: null, symbol: null, chosen: { term: null, number: null }, pointed: { term: null, number: null } },
  wants: (shared) => (shared.pair ? JSON.stringify([shared.pair.attention.source, shared.pair.attention.beam, modelOf(shared)]) : null),
  compute: ({ shared, ask }) => {
    const { source, beam } = /** @type {import('../lib/shared.js').Pair} */ (shared.pair).attention;
    return ask('attention', { model: modelOf(shared), text: source, beam, target: null });
  },
  timeline: (shared, data) => {
    const trace = modelOf(shared) === 'attention' ? shared.pair?.attention : data?.trace;
    const steps = trace?.steps.length ?? 1;
    return { end: steps - 1, rest: trace ? tellingStep(trace) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  ready: (context) => shownOf(context).above !== null,
  view,
  below,
  lit: ({ symbol }) => symbol,
  light: (symbol) => ({ symbol }),
  summary,
  table: (context) => {
    const { above } = shownOf(context);
    return above ? alphaTable(above.trace, above.tokens) : nothing;
  },
  quotes: { step: stepQuote, without: withoutQuote },
  questions: { 'check-look': checkShift },
};
