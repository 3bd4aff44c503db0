/** The probe's formula for one token with its probability, as MathML. */
import { html, mathml } from 'lit-html';

/**
 * @param {number} position   from 1
 * @param {string} label      of the token
 * @param {'vector' | 'states'} kind    what is asked
 * @param {number} probability
 */
export function probeFormula(position, label, kind, probability) {
  const z =
    kind === 'vector'
      ? mathml`<mi class="is-vector" data-symbol="vector">C</mi>`
      : mathml`<msub class="is-source" data-symbol="states"><mi>h</mi><mn>${position}</mn></msub>`;
  return html`<math
    ><mrow
      ><mi>p</mi><mo stretchy="false">(</mo><msub><mi>x</mi><mn>${position}</mn></msub
      ><mo>=</mo><mtext>${label}</mtext><mo>∣</mo>${z}<mo stretchy="false">)</mo><mo>=</mo><mi>softmax</mi
      ><msub
        ><mrow
          ><mo stretchy="false">(</mo><mi>E</mi><mo stretchy="false">(</mo><msub><mi>W</mi><mn>${position}</mn></msub
          >${z}<mo>+</mo><msub><mi>b</mi><mn>${position}</mn></msub><mo stretchy="false">)</mo><mo stretchy="false">)</mo></mrow
        ><mtext>${label}</mtext></msub
      ><mo>=</mo><mn class="is-live">${probability.toFixed(3)}</mn></mrow
    ></math
  >`;
}
