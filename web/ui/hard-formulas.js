/** The two contexts, the bound and its gradient, with the numbers of the small task. */
import { html, mathml } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { figures } from './hard-training.js';
import { errorOf, samplesAt } from '../lib/hard.js';
import { signed } from '../lib/numbers.js';

const kAlpha = mathml`<msub class="is-attention"><mi>α</mi><mi>i</mi></msub>`;
const kGradient = mathml`<msub><mo class="is-gradient">∇</mo><mi>θ</mi></msub>`;
const kPath = mathml`<mi>a</mi>`;
const kLog = mathml`<mi>log</mi><mspace width="0.17em"></mspace>`;
const kLikelihood = mathml`${kLog}<mi>p</mi><mo stretchy="false">(</mo><mi>y</mi><mo>∣</mo>${kPath}<mo stretchy="false">)</mo>`;

/** @param {import('../lib/hard.js').Cloud} cloud @param {number} moment */
export function hardFormulas(cloud, moment) {
  const n = samplesAt(moment);
  return html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>What is climbed: the log-likelihood of the letters, averaged over all ${cloud.paths} paths. It never lies above log p(y).</p>
      <math display="block"
        ><mrow
          ><mi>L</mi><mo>=</mo><munder><mo>∑</mo>${kPath}</munder
          ><mi>p</mi><mo stretchy="false">(</mo>${kPath}<mo stretchy="false">)</mo>${kLikelihood}<mo>=</mo
          ><mn class="is-live">${signed(cloud.bound, 3)}</mn><mo>≤</mo>${kLog}<mi>p</mi
          ><mo stretchy="false">(</mo><mi>y</mi><mo stretchy="false">)</mo
          ><mo>=</mo><mn class="is-live">${signed(cloud.logLikelihood, 3)}</mn></mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>One estimate, along one drawn path: what the choice at step i gets is how likely the rest was, less what it usually is.</p>
      <math display="block"
        ><mrow
          ><mi class="is-gradient">g</mi><mo>=</mo>${kGradient}${kLikelihood}<mo>+</mo><munder><mo>∑</mo><mi>i</mi></munder
          ><mo stretchy="false">(</mo><msub><mi>R</mi><mi>i</mi></msub><mo>−</mo
          ><msub><mi>b</mi><mi>i</mi></msub><mo stretchy="false">)</mo
          >${kGradient}${kLog}${kAlpha}<mo stretchy="false">(</mo
          ><msub>${kPath}<mi>i</mi></msub><mo stretchy="false">)</mo></mrow
        ></math
      >
      <math display="block"
        ><mrow
          ><msub><mi>b</mi><mi>i</mi></msub><mo>=</mo>${cloud.baseline.map(
            (_, i) =>
              mathml`${i > 0 ? mathml`<mo separator="true">,</mo><mspace width="0.5em"></mspace>` : ''}<mn class="is-live">${signed(
                cloud.baseline.slice(i).reduce((sum, value) => sum + value, 0),
                2,
              )}</mn>`,
          )}</mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The mean of ${n.toLocaleString('en')}, against the exact gradient of length ${figures(cloud.norm)}.</p>
      <math display="block"
        ><mrow
          ><mfrac
            ><mrow
              ><mo>∥</mo><msub><mover><mi class="is-gradient">g</mi><mo>¯</mo></mover><mn>${n}</mn></msub
              ><mo>−</mo>${kGradient}<mi>L</mi><mo>∥</mo></mrow
            ><mrow><mo>∥</mo>${kGradient}<mi>L</mi><mo>∥</mo></mrow></mfrac
          ><mo>=</mo><mn class="is-live">${figures(errorOf(cloud, 'without', n))}</mn><mtext>&nbsp;without,&nbsp;</mtext
          ><mn class="is-live">${figures(errorOf(cloud, 'with', n))}</mn><mtext>&nbsp;with a baseline</mtext></mrow
        ></math
      >
    </li>
  </ol>`;
}
