/** Formulas with the numbers of the sentence in them, as MathML. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { heaviest } from '../lib/attending.js';
import { largest, softmaxOf } from '../lib/attention-step.js';
import { percent, signed, weight } from '../lib/numbers.js';
import { asksAfterStep, queryIndex } from '../lib/score-kinds.js';

/** Terms of a sum that would print as 0.00 are left to the dots. */
export const kLeastTerm = 0.005;

/** @param {string} letter @param {string | number} index @param {string} name class @param {string} symbol */
const sub = (letter, index, name, symbol) => mathml`<msub class=${name} data-symbol=${symbol}><mi>${letter}</mi><mn>${index}</mn></msub>`;
/** @param {string} letter @param {number} i @param {number} j @param {string} name @param {string} symbol */
const sub2 = (letter, i, j, name, symbol) =>
  mathml`<msub class=${name} data-symbol=${symbol}><mi>${letter}</mi><mrow><mn>${i}</mn><mo
    separator="true">,</mo><mn>${j}</mn></mrow></msub>`;

/** @typedef {import('../lib/score-kinds.js').Score} Score */

const kOpen = mathml`<mo stretchy="false">(</mo>`;
const kClose = mathml`<mo stretchy="false">)</mo>`;
const kWa = mathml`<msub><mi>W</mi><mi>a</mi></msub>`;

/** The score's right-hand side. @param {Score} kind @param {number} i @param {number} j from 1 */
export function scoreOf(kind, i, j) {
  const s = sub('s', queryIndex(kind, i), 'is-target', 'query');
  const h = sub('h', j, 'is-source', 'state');
  const asking = mathml`<msup>${s}<mo>⊤</mo></msup>`;
  if (kind === 'dot' || kind === 'product') return mathml`${asking}${h}`;
  if (kind === 'scaled-dot') return mathml`<mfrac><mrow>${asking}${h}</mrow><msqrt><mi>D</mi></msqrt></mfrac>`;
  if (kind === 'general') return mathml`${asking}${kWa}${h}`;
  if (kind === 'location') return mathml`<msub><mrow>${kOpen}${kWa}${s}${kClose}</mrow><mn>${j}</mn></msub>`;
  if (kind === 'uniform') return mathml`<mn>0</mn>`;
  if (kind === 'cosine') return mathml`<mi>cos</mi>${kOpen}${s}<mo separator="true">,</mo>${h}${kClose}<mo>/</mo><mn>0.1</mn>`;
  return mathml`<msubsup data-symbol="v"><mi>v</mi><mi>a</mi><mo>⊤</mo></msubsup><mrow data-symbol="inner"><mi>tanh</mi></mrow
    >${kOpen}${kWa}${s}<mo>+</mo><msub><mi>U</mi><mi>a</mi></msub>${h}${kClose}`;
}

/** The largest terms and the sum. @param {import('../lib/attention-step.js').ScoreTerms} terms @param {number} score */
function summed({ terms, scale }, score) {
  const first = largest(terms, 3);
  const scaled = scale !== 1;
  const live = (/** @type {string} */ value) => mathml`<mn class="is-live" data-symbol="score">${value}</mn>`;
  const shown = first.map((k, n) => {
    const term = Number(terms[k]);
    return mathml`${term < 0 ? mathml`<mo>−</mo>` : n > 0 ? mathml`<mo>+</mo>` : nothing}${live(Math.abs(term).toFixed(2))}`;
  });
  return mathml`<math display="block"
    ><mrow
      ><mo>=</mo>${scaled ? mathml`<mn>${signed(scale, 3)}</mn>${kOpen}` : nothing}${shown}${
        terms.length > 3 ? mathml`<mo>+</mo><mo>⋯</mo>` : nothing
      }${scaled ? kClose : nothing}<mo>=</mo>${live(signed(score))}</mrow
  ></math>`;
}

/** What the decoder makes of c_i. @param {Score} kind @param {number} i @param {number} probability */
function outputOf(kind, i, probability) {
  const comma = mathml`<mo separator="true">;</mo>`;
  const s = sub('s', i, 'is-target', 'state-out');
  const c = sub('c', i, 'is-attention', 'context');
  const [, sign, share] = /^([<>]?)\s*(.*)$/.exec(percent(probability)) ?? [];
  const word = asksAfterStep(kind) ? nothing : mathml`${comma}<mi>E</mi>${sub('y', i - 1, 'is-target', '')}`;
  return mathml`<math display="block"
    ><mrow
      ><mi data-symbol="output">p</mi>${kOpen}${sub('y', i, 'is-target', 'output')}${kClose}<mo>=</mo><mi>softmax</mi>${kOpen}<mi>E</mi
      ><mi>tanh</mi>${kOpen}<mi>R</mi><mo stretchy="false">[</mo>${s}${comma}${c}${word}<mo stretchy="false">]</mo>${kClose}${kClose}<mo
        >${sign || '='}</mo
      ><mn class="is-live" data-symbol="output">${share}</mn></mrow
  ></math>`;
}

/**
 * Equations 5 and 6 and A.1.2 of Bahdanau et al. for one written token and one English token, or the same with another score. Indices count
 * from 1, as in the paper.
 * @param {object} options
 * @param {number} options.i @param {number} options.j
 * @param {import('../lib/attending.js').Glance[]} options.all   of row i
 * @param {Score} options.kind
 * @param {import('../lib/attention-step.js').ScoreTerms | null} options.terms   of e_ij, once they are computed
 * @param {(j: number) => string} options.english
 * @param {string} options.french
 * @param {number} options.probability   of the token that was written
 */
export function attentionFormulas({ i, j, all, kind, terms, english, french, probability }) {
  const glance = all[j];
  if (!glance) return nothing;
  const { top, exps, sum } = softmaxOf(all);
  const first = heaviest(all, 3).filter((one) => one.weight >= kLeastTerm);
  const rest = all.length - first.length;
  const equals = mathml`<mo>=</mo><mn class="is-live" data-symbol="score">${signed(glance.score)}</mn>`;
  return html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>The score: how well does <i lang="en">${english(j)}</i> fit what is to be written?</p>
      <math display="block"
        ><mrow>${sub2('e', i + 1, j + 1, 'is-attention', 'score')}<mo>=</mo>${scoreOf(kind, i + 1, j + 1)}${terms ? nothing : equals}</mrow></math
      >
      ${terms ? summed(terms, glance.score) : nothing}
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
          ><mfrac><mn class="is-live">${(exps[j] ?? NaN).toFixed(3)}</mn><mn class="is-live">${sum.toFixed(3)}</mn></mfrac
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
    <li class="scroll" ${ref(reachable)}>
      <p>The output: what <i lang="fr">${french}</i> gets, out of all the tokens that could be written.</p>
      ${outputOf(kind, i + 1, probability)}
    </li>
  </ol>`;
}
