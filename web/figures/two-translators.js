/** Chapter 1: one sentence, two translators, word by word. */
import { html, nothing } from 'lit-html';
import { candidates } from '../ui/candidates.js';
import { drawLane, writing } from '../ui/lane.js';
import { laneLayout } from '../ui/lane-layout.js';
import { stepsTable } from '../ui/steps-table.js';
import { measureAt } from '../lib/measure.js';
import { memo } from '../lib/memo.js';
import { difference, moments } from '../lib/shared.js';
import { argMax, isEnd, leastCertainStep, pieceLabel, plainWords, row } from '../lib/trace.js';
import { percent, weight } from '../lib/numbers.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../ui/lane.js').Look} Look */
/** @typedef {'vector' | 'attention'} Kind */
/**
 * @typedef {object} State
 * @property {Look | null} look        the word pointed at or focused
 * @property {{ look: Look, pair: unknown } | null} pin    the word chosen, and the traces it was chosen in
 * @property {{ source: number, target: number }} cursor    the words that Tab reaches
 */
/** @typedef {import('../ui/figure.js').Context<State>} Context */

const kTokensReadASecond = 4.5;
const kTokensWrittenASecond = 1.1;

/**
 * Which step's candidates a lane shows, and why.
 * @param {Trace} trace
 * @param {number} t
 * @param {number} length S
 * @param {boolean} finished
 * @param {Look | null} look
 * @param {number | null} parts
 */
export function shownStep(trace, t, length, finished, look, parts) {
  const steps = trace.steps.length;
  if (look?.side === 'target' && look.index < steps && look.index <= writing(t, length, steps))
    return { step: look.index, reason: 'the word you point at' };
  if (!finished) {
    const step = writing(t, length, steps);
    return step < 0
      ? { step, reason: 'Still reading: nothing is written yet.' }
      : { step, reason: Math.ceil(t - length) > steps ? 'its last' : 'being written' };
  }
  if (parts !== null && parts < steps) return { step: parts, reason: 'the first difference' };
  return { step: leastCertainStep(trace), reason: 'its least certain word' };
}

/** @param {Trace} trace @param {number} i */
const chosen = (trace, i) => {
  const step = trace.steps[i];
  return step ? `“${pieceLabel(step.token)}” (${percent(step.probability)})` : 'nothing more';
};

/** The figure's state in one sentence, for a screen reader. @param {Context} context */
function summary({ shared, moment: t, timeline }) {
  const { pair, tokens } = shared;
  if (!pair) return '';
  const parts = difference(pair);
  if (t >= timeline.end) {
    const both = `One vector writes: ${pair.vector.translation} Attention writes: ${pair.attention.translation}`;
    return parts === null ? `Finished. Both write: ${pair.attention.translation}` : `Finished. They part at token ${parts + 1}. ${both}`;
  }
  if (t <= 0) return `${tokens.length} English tokens, none read yet.`;
  if (t <= tokens.length) return `Reading token ${t} of ${tokens.length}: ${tokens[t - 1]?.text.trim()}.`;
  const i = t - tokens.length - 1;
  const weights = pair.attention.alpha && i < pair.attention.steps.length ? row(pair.attention.alpha, i) : [];
  const j = argMax(weights);
  const looks = j >= 0 ? `, looking at “${tokens[j]?.text.trim()}” with ${weight(Number(weights[j]))}` : '';
  return `Token ${i + 1}. One vector: ${chosen(pair.vector, i)}. Attention: ${chosen(pair.attention, i)}${looks}.`;
}

/**
 * The verdict under the lanes: where they part, in this sentence's own numbers.
 * @param {Shared['pair']} pair
 * @param {string} phase
 * @param {boolean} finished
 */
function verdict(pair, phase, finished) {
  if (!pair)
    return html`<p class="verdict quiet">
      ${phase === 'failed' ? 'Without the models there is nothing to compare.' : 'The two translators are on their way.'}
    </p>`;
  const parts = difference(pair);
  if (!finished)
    return html`<p class="verdict quiet">Both write one token at a time. ${parts === null ? '' : 'Watch for the first difference.'}</p>`;
  if (parts === null)
    return html`<p class="verdict">
      <strong>Same sentence from both.</strong> Here the vector costs nothing. Make it longer, clause by clause.
    </p>`;
  /** @param {Trace} trace @param {string} name */
  const side = (trace, name) => {
    const step = trace.steps[parts];
    if (!step) return html`<span class=${name}>had already stopped</span>`;
    return html`<span class=${name}
      >writes ${isEnd(step.token) ? html`the end` : html`<i lang="fr">${pieceLabel(step.token)}</i>`} (${percent(step.probability)})</span
    >`;
  };
  return html`<p class="verdict">
    <strong>They part at token ${parts + 1}.</strong> One vector ${side(pair.vector, 'is-vector')}; attention
    ${side(pair.attention, 'is-attention')}.
  </p>`;
}

/** The same object for the same sentence and width: what depends on places alone is not drawn again. */
const layoutOf = memo(
  (
    /** @type {readonly import('../lib/trace.js').Token[]} */ source,
    /** @type {Trace | null} */ trace,
    /** @type {Kind} */ kind,
    /** @type {number} */ width,
  ) => laneLayout({ source, trace, kind, width, measureAt }),
);

const kLanes = /** @type {const} */ ([
  {
    kind: 'vector',
    letter: 'A',
    title: 'One vector',
    line: 'No attention. Whatever it will know of the sentence while it writes is in C.',
  },
  { kind: 'attention', letter: 'B', title: 'Attention', line: 'Keeps a state for every token, and looks back at them before each word.' },
]);

/** @param {Context} context */
function view({ state, set, shared, t, timeline, width }) {
  const { pair, busy, engine } = shared;
  const tokens = pair ? shared.tokens : plainWords(shared.text);
  const { end } = timeline;
  const finished = pair !== null && t >= end;
  const parts = difference(pair);
  const wide = width > 860;
  const room = wide ? width - 268 : width;
  const pinned = state.pin && state.pin.pair === pair ? state.pin.look : null;
  const look = state.look ?? pinned;
  /** @param {Look} one */
  const reach = (one) => ({ ...state.cursor, [one.side]: one.index });
  /** @param {Look | null} one */
  const onLook = (one) => set(one ? { look: one, cursor: reach(one) } : { look: null });
  /** Chooses a word, or lets go of it. @param {Look} one */
  const onChoose = (one) => {
    const again = pinned?.side === one.side && pinned.index === one.index;
    set({ pin: again ? null : { look: one, pair }, cursor: reach(one) });
  };
  return html`<div class=${`lanes ${wide ? 'wide' : 'narrow'} ${busy && pair ? 'stale' : ''}`} aria-busy=${busy}>
      ${kLanes.map(({ kind, letter, title, line }) => {
        const trace = pair ? pair[kind] : null;
        const shown = trace ? shownStep(trace, t, tokens.length, finished, look, parts) : { step: -1, reason: '' };
        const layout = layoutOf(tokens, trace, kind, room);
        return html`<section class=${`lane ${kind}`} data-lane=${kind} aria-labelledby=${`lane-${kind}`}>
          <header>
            <h3 id=${`lane-${kind}`}><span class="letter">${letter}</span> ${title}</h3>
            <p>${line}</p>
          </header>
          <div class="lane-body">
            <div class="drawing">
              ${drawLane({
                kind,
                source: tokens,
                trace,
                layout,
                t: trace ? t : 0,
                end,
                look,
                pinned,
                focus: shown.step,
                difference: parts,
                cursor: state.cursor,
                onLook,
                onChoose,
              })}
            </div>
            ${trace ? candidates({ trace, step: shown.step, reason: shown.reason }) : nothing}
          </div>
          <p class="visually-hidden">
            Translation: <span lang="fr" data-translation=${kind}>${finished && trace ? trace.translation : ''}</span>
          </p>
          ${
            trace?.truncated
              ? html`<p class="remark">It had not ended after ${trace.steps.length} tokens and was stopped there.</p>`
              : nothing
          }
        </section>`;
      })}
    </div>
    ${verdict(pair, engine.phase, finished)}`;
}

/** @type {import('../ui/figure.js').Figure<State>} */
export const twoTranslators = {
  moment: 'step',
  initial: { look: null, pin: null, cursor: { source: 0, target: 0 } },
  timeline: ({ pair, tokens }) => {
    const { split, end } = moments(pair, tokens.length);
    const parts = difference(pair);
    return {
      end,
      rest: end,
      split,
      ends: ['reading', 'writing'],
      marks: parts === null ? [] : [{ at: split + parts + 1, label: 'first difference', kind: 'difference' }],
    };
  },
  pace: (t, { tokens }) => (t < tokens.length ? kTokensReadASecond : kTokensWrittenASecond),
  view,
  summary,
  table: ({ shared: { pair, tokens } }) => (pair ? stepsTable(pair, tokens) : nothing),
};
