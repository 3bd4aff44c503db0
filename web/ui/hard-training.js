/** Why hard attention is hard to train: the cloud of estimates, the way of their mean, and nets that learn side by side. */
import { html } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { choice } from './choice.js';
import { gradientCloud, reach } from './gradient-cloud.js';
import { lineChart } from './line-chart.js';
import { band, errorOf, kCloud, kEvery, kKinds, kPickKinds, kSeeds, kUpdates, pickLetter, samplesAt, kStops } from '../lib/hard.js';
import { memo } from '../lib/memo.js';
import { duration, percent } from '../lib/numbers.js';

/** @typedef {import('../lib/hard.js').Cloud} Cloud */
/** @typedef {import('../lib/hard.js').Curves} Curves */
/** @typedef {import('../lib/hard.js').Kind} Kind */

export const kNames = { without: 'without a baseline', with: 'with a baseline' };
export const kPickNames = { soft: 'soft', hard: 'hard', 'hard-without-baseline': 'hard, no baseline' };
/** The same at the end of a line, where a phone has room for a few letters. */
const kLineNames = { ...kPickNames, 'hard-without-baseline': 'no baseline' };
const kLooks = /** @type {const} */ ({
  soft: { kind: 'attention', mark: undefined, dash: undefined },
  hard: { kind: 'gradient', mark: undefined, dash: undefined },
  'hard-without-baseline': { kind: 'neutral', mark: undefined, dash: '6 4' },
});

const reachOf = memo((/** @type {Cloud} */ cloud) => ({
  same: reach([cloud.without.points, cloud.with.points]),
  without: reach([cloud.without.points]),
  with: reach([cloud.with.points]),
}));

/** "★ b a c": the example as the reader sees it. @param {readonly number[]} ids */
export const spelled = (ids) => ids.map(pickLetter).join(' ');

/** @param {number} value */
const inEnglish = (value) => value.toLocaleString('en');
/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(1)));

/** Two or three figures. @param {number} value */
export const figures = (value) => (value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2))));

/** @param {{ cloud: Cloud, moment: number, scale: string, width: number, onScale: (scale: string) => void }} options */
export function clouds({ cloud, moment, scale, width, onScale }) {
  const n = samplesAt(moment);
  const wide = width > 640;
  const side = wide ? (width - 40) / 2 : width;
  const limits = reachOf(cloud);
  const off = (/** @type {Kind} */ kind) =>
    `Their mean is ${figures(errorOf(cloud, kind, n))} times the gradient’s length away from the exact gradient.`;
  return html`${choice({
      name: 'hard-scale',
      legend: 'Scale',
      choices: [
        { value: 'same', label: 'the same for both' },
        { value: 'own', label: 'each its own' },
      ],
      value: scale,
      onChoose: onScale,
    })}
    <div class=${`hard-clouds ${wide ? 'wide' : ''}`}>
    ${kKinds.map(
      (kind) =>
        html`<figure class="sub">
          <figcaption><b>Estimates ${kNames[kind]}</b>, variance ${figures(cloud[kind].variance)}</figcaption>
          ${gradientCloud({
            name: `${n} estimates of the gradient ${kNames[kind]}, in a plane. ${off(kind)}`,
            estimates: cloud[kind],
            exact: cloud.exact,
            n,
            limit: scale === 'same' ? limits.same : limits[kind],
            width: side,
          })}
        </figure>`,
    )}
  </div>`;
}

/**
 * How far the mean is off, against how many it is of.
 * @param {{ cloud: Cloud, moment: number, width: number, go: (moment: number) => void }} options
 */
export function errorChart({ cloud, moment, width, go }) {
  const stops = Array.from({ length: kStops + 1 }, (_, k) => k);
  const lines = kKinds.map((kind) => ({
    name: width > 500 ? kNames[kind] : kind,
    kind: kind === 'with' ? 'gradient' : 'neutral',
    ...(kind === 'with' ? {} : { dash: '6 4' }),
    points: stops.map((k) => ({ x: samplesAt(k), y: errorOf(cloud, kind, samplesAt(k)) })),
  }));
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const from = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const to = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  const ticks = Array.from({ length: Math.round(Math.log10(to / from)) + 1 }, (_, k) => from * 10 ** k);
  return guard([cloud, moment, width], () =>
    lineChart({
      name: `How far the mean of n estimates is from the gradient, in lengths of the gradient, on logarithmic axes.`,
      width,
      height: 260,
      x: { from: 1, to: kCloud.samples, log: true, ticks: [1, 10, 100, 1000], says: inEnglish, label: 'estimates averaged, n' },
      y: { from, to, log: true, ticks, says: short, label: 'distance to the gradient, over its length' },
      lines,
      at: { line: 1, point: moment },
      onChoose: ({ point }) => go(point),
      says: ({ line, point }) =>
        `Mean of ${samplesAt(point)}, ${kNames[kKinds[line] ?? 'with']}: ${figures(Number(lines[line]?.points[point]?.y))}.`,
    }),
  );
}

/** @param {{ curves: Curves, width: number, milliseconds: number }} options */
export function learning({ curves, width, milliseconds }) {
  const done = kPickKinds.reduce((sum, kind) => sum + curves[kind].length, 0);
  const total = kSeeds * kPickKinds.length;
  const few = Math.min(...kPickKinds.map((kind) => curves[kind].length));
  return html`<div class="hard-learning">
    <h3>Soft and hard learn the same task</h3>
    ${
      few === 0
        ? html`<div class="waiting" role="status"><p>${done} of ${total} small nets have learned.</p></div>`
        : guard([done, width], () =>
            lineChart({
              name: `Share of all examples that are right, against updates: the median of ${few} nets of each kind, all of them as a band.`,
              width,
              height: 320,
              x: {
                from: 0,
                to: kUpdates,
                ticks: [0, kUpdates / 4, kUpdates / 2, (3 * kUpdates) / 4, kUpdates],
                says: String,
                label: 'updates',
              },
              y: { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1], says: percent, label: 'examples right' },
              lines: kPickKinds.map((kind) => {
                const { kind: actor, dash } = kLooks[kind];
                return { name: kLineNames[kind], kind: actor, ...(dash ? { dash } : {}), points: band(curves[kind]) };
              }),
            }),
          )
    }
    <p class="remark" role="status">
      ${
        done < total
          ? html`${done} of ${total} small nets have learned so far, on this device.`
          : html`${total} nets of ${curves.soft[0]?.parameters} parameters, ${kUpdates} updates each, measured every ${kEvery} on all
            ${curves.soft[0]?.examples} examples, took ${duration(milliseconds)} on this
            device. A line is the median of ${kSeeds} seeds, its band reaches from the lowest to the highest.`
      }
    </p>
  </div>`;
}

/** The task and one example of it. @param {Cloud} cloud */
export const task = ({ source, target, paths, parameters, allParameters, shares }) =>
  html`<p class="hard-task">
    Among five tokens there is one star: <b class="is-source">${spelled(source)}</b>. The two letters behind it are to be written:
    <b class="is-target">${spelled(target)}</b>, then the end. Three looks at five positions make ${paths} paths, few enough to add up
    over all of them. The net has ${allParameters} parameters; ${parameters} of them are attention’s, and the gradient shown is of
    these. The plane shows the two directions in which
    the estimates without a baseline vary most, ${percent(shares[0])} and ${percent(shares[1])} of their variance. The net has learned for
    ${kCloud.after} updates and begins to look at the right letters.
  </p>`;
