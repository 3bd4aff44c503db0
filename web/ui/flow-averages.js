/** What many sentences say of the gradient, measured beforehand: its strength against distance, and what one step does to it. */
import { html } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { choice } from './choice.js';
import { lineChart } from './line-chart.js';
import { reachable } from './reachable.js';
import { slopeChart } from './slope-chart.js';
import { change, fades, powerOfTen, strength } from '../lib/fading.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../lib/fading.js').Averages} Averages */
/** @typedef {import('../lib/fading.js').Weights} Weights */

/** Distances that are drawn: beyond, few sentences are long enough. */
const kFarthest = 60;
const kDrawn = /** @type {const} */ (['forward', 'recurrent', 'attention']);
const kDash = { forward: undefined, recurrent: '8 4', attention: undefined };
/** Exponents of the axis. */
const kLines = [-8, -6, -4, -2, 0];

/** @param {Averages} averages @param {Weights} weights */
const lines = (averages, weights) =>
  kDrawn.map((key) => {
    const { name, kind, curve } = averages.paths[key];
    return { name, kind, dash: kDash[key], points: curve[weights].filter(([steps]) => steps <= kFarthest).map(([x, y]) => ({ x, y })) };
  });

/** @param {Averages} averages @param {Weights} weights @param {import('./line-chart.js').At} at */
function pointSaid(averages, weights, { line, point }) {
  const one = lines(averages, weights)[line];
  const there = one?.points[point];
  return one && there ? `${one.name}: ${strength(there.y)} at ${there.x} steps.` : '';
}

/**
 * @param {import('../figures/flow.js').Context} context
 * @param {Averages} averages
 */
export function flowAverages(context, averages) {
  const { width, choice: chosen, choose, state, set, say } = context;
  const weights = /** @type {Weights} */ (chosen('flow.weights'));
  const other = weights === 'trained' ? 'untrained' : 'trained';
  const cell = averages.cells.find((one) => one.cell === chosen('flow.cell')) ?? averages.cells[0];
  const side = width > 860;
  const half = side ? Math.floor((width - 40) / 2) : width;
  const strongLines = lines(averages, weights);
  const paleLines = lines(averages, other).map((line) => ({ ...line, name: '', faint: true }));
  const { bidirectional, forward, recurrent, attention } = averages.paths;
  return html`<div class=${`flow-averages ${side ? 'wide' : ''}`}>
    <figure class="sub">
      <figcaption><b>${averages.sentences} sentences</b>, measured beforehand: the average gradient against distance. Bold: ${weights} weights;
        pale: ${other}.</figcaption>
      ${lineChart({
        name: `The average gradient against distance, ${weights}.`,
        width: half,
        height: 300,
        x: { from: 1, to: kFarthest, ticks: [1, 10, 20, 30, 40, 50, 60], says: String, label: 'steps of the recurrence between the two words' },
        y: {
          from: 1e-10,
          to: 1,
          log: true,
          ticks: kLines.map((exponent) => 10 ** exponent),
          says: (value) => powerOfTen(Math.round(Math.log10(value))),
          label: 'strength',
        },
        lines: [...strongLines, ...paleLines],
        at: state.point,
        onChoose: (at) => {
          const point = { line: Math.min(at.line, strongLines.length - 1), point: at.point };
          set({ point });
          say(pointSaid(averages, weights, point));
        },
        says: (at) => pointSaid(averages, weights, at),
      })}
      <p class="point" role="presentation">${
        state.point ? pointSaid(averages, weights, state.point) : 'Each line down is a hundred times less. Point at a line to read it.'
      }</p>
      <p class="remark">All ways that lead through the decoder’s first state count in full here, the decoder’s steps too. A gives C to its decoder
        at every step, a way round those; so its curve falls more gently than its encoder alone would make it. The slopes beside
        compare the English words of one French word, which leaves the encoder’s steps.</p>
    </figure>
    <figure class="sub">
      <figcaption><b>What one step of the encoder does</b> to the gradient: before training (ring) and after (dot), with 95&nbsp;%
        intervals.</figcaption>
      ${choice({
        name: 'flow-cell',
        legend: 'Cell',
        choices: averages.cells.map(({ name, cell: value }) => ({ value, label: name })),
        value: chosen('flow.cell'),
        onChoose: (value) => choose('flow.cell', value),
      })}
      ${slopeChart({
        name: `What one step does to the gradient. ${[bidirectional, forward, recurrent, attention, ...averages.cells]
          .map(({ name, slope }) => `${name}: ${change(slope.untrained.value, 1)} a step untrained, ${change(slope.trained.value, 1)} trained.`)
          .join(' ')}`,
        strong: weights === 'trained' ? 'after' : 'before',
        width: half,
        groups: [
          {
            title: `Translation, GRU: ${averages.sentences} sentences`,
            rows: [bidirectional, forward, recurrent, attention].map(({ name, kind, slope }) => ({
              name,
              kind,
              before: slope.untrained,
              after: slope.trained,
            })),
          },
          {
            title: `Repeating up to ${cell?.longest} symbols, one vector`,
            rows: averages.cells.map((one) => ({
              name: one.name,
              kind: 'neutral',
              before: one.slope.untrained,
              after: one.slope.trained,
              chosen: one.cell === cell?.cell,
            })),
          },
        ],
      })}
      ${
        cell
          ? html`<p class="cell-reading"><b>${cell.name}</b>, ${cell.seeds} seeds: before training its gradient
              ${fades(cell.slope.untrained.value)}. After it, it ${fades(cell.slope.trained.value)}. It then gives back
              ${percent(cell.right)} of the symbols of a sequence of ${cell.longest}.</p>`
          : ''
      }
    </figure>
  </div>
  <details class="flow-commands">
    <summary>How this was measured</summary>
    <p>With the tool of this project; a line each:</p>
    <div class="scroll" ${ref(reachable)}>
      <pre>${[...averages.commands, ...averages.cells.map(({ net, seeds }) => `regard recall --net ${net} --seed N --json    N = 1 to ${seeds}`)].join('\n')}</pre>
    </div>
  </details>`;
}
