/** The score of one branch, with its numbers. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { branchAt, kLengthPower, ownLogProbability, pathTo } from '../lib/beam.js';
import { signed } from '../lib/numbers.js';

/** Terms of a sum that are written out: the last ones. */
const kTerms = 3;

/** @param {import('../lib/beam.js').BeamTree} tree @param {number} index */
export function beamFormulas(tree, index) {
  const path = pathTo(tree, index);
  const { log_probability: sum, score } = branchAt(tree, index);
  const shown = path.slice(-kTerms);
  const n = path.length;
  const terms = shown.map((one) => ownLogProbability(tree, one));
  const before = sum - terms.reduce((total, term) => total + term, 0);
  const minus = (/** @type {number} */ value, /** @type {boolean} */ first) =>
    mathml`<mo>${value <= 0 ? '−' : first ? '' : '+'}</mo><mn class="is-live">${Math.abs(value).toFixed(2)}</mn>`;
  return html`<div class="beam-formulas scroll" ${ref(reachable)}>
    <math display="block"
      ><mrow
        ><mi>log</mi><mi>p</mi><mo>=</mo><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mn>${n}</mn></munderover><mi>log</mi><mi>p</mi
        ><mo stretchy="false">(</mo><msub class="is-target"><mi>y</mi><mi>i</mi></msub><mo stretchy="false">)</mo><mo>=</mo>${
          path.length > shown.length
            ? mathml`<munder><mrow>${minus(before, true)}</mrow><mtext>first ${path.length - shown.length}</mtext></munder>`
            : nothing
        }${terms.map((term, k) => minus(term, k === 0 && path.length === shown.length))}<mo>=</mo><mn class="is-live">${signed(sum)}</mn></mrow
      ></math
    >
    <math display="block"
      ><mrow
        ><mi>score</mi><mo>=</mo
        ><mfrac><mrow><mi>log</mi><mi>p</mi></mrow><msup><mi>n</mi><mn>${kLengthPower}</mn></msup></mfrac><mo>=</mo
        ><mfrac><mn class="is-live">${signed(sum)}</mn><msup><mn>${n}</mn><mn>${kLengthPower}</mn></msup></mfrac><mo>=</mo
        ><mn class="is-live">${signed(score, 3)}</mn></mrow
      ></math
    >
  </div>`;
}
