/** Chapter 3: one written word at a time, where it looked: scores, weights, context. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { alphaTable } from '../ui/alpha-table.js';
import { attentionFormulas } from '../ui/formulas.js';
import { heatMap } from '../ui/heat-map.js';
import { symbolButtons, symbolUnder } from '../ui/symbols.js';
import { rowOfAttention } from '../ui/row-of-attention.js';
import { glances, heaviest, needed, tellingStep } from '../lib/attending.js';
import { clamp, weight } from '../lib/numbers.js';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../ui/heat-map.js').Cell} Cell */
/**
 * @typedef {{ look: Cell | null, column: { of: unknown, j: number } | null, symbol: string | null }} State   column: chosen in these traces
 */
/** @typedef {import('../ui/figure.js').Context<State>} Context */

const kSymbols = /** @type {const} */ ([
  { symbol: 'query', letter: 's', index: 'i−1', name: 'query', actor: 'is-target' },
  { symbol: 'state', letter: 'h', index: 'j', name: 'states', actor: 'is-source' },
  { symbol: 'score', letter: 'e', index: 'ij', name: 'scores', actor: 'is-attention' },
  { symbol: 'weight', letter: 'α', index: 'ij', name: 'weights', actor: 'is-attention' },
  { symbol: 'context', letter: 'c', index: 'i', name: 'context', actor: 'is-attention' },
]);
const kWordsASecond = 0.9;
/** From so many tokens on, the matrix takes more room and smaller type. */
const kLong = 14;

/** @param {import('../lib/trace.js').Token} token */
const french = (token) => (isEnd(token) ? 'end' : pieceLabel(token));

/**
 * The column in focus: the one chosen, else the heaviest of the row.
 * @param {Context} context
 * @param {import('../lib/trace.js').Trace} trace
 */
function columnOf({ state, moment }, trace) {
  if (state.column && state.column.of === trace) return state.column.j;
  return trace.alpha ? Math.max(0, argMax(row(trace.alpha, moment))) : 0;
}

/** @param {Context} context */
function view(context) {
  const { state, set, shared, moment: i, width, measureAt, go } = context;
  const trace = shared.pair?.attention;
  const alpha = trace?.alpha;
  if (!trace || !alpha)
    return html`<div class="attending empty">
      <p class="remark">
        ${
          shared.engine.phase === 'failed'
            ? 'Without the models there are no weights to show.'
            : 'The weights of your sentence will stand here.'
        }
      </p>
    </div>`;
  const tokens = shared.tokens;
  const wide = width > 900;
  const cursor = { i, j: clamp(columnOf(context, trace), 0, tokens.length - 1) };
  const at = state.look ?? cursor;
  const all = glances(trace, at.i);
  const step = trace.steps[at.i];
  const written = step ? french(step.token) : '';
  /** @param {number} j */
  const english = (j) => pieceLabel(tokens[j] ?? { piece: '', text: '' });
  /** @param {Cell} cell */
  const onMove = (cell) => {
    set({ column: { of: trace, j: cell.j }, look: null });
    go(cell.i);
  };
  const { rows, columns, weights } = guardedNames(trace, tokens);
  /** @param {string | null} symbol */
  const light = (symbol) => symbol !== state.symbol && set({ symbol });
  return html`<div
    data-lit=${state.symbol ?? ''}
    @pointerover=${(/** @type {Event} */ event) => light(symbolUnder(event))}
    @pointerleave=${() => light(null)}
  >
    <div class=${`attending ${wide ? 'wide' : 'narrow'} ${tokens.length > kLong ? 'long' : ''} ${shared.busy ? 'stale' : ''}`}>
      <div class="matrix">
        <p class="axis"><span class="is-target">French, as written ↓</span> <span class="is-source">English, as read →</span></p>
        <div class="scroll">
          ${heatMap({
            name: 'Attention weights',
            rows,
            columns,
            row: weights,
            reached: rows.length,
            cursor,
            look: state.look,
            width: wide ? width * (tokens.length > kLong ? 0.64 : 0.54) : width,
            measure: measureAt(tokens.length > kLong ? 13 : 16),
            onMove,
            onLook: (look) => (look?.i === state.look?.i && look?.j === state.look?.j ? undefined : set({ look })),
          })}
        </div>
      </div>
      <div class="row-panel">
        ${guard([trace, at.i, at.j, width], () =>
          rowOfAttention({ trace, tokens, i: at.i, j: at.j, all, english, french: written, onChoose: (j) => onMove({ i: at.i, j }) }),
        )}
      </div>
    </div>
    ${symbolButtons(kSymbols, state.symbol, light)} ${attentionFormulas({ i: at.i, j: at.j, all, english, french: written })}
  </div>`;
}

/** @typedef {{ rows: string[], columns: string[], weights: (i: number) => Float32Array }} Names */
/** @type {WeakMap<object, Names>} */
const names = new WeakMap();

/**
 * Names of a trace's rows and columns: the same arrays for the same trace, so that the cells are drawn once.
 * @param {import('../lib/trace.js').Trace} trace
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

/** @param {Context} context */
function summary(context) {
  const { shared, moment: i } = context;
  const trace = shared.pair?.attention;
  const step = trace?.steps[i];
  if (!trace || !step) return '';
  const all = glances(trace, i);
  const looks = heaviest(all, 2)
    .map((one) => `“${shared.tokens[one.j]?.text.trim()}” ${weight(one.weight)}`)
    .join(', then ');
  const j = columnOf(context, trace);
  const focus = all[j]
    ? ` In focus: “${shared.tokens[j]?.text.trim()}”, score ${all[j].score.toFixed(2)}, weight ${weight(all[j].weight)}.`
    : '';
  const spread = `Nine tenths of the weight stand on ${needed(all, 0.9)} of ${all.length} tokens.`;
  return `Token ${i + 1} of ${trace.steps.length}, “${pieceLabel(step.token)}”, looks at ${looks}. ${spread}${focus}`;
}

/** @type {import('../ui/figure.js').Figure<State>} */
export const attention = {
  moment: 'word',
  initial: { look: null, column: null, symbol: null },
  timeline: ({ pair }) => {
    const steps = pair?.attention.steps.length ?? 1;
    return { end: steps - 1, rest: pair ? tellingStep(pair.attention) : 0, ends: ['first word', 'last word'], marks: [] };
  },
  pace: () => kWordsASecond,
  view,
  summary,
  table: ({ shared: { pair, tokens } }) => (pair ? alphaTable(pair.attention, tokens) : nothing),
};
