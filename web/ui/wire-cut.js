/** The wire cut: what A writes, what B writes with its attention, and what B writes with one vector in its place. */
import { html, nothing } from 'lit-html';
import { choice } from './choice.js';
import { percent } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';
import { kept } from '../lib/wire.js';

/** @typedef {import('../lib/wire.js').Steered} Steered */
/** @typedef {import('../core/protocol.d.ts').Step} Step */

/** A token in running text. @param {Step | undefined} step */
export function written(step) {
  if (!step) return 'nothing';
  if (isEnd(step.token)) return 'the end';
  const label = pieceLabel(step.token);
  return /[\p{L}\p{N}]/u.test(label) ? html`<i lang="fr">${label}</i>` : html`“${label}”`;
}

/** A translation, its tokens from the departure on underlined. @param {readonly Step[]} steps @param {number | null} departure */
export const sentence = (steps, departure) => {
  const text = (/** @type {readonly Step[]} */ part) => part.map(({ token }) => (isEnd(token) ? '' : token.text)).join('');
  const at = departure ?? steps.length;
  const [same, other] = [text(steps.slice(0, at)), text(steps.slice(at))];
  if ((same + other).trim() === '') return html`<span class="quiet">nothing</span>`;
  const rest = other === '' ? nothing : html`<span class="departed">${same === '' ? other.trimStart() : other}</span>`;
  return html`<span lang="fr">${same.trimStart()}${rest}</span>`;
};

/** Where it departs, and with what. @param {Steered} steered */
export function departs({ departure, own, steered }) {
  if (departure === null) return html`It writes the same as before.`;
  const before = own.steps[departure];
  const now = steered.steps[departure];
  return html`It departs at token ${departure + 1}: ${written(before)}${before ? html` (${percent(before.probability)})` : nothing} before,
    ${written(now)}${now ? html` (${percent(now.probability)})` : nothing} now.`;
}

/** Plain on a key, which has a colour of its own. */
const kKeys = {
  'last-forward': html`<span
    >the last forward state,
    <span class="sign"
      ><math
        ><mrow
          ><mo stretchy="false">[</mo><msub><mover><mi>h</mi><mo stretchy="false">→</mo></mover><mi>n</mi></msub><mo separator="true">;</mo
          ><mn>0</mn><mo stretchy="false">]</mo></mrow
        ></math
      ></span
    ></span
  >`,
  vector: html`<span>both last states, <span class="sign"><math><mi>C</mi></math></span></span>`,
};
const kSigns = {
  'last-forward': html`<math
    ><mrow
      ><mo stretchy="false">[</mo><msub class="is-source"><mover><mi>h</mi><mo stretchy="false">→</mo></mover><mi>n</mi></msub><mo separator="true">;</mo><mn>0</mn><mo
        stretchy="false">]</mo></mrow
    ></math
  >`,
  vector: html`<math><mi class="is-vector">C</mi></math>`,
};

/**
 * @param {object} options
 * @param {import('../core/protocol.d.ts').Trace} options.vector   A's, greedy
 * @param {Record<'last-forward' | 'vector', Steered>} options.cuts
 * @param {string} options.cut      'own' or one of the cuts
 * @param {(cut: string) => void} options.onCut
 */
export function wireCut({ vector, cuts, cut, onCut }) {
  const own = cuts.vector.own;
  const now = cut === 'own' ? null : cuts[/** @type {'vector'} */ (cut)];
  const { before, after } = kept(now ?? cuts.vector);
  return html`<section class="wire-cut" aria-label="The wire cut">
    <h3>B without its attention</h3>
    ${choice({
      name: 'wire-cut',
      legend: html`At every step, <math><msub><mi>c</mi><mi>i</mi></msub></math> is`,
      choices: [
        { value: 'own', label: 'from its own attention' },
        { value: 'last-forward', label: kKeys['last-forward'] },
        { value: 'vector', label: kKeys.vector },
      ],
      value: cut,
      onChoose: onCut,
    })}
    <dl class="wire-lines">
      <dt><b class="is-vector">A</b> one vector, trained with it</dt>
      <dd data-line="vector">${sentence(vector.steps, null)}</dd>
      <dt><b class="is-attention">B</b> with its attention</dt>
      <dd data-line="own">${sentence(own.steps, null)}</dd>
      <dt class=${now ? '' : 'quiet'}>
        <b class="is-attention">B</b>
        ${now ? html`with ${kSigns[/** @type {'vector'} */ (cut)]} in its place` : 'with the wire cut'}
      </dt>
      <dd data-line="cut">${now ? sentence(now.steered.steps, now.departure) : html`<span class="quiet">Not cut yet.</span>`}</dd>
    </dl>
    <p class="wire-readout" data-readout="cut">
      ${
        now
          ? html`${departs(now)} Made to write what it wrote before, B gives each token ${percent(after)}, on (geometric) average; with its
              attention it gave ${percent(before)}. <b>B was never trained like this</b>; A was.`
          : html`Both vectors hold what the encoder has read by its end: the last forward state with zeros for the rest, or both last
              states. A lives on such a C, from readers of its own. B’s numbers stay as they are. B was never trained like this.`
      }
    </p>
  </section>`;
}
