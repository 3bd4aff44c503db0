/** The row in focus as formulas with its numbers: the weights over their sum, the context they make, and how far they are from B's own. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { reachable } from './reachable.js';
import { signed, weight } from '../lib/numbers.js';
import { kWhole, thousandths } from '../lib/steered-rows.js';
import { row } from '../lib/trace.js';
import { nats } from '../lib/wire.js';

/** @param {string} letter @param {unknown} index @param {string} actor */
const sub = (letter, index, actor) => mathml`<msub class=${actor}><mi>${letter}</mi><mrow>${index}</mrow></msub>`;
/** @param {number} n */
const number = (n) => mathml`<mn>${n}</mn>`;
/** @param {number} i @param {unknown} j */
const pair = (i, j) => mathml`<mn>${i}</mn><mo separator="true">,</mo>${j}`;
const kJ = mathml`<mi>j</mi>`;
const kK = mathml`<mi>k</mi>`;
/** B's own weight, with a dot for its own. @param {unknown} index */
const own = (index) => mathml`<msubsup class="is-attention"><mi>α</mi><mrow>${index}</mrow><mtext>own</mtext></msubsup>`;
const kTerms = 2;
/** @param {number} term */
const printed = (term) => (term === Infinity ? '∞' : signed(term));

/** @param {{ steered: import('../lib/wire.js').Steered, edits: import('../lib/steered-rows.js').Rows, i: number, j: number, english: unknown }} options */
export function wireFormulas({ steered: { alpha, looked, rows }, edits, i, j, english }) {
  if (!alpha) return nothing;
  const used = row(alpha, i);
  const its = row(looked, i);
  const given = edits.get(i) ?? thousandths(used);
  const sum = given.reduce((total, one) => total + one, 0);
  const heavy = [...used.keys()].sort((a, b) => Number(used[b]) - Number(used[a])).slice(0, kTerms).filter((k) => Number(used[k]) >= 0.005);
  const rest = used.length - heavy.length;
  const term = (/** @type {number} */ k) => Number(used[k]) * Math.log(Number(used[k]) / Number(its[k]));
  const terms = heavy.map(term);
  const infinite = !Number.isFinite(rows[i]?.alpha_from_own ?? 0);
  return html`<ol class="formulas wire-formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>The weight of ${english}: what you set, over the sum of the row.</p>
      <math display="block"
        ><mrow
          >${sub('α', pair(i + 1, number(j + 1)), 'is-attention')}<mo>=</mo
          ><mfrac
            >${sub('w', pair(i + 1, number(j + 1)), '')}
            <mrow><munder><mo>∑</mo>${kK}</munder>${sub('w', pair(i + 1, kK), '')}</mrow></mfrac
          ><mo>=</mo><mfrac><mn class="is-live">${((given[j] ?? 0) / kWhole).toFixed(3)}</mn><mn class="is-live">${(sum / kWhole).toFixed(3)}</mn></mfrac
          ><mo>=</mo><mn class="is-live">${weight(Number(used[j]))}</mn></mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The context that B gets, and all that is changed: its weights and every other number stay as they were trained.</p>
      <math display="block"
        ><mrow
          >${sub('c', number(i + 1), 'is-attention')}<mo>=</mo><munder><mo>∑</mo>${kJ}</munder>${sub('α', pair(i + 1, kJ), 'is-attention')}${sub(
            'h',
            kJ,
            'is-source',
          )}<mo>=</mo>${heavy.map(
            (k, at) =>
              mathml`${at > 0 ? mathml`<mo>+</mo>` : nothing}<mn class="is-live">${weight(Number(used[k]))}</mn>${sub('h', number(k + 1), 'is-source')}`,
          )}${rest > 0 ? mathml`<mo>+</mo><mo>⋯</mo>` : nothing}</mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>
        How far the row is from B’s own at the same state, in
        nats${infinite ? '; infinite here, because a token that had no weight at all was given some' : ''}.
      </p>
      <math display="block"
        ><mrow
          ><mi>D</mi><mo>=</mo><munder><mo>∑</mo>${kJ}</munder>${sub('α', pair(i + 1, kJ), 'is-attention')}<mspace width="0.1667em"></mspace><mi>ln</mi
          ><mfrac>${sub('α', pair(i + 1, kJ), 'is-attention')}${own(pair(i + 1, kJ))}</mfrac><mo>=</mo>${terms.map(
            (one, at) =>
              mathml`${at > 0 ? mathml`<mo>${one < 0 ? '−' : '+'}</mo>` : nothing}<mn class="is-live">${printed(at > 0 ? Math.abs(one) : one)}</mn>`,
          )}${rest > 0 ? mathml`<mo>+</mo><mo>⋯</mo>` : nothing}<mo>=</mo><mn class="is-live">${nats(rows[i]?.alpha_from_own ?? null)}</mn></mrow
        ></math
      >
    </li>
  </ol>`;
}
