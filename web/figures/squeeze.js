/** Chapter 2(a): the states fill, token by token, into one vector of fixed size. */
import { html, svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { chips } from '../ui/chips.js';
import { chipLabel, scaleFor, stateFoot } from '../ui/lane-layout.js';
import { ladderPicker } from '../ui/ladder-picker.js';
import { likenessChart } from '../ui/likeness-chart.js';
import { plate, plateSize } from '../ui/plate.js';
import { states } from '../ui/lane.js';
import { cord } from '../lib/curve.js';
import { flow } from '../lib/flow.js';
import { measureAt } from '../lib/measure.js';
import { memo } from '../lib/memo.js';
import { clamp, count, signed } from '../lib/numbers.js';
import { directionWidth, likeness, readers } from '../lib/squeeze.js';
import { plainWords } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {{ cursor: number }} State */
/** @typedef {import('../ui/figure.js').Context<State>} Context */

const kTokensASecond = 2.2;

/** The drawing's places; numbers = those in one half of C. */
const place = memo(
  (/** @type {readonly import('../lib/trace.js').Token[]} */ tokens, /** @type {number} */ numbers, /** @type {number} */ width) => {
    const scale = scaleFor(tokens.length, width);
    const source = flow(tokens, chipLabel, {
      width,
      measure: measureAt(scale.size),
      height: scale.height,
      padding: Math.round(scale.size * 0.42),
      gap: scale.gap,
      least: 24,
      pitch: scale.height + scale.state + 18,
    });
    const below = source.height + 4 + scale.state;
    const gap = width < 520 ? 16 : 28;
    const size = plateSize(numbers, Math.min(400, (width - gap) / 2));
    const top = below + 96;
    const left = (width - 2 * size.width - gap) / 2;
    return { layout: { scale, source }, size, top, forward: left, backward: left + size.width + gap, height: top + size.height + 34 };
  },
);

/** How alike the states are to what ends up in C, computed once for a trace. */
const likenessOf = memo(likeness, 1);

/** @param {Context} context */
function view(context) {
  const { state, set, shared, t, moment, width, go } = context;
  const trace = shared.pair?.vector ?? null;
  const tokens = trace ? shared.tokens : plainWords(shared.text);
  const numbers = trace ? directionWidth(trace) : 128;
  const places = place(tokens, numbers, width);
  const { layout, size, top, forward, backward, height } = places;
  const { scale, source } = layout;
  const n = tokens.length;
  const read = Math.min(n, Math.round(t + 0.2));
  const now = trace ? readers(trace, read) : null;
  const share = clamp((t - Math.ceil(t) + 1) / 0.7, 0, 1);
  const k = Math.ceil(t);
  /** @param {number} j @param {number} x */
  const pour = (j, x) => svg`<path class="pour" d=${cord(stateFoot(layout, j), [x + size.width / 2, top - 26], share)}></path>`;
  return html`<div class="squeeze ${shared.busy && trace ? 'stale' : ''}">
    ${ladderPicker(shared, 'squeeze-ladder', context.type)}
    <svg
      class="squeeze-drawing"
      width=${width}
      height=${height}
      viewBox=${`0 0 ${width} ${height}`}
      role="group"
      aria-label="The encoder's states and the vector they fill"
    >
      ${trace && k > 0 ? svg`<g class="cords">${pour(Math.min(n, k) - 1, forward)}${pour(Math.max(0, n - k), backward)}</g>` : nothing}
      ${states({ trace, layout, source: tokens, t: trace ? t : 0 }, 0)}
      ${chips({
        name: 'English words',
        side: 'source',
        tokens,
        flow: source,
        top: 0,
        size: scale.size,
        shown: () => 1,
        cursor: state.cursor,
        mood: (j) => (trace && (j === k - 1 || j === n - k) ? 'reading' : ''),
        pressed: (j) => moment === j + 1,
        says: (j) => `token ${j + 1} of ${n}: shows the vector after it`,
        onLook: (j) => j !== null && set({ cursor: j }),
        onChoose: (j) => go(j + 1),
      })}
      ${[
        { x: forward, name: 'forward', label: 'forward reader →', values: now?.forward },
        { x: backward, name: 'backward', label: '← backward reader', values: now?.backward },
      ].map(
        (half) => svg`<text class="label" x=${half.x} y=${top - 10}>${half.label}</text>
          ${guard([trace, read, places], () => plate(half.values ?? null, numbers, { x: half.x, y: top, ...size }))}`,
      )}
      <text class="label symbol" x=${width / 2} y=${height - 6} text-anchor="middle">
        C${trace ? `: ${2 * numbers} numbers${width < 360 ? '' : ', whatever the sentence'}` : ''}
      </text>
    </svg>
    ${
      trace
        ? html`<p class="readout">${readout(trace, n, moment)}</p>
            <figure class="sub">
              <figcaption>How alike is each reader’s state, after every token, to what ends up in its half of C?</figcaption>
              ${guard([trace, width, moment], () => likenessChart({ ...likenessOf(trace), tokens, moment, width: Math.min(width, 860) }))}
            </figure>`
        : nothing
    }
  </div>`;
}

/** @param {Trace} trace @param {number} n @param {number} k */
function readout(trace, n, k) {
  const width = trace.encoder_states.shape[1];
  if (k === 0) return html`Nothing read yet. C has room for <b>${width}</b> numbers.`;
  return html`After ${count(k, 'token')} the encoder has made <b>${(k * width).toLocaleString('en')}</b> numbers. C keeps <b>${width}</b>:
    <b>${k} to 1</b>${k === n ? ' at the end' : ''}.`;
}

/** @param {Context} context */
function summary({ shared: { pair, tokens }, moment: k }) {
  if (!pair) return '';
  if (k === 0) return `${tokens.length} tokens, none read yet: the vector is empty.`;
  const { forward, backward } = likenessOf(pair.vector);
  const n = tokens.length;
  const ends =
    k === n
      ? 'All read: this is C.'
      : `The forward half has likeness ${signed(forward[k - 1] ?? NaN)} to its end, the backward half ${signed(backward[n - k] ?? NaN)}.`;
  const last = `“${tokens[k - 1]?.text.trim()}” and “${tokens[n - k]?.text.trim()}”`;
  return `${k} of ${n} tokens read each way, the last ones ${last}. ${ends}`;
}

/** @param {Context} context */
function table({ shared: { pair, tokens } }) {
  if (!pair) return nothing;
  const { forward, backward } = likenessOf(pair.vector);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the states' likeness to C">
    <table>
      <caption>
        Cosine of each state with its direction’s half of C (1: the same direction)
      </caption>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Token</th>
          <th scope="col">Forward</th>
          <th scope="col">Backward</th>
        </tr>
      </thead>
      <tbody>
        ${tokens.map(
          (token, j) =>
            html`<tr>
              <th scope="row">${j + 1}</th>
              <td>${token.text.trim()}</td>
              <td class="number">${signed(forward[j] ?? NaN)}</td>
              <td class="number">${signed(backward[j] ?? NaN)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @type {import('../ui/figure.js').Figure<State>} */
export const squeeze = {
  moment: 'read',
  initial: { cursor: 0 },
  timeline: ({ tokens }) => ({ end: tokens.length, rest: tokens.length, ends: ['nothing read', 'all read'], marks: [] }),
  pace: () => kTokensASecond,
  view,
  summary,
  table,
};
