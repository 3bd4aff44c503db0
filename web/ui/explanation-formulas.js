/** Agreement, leave-one-out and the distance of two rows as formulas, with one written token's numbers. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { signed, weight } from '../lib/numbers.js';

/** @param {number} n */
const index = (n) => mathml`<mn>${n}</mn>`;

/**
 * @param {object} options
 * @param {number} options.i @param {number} options.j     from 0
 * @param {{ same: number, opposite: number, tau: number | null }} options.agreement    of attention and leave-one-out
 * @param {number} options.leftOut     TVD without token j
 * @param {{ distance: number, effect: number } | null} options.adversary
 * @param {unknown} options.english @param {unknown} options.french
 */
export function explanationFormulas({ i, j, agreement: { same, opposite, tau }, leftOut, adversary, english, french }) {
  const y = mathml`<msub class="is-target"><mi>y</mi>${index(i + 1)}</msub>`;
  const x = mathml`<msub class="is-source"><mi>x</mi>${index(j + 1)}</msub>`;
  const alpha = mathml`<msub class="is-attention"><mi>α</mi>${index(i + 1)}</msub>`;
  const other = mathml`<msub><mover><mi>α</mi><mo>~</mo></mover>${index(i + 1)}</msub>`;
  return html`<ol class="formulas explanation-formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>How far attention and leave-one-out agree: of all pairs of English tokens, ${same} in the same order, ${opposite} in opposite
        order.</p>
      <math display="block"
        ><mrow
          ><mi>τ</mi><mo>=</mo><mfrac><mrow><mi>P</mi><mo>−</mo><mi>Q</mi></mrow><mrow><mi>P</mi><mo>+</mo><mi>Q</mi></mrow></mfrac
          ><mo>=</mo
          ><mfrac
            ><mrow><mn class="is-live">${same}</mn><mo>−</mo><mn class="is-live">${opposite}</mn></mrow
            ><mrow><mn>${same}</mn><mo>+</mo><mn>${opposite}</mn></mrow></mfrac
          >${tau === null ? nothing : mathml`<mo>=</mo><mn class="is-live">${signed(tau)}</mn>`}</mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>Leave-one-out: how much probability changes hands at ${french} when B reads the sentence without ${english}.</p>
      <math display="block"
        ><mrow
          ><mi>TVD</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><munder><mo>∑</mo><mi>w</mi></munder
          ><mrow
            ><mo>|</mo><mi>p</mi><mo stretchy="false">(</mo>${y}<mo>=</mo><mi>w</mi><mo stretchy="false">)</mo><mo>−</mo
            ><msub><mi>p</mi><mrow><mo>∖</mo>${x}</mrow></msub><mo stretchy="false">(</mo>${y}<mo>=</mo><mi>w</mi><mo stretchy="false">)</mo
            ><mo>|</mo></mrow
        ></mrow></math
      >
      <math display="block"><mrow><mi>TVD</mi><mo>=</mo><mn class="is-live">${weight(leftOut)}</mn></mrow></math>
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>Another row: as far from the learned one as can be found, while the output may change by ε.</p>
      <math display="block"
        ><mrow
          ><munder><mi>max</mi>${other}</munder><mspace width="0.3em"></mspace><mi>JSD</mi><mo stretchy="false">(</mo>${other}<mo
            separator="true">,</mo>${alpha}<mo stretchy="false">)</mo><mspace width="0.6em"></mspace><mtext>with TVD</mtext><mo>≤</mo
          ><mi>ε</mi></mrow
        ></math
      >
      ${
        adversary
          ? html`<math display="block"
              ><mrow
                ><mi>JSD</mi><mo>=</mo><mn class="is-live">${weight(adversary.distance)}</mn><mo separator="true">,</mo
                ><mspace width="0.6em"></mspace><mi>TVD</mi><mo>=</mo><mn class="is-live">${adversary.effect.toFixed(3)}</mn></mrow
              ></math
            >`
          : nothing
      }
    </li>
  </ol>`;
}
