/** Attention scores as they are written: short, for headings, and with the numbers of one cell. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { scoreOf } from './formulas.js';
import { reachable } from './reachable.js';
import { asksAfterStep } from '../lib/score-kinds.js';
import { signed, weight } from '../lib/numbers.js';

/** @typedef {import('../lib/score-kinds.js').Score} Score */
/**
 * @typedef {{ kind: Score, name: string, score: number, weight: number, i: number, french: unknown }} Cell   of one translator
 */

const s = html`<span class="is-target">s</span>`;
const h = html`<span class="is-source">h<sub>j</sub></span>`;
/** @type {Partial<Record<Score, unknown>>} */
const kShort = {
  additive: html`v · tanh(W ${s} + U ${h})`,
  concat: html`v · tanh(W [${s}; ${h}])`,
  dot: html`${s} · ${h}`,
  'scaled-dot': html`${s} · ${h} / √D`,
  general: html`${s} · W ${h}`,
  location: html`(W ${s})<sub>j</sub>`,
  uniform: html`1 / n for all`,
  cosine: html`cos(${s}, ${h}) / 0.1`,
};

/** @param {Score} kind */
export const shortScore = (kind) => html`<span class="symbol">${kShort[kind] ?? nothing}</span>`;

/** Which state asks. @param {Score} kind */
export const askingState = (kind) =>
  asksAfterStep(kind)
    ? html`asked by <span class="symbol is-target">s<sub>i</sub></span>, after the step`
    : html`asked by <span class="symbol is-target">s<sub>i−1</sub></span>, before the step`;

/** @param {string} letter @param {number} i @param {number} j from 1 */
const sub2 = (letter, i, j) =>
  mathml`<msub class="is-attention"><mi>${letter}</mi><mrow><mn>${i}</mn><mo separator="true">,</mo><mn>${j}</mn></mrow></msub>`;

/**
 * The same cell under each score. i, of a token that need not be the same for all, and j from 0.
 * @param {{ cells: readonly Cell[], j: number, english: unknown }} options
 */
export const scoreFormulas = ({ cells, j, english }) =>
  html`<ol class="formulas score-formulas">
    ${cells.map(
      ({ i, french, ...cell }) =>
        html`<li class="scroll" ${ref(reachable)}>
          <p><b>${cell.name}</b>: ${french} and ${english}</p>
          <math display="block"
            ><mrow
              >${sub2('e', i + 1, j + 1)}<mo>=</mo>${scoreOf(cell.kind, i + 1, j + 1)}<mo>=</mo
              ><mn class="is-live">${signed(cell.score)}</mn></mrow
            ></math
          >
          <math display="block"
            ><mrow
              >${sub2('α', i + 1, j + 1)}<mo>=</mo
              ><mfrac
                ><mrow><mi>exp</mi><mo stretchy="false">(</mo>${sub2('e', i + 1, j + 1)}<mo stretchy="false">)</mo></mrow
                ><mrow
                  ><munder><mo>∑</mo><mi>k</mi></munder><mi>exp</mi><mo stretchy="false">(</mo
                  ><msub class="is-attention"
                    ><mi>e</mi><mrow><mn>${i + 1}</mn><mo separator="true">,</mo><mi>k</mi></mrow></msub
                  ><mo stretchy="false">)</mo></mrow
                ></mfrac
              ><mo>=</mo><mn class="is-live">${weight(cell.weight)}</mn></mrow
            ></math
          >
        </li>`,
    )}
  </ol>`;
