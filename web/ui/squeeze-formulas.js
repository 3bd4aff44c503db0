/** The readers' formulas with the numbers of the moment in them, as MathML: one number of a state, the gates, and what becomes of it all. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { english } from './english.js';
import { reachable } from './reachable.js';
import { signed } from '../lib/numbers.js';
import { gatesOf, mean, numberAt, standsAt, widthOf } from '../lib/squeeze.js';

/** @typedef {import('../lib/squeeze.js').Reader} Reader */

/** @type {Record<import('../lib/squeeze.js').Way, string>} */
const kArrows = { forward: '→', backward: '←' };

/** @param {unknown} base @param {string | number} index @param {string} symbol @param {string} actor */
const sub = (base, index, symbol, actor) =>
  mathml`<msub class=${actor} data-symbol=${symbol}>${base}${typeof index === 'number' ? mathml`<mn>${index}</mn>` : mathml`<mi>${index}</mi>`}</msub>`;
/** @param {string} letter */
const mi = (letter) => mathml`<mi>${letter}</mi>`;
/** @param {string} accent */
const over = (accent) => mathml`<mover accent="true"><mi>h</mi><mo stretchy="false">${accent}</mo></mover>`;
/** @param {unknown} inner */
const brackets = (inner) => mathml`<mo stretchy="false">(</mo>${inner}<mo stretchy="false">)</mo>`;
/** @param {number} value @param {string} symbol */
const live = (value, symbol) => mathml`<mn class="is-live" data-symbol=${symbol}>${signed(value)}</mn>`;
/** The same as a factor. @param {number} value @param {string} symbol */
const factor = (value, symbol) => (value < 0 ? brackets(live(value, symbol)) : live(value, symbol));

/**
 * @param {object} options
 * @param {import('../lib/trace.js').Trace} options.trace
 * @param {readonly Reader[]} options.readers
 * @param {readonly import('../lib/trace.js').Token[]} options.tokens
 * @param {number} options.moment                     tokens read
 * @param {import('../lib/squeeze.js').Cell} options.focus
 * @param {boolean} options.chosen                    the reader chose it; else it is the one that changed most
 */
export function squeezeFormulas({ trace, readers, tokens, moment: k, focus, chosen }) {
  const n = tokens.length;
  const reader = /** @type {Reader} */ (readers[focus.reader] ?? readers[0]);
  const who = readers.length > 1 ? `the ${reader.way} reader` : 'the reader';
  const step = Math.max(1, k);
  const j = standsAt(reader, step, n) + 1;
  const before = reader.way === 'forward' ? j - 1 : j + 1;
  const { after, before: old, gates } = numberAt(trace, reader, step, focus.k);
  const all = gatesOf(trace, reader, step);
  const word = english(tokens[j - 1]);
  const h = (/** @type {number} */ index) => sub(mi('h'), index, 'h', 'is-source');
  const x = sub(mi('x'), j, 'x', 'is-source');
  /** @param {'z' | 'r'} gate @param {Float32Array | undefined} values */
  const gate = (gate, values) =>
    html`<math display="block"
      ><mrow
        >${sub(mi(gate), j, gate, 'is-source')}<mo>=</mo><mi>σ</mi>${brackets(
          mathml`<msub><mi>W</mi><mi>${gate}</mi></msub>${x}<mo>+</mo><msub><mi>U</mi><mi>${gate}</mi></msub>${h(before)}<mo>+</mo><msub><mi>b</mi><mi>${gate}</mi></msub>`,
        )}${values ? mathml`<mo separator="true">,</mo><mspace width="0.6em"></mspace><mtext>mean</mtext><mspace width="0.3em"></mspace>${live(mean(values), gate)}` : nothing}</mrow
      ></math
    >`;
  const proposal = sub(over('~'), j, 'n', '');
  return html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>
        ${k === 0 ? 'Nothing is read yet; the first step will be this. ' : ''}The state of ${who} at ${word}. Below, its number ${focus.k + 1} of
        ${reader.width}${chosen ? '' : ', which this token changed most'}.
      </p>
      <math display="block"
        ><mrow
          >${h(j)}<mo>=</mo>${brackets(mathml`<mn>1</mn><mo>−</mo>${sub(mi('z'), j, 'z', 'is-source')}`)}<mo>⊙</mo>${proposal}<mo>+</mo>${sub(mi('z'), j, 'z', 'is-source')}<mo>⊙</mo>${h(before)}</mrow
        ></math
      >
      ${
        gates
          ? html`<math display="block"
              ><mrow
                >${live(after, 'h')}<mo>=</mo>${brackets(mathml`<mn>1</mn><mo>−</mo>${live(gates.update, 'z')}`)}<mo>·</mo>${gates.proposal === null ? proposal : factor(gates.proposal, 'n')}<mo>+</mo>${live(gates.update, 'z')}<mo>·</mo>${factor(old, 'h')}</mrow
              ></math
            >`
          : html`<p class="quiet">The gates’ numbers are computed as you read, and this browser does not run WebAssembly.</p>`
      }
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>Its gates there, and the proposal that they weigh; the means are over all ${reader.width} numbers.</p>
      ${gate('z', all?.update)} ${gate('r', all?.reset)}
      <math display="block"
        ><mrow
          >${proposal}<mo>=</mo><mi>tanh</mi>${brackets(
            mathml`<mi>W</mi>${x}<mo>+</mo><mi>b</mi><mo>+</mo>${sub(mi('r'), j, 'r', 'is-source')}<mo>⊙</mo>${brackets(mathml`<mi>U</mi>${h(before)}<mo>+</mo><mi>c</mi>`)}`,
          )}</mrow
        ></math
      >
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The vector: of ${n} × ${widthOf(readers)} numbers, ${widthOf(readers)} go on.</p>
      <math display="block"
        ><mrow
          ><mi class="is-vector" data-symbol="C">C</mi><mo>=</mo><mi>f</mi>${brackets(
            n > 2
              ? mathml`${h(1)}<mo separator="true">,</mo><mo>…</mo><mo separator="true">,</mo>${h(n)}`
              : mathml`${h(1)}${n > 1 ? mathml`<mo separator="true">,</mo>${h(n)}` : nothing}`,
          )}<mo>=</mo>${
            readers.length > 1
              ? mathml`<mo stretchy="false">[</mo>${readers.map(
                  (one, r) =>
                    mathml`${r > 0 ? mathml`<mo separator="true">;</mo>` : nothing}${sub(over(kArrows[one.way]), standsAt(one, n, n) + 1, 'h', 'is-source')}`,
                )}<mo stretchy="false">]</mo>`
              : h(n)
          }</mrow
        ></math
      >
      <math display="block"
        ><mrow
          ><mn class="is-live" data-symbol="x">${n}</mn><mo>×</mo><mn class="is-live" data-symbol="h">${widthOf(readers)}</mn><mo>→</mo
          ><mn class="is-live" data-symbol="C">${widthOf(readers)}</mn></mrow
        ></math
      >
    </li>
  </ol>`;
}
