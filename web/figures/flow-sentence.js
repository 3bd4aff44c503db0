/** Figure 6, the reader's sentence: the French words, the gradients of the chosen one, and where they go as a formula. */
import { html } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { columnOf, english, french, heard, normsAt, plain, wordOf } from './flow-words.js';
import { flowFormulas } from '../ui/flow-formulas.js';
import { kWays } from '../ui/flow-table.js';
import { gradientChart } from '../ui/gradient-chart.js';
import { reachable } from '../ui/reachable.js';
import { waiting } from '../ui/waiting.js';
import { writtenWords } from '../ui/written-words.js';
import { strength } from '../lib/fading.js';
import { between, decades, means, stepsToEnd } from '../lib/gradients.js';
import { memo } from '../lib/memo.js';
import { clamp, percent } from '../lib/numbers.js';
import { pieceLabel, row, targetTokens } from '../lib/trace.js';

/** @typedef {import('./flow.js').Context} Context */
/** @typedef {import('../lib/gradients.js').Sentence} Sentence */

/** Up to so many tokens leave room beside them. */
const kShort = 16;

/** What does not change from word to word. */
const drawn = memo((/** @type {Sentence} */ { source, norms }) => ({
  axis: decades([norms.vector, norms.recurrent, norms.attention]),
  behind: { vector: means(norms.vector), recurrent: means(norms.recurrent), attention: means(norms.attention) },
  tokens: source.map((token) => pieceLabel(token)),
  steps: source.map((_, j) => stepsToEnd(j, source.length)),
}));

/**
 * What the numbers say and what they do not.
 * @param {Sentence} sentence @param {number} i @param {ReturnType<typeof normsAt>} norms @param {number} step   exponents from line to line
 */
function reading({ traces, untrained }, i, norms, step) {
  const less = step === 1 ? 'ten' : step === 2 ? 'a hundred' : (10 ** step).toLocaleString('en');
  const { token, probability } = /** @type {import('../core/protocol.d.ts').Step} */ (traces.attention.steps[i]);
  return html`<div class="flow-reading">
    <p><b>Each line down is ${less} times less.</b> At 1, a token’s vector that moves by 0.01 changes the probability of ${french(token)} by
      up to 1&nbsp;% of what it is. The small numbers count the steps of the nearer reader from a token to its end of the sentence.</p>
    <p>B’s two ways are vectors; together they have the length <b>${strength(norms.total)}</b>. Lengths do not add up.
      ${
        untrained
          ? ''
          : html`Given what stands before ${french(token)}, A gives it ${percent(traces.vector.steps[i]?.probability ?? NaN)}, B
            ${percent(probability)}: the surer a translator is, the smaller all its gradients.`
      }</p>
  </div>`;
}

/** @param {Context} context @param {Sentence} sentence */
export function sentenceView(context, sentence) {
  const { state, set, width, measureAt, go, shared, fresh, computing, say } = context;
  const { norms: all, source, traces, untrained } = sentence;
  const i = wordOf(context, sentence);
  const j = columnOf(context, sentence);
  const t = clamp(context.t, 0, traces.attention.steps.length - 1);
  const { axis, behind, tokens, steps } = drawn(sentence);
  const norms = normsAt(sentence, i, j);
  const written = targetTokens(traces.attention);
  const beside = width > 900 && tokens.length <= kShort;
  const { alpha } = traces.attention;
  const chart = () =>
    gradientChart({
      name: `How strongly each English token moves ${plain(written[i])}. ${heard(sentence, i, j)}`,
      tokens,
      steps,
      ways: kWays.map(({ kind, mark, part }) => ({ kind, mark, values: between(all[part], t), behind: behind[part] })),
      axis,
      at: j,
      width: beside ? Math.floor(width * 0.62) : width,
      measure: measureAt(15),
      onLook: (look) => set({ look }),
      onChoose: (to) => {
        set({ column: { of: sentence, j: to }, look: null });
        say(heard(sentence, i, to));
      },
      onStep: (by) => go(i + by),
    });
  return html`<div class=${`flow-sentence ${fresh && !shared.busy ? '' : 'stale'}`} aria-busy=${fresh ? 'false' : 'true'}>
    <p class="asked">
      Which English token moves this French one? Choose it; both translators are made to write the same, B’s translation.
    </p>
    ${writtenWords({ written, i, width, measureAt, does: 'shows what moves it', onChoose: go })}
    <p class="flow-question">How strongly does ${english(source[j])} move ${french(written[i])}?</p>
    <ul class="flow-key">
      ${kWays.map(
        ({ kind, sign, label, part }) =>
          html`<li>
            <span class=${`is-${kind}`} aria-hidden="true">${sign}</span> ${label} <b class=${`is-${kind}`}>${strength(norms[part])}</b>
          </li>`,
      )}
      <li class="quiet">pale: the average over all French words</li>
    </ul>
    <div class=${beside ? 'flow-beside' : ''}>
      <div class="scroll" ${ref(reachable)}>${guard([sentence, t, i, j, state.column, width], chart)}</div>
      ${reading(sentence, i, norms, axis.step)}
    </div>
    ${flowFormulas({
      i,
      j,
      n: tokens.length,
      norms,
      alpha: untrained || !alpha ? null : Number(row(alpha, i)[j]),
      english: english(source[j]),
      french: french(written[i]),
    })}
    ${computing.problem && !fresh ? waiting(computing, shared, 'The gradients') : ''}
  </div>`;
}
