/** Formulas with the numbers of the sentence in them, as MathML. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { signed, weight } from '../lib/numbers.js';
import { heaviest } from '../lib/attending.js';

/** Terms of a sum that would print as 0.00 are left to the dots. */
export const kLeastTerm = 0.005;

/** @param {string} letter @param {string | number} index @param {string} name class @param {string} symbol */
const sub = (letter, index, name, symbol) => mathml`<msub class=${name} data-symbol=${symbol}><mi>${letter}</mi><mn>${index}</mn></msub>`;
/** @param {string} letter @param {number} i @param {number} j @param {string} name @param {string} symbol */
const sub2 = (letter, i, j, name, symbol) =>
  mathml`<msub class=${name} data-symbol=${symbol}><mi>${letter}</mi><mrow><mn>${i}</mn><mo
    separator="true">,</mo><mn>${j}</mn></mrow></msub>`;

/**
 * Equations 5 and 6 and A.1.2 of Bahdanau et al. for one written token and one English token. Indices count from 1, as in the paper.
 * @param {object} options
 * @param {number} options.i @param {number} options.j
 * @param {import('../lib/attending.js').Glance[]} options.all   of row i
 * @param {(j: number) => string} options.english
 * @param {string} options.french
 */
export function attentionFormulas({ i, j, all, english, french }) {
  const glance = all[j];
  if (!glance) return nothing;
  const top = Math.max(...all.map((one) => one.score));
  const sum = all.reduce((total, one) => total + Math.exp(one.score - top), 0);
  const first = heaviest(all, 3).filter((one) => one.weight >= kLeastTerm);
  const rest = all.length - first.length;
  return html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>The score: how well does <i lang="en">${english(j)}</i> fit what is to be written?</p>
      <math display="block"
        ><mrow
          >${sub2('e', i + 1, j + 1, 'is-attention', 'score')}<mo>=</mo><msubsup><mi>v</mi><mi>a</mi><mo>⊤</mo></msubsup
          ><mi>tanh</mi><mo stretchy="false">(</mo> <msub><mi>W</mi><mi>a</mi></msub
          >${sub('s', i, 'is-target', 'query')}<mo>+</mo><msub><mi>U</mi><mi>a</mi></msub
          >${sub('h', j + 1, 'is-source', 'state')}<mo stretchy="false">)</mo> <mo>=</mo
          ><mn class="is-live" data-symbol="score">${signed(glance.score)}</mn></mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The weight: all ${all.length} scores through a softmax, so that they share out 1.</p>
      <math display="block"
        ><mrow
          >${sub2('α', i + 1, j + 1, 'is-attention', 'weight')}<mo>=</mo
          ><mfrac
            ><mrow
              ><mi>exp</mi><mo stretchy="false">(</mo>${sub2('e', i + 1, j + 1, '', 'score')}<mo>−</mo><mn>${signed(top)}</mn
              ><mo stretchy="false">)</mo></mrow
            >
            <mrow
              ><munder><mo>∑</mo><mi>k</mi></munder
              ><mi>exp</mi><mo stretchy="false">(</mo
              ><msub
                ><mi>e</mi><mrow><mn>${i + 1}</mn><mo separator="true">,</mo><mi>k</mi></mrow></msub
              ><mo>−</mo><mn>${signed(top)}</mn><mo stretchy="false">)</mo></mrow
            ></mfrac
          >
          <mo>=</mo
          ><mfrac><mn class="is-live">${Math.exp(glance.score - top).toFixed(3)}</mn><mn class="is-live">${sum.toFixed(3)}</mn></mfrac
          ><mo>=</mo><mn class="is-live" data-symbol="weight">${weight(glance.weight)}</mn></mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The context for <i lang="fr">${french}</i>: the states, each as much as its weight.</p>
      <math display="block"
        ><mrow
          >${sub('c', i + 1, 'is-attention', 'context')}<mo>=</mo><munder><mo>∑</mo><mi>j</mi></munder
          ><msub data-symbol="weight"
            ><mi>α</mi><mrow><mn>${i + 1}</mn><mo separator="true">,</mo><mi>j</mi></mrow></msub
          ><msub class="is-source" data-symbol="state"><mi>h</mi><mi>j</mi></msub> <mo>=</mo>${first.map(
            (one, k) => mathml`${k > 0 ? mathml`<mo>+</mo>` : nothing}<mn class="is-live" data-symbol="weight">${weight(one.weight)}</mn>
          ${sub('h', one.j + 1, 'is-source', 'state')}`,
          )}${rest > 0 ? mathml`<mo>+</mo><mo>⋯</mo>` : nothing}</mrow
        ></math
      >
    </li>
  </ol>`;
}
