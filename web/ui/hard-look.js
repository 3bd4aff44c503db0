/** The reader's sentence, translated with the average of the states, with one drawn at each step, with the likeliest. */
import { html, nothing } from 'lit-html';
import { choice } from './choice.js';
import { heatMap } from './heat-map.js';
import { tally } from '../lib/hard.js';
import { count } from '../lib/numbers.js';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/hard.js').Look} Look */
/**
 * @typedef {object} Looked    the reader's sentence
 * @property {string} source
 * @property {Look} look           the way shown
 * @property {string} temperature
 * @property {import('../lib/hard.js').SteeringResult} shown
 * @property {Record<'soft' | 'largest', string>} fixed   translations
 * @property {readonly string[]} drawn                   translation of each draw
 */
/** @typedef {import('./heat-map.js').Cell} Cell */

export const kLookNames = { soft: 'the average of all (soft)', drawn: 'one, drawn', largest: 'one, the heaviest (arg max)' };
const kShort = { soft: 'Soft', drawn: 'Drawn', largest: 'Arg max' };
const kLong = 14;

/** @param {import('../lib/trace.js').Token} token */
const label = (token) => (isEnd(token) ? 'end' : pieceLabel(token));

/** @param {string} text */
const french = (text) => (text === '' ? html`<span class="remark">nothing</span>` : html`<span lang="fr">${text}</span>`);

/**
 * @param {object} options
 * @param {Looked} options.looked
 * @param {Look} options.look              asked for
 * @param {string} options.temperature
 * @param {number} options.draws
 * @param {number} options.most            draws there can be
 * @param {boolean} options.stale
 * @param {Cell | null} options.cursor @param {Cell | null} options.pointed
 * @param {number} options.width
 * @param {(size: number) => (text: string) => number} options.measureAt
 * @param {(look: string) => void} options.onLook
 * @param {(temperature: string) => void} options.onTemperature
 * @param {(draws: number) => void} options.onDraws
 * @param {(cell: Cell) => void} options.onMove
 * @param {(cell: Cell | null) => void} options.onPoint
 */
export function hardLook({ looked, look, temperature, draws, most, stale, cursor, pointed, width, measureAt, ...on }) {
  const { onLook, onTemperature, onDraws, onMove, onPoint } = on;
  const { shown, fixed, drawn } = looked;
  const tokens = shown.source_tokens;
  const long = tokens.length > kLong;
  const { rows, columns, weights } = namesOf(shown);
  const inside = cursor && cursor.i < rows.length && cursor.j < columns.length;
  const full = draws < most ? 'false' : 'true';
  const more = (/** @type {number} */ by) => () => draws < most && onDraws(Math.min(most, draws + by));
  return html`<div class=${`hard-look ${stale ? 'stale' : ''}`}>
    <h3>Your sentence, looked at in three ways</h3>
    <div class="choices">
      ${choice({
        name: 'hard-look',
        legend: html`<i class="is-attention">c<sub>i</sub></i> is`,
        choices: Object.entries(kLookNames).map(([value, name]) => ({ value, label: name })),
        value: look,
        onChoose: onLook,
      })}
      ${choice({
        name: 'hard-temperature',
        legend: 'Temperature of the draw',
        choices: ['0.5', '1', '2', '4'].map((value) => ({ value, label: value, disabled: look !== 'drawn' })),
        value: temperature,
        onChoose: onTemperature,
      })}
    </div>
    <dl class="hard-ways">
      ${/** @type {const} */ (['soft', 'largest']).map(
        (way) => html`<div class=${looked.look === way ? 'chosen' : ''}><dt>${kShort[way]}</dt><dd>${french(fixed[way])}</dd></div>`,
      )}
      <div class=${looked.look === 'drawn' ? 'chosen' : ''}>
        <dt>Drawn</dt>
        <dd>${french(drawn.at(-1) ?? '')} <span class="remark">draw ${drawn.length}</span></dd>
      </div>
    </dl>
    <div class="hard-draws">
      <button type="button" class="primary" data-action="draw" aria-disabled=${full} @click=${more(1)}>Draw again</button>
      <button type="button" data-action="draw-ten" aria-disabled=${full} @click=${more(10)}>Ten more</button>
      <button type="button" data-action="draw-first" aria-disabled=${draws > 1 ? 'false' : 'true'} @click=${() => draws > 1 && onDraws(1)}>
        Only the first
      </button>
    </div>
    <div class="hard-tally" role="status">
      <p>${count(drawn.length, 'draw')} at temperature ${looked.temperature}: ${count(tally(drawn).length, 'translation')}.</p>
      <ol>
        ${tally(drawn)
          .slice(0, 6)
          .map(
            ({ text, times }) =>
              html`<li>
                <span class="times">${times}×</span>
                <span>${french(text)}${text === fixed.soft ? html` <span class="remark">as the soft one</span>` : nothing}</span>
              </li>`,
          )}
      </ol>
      ${tally(drawn).length > 6 ? html`<p class="remark">And ${tally(drawn).length - 6} more; the table has all.</p>` : nothing}
    </div>
    <div class="matrix">
      <p class="axis"><span class="is-target">French, as written ↓</span> <span class="is-source">English, as read →</span></p>
      <div class="scroll">
        ${
          shown.alpha
            ? heatMap({
                name: `Weights used, ${kShort[looked.look].toLowerCase()}`,
                rows,
                columns,
                row: weights,
                reached: rows.length,
                cursor: inside ? cursor : { i: 0, j: Math.max(0, argMax(weights(0))) },
                look: pointed,
                width: width > 900 ? width * (long ? 0.8 : 0.62) : width,
                measure: measureAt(long ? 13 : 16),
                onMove,
                onLook: onPoint,
              })
            : nothing
        }
      </div>
    </div>
  </div>`;
}

/** @type {WeakMap<object, { rows: string[], columns: string[], weights: (i: number) => Float32Array }>} */
const names = new WeakMap();

/** The same arrays for the same result, so that the cells are drawn once. @param {import('../lib/hard.js').SteeringResult} shown */
function namesOf(shown) {
  let known = names.get(shown);
  if (!known) {
    const { alpha } = shown;
    known = {
      rows: shown.steered.steps.map(({ token }) => label(token)),
      columns: shown.source_tokens.map((token) => pieceLabel(token)),
      weights: (i) => (alpha ? row(alpha, i) : new Float32Array()),
    };
    names.set(shown, known);
  }
  return known;
}
