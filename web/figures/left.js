/** Chapter 2.2: what is left of the words in C. A probe asks for each of them, or a decoder gives the whole sentence back. */
import { html, nothing } from 'lit-html';
import { compute, rebuilds, timeline, wants } from './left-data.js';
import { probeBelow, probeSummary, probeTable, probeView } from './left-probe.js';
import { rebuildBelow, rebuildSummary, rebuildTable, rebuildView } from './left-rebuild.js';
import { questions, quotes } from './left-words.js';
import { choice } from '../ui/choice.js';
import { ladderPicker } from '../ui/ladder-picker.js';
import { symbolUnder } from '../ui/symbols.js';
import { waiting } from '../ui/waiting.js';

/** @typedef {import('./left-data.js').Context} Context */
/** @typedef {import('./left-data.js').Data} Data */

const kTokensASecond = 0.9;

/**
 * What the view chosen says of the data.
 * @template T
 * @typedef {{
 *   probe: (data: Data, vector: NonNullable<Data['vector']>) => T,
 *   rebuild: (data: Data, rebuilt: NonNullable<Data['rebuilt']>) => T,
 * }} Views
 */

/** @template T @param {Context} context @param {Views<T>} views @returns {T | null} */
function either({ shared, data }, { probe, rebuild }) {
  if (!data) return null;
  if (rebuilds(shared)) return data.rebuilt ? rebuild(data, data.rebuilt) : null;
  return data.vector && !data.rebuilt ? probe(data, data.vector) : null;
}

/**
 * Everything of the figure stands in one of these, so that a symbol lights up in all of it.
 * @param {Context} context @param {unknown} inside
 */
function lit({ state, set }, inside) {
  /** @param {string | null} symbol */
  const light = (symbol) => symbol !== state.symbol && set({ symbol });
  return html`<div
    class="left"
    data-lit=${state.symbol ?? ''}
    @pointerover=${(/** @type {Event} */ event) => light(symbolUnder(event))}
    @pointerleave=${() => light(null)}
  >
    ${inside}
  </div>`;
}

/** The drawing, pale while a newer one is computed. @param {Context} context @param {unknown} drawn */
const body = ({ fresh, shared }, drawn) => html`<div class=${`left-body ${!fresh || shared.busy ? 'stale' : ''}`}>${drawn}</div>`;

/** @param {Context} context */
function view(context) {
  const { shared, computing } = context;
  const drawn = either(context, {
    probe: (data, vector) => probeView(context, data, vector),
    rebuild: (data, rebuilt) => rebuildView(context, data, rebuilt),
  });
  return lit(
    context,
    html`${ladderPicker(shared, 'left-ladder', context.type)}
    <div class="choices">
      ${choice({
        name: 'left-view',
        legend: 'What is left of it in C?',
        choices: [
          { value: 'probe', label: 'Ask for each word' },
          { value: 'rebuild', label: 'Rebuild the sentence' },
        ],
        value: context.choice('left.view'),
        onChoose: (value) => context.choose('left.view', value),
      })}
    </div>
    ${
      drawn
        ? body(context, drawn)
        : waiting(computing, shared, rebuilds(shared) ? 'The rebuilt sentence' : 'The probe’s answers')
    }`,
  );
}

/** @param {Context} context */
function below(context) {
  const drawn = either(context, {
    probe: (data, vector) => probeBelow(context, data, vector),
    rebuild: (data, rebuilt) => rebuildBelow(context, data, rebuilt),
  });
  return drawn ? lit(context, body(context, drawn)) : nothing;
}

/** @type {import('../ui/figure.js').Figure<import('./left-data.js').State, Data>} */
export const left = {
  moment: 'left',
  initial: { look: null, symbol: null },
  wants,
  compute,
  timeline,
  pace: () => kTokensASecond,
  view,
  below,
  summary: (context) =>
    either(context, {
      probe: (data, vector) => probeSummary(context, data, vector),
      rebuild: (data, rebuilt) => rebuildSummary(context, data, rebuilt),
    }) ?? '',
  table: (context) => either(context, { probe: probeTable, rebuild: rebuildTable }) ?? nothing,
  quotes,
  questions,
};
