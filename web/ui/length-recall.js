/** The same four designs on a task with exact truth, repeating symbols: a small chart and its table, over seeds. */
import { html } from 'lit-html';
import { lineChart } from './line-chart.js';
import { kLines } from '../lib/length-lines.js';
import { percent } from '../lib/numbers.js';
import { exactAt, recallOf } from '../lib/recall-task.js';

/** @typedef {import('../lib/evidence.js').Evidence} Evidence */

/** The recall task's nets, and the lines that share their marks. */
export const kNets = /** @type {const} */ ([
  { net: 'attention', like: 'attention', name: 'attention' },
  { net: 'wide', like: 'wide', name: 'wide' },
  { net: 'reversed', like: 'reversed', name: 'reversed' },
  { net: 'plain', like: 'forward', name: 'plain' },
]);
const kLongest = 24;

/** @param {Evidence} evidence @param {number} width */
export function recallChart(evidence, width) {
  const { longest_in_training: met, seeds } = recallOf(evidence, 'plain');
  return lineChart({
    name: `Sequences of symbols repeated without a mistake, against their length, mean of ${seeds} seeds: ${kNets
      .map(({ net, name }) => `${name} ${percent(exactAt(evidence, net, 10).mean)} at 10 symbols`)
      .join(', ')}.`,
    width,
    height: 270,
    x: { from: 0, to: kLongest, ticks: [0, 4, 8, 12, 16, 20, 24], says: String, label: 'symbols to repeat' },
    y: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], says: (value) => `${value * 100} %`, label: 'sequences without a mistake' },
    lines: kNets.map(({ net, like, name }) => ({
      name,
      kind: kLines[like].kind,
      mark: kLines[like].mark,
      dash: kLines[like].dash,
      points: recallOf(evidence, net)
        .by_length.filter(({ length }) => length <= kLongest)
        .map(({ length, exact }) => ({ x: length, y: exact.mean, low: exact.interval?.[0], high: exact.interval?.[1] })),
    })),
    shades: [{ from: 0, to: met, label: '' }],
  });
}

/** @param {Evidence} evidence */
export const recallTable = (evidence) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the recall task">
    <table class="length-table">
      <caption>
        Sequences repeated without a mistake, mean of ${recallOf(evidence, 'plain').seeds} seeds (95 % interval);
        up to ${recallOf(evidence, 'plain').longest_in_training} symbols were met in training
      </caption>
      <thead>
        <tr>
          <th scope="col">Symbols</th>
          ${kNets.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${recallOf(evidence, 'plain')
          .by_length.filter(({ length }) => length <= kLongest)
          .map(
            ({ length }) =>
              html`<tr>
                <th scope="row" class="number">${length}</th>
                ${kNets.map(({ net }) => {
                  const { mean, interval } = exactAt(evidence, net, length);
                  return html`<td class="number">
                    ${percent(mean)} <span class="quiet">${interval ? `(${percent(interval[0])} to ${percent(interval[1])})` : ''}</span>
                  </td>`;
                })}
              </tr>`,
          )}
      </tbody>
    </table>
  </div>`;
