/** What many sentences say of the gradient, measured beforehand: its strength against distance, and what one step does to it. */
import { html } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { choice } from './choice.js';
import { lineChart } from './line-chart.js';
import { reachable } from './reachable.js';
import { slopeChart } from './slope-chart.js';
import { change, fades, powerOfTen, strength } from '../lib/fading.js';
import { count, percent } from '../lib/numbers.js';

/** @typedef {import('../lib/fading.js').Averages} Averages */
/** @typedef {import('../lib/fading.js').Weights} Weights */

/** Distances that are drawn: beyond, few sentences are long enough. */
const kFarthest = 60;
const kDrawn = /** @type {const} */ (['forward', 'recurrent', 'attention']);
const kDash = { forward: undefined, recurrent: '8 4', attention: undefined };
/** Narrower charts have little room, in px. */
const kClose = 360;
/** Exponents of the axis. */
const kLines = [-10, -8, -6, -4, -2, 0];

/** @param {Averages} averages @param {Weights} weights @param {boolean} [close]   little room for names */
const lines = (averages, weights, close = false) =>
  kDrawn.map((key) => {
    const { name, short, kind, curve } = averages.paths[key];
    const points = curve[weights].filter(([steps]) => steps <= kFarthest).map(([x, y]) => ({ x, y }));
    return { name: close ? short : name, kind, dash: kDash[key], points };
  });

/** @param {Weights} weights */
const otherThan = (weights) => (weights === 'trained' ? 'untrained' : 'trained');

/**
 * A point of the bold lines, which come first, or of the pale ones.
 * @param {Averages} averages @param {Weights} weights @param {import('./line-chart.js').At} at
 */
function pointSaid(averages, weights, { line, point }) {
  const which = line < kDrawn.length ? weights : otherThan(weights);
  const one = lines(averages, which)[line % kDrawn.length];
  const there = one?.points[point];
  return one && there ? `${one.name}, ${which}: ${strength(there.y)} at ${count(there.x, 'step')}.` : '';
}

/** @param {{ name: string, slope: Record<Weights, import('../lib/fading.js').Slope> }} row */
const slopesSaid = ({ name, slope }) =>
  `${name}: ${change(slope.untrained.value, 1)} a step untrained, ${change(slope.trained.value, 1)} trained.`;

/** @param {import('../lib/fading.js').Cell} cell */
const recallCommand = ({ net, seeds }) => `regard recall --net ${net} --seed N --json    N = 1 to ${seeds}`;

/**
 * @param {import('../figures/flow.js').Context} context
 * @param {Averages} averages
 */
export function flowAverages(context, averages) {
  const { width, choice: chosen, choose, state, set, say } = context;
  const weights = /** @type {Weights} */ (chosen('flow.weights'));
  const other = otherThan(weights);
  const cell = averages.cells.find((one) => one.cell === chosen('flow.cell')) ?? averages.cells[0];
  const side = width > 860;
  const half = side ? Math.floor((width - 40) / 2) : width;
  const close = half < kClose;
  const strongLines = lines(averages, weights, close);
  const paleLines = lines(averages, other).map((line) => ({ ...line, name: '', faint: true }));
  const rows = Object.values(averages.paths);
  return html`<div class=${`flow-averages ${side ? 'wide' : ''}`}>
    <figure class="sub">
      <figcaption>
        <b>${averages.sentences} sentences</b>, measured beforehand: the average gradient against distance. Bold: ${weights} weights; pale:
        ${other}.
      </figcaption>
      ${lineChart({
        name: `The average gradient against distance, ${weights}.`,
        width: half,
        height: 300,
        x: {
          from: 1,
          to: kFarthest,
          ticks: close ? [1, 20, 40, 60] : [1, 10, 20, 30, 40, 50, 60],
          says: String,
          label: half < 400 ? 'steps of the recurrence' : 'steps of the recurrence between the two words',
        },
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
          set({ point: at });
          say(pointSaid(averages, weights, at));
        },
        says: (at) => pointSaid(averages, weights, at),
      })}
      <p class="point">
        Each line down is a hundred times less.
        ${state.point ? html`<b>${pointSaid(averages, weights, state.point)}</b>` : 'Choose a place on a line to read it.'}
      </p>
      <p class="remark">
        The distance counts every step of the recurrence from word to word, in the encoder and in the decoder. A has a way round the
        decoder’s: it is given C at each of them. So its untrained curve falls more gently than its encoder alone would make it. The
        slopes ${side ? 'beside' : 'below'} keep to one French word at a time, which leaves the encoder’s steps.
      </p>
    </figure>
    <figure class="sub">
      <figcaption>
        <b>What one step of the encoder does</b> to the gradient: before training (ring) and after (dot), with 95&nbsp;% intervals.
      </figcaption>
      ${choice({
        name: 'flow-cell',
        legend: 'Cell',
        choices: averages.cells.map(({ name, cell: value }) => ({ value, label: name })),
        value: chosen('flow.cell'),
        onChoose: (value) => choose('flow.cell', value),
      })}
      ${slopeChart({
        name: `What one step does to the gradient. ${[...rows, ...averages.cells].map(slopesSaid).join(' ')}`,
        strong: weights === 'trained' ? 'after' : 'before',
        width: half,
        groups: [
          {
            title: `Translation, GRU: ${averages.sentences} sentences`,
            rows: rows.map(({ name, kind, slope }) => ({ name, kind, before: slope.untrained, after: slope.trained })),
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
    <p>
      With the tool of this project, a line each. The translators are made to write our own translations of the sentences; untrained
      weights are those of seed 1.
    </p>
    <div class="scroll" ${ref(reachable)}>
      <pre>${[...averages.commands, ...averages.cells.map(recallCommand)].join('\n')}</pre>
    </div>
  </details>`;
}
