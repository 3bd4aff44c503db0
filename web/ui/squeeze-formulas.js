/** The readers' formulas with the numbers of the moment in them, as MathML: one number of a state, its gates, the vector. */
import { html, mathml, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { english } from './english.js';
import { reachable } from './reachable.js';
import { signed } from '../lib/numbers.js';
import { gatesOf, mean, numberAt, standsAt, widthOf } from '../lib/squeeze.js';

/** @typedef {import('../lib/squeeze.js').Reader} Reader */

/** @type {Record<import('../lib/squeeze.js').Way, string>} */
const kArrows = { forward: '→', backward: '←' };

/** @param {unknown} base @param {number} index @param {string} symbol @param {string} actor */
const sub = (base, index, symbol, actor) => mathml`<msub class=${actor} data-symbol=${symbol}>${base}<mn>${index}</mn></msub>`;
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
  const open = gatesOf(trace, reader, step);
  const word = english(tokens[j - 1]);
  const h = (/** @type {number} */ index) => sub(mi('h'), index, 'h', 'is-source');
  const x = sub(mi('x'), j, 'x', 'is-source');
  const z = sub(mi('z'), j, 'z', 'is-source');
  const r = sub(mi('r'), j, 'r', 'is-source');
  const proposal = sub(over('~'), j, 'n', '');
  const one = mathml`<mn>1</mn><mo>−</mo>`;
  const comma = mathml`<mo separator="true">,</mo>`;
  /** @param {unknown} content */
  const line = (content) => html`<math display="block"><mrow>${content}</mrow></math>`;
  /** @param {'z' | 'r'} name @param {unknown} symbol */
  const gate = (name, symbol) => {
    const of = (/** @type {string} */ letter) => mathml`<msub><mi>${letter}</mi><mi>${name}</mi></msub>`;
    return line(mathml`${symbol}<mo>=</mo><mi>σ</mi>${brackets(mathml`${of('W')}${x}<mo>+</mo>${of('U')}${h(before)}<mo>+</mo>${of('b')}`)}`);
  };
  /** @param {'z' | 'r'} name @param {ArrayLike<number>} values */
  const average = (name, values) =>
    mathml`<mover accent="true" class="is-source" data-symbol=${name}><mi>${name}</mi><mo>¯</mo></mover><mo>=</mo>${live(mean(values), name)}`;
  const ends = readers.map((each, k) => {
    const last = sub(over(kArrows[each.way]), standsAt(each, n, n) + 1, 'h', 'is-source');
    return k > 0 ? mathml`<mo separator="true">;</mo>${last}` : last;
  });
  const all = n > 2 ? mathml`${h(1)}${comma}<mo>…</mo>${comma}${h(n)}` : n > 1 ? mathml`${h(1)}${comma}${h(n)}` : h(1);
  const width = widthOf(readers);
  return html`<ol class="formulas">
    <li class="scroll" ${ref(reachable)}>
      <p>
        ${k === 0 ? 'Nothing is read yet; the first step will be this. ' : ''}The state of ${who} at ${word}. Below, its number
        ${focus.k + 1} of ${reader.width}${chosen ? '' : ', which this token changed most'}.
      </p>
      ${line(mathml`${h(j)}<mo>=</mo>${brackets(mathml`${one}${z}`)}<mo>⊙</mo>${proposal}<mo>+</mo>${z}<mo>⊙</mo>${h(before)}`)}
      ${
        gates
          ? line(mathml`${live(after, 'h')}<mo>=</mo>${brackets(mathml`${one}${live(gates.update, 'z')}`)}<mo>·</mo>${
              gates.proposal === null ? proposal : factor(gates.proposal, 'n')
            }<mo>+</mo>${live(gates.update, 'z')}<mo>·</mo>${factor(old, 'h')}`)
          : html`<p class="quiet">The gates’ numbers are computed as you read, and this browser does not run WebAssembly.</p>`
      }
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>Its gates there${open ? `, their means over all ${reader.width} numbers,` : ''} and the proposal that they weigh.</p>
      ${gate('z', z)} ${gate('r', r)}
      ${open ? line(mathml`${average('z', open.update)}${comma}<mspace width="0.5em"></mspace>${average('r', open.reset)}`) : nothing}
      ${line(mathml`${proposal}<mo>=</mo><mi>tanh</mi>${brackets(
        mathml`<mi>W</mi>${x}<mo>+</mo><mi>b</mi><mo>+</mo>${r}<mo>⊙</mo>${brackets(mathml`<mi>U</mi>${h(before)}<mo>+</mo><mi>c</mi>`)}`,
      )}`)}
    </li>
    <li class="scroll" ${ref(reachable)}>
      <p>The vector: of ${n} × ${width} numbers, ${width} go on.</p>
      ${line(mathml`<mi class="is-vector" data-symbol="C">C</mi><mo>=</mo><mi>f</mi>${brackets(all)}<mo>=</mo>${
        readers.length > 1 ? mathml`<mo stretchy="false">[</mo>${ends}<mo stretchy="false">]</mo>` : h(n)
      }`)}
      ${line(mathml`<mn class="is-live" data-symbol="x">${n}</mn><mo>×</mo><mn class="is-live" data-symbol="h">${width}</mn><mo>→</mo><mn
        class="is-live" data-symbol="C">${width}</mn>`)}
    </li>
  </ol>`;
}
