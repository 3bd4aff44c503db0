/** Chapter 1: one sentence, two translators, word by word. */
import { html, nothing } from 'lit-html';
import { candidates } from '../ui/candidates.js';
import { drawLane, writing } from '../ui/lane.js';
import { laneLayout } from '../ui/lane-layout.js';
import { player } from '../ui/player.js';
import { stepsTable } from '../ui/steps-table.js';
import { difference, moments } from '../lib/shared.js';
import { argMax, isEnd, leastCertainStep, pieceLabel, row } from '../lib/trace.js';
import { clamp, percent, weight } from '../lib/numbers.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../ui/lane.js').Look} Look */
/** @typedef {'vector' | 'attention'} Kind */
/**
 * @typedef {object} State
 * @property {number} t            moment, fractional while playing
 * @property {boolean} playing
 * @property {number} speed
 * @property {Look | null} look
 * @property {{ source: number, target: number }} cursor
 * @property {boolean} table
 */
/**
 * @typedef {object} Actions
 * @property {() => void} play
 * @property {() => void} pause
 * @property {(moment: number) => void} go
 * @property {(speed: number) => void} speed
 * @property {(look: Look | null) => void} look
 * @property {(look: Look) => void} choose
 * @property {(open: boolean) => void} table
 */

/** @type {State} */
export const initial = { t: Infinity, playing: false, speed: 1, look: null, cursor: { source: 0, target: 0 }, table: false };

const kTokensReadASecond = 4.5;
const kTokensWrittenASecond = 1.1;

/** The moment some seconds later: reading is brisk, writing is slow enough to look. @param {number} t @param {number} seconds @param {number} split @param {number} speed */
export function later(t, seconds, split, speed) {
  const rate = (t < split ? kTokensReadASecond : kTokensWrittenASecond) * speed;
  return t + seconds * rate;
}

/**
 * Which step's candidates a lane shows, and why.
 * @param {Trace} trace @param {number} t @param {number} length S @param {boolean} finished @param {Look | null} look @param {number | null} parts
 */
export function shownStep(trace, t, length, finished, look, parts) {
  const steps = trace.steps.length;
  if (look?.side === 'target' && look.index < steps && look.index <= writing(t, length, steps)) return { step: look.index, reason: 'the word you point at' };
  if (!finished) {
    const step = writing(t, length, steps);
    return step < 0 ? { step, reason: 'Still reading: nothing is written yet.' } : { step, reason: Math.ceil(t - length) > steps ? 'its last' : 'being written' };
  }
  if (parts !== null && parts < steps) return { step: parts, reason: 'the first difference' };
  return { step: leastCertainStep(trace), reason: 'its least certain word' };
}

/** @param {Trace} trace @param {number} i */
const chosen = (trace, i) => {
  const step = trace.steps[i];
  return step ? `“${pieceLabel(step.token)}” (${percent(step.probability)})` : 'nothing more';
};

/** The figure's state in one sentence, for a screen reader. @param {State} state @param {Shared} shared */
export function summary(state, shared) {
  const { pair, tokens } = shared;
  if (!pair) return '';
  const { end } = moments(pair, tokens.length);
  const parts = difference(pair);
  if (state.t >= end) {
    const both = `One vector writes: ${pair.vector.translation} Attention writes: ${pair.attention.translation}`;
    return parts === null ? `Finished. Both write: ${pair.attention.translation}` : `Finished. They part at token ${parts + 1}. ${both}`;
  }
  if (state.t <= 0) return `${tokens.length} English tokens, none read yet.`;
  if (state.t <= tokens.length) return `Reading token ${Math.ceil(state.t)} of ${tokens.length}: ${tokens[Math.ceil(state.t) - 1]?.text.trim()}.`;
  const i = Math.ceil(state.t - tokens.length) - 1;
  const weights = pair.attention.alpha && i < pair.attention.steps.length ? row(pair.attention.alpha, i) : [];
  const j = argMax(weights);
  const looks = j >= 0 ? `, looking at “${tokens[j]?.text.trim()}” with ${weight(Number(weights[j]))}` : '';
  return `Token ${i + 1}. One vector: ${chosen(pair.vector, i)}. Attention: ${chosen(pair.attention, i)}${looks}.`;
}

/** The verdict under the lanes: where they part, in this sentence's own numbers. @param {Shared} shared @param {boolean} finished */
function verdict({ pair, engine }, finished) {
  if (!pair) return html`<p class="verdict">${engine.phase === 'failed' ? 'Without the models there is nothing to compare.' : 'The two translators are on their way.'}</p>`;
  const parts = difference(pair);
  if (!finished) return html`<p class="verdict quiet">Both write one token at a time. ${parts === null ? '' : 'Watch for the first difference.'}</p>`;
  if (parts === null) return html`<p class="verdict"><strong>Same sentence from both.</strong> This one still fits into the vector. Make it longer, clause by clause.</p>`;
  /** @param {Trace} trace @param {string} name */
  const side = (trace, name) => {
    const step = trace.steps[parts];
    if (!step) return html`<span class=${name}>had already stopped</span>`;
    return html`<span class=${name}>writes ${isEnd(step.token) ? html`the end` : html`<i lang="fr">${pieceLabel(step.token)}</i>`} (${percent(step.probability)})</span>`;
  };
  return html`<p class="verdict"><strong>They part at token ${parts + 1}.</strong> One vector ${side(pair.vector, 'is-vector')}; attention ${side(pair.attention, 'is-attention')}.</p>`;
}

const kLanes = /** @type {const} */ ([
  { kind: 'vector', letter: 'A', title: 'One vector', line: 'No attention. Whatever it will know of the sentence while it writes is in C.' },
  { kind: 'attention', letter: 'B', title: 'Attention', line: 'Keeps a state for every token, and looks back at them before each word.' },
]);

/** @param {State} state @param {Shared} shared @param {Actions} actions @param {{ width: number, measureAt: (size: number) => (text: string) => number, still: boolean }} room */
export function view(state, shared, actions, { width, measureAt, still }) {
  const { pair, tokens, busy, engine } = shared;
  const { split, end } = moments(pair, tokens.length);
  const t = clamp(still ? Math.floor(state.t + 1e-6) : state.t, 0, end);
  const finished = t >= end;
  const parts = difference(pair);
  const wide = width > 860;
  const room = wide ? width - 268 : width;
  const moment = Math.min(end, Math.round(t));
  return html`<div class=${`lanes ${wide ? 'wide' : 'narrow'} ${busy ? 'stale' : ''}`}>
      ${kLanes.map(({ kind, letter, title, line }) => {
        const trace = pair ? pair[kind] : null;
        const shown = trace ? shownStep(trace, t, tokens.length, finished, state.look, parts) : { step: -1, reason: '' };
        const layout = laneLayout({ source: tokens, trace, kind, width: room, measureAt });
        return html`<section class=${`lane ${kind}`} data-lane=${kind} aria-labelledby=${`lane-${kind}`}>
          <header><h3 id=${`lane-${kind}`}><span class="letter">${letter}</span> ${title}</h3><p>${line}</p></header>
          <div class="lane-body">
            <div class="drawing">${drawLane({
              kind, source: tokens, trace, layout, t, end, look: state.look, difference: parts, cursor: state.cursor, onLook: actions.look, onChoose: actions.choose,
            })}</div>
            ${trace ? candidates({ trace, step: shown.step, reason: shown.reason }) : nothing}
          </div>
          <p class="visually-hidden">Translation: <span lang="fr" data-translation=${kind}>${finished && trace ? trace.translation : ''}</span></p>
          ${trace?.truncated ? html`<p class="remark">It had not ended after ${trace.steps.length} tokens and was stopped there.</p>` : nothing}
        </section>`;
      })}
    </div>
    ${verdict(shared, finished)}
    ${player({
      moment, end, split, playing: state.playing, speed: state.speed, enabled: pair !== null, actions,
      marks: parts === null ? [] : [{ at: split + parts + 1, label: 'first difference', kind: 'difference' }],
      saying: summary({ ...state, t: moment }, shared),
    })}
    <details class="table-view" ?open=${state.table} @toggle=${(/** @type {Event} */ event) => actions.table(/** @type {HTMLDetailsElement} */ (event.target).open)}>
      <summary>The same as a table</summary>
      ${state.table && pair ? stepsTable(pair, tokens) : html`<p>${engine.phase === 'failed' ? 'No models, no numbers.' : 'Waiting for the models.'}</p>`}
    </details>`;
}
