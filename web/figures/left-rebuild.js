/** The other view of "What is left": a decoder that is given C alone writes the English back. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { likeliest } from '../ui/likeliest.js';
import { lineChart } from '../ui/line-chart.js';
import { fateOf, rebuiltRows } from '../ui/rebuilt.js';
import { clamp, count, percent } from '../lib/numbers.js';
import { comparison, rebuiltBleu, wordOf } from '../lib/rebuilding.js';

/** @typedef {import('./left-data.js').Context} Context */
/** @typedef {import('./left-data.js').Data} Data */
/** @typedef {import('../lib/trace.js').Trace} Trace */

/** Index of the word in focus. @param {Context} context @param {Data} data @param {Trace} rebuilt */
function focus({ state, moment }, { tokens }, rebuilt) {
  const { groups } = comparison(tokens, rebuilt);
  return wordOf(groups, clamp(state.look ?? moment - 1, 0, tokens.length - 1));
}

/** @param {Context} context @param {Data} data @param {Trace} rebuilt */
export function rebuildView(context, data, rebuilt) {
  const { set, state, go } = context;
  const compared = comparison(data.tokens, rebuilt);
  const at = focus(context, data, rebuilt);
  /** @param {number} k */
  const first = (k) => compared.groups[k]?.first ?? 0;
  /** @param {number | null} k */
  const look = (k) => {
    const j = k === null ? null : first(k);
    if (j !== state.look) set({ look: j });
  };
  return html`${rebuiltRows({ ...compared, at, cursor: at, onLook: look, onChoose: (k) => go(first(k) + 1) })}
    ${rebuilt.truncated ? html`<p class="quiet">The decoder did not end its sentence and was stopped.</p>` : nothing}
    ${word(compared, rebuilt, at)}`;
}

/** Under the player: how well sentences come back. @param {Context} context @param {Data} data @param {Trace} rebuilt */
export function rebuildBelow({ width }, data, rebuilt) {
  const { given } = comparison(data.tokens, rebuilt);
  return guard([data.evidence, given, width], () => curve(data, given.length, Math.min(width, 720)));
}

/**
 * What became of one word, and how sure the decoder was of what it wrote there.
 * @param {ReturnType<typeof comparison>} compared @param {Trace} trace @param {number} at
 */
function word({ given, rebuilt, rebuiltGroups }, trace, at) {
  const one = given[at];
  if (!one) return nothing;
  const step = one.partner === null ? null : (trace.steps[rebuiltGroups[one.partner]?.first ?? -1] ?? null);
  return html`<div class="left-asked">
    <p class="left-question fate-said">“${one.text}” ${fateOf(one, rebuilt)}.</p>
    ${
      step
        ? likeliest({
            title: 'What the decoder weighed there',
            symbol: 'vector',
            top: step.top,
            truth: { ...step.token, probability: step.probability },
            mark: 'written',
          })
        : html`<div class="likeliest"></div>`
    }
  </div>`;
}

/** How well the sentences come back, by their length. @param {Data} data @param {number} words @param {number} width */
function curve({ evidence }, words, width) {
  const rows = rebuiltBleu(evidence);
  const last = rows.at(-1);
  if (rows.length < 2 || !last) return nothing;
  const to = Math.ceil((Math.max(last.words, words) + 1) / 10) * 10;
  const said = rows.map((one) => `${one.bleu.toFixed(1)} at ${one.words.toFixed(0)} words`);
  return html`<figure class="sub left-curve">
    <figcaption>Measured beforehand: how well the English comes back, in BLEU, for one to ${last.joined} sentences joined</figcaption>
    ${lineChart({
      name: `BLEU of the English that comes back from C: ${said.join(', ')}.`,
      width,
      height: 250,
      x: { from: 0, to, ticks: Array.from({ length: to / 10 + 1 }, (_, k) => 10 * k), says: String, label: 'words, on average' },
      y: { from: 0, to: 100, ticks: [0, 25, 50, 75, 100], says: String, label: 'BLEU; 100: every word came back' },
      lines: [
        { name: '', kind: 'vector', mark: 'circle', points: rows.map(({ words: x, bleu: y, low, high }) => ({ x, y, low, high })) },
      ],
      marks: [{ x: words, label: words > to * 0.7 ? '' : 'your sentence' }],
    })}
    <details class="left-measured">
      <summary>How it was measured</summary>
      <p>Greedy, over test sentences that no model was trained on; the band is a 95 % interval.</p>
      <p><code>${last.command}</code></p>
    </details>
  </figure>`;
}

/** @param {Context} context @param {Data} data @param {Trace} rebuilt */
export function rebuildSummary(context, data, rebuilt) {
  const compared = comparison(data.tokens, rebuilt);
  const at = focus({ ...context, state: { ...context.state, look: null } }, data, rebuilt);
  const one = compared.given[at];
  return one ? `Word ${at + 1} of ${compared.given.length}, “${one.text}”, ${fateOf(one, compared.rebuilt)}.` : '';
}

/** @param {Data} data @param {Trace} rebuilt */
export function rebuildTable({ tokens }, rebuilt) {
  const compared = comparison(tokens, rebuilt);
  /** @param {number} k */
  const probability = (k) => {
    const group = compared.rebuiltGroups[k];
    if (!group) return NaN;
    return rebuilt.steps.slice(group.first, group.last + 1).reduce((product, step) => product * step.probability, 1);
  };
  const invented = compared.rebuilt.flatMap((one, k) => (one.fate === 'invented' && one.partner === null ? [{ ...one, k }] : []));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the words that come back">
    <table>
      <caption>
        Every word that went in and what came out in its place, with the probability the decoder gave it;
        ${count(rebuilt.steps.length, 'token')} written
      </caption>
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col">Went in</th>
          <th scope="col">What became of it</th>
          <th scope="col">Came out</th>
          <th scope="col" class="number">Probability</th>
        </tr>
      </thead>
      <tbody>
        ${compared.given.map(
          (one, k) =>
            html`<tr>
              <th scope="row">${k + 1}</th>
              <td>${one.text}</td>
              <td>${one.fate}</td>
              <td>${one.partner === null ? '–' : compared.rebuilt[one.partner]?.text}</td>
              <td class="number">${one.partner === null ? '–' : percent(probability(one.partner))}</td>
            </tr>`,
        )}
        ${invented.map(
          (one) =>
            html`<tr>
              <th scope="row">–</th>
              <td>–</td>
              <td>invented</td>
              <td>${one.text}</td>
              <td class="number">${percent(probability(one.k))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
