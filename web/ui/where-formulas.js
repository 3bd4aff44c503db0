/** What the probes and the decoder compute, with the numbers of one sentence and one place. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { kLeastTerm } from './formulas.js';
import { percent, signed, weight } from '../lib/numbers.js';
import { likeliest } from '../lib/where.js';

/** @param {ArrayLike<number>} weights the heaviest states of a mix */
function mix(weights) {
  const all = Array.from(weights, (value, j) => ({ value, j })).sort((a, b) => b.value - a.value);
  const first = all.slice(0, 3).filter((one) => one.value >= kLeastTerm);
  return mathml`${first.map(
    ({ value, j }, k) => mathml`${k > 0 ? mathml`<mo>+</mo>` : nothing}<mn class="is-live" data-symbol="weight">${weight(value)}</mn>
      <msub class="is-source" data-symbol="state"><mi>h</mi><mn>${j + 1}</mn></msub>`,
  )}${all.length > first.length ? mathml`<mo>+</mo><mo>⋯</mo>` : nothing}`;
}

/**
 * The place's probability, and how far its score stands from its strongest rival's.
 * @param {readonly number[]} probabilities
 * @param {number} place
 * @param {readonly import('../lib/where.js').Place[]} places
 */
function lead(probabilities, place, places) {
  const rival = likeliest(probabilities, 2).find((one) => one.place !== place);
  const name = (/** @type {number} */ k) => mathml`<mtext lang="en">${places[k]?.source ?? ''}</mtext>`;
  const p = probabilities[place] ?? NaN;
  const [, sign, share] = /^([<>]?)\s*(.*)$/.exec(percent(p)) ?? [];
  return mathml`<msub><mi>p</mi>${name(place)}</msub><mo>${sign || '='}</mo><mn class="is-live">${share}</mn>${
    rival
      ? mathml`<mo separator="true">,</mo><mspace width="0.8em"></mspace><msub><mi>z</mi>${name(place)}</msub><mo>−</mo>
        <msub><mi>z</mi>${name(rival.place)}</msub><mo>=</mo><mn class="is-live">${signed(Math.log(p / rival.probability))}</mn>`
      : nothing
  }`;
}

const kSoftmax = mathml`<mi>p</mi><mo>=</mo><mi>softmax</mi><mo stretchy="false">(</mo><mi>z</mi><mo stretchy="false">)</mo>`;

/**
 * @param {object} options
 * @param {import('../lib/where.js').WhereAnswer} options.vector
 * @param {import('../lib/where.js').WhereAnswer} options.attention
 * @param {number} options.place
 * @param {readonly import('../lib/where.js').Place[]} options.places
 * @param {{ i: number, french: string, weights: ArrayLike<number> } | null} options.verb
 */
export const whereFormulas = ({ vector, attention, place, places, verb }) =>
  html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>Asked of C: a score for every place, read off the one vector.</p>
      <math display="block"
        ><mrow
          ><mi>z</mi><mo>=</mo><mi>W</mi><mi class="is-vector" data-symbol="vector">C</mi><mo>+</mo><mi>b</mi
          ><mo separator="true">,</mo><mspace width="0.8em"></mspace>${kSoftmax}</mrow
        ></math
      >
      <math display="block"><mrow>${lead(vector.probabilities, place, places)}</mrow></math>
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>Asked of the states: one query for every sentence looks first, and the scores are read off what it finds.</p>
      <math display="block"
        ><mrow
          ><mi>z</mi><mo>=</mo><mi>W</mi><munder><mo>∑</mo><mi>j</mi></munder
          ><msub class="is-attention" data-symbol="weight"><mi>α</mi><mi>j</mi></msub
          ><msub class="is-source" data-symbol="state"><mi>h</mi><mi>j</mi></msub><mo>+</mo><mi>b</mi
          ><mo>=</mo><mi>W</mi><mo stretchy="false">(</mo>${mix(attention.alpha ?? [])}<mo stretchy="false">)</mo><mo>+</mo><mi>b</mi></mrow
        ></math
      >
      <math display="block"><mrow>${lead(attention.probabilities, place, places)}</mrow></math>
    </li>
    ${
      verb
        ? html`<li class="scroll" ${ref(reachable)}>
            <p>B’s decoder, about to write <i lang="fr">${verb.french}</i>: a query of its own for every token.</p>
            <math display="block"
              ><mrow
                ><msub class="is-attention" data-symbol="context"><mi>c</mi><mn>${verb.i + 1}</mn></msub
                ><mo>=</mo><munder><mo>∑</mo><mi>j</mi></munder
                ><msub class="is-attention" data-symbol="weight"
                  ><mi>α</mi><mrow><mn>${verb.i + 1}</mn><mo separator="true">,</mo><mi>j</mi></mrow></msub
                ><msub class="is-source" data-symbol="state"><mi>h</mi><mi>j</mi></msub><mo>=</mo>${mix(verb.weights)}</mrow
              ></math
            >
          </li>`
        : nothing
    }
  </ol>`;
