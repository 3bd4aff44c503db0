/** How one score comes about: every number that goes into it, and the terms that make most of it. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { english } from './english.js';
import { numberStrips } from './number-strips.js';
import { reachable } from './reachable.js';
import { largest } from '../lib/attention-step.js';
import { signed } from '../lib/numbers.js';
import { isTanh, queryIndex } from '../lib/score-kinds.js';

/** @typedef {import('../lib/attention-step.js').ScoreTerms} ScoreTerms */
/** @typedef {import('../lib/score-kinds.js').Score} Score */
/**
 * @typedef {object} ScoreArithmetic
 * @property {ScoreTerms | null} terms
 * @property {Score} kind
 * @property {number} i @property {number} j     from 0
 * @property {number} score                      e_ij
 * @property {import('../lib/trace.js').Token | undefined} token   English
 * @property {number} at                         the term in focus
 * @property {boolean} chosen                    by the reader; else it is the largest
 * @property {number} width
 * @property {(k: number | null) => void} onLook
 * @property {(k: number | null) => void} onChoose
 */

const kListed = 6;

/** @param {number} value */
const factor = (value) =>
  value < 0
    ? mathml`<mo stretchy="false">(</mo><mn>${signed(value)}</mn><mo stretchy="false">)</mo>`
    : mathml`<mn>${value.toFixed(2)}</mn>`;
/** @param {number} value */
const plus = (value) => mathml`<mo>${value < 0 ? '−' : '+'}</mo><mn>${Math.abs(value).toFixed(2)}</mn>`;

/** Letters of what goes into a score. @param {Score} kind @param {number} i @param {number} j from 1 */
function letters(kind, i, j) {
  const s = `s${subscript(queryIndex(kind, i))}`;
  const h = `h${subscript(j)}`;
  if (isTanh(kind)) return { share: `W ${s}`, key: `U ${h}` };
  if (kind === 'general') return { share: s, key: `W ${h}` };
  if (kind === 'location') return { share: s, key: `row ${j} of W` };
  return { share: s, key: h };
}

/** A whole number in subscript digits. @param {number} n */
export const subscript = (n) => String(n).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '');

/** One term, written out. @param {ScoreTerms} terms @param {number} k */
function oneTerm({ share, key, inner, v, terms }, k) {
  const [a, b, term] = [Number(share[k]), Number(key[k]), Number(terms[k])];
  const times = mathml`<mo>·</mo>`;
  return mathml`<math display="block"><mrow>${
    inner && v
      ? mathml`<msub data-symbol="v"><mi>v</mi><mn>${k + 1}</mn></msub><mi>tanh</mi><mo stretchy="false">(</mo
        ><mn class="is-target" data-symbol="query">${signed(a)}</mn><mrow class="is-source" data-symbol="state">${plus(b)}</mrow
        ><mo stretchy="false">)</mo><mo>=</mo>${factor(Number(v[k]))}${times}${factor(Number(inner[k]))}`
      : mathml`<mrow class="is-target" data-symbol="query">${factor(a)}</mrow>${times}<mrow class="is-source" data-symbol="state"
        >${factor(b)}</mrow>`
  }<mo>=</mo><mn class="is-live" data-symbol="score">${signed(term)}</mn></mrow></math>`;
}

/** The largest terms, the others together, the sum. @param {ScoreArithmetic} options @param {ScoreTerms} all */
function termsTable({ kind, i, j, score, at, onChoose }, all) {
  const { share, key, inner, v, terms, scale, sum } = all;
  const first = largest(terms, kListed);
  const rest = sum - first.reduce((total, k) => total + Number(terms[k]), 0);
  const names = letters(kind, i + 1, j + 1);
  const before = inner ? 5 : 3;
  /** @param {number} value @param {string} [symbol] */
  const number = (value, symbol = '') => html`<td class="number" data-symbol=${symbol || nothing}>${signed(value)}</td>`;
  return html`<div class="scroll" ${ref(reachable)}>
    <table class="terms">
      <caption>The largest of ${terms.length} terms, by size</caption>
      <thead>
        <tr>
          <th scope="col" class="number">k</th>
          <th scope="col" class="number is-target">${names.share}</th>
          <th scope="col" class="number is-source">${names.key}</th>
          ${inner ? html`<th scope="col" class="number">tanh</th><th scope="col" class="number">v</th>` : nothing}
          <th scope="col" class="number is-attention">term</th>
        </tr>
      </thead>
      <tbody>
        ${first.map(
          (k) =>
            html`<tr class=${k === at ? 'at' : ''} @click=${() => onChoose(k)}>
              <th scope="row" class="number">${k + 1}</th>
              ${number(Number(share[k]), 'query')}${number(Number(key[k]), 'state')}
              ${inner && v ? html`${number(Number(inner[k]))}${number(Number(v[k]), 'v')}` : nothing}${number(Number(terms[k]), 'score')}
            </tr>`,
        )}
        ${
          terms.length > first.length
            ? html`<tr>
                <th scope="row" colspan=${before}>the other ${terms.length - first.length}</th>
                ${number(rest, 'score')}
              </tr>`
            : nothing
        }
        ${
          scale === 1
            ? nothing
            : html`<tr>
                <th scope="row" colspan=${before}>their sum ${signed(sum)}, times</th>
                <td class="number">${signed(scale, 3)}</td>
              </tr>`
        }
        <tr class="sum">
          <th scope="row" colspan=${before}><span class="symbol">e<sub>${i + 1},${j + 1}</sub></span></th>
          ${number(score, 'score')}
        </tr>
      </tbody>
    </table>
  </div>`;
}

/** @param {ScoreArithmetic} options @param {ScoreTerms} all @returns {import('./number-strips.js').StripRow[]} */
function rowsOf({ kind, i, j, token }, { share, key, inner, v, terms }) {
  const names = letters(kind, i + 1, j + 1);
  const word = token?.text.trim() ?? '';
  const size = (/** @type {ArrayLike<number>} */ values) => Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const most = Math.max(size(share), size(key)) || 1;
  return [
    { label: `${names.share}: what is asked`, actor: 'is-target', symbol: 'query', values: share, most },
    { label: `${names.key}: what “${word}” answers`, actor: 'is-source', symbol: 'state', values: key, most },
    ...(inner && v
      ? [
          { label: 'tanh of their sum', actor: /** @type {const} */ (''), symbol: 'inner', values: inner, most: 1 },
          { label: 'v: learned, always the same', actor: /** @type {const} */ (''), symbol: 'v', values: v },
        ]
      : []),
    {
      label: inner ? 'v times tanh: the terms' : 'their products: the terms',
      actor: 'is-attention',
      symbol: 'score',
      values: terms,
      bars: true,
    },
  ];
}

/** @param {ScoreArithmetic} options */
export function scoreArithmetic(options) {
  const { terms, kind, i, j, score, token, at, chosen, width, onLook, onChoose } = options;
  const e = html`<span class="symbol is-attention" data-symbol="score">e<sub>${i + 1},${j + 1}</sub></span>`;
  if (!terms)
    return html`<h3>The score</h3>
      <p>
        ${
          kind === 'uniform'
            ? html`This model has no score: ${e} is 0 for every token.`
            : html`${e} = ${signed(score)}: no sum reaches this far.`
        }
      </p>`;
  const beside = width > 820;
  const positive = terms.terms.reduce((sum, term) => sum + Math.max(0, term), 0) * terms.scale;
  const negative = terms.terms.reduce((sum, term) => sum + Math.min(0, term), 0) * terms.scale;
  const says = (/** @type {number} */ k) => `Number ${k + 1} of ${terms.terms.length}, term ${signed(Number(terms.terms[k]))}.`;
  return html`<h3>The score, term by term</h3>
    <p>
      How well does ${english(token)} fit? ${e} sums ${terms.terms.length} terms: those above zero give <b>${signed(positive)}</b>, those below
      <b>${signed(negative)}</b>, together <b data-symbol="score">${signed(score)}</b>.
    </p>
    <div class=${`arithmetic ${beside ? 'beside' : ''}`}>
      <div>
        ${numberStrips({
          name: `The numbers of the score for ${token?.text.trim() ?? ''}`,
          rows: rowsOf(options, terms),
          width: beside ? Math.floor(width * 0.58) : width,
          at,
          says,
          onLook,
          onChoose,
        })}
        <div class="one-term scroll" ${ref(reachable)}>
          <p>Number ${at + 1} of ${terms.terms.length}${chosen ? '' : ', the largest term'}:</p>
          ${oneTerm(terms, at)}
        </div>
      </div>
      ${termsTable(options, terms)}
    </div>`;
}
