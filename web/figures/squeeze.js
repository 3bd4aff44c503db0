/** Chapter 2(a): the states fill, token by token, into one vector of fixed size. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { gateWords, numberInWords, questions, quotes, readout, summary, table } from './squeeze-words.js';
import { choice } from '../ui/choice.js';
import { ladderPicker } from '../ui/ladder-picker.js';
import { squeezeDrawing } from '../ui/squeeze-drawing.js';
import { squeezeFormulas } from '../ui/squeeze-formulas.js';
import { symbolButtons, symbolUnder } from '../ui/symbols.js';
import { tokenLines } from '../ui/token-lines.js';
import { waiting } from '../ui/waiting.js';
import { choiceOf } from '../lib/address.js';
import { megabytes, percent, signed } from '../lib/numbers.js';
import { kept, kReaders, likeness, mostChanged, readersOf, standsAt } from '../lib/squeeze.js';
import { plainWords } from '../lib/trace.js';

/** @typedef {import('../lib/squeeze.js').Model} Model */
/** @typedef {import('../lib/squeeze.js').Cell} Cell */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/**
 * @typedef {object} Data
 * @property {Trace} trace       of the chosen encoder, with its gates; without them where there is no WebAssembly
 * @property {Partial<Record<Model, number>> | null} bytes    of the models' weights
 */
/** @typedef {{ cursor: number, symbol: string | null, look: Cell | null, cell: Cell | null }} State   look: pointed at; cell: chosen */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kTokensASecond = 2.2;
const kWidest = 860;
const kSymbols = /** @type {const} */ ([
  { symbol: 'x', letter: 'x', index: 'j', name: 'tokens', actor: 'is-source' },
  { symbol: 'h', letter: 'h', index: 'j', name: 'states', actor: 'is-source' },
  { symbol: 'z', letter: 'z', index: 'j', name: 'update gate', actor: 'is-source' },
  { symbol: 'r', letter: 'r', index: 'j', name: 'reset gate', actor: 'is-source' },
  { symbol: 'C', letter: 'C', index: '', name: 'vector', actor: 'is-vector' },
]);

/** @param {Context} context */
function choices({ shared, data, choice: chosen, choose }) {
  const recorded = shared.engine.phase === 'recorded';
  /** @param {Model} model */
  const size = (model) => (data?.bytes?.[model] ? ` (${megabytes(data.bytes[model])})` : '');
  return html`<div class="choices">
    ${choice({
      name: 'squeeze-model',
      legend: 'The encoder:',
      choices: [
        { value: 'vector', label: 'A’s two readers of 128' },
        { value: 'forward', label: `one reader of 256${size('forward')}`, disabled: recorded },
        { value: 'wide', label: `one reader of 512${size('wide')}`, disabled: recorded },
      ],
      value: chosen('read.model'),
      onChoose: (value) => choose('read.model', value),
    })}
    ${choice({
      name: 'squeeze-gates',
      legend: 'Its gates:',
      choices: [
        { value: 'off', label: 'hidden' },
        { value: 'on', label: 'shown', disabled: recorded },
      ],
      value: chosen('read.gates'),
      onChoose: (value) => choose('read.gates', value),
    })}
  </div>`;
}

/**
 * The number in focus: the one pointed at, else the one chosen, else the one that the last step of the first reader changed most.
 * @param {State} state @param {Trace} trace @param {number} k
 */
function focusOf({ look, cell }, trace, k) {
  const readers = readersOf(trace);
  const at = [look, cell].find((one) => one && one.k < (readers[one.reader]?.width ?? 0));
  const first = readers[0];
  return { focus: at ?? { reader: 0, k: first ? mostChanged(trace, first, Math.max(1, k)) : 0 }, chosen: Boolean(at) };
}

/** What each reader did at every token. @param {Context} context @param {Trace} trace */
function charts({ choice: chosen, moment, width }, trace) {
  const readers = readersOf(trace);
  const tokens = trace.source_tokens;
  const n = tokens.length;
  const at = (/** @type {import('../lib/squeeze.js').Reader} */ reader) => (moment > 0 ? standsAt(reader, moment, n) : -1);
  const first = readers.map((reader) => standsAt(reader, 1, n));
  const says = (/** @type {number[]} */ values, /** @type {number} */ r) => signed(values[first[r] ?? 0] ?? NaN);
  const alike = readers.map((reader) => likeness(trace, reader));
  const shares = readers.map((reader) => kept(trace, reader));
  const size = Math.min(width, kWidest);
  const saysAlike = alike.map((values, r) => `the ${readers[r]?.way} reader’s state has likeness ${says(values, r)} to its end`);
  const saysKept = readers.map((reader, r) => `the ${reader.way} reader keeps ${percent(shares[r]?.[standsAt(reader, n, n)] ?? NaN)}`);
  return html`<figure class="sub">
      <figcaption>
        How alike is each reader’s state, after every token, to what ends up in ${readers.length > 1 ? 'its half of C' : 'C'}?
      </figcaption>
      ${guard([trace, width, moment], () =>
        tokenLines({
          kind: 'vector',
          lines: readers.map((reader, r) => ({ way: reader.way, values: alike[r] ?? [], at: at(reader) })),
          tokens,
          width: size,
          says: `After its first token ${saysAlike.join(', ')}.`,
        }),
      )}
    </figure>
    ${
      chosen('read.gates') === 'on' && n > 1 && shares[0]
        ? html`<figure class="sub" data-symbol="z">
            <figcaption>
              How much of the state before does each reader keep, token by token? (Mean of z. Before its first token there is nothing to
              keep.)
            </figcaption>
            ${guard([trace, width, moment], () =>
              tokenLines({
                kind: 'source',
                lines: readers.map((reader, r) => ({
                  way: reader.way,
                  values: (shares[r] ?? []).map((share, j) => (j === first[r] ? NaN : share)),
                  at: at(reader),
                })),
                tokens,
                width: size,
                says: `At its last token ${saysKept.join(', ')}.`,
              }),
            )}
          </figure>`
        : nothing
    }`;
}

/**
 * A part of the figure in which a symbol pointed at, or focused, is lit wherever it stands.
 * @param {Context} context @param {unknown} content
 */
function lit({ state, set }, content) {
  /** @param {Event} event */
  const light = (event) => {
    const symbol = event.type === 'pointerleave' || event.type === 'focusout' ? null : symbolUnder(event);
    if (symbol !== state.symbol) set({ symbol });
  };
  return html`<div
    class="squeeze"
    data-lit=${state.symbol ?? ''}
    @pointerover=${light}
    @pointerleave=${light}
    @focusin=${light}
    @focusout=${light}
  >
    ${content}
  </div>`;
}

/** @param {Context} context */
const isStale = ({ data, fresh, shared }) => data !== null && (!fresh || shared.busy);

/** @param {Context} context */
function view(context) {
  const { state, set, shared, data, fresh, computing, choice: chosen, t, moment, width, go, say } = context;
  const trace = data?.trace ?? null;
  const tokens = trace?.source_tokens ?? (shared.pair ? shared.tokens : plainWords(shared.text));
  const readers = trace ? readersOf(trace) : kReaders[/** @type {Model} */ (chosen('read.model'))];
  const gates = chosen('read.gates') === 'on';
  /** @param {Cell | null} look */
  const onLook = (look) => (look?.k !== state.look?.k || look?.reader !== state.look?.reader) && set({ look });
  /** @param {Cell | null} cell */
  const onCell = (cell) => {
    set({ cell, look: null });
    if (trace && cell) say(numberInWords(trace, moment, cell));
  };
  /** @param {Cell | null} cell */
  const onPress = (cell) => onCell(cell?.k === state.cell?.k && cell?.reader === state.cell?.reader ? null : cell);
  const message = !trace || computing.progress || (!fresh && computing.problem) ? waiting(computing, shared, 'The states') : nothing;
  return lit(
    context,
    html`${ladderPicker(shared, 'squeeze-ladder', context.type)} ${choices(context)}
      <div class="squeeze-stage">
        <div class=${`squeeze-body ${isStale(context) ? 'stale' : ''}`}>
          ${squeezeDrawing({
            trace,
            readers,
            tokens,
            t: trace ? t : 0,
            moment: trace ? moment : -1,
            gates,
            focus: trace ? focusOf(state, trace, moment).focus : { reader: 0, k: 0 },
            cursor: state.cursor,
            width,
            says: (cell) => (trace ? numberInWords(trace, moment, cell) : ''),
            onLook,
            onCell,
            onPress,
            onWord: (j) => go(j + 1),
            onCursor: (cursor) => set({ cursor }),
          })}
          <p class="readout">${trace ? readout(trace, moment) : nothing}</p>
          ${
            gates
              ? html`<p class=${`readout gate-words ${readers.length > 1 ? 'two' : ''}`}>
                  ${trace?.update_gates ? gateWords(trace, moment) : nothing}
                </p>`
              : nothing
          }
        </div>
        ${message}
      </div>`,
  );
}

/** Under the player: what the readers did at every token, and the formulas. @param {Context} context */
function below(context) {
  const { state, set, data, moment } = context;
  if (!data) return nothing;
  const { trace } = data;
  const { focus, chosen } = focusOf(state, trace, moment);
  return lit(
    context,
    html`<div class=${`squeeze-body ${isStale(context) ? 'stale' : ''}`}>
      ${charts(context, trace)} ${symbolButtons(kSymbols, state.symbol, (symbol) => symbol !== state.symbol && set({ symbol }))}
      ${squeezeFormulas({ trace, readers: readersOf(trace), tokens: trace.source_tokens, moment, focus, chosen })}
    </div>`,
  );
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const squeeze = {
  moment: 'read',
  initial: { cursor: 0, symbol: null, look: null, cell: null },
  wants: ({ pair, choices }) => (pair ? `${choiceOf(choices, 'read.model')} ${pair.attention.source}` : null),
  async compute({ shared, ask, evidence }) {
    const model = /** @type {Model} */ (choiceOf(shared.choices, 'read.model'));
    const { vector, attention } = /** @type {import('../lib/shared.js').Pair} */ (shared.pair);
    const known = await evidence().catch(() => null);
    const bytes = known && Object.fromEntries(Object.keys(kReaders).map((name) => [name, known.models[`en-fr-${name}`]?.bytes ?? 0]));
    if (shared.engine.phase === 'recorded' && model === 'vector') return { trace: vector, bytes };
    const target = attention.translation || null;
    return { trace: await ask('write', { model, text: attention.source, beam: 1, target, gates: true }), bytes };
  },
  timeline: ({ tokens }, data) => {
    const n = data?.trace.source_tokens.length ?? tokens.length;
    return { end: n, rest: n, ends: ['nothing read', 'all read'], marks: [] };
  },
  pace: () => kTokensASecond,
  view,
  below,
  summary,
  table,
  quotes,
  questions,
};
