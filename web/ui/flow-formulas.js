/** Where the gradient of one written token with respect to one English token goes, as MathML with the sentence's own numbers. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { strength } from '../lib/fading.js';
import { count, weight } from '../lib/numbers.js';

/** @param {string} letter @param {unknown} index @param {string} [actor] */
const sub = (letter, index, actor = '') => mathml`<msub class=${actor}><mi>${letter}</mi><mrow>${index}</mrow></msub>`;
/** @param {number} n */
const number = (n) => mathml`<mn>${n}</mn>`;
const kBefore = mathml`<mi>k</mi><mo>−</mo><mn>1</mn>`;
/** A partial derivative. @param {unknown} top @param {unknown} bottom */
const partial = (top, bottom) => mathml`<mfrac><mrow><mo>∂</mo>${top}</mrow><mrow><mo>∂</mo>${bottom}</mrow></mfrac>`;
/** @param {number} i */
const logOf = (i) =>
  mathml`<mi>log</mi><mspace width="0.1667em"></mspace><mi>p</mi><mo stretchy="false">(</mo>${sub('y', number(i), 'is-target')}<mo
    stretchy="false">)</mo>`;
/** The recurrence from h_from to h_to. @param {number} from @param {number} to */
const product = (from, to) =>
  mathml`<munderover><mo>∏</mo><mrow><mi>k</mi><mo>=</mo>${number(from + 1)}</mrow>${number(to)}</munderover>${partial(
    sub('h', mathml`<mi>k</mi>`, 'is-source'),
    sub('h', kBefore, 'is-source'),
  )}`;

/** The name of a part: a norm, its letter in the index. @param {string} index @param {string} actor */
const norm = (index, actor) => mathml`<msub class=${actor}><mrow><mo>‖</mo><mi>g</mi><mo>‖</mo></mrow><mtext>${index}</mtext></msub>`;

/**
 * @param {object} options
 * @param {number} options.i @param {number} options.j     from 0
 * @param {number} options.n     source tokens
 * @param {{ vector: number, recurrent: number, attention: number }} options.norms
 * @param {number | null} options.alpha    null: not of these weights
 * @param {unknown} options.english @param {unknown} options.french
 */
export function flowFormulas({ i, j, n, norms, alpha, english, french }) {
  const [row, position] = [i + 1, j + 1];
  const hj = sub('h', number(position), 'is-source');
  const xj = sub('x', number(position), 'is-source');
  const last = partial(hj, xj);
  const both = mathml`<mn>${row}</mn><mo separator="true">,</mo><mn>${position}</mn>`;
  const start = sub('s', number(0), 'is-target');
  const c = sub('c', number(row), 'is-attention');
  const reads = mathml`${n > position ? product(position, n) : nothing}${last}`;
  return html`<ol class="formulas flow-formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>A: from ${english} to ${french} there is only C. The first reader takes ${count(n - position, 'step')} to it, the second
        ${count(j, 'step')}.</p>
      <math display="block"
        ><mrow
          >${sub('g', both)}<mo>=</mo>${partial(logOf(row), mathml`<mi class="is-vector">C</mi>`)}<mo
            >⋅</mo
          >${reads}<mo>+</mo><mtext>…</mtext></mrow
        ></math
      >
      <math display="block"><mrow>${norm('A', 'is-vector')}<mo>=</mo><mtext class="is-live">${strength(norms.vector)}</mtext></mrow></math>
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>B, recurrence: the same steps, then <math><msub class="is-target"><mi>s</mi><mn>0</mn></msub></math> and
        ${count(row, 'step')} of the decoder; every <math><msub class="is-attention"><mi>c</mi><mi>k</mi></msub></math> held still.</p>
      <math display="block"
        ><mrow
          >${partial(logOf(row), start)}<mo>⋅</mo>${partial(start, sub('h', number(n), 'is-source'))}<mo>⋅</mo>${reads}<mo
            >+</mo
          ><mtext>…</mtext></mrow
        ></math
      >
      <math display="block"
        ><mrow>${norm('rec', 'is-source')}<mo>=</mo><mtext class="is-live">${strength(norms.recurrent)}</mtext></mrow></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>B, attention: one weighted sum away, and every other way that passes a
        <math><msub class="is-attention"><mi>c</mi><mi>k</mi></msub></math>.</p>
      <math display="block"
        ><mrow
          >${partial(logOf(row), c)}<mo>⋅</mo>${sub('α', both, 'is-attention')}<mo>⋅</mo>${last}<mo>+</mo><mtext>…</mtext></mrow
        ></math
      >
      <math display="block"
        ><mrow
          >${norm('att', 'is-attention')}<mo>=</mo><mtext class="is-live">${strength(norms.attention)}</mtext>${
            alpha === null
              ? nothing
              : mathml`<mo>,</mo><mspace width="0.6em"></mspace>${sub('α', both, 'is-attention')}<mo>=</mo><mtext
                class="is-live">${weight(alpha)}</mtext>`
          }</mrow
        ></math
      >
    </li>
  </ol>`;
}
