/** Other weights for B: presets, the matrix whose cells can be pulled, sliders for the row in focus, and what came of it. */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { choice } from './choice.js';
import { heatMap } from './heat-map.js';
import { forcedChanges } from './forced-changes.js';
import { reachable } from './reachable.js';
import { weightSliders } from './weight-sliders.js';
import { departs, sentence, written } from './wire-cut.js';
import { memo } from '../lib/memo.js';
import { count, percent } from '../lib/numbers.js';
import { withWeight } from '../lib/steered-rows.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';
import { kept, kOthers, kPolicies, nats } from '../lib/wire.js';

/** @typedef {import('../lib/wire.js').Steered} Steered */
/** @typedef {import('../lib/steered-rows.js').Rows} Rows */
/** @typedef {import('../core/protocol.d.ts').Matrix} Matrix */

const kPresets = /** @type {const} */ (['learned', 'uniform', 'diagonal', 'one-hot', 'shuffled', 'another']);
/** From so many tokens on, the matrix takes more room and smaller type. */
const kLong = 14;

/** @param {import('../lib/trace.js').Token} token */
const french = (token) => (isEnd(token) ? 'end' : pieceLabel(token));

/** The same arrays for the same result, so that cells are drawn once. */
const names = memo((/** @type {Steered} */ { steered, source_tokens: tokens, alpha, looked }) => {
  const weights = /** @type {Matrix} */ (alpha ?? looked);
  return {
    rows: steered.steps.map(({ token }) => french(token)),
    columns: tokens.map((token) => pieceLabel(token)),
    weights: (/** @type {number} */ i) => row(weights, i),
  };
});

/** What the row in focus was led away from. @param {Steered} steered @param {number} i */
function rowReadout({ rows, steered }, i) {
  const change = rows[i];
  const step = steered.steps[i];
  if (!change || !step) return nothing;
  const [own] = change.own_top;
  const instead =
    own && own.piece !== step.token.piece
      ? html`With its own weights it would write ${written({ ...step, token: { ...step.token, piece: own.piece, text: own.text } })}
          (${percent(own.probability)}) here, and writes ${written(step)} (${percent(step.probability)}).`
      : html`It writes ${written(step)} (${percent(step.probability)}), as it would with its own weights
          (${percent(own?.probability ?? NaN)}).`;
  return html`<dl class="wire-divergences">
      <dt><i>D</i>(used ‖ its own)</dt>
      <dd class="number">${nats(change.alpha_from_own)}</dd>
      <dt><i>D</i>(its own ‖ used)</dt>
      <dd class="number">${nats(change.own_from_alpha)}</dd>
      <dt>output moves by</dt>
      <dd class="number">${nats(change.output)}</dd>
    </dl>
    <p class="wire-instead">${instead}</p>`;
}

/**
 * @param {object} options
 * @param {Steered} options.steered
 * @param {Rows} options.edits
 * @param {string} options.policy
 * @param {number} options.other      number of the sentence whose weights are lent
 * @param {{ i: number, j: number }} options.cursor
 * @param {{ i: number, j: number } | null} options.look
 * @param {number} options.width
 * @param {(size: number) => (text: string) => number} options.measureAt
 * @param {boolean} options.stale
 * @param {(policy: string) => void} options.onPolicy
 * @param {(other: number) => void} options.onOther
 * @param {(rows: Rows) => void} options.onRows
 * @param {(cell: { i: number, j: number }) => void} options.onMove
 * @param {(cell: { i: number, j: number } | null) => void} options.onLook
 */
export function wireEditor(options) {
  const { steered, edits, policy, other, cursor, look, width, measureAt, stale, onPolicy, onOther, onRows, onMove, onLook } = options;
  const { source_tokens: tokens, looked } = steered;
  const long = tokens.length > kLong;
  const wide = width > 900;
  const { rows, columns, weights } = names(steered);
  const { i, j } = cursor;
  const now = weights(i);
  /** @param {number} step */
  const others = (step) => [...edits].filter(([one]) => one !== step);
  /** @param {number} step @param {number} column @param {number} to */
  const change = (step, column, to) => onRows(new Map([...others(step), [step, withWeight(weights(step), column, to)]]));
  const { before, after } = kept(steered);
  const again = steered.steered.steps.length - steered.from;
  return html`<section class=${`wire-editor ${stale ? 'stale' : ''}`} aria-label="Other weights">
    <h3>B with other weights</h3>
    <div class="choices">
      ${choice({
        name: 'wire-alpha',
        legend: 'Weights for every step',
        choices: kPresets.map((value) => ({ value, label: kPolicies.find(({ name }) => name === value)?.label ?? value })),
        value: policy,
        onChoose: onPolicy,
      })}
      ${
        policy === 'another'
          ? html`<label class="wire-other"
              >taken from
              <select @change=${(/** @type {Event} */ event) => onOther(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
                ${kOthers.map((text, k) => html`<option value=${k + 1} ?selected=${k + 1 === other}>${text}</option>`)}
              </select></label
            >`
          : nothing
      }
    </div>
    <div class=${`attending ${wide ? 'wide' : 'narrow'} ${long ? 'long' : ''}`}>
      <div class="matrix">
        <p class="axis"><span class="is-target">French, as written now ↓</span> <span class="is-source">English, as read →</span></p>
        <div class="scroll">
          ${heatMap({
            name: 'Weights used',
            rows,
            columns,
            row: weights,
            reached: rows.length,
            cursor,
            look,
            width: wide ? width * (long ? 0.64 : 0.54) : width,
            measure: measureAt(long ? 13 : 16),
            onMove,
            onLook,
            onPull: (cell, to) => {
              change(cell.i, cell.j, to);
            },
            marked: (step) => edits.has(step),
            hint: 'Arrow keys move, plus and minus change the weight.',
          })}
        </div>
        <p class="quiet wire-hint">Pull a cell up or down, or choose one and press + or −. Rows you have changed are marked ▸.</p>
      </div>
      <div class="row-panel">
        <h3>The row of <i lang=${rows[i] === 'end' ? 'en' : 'fr'}>${rows[i]}</i> <span class="quiet">(token ${i + 1})</span></h3>
        <div class="scroll" ${ref(reachable)}>
          ${weightSliders({
            name: `Weights of ${rows[i]}`,
            tokens,
            weights: now,
            own: row(looked, i),
            at: j,
            onChange: (column, to) => change(i, column, to),
            onMove: (column) => onMove({ i, j: column }),
          })}
        </div>
        <p class="quiet wire-hint">The line in each bar is B’s own weight at this state. The others share out what is left.</p>
        <div class="wire-resets">
          <button type="button" data-action="reset-row" aria-disabled=${edits.has(i) ? 'false' : 'true'} @click=${() => edits.has(i) && onRows(new Map(others(i)))}>
            Reset this row
          </button>
          <button
            type="button"
            data-action="reset-all"
            aria-disabled=${edits.size > 0 ? 'false' : 'true'}
            @click=${() => edits.size > 0 && onRows(new Map())}
          >
            Reset all rows
          </button>
        </div>
        ${rowReadout(steered, i)}
      </div>
    </div>
    <p class="wire-now" data-line="now"><b class="is-attention">B</b> writes ${sentence(steered.steered.steps, steered.departure)}</p>
    <p class="wire-readout" data-readout="alpha">
      ${departs(steered)}
      ${
        edits.size > 0
          ? html`Of its ${count(steered.steered.steps.length, 'step')} ${again === 1 ? 'one was' : `${again} were`} decoded again, from
              token ${steered.from + 1} on, in <span class="took">${steered.milliseconds.toFixed(1)}</span>&nbsp;ms; the states before it
              were kept.`
          : nothing
      }
    </p>
    <p>
      Made to write B’s own translation, token by token: what each got before <span class="key before" aria-hidden="true"></span> and gets now
      <span class="key now" aria-hidden="true"></span>, and how far the whole distribution moved, in nats. On (geometric) average
      ${percent(before)} before, ${percent(after)} now.
    </p>
    ${forcedChanges({ steered, at: -1 })}
  </section>`;
}
