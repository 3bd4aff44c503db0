/** What becomes of the place as its sentence grows: one ladder as computed here, and the mean of many as measured beforehand. */
import { html, nothing } from 'lit-html';
import { lineChart } from './line-chart.js';
import { forgets } from '../lib/where.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('./line-chart.js').Line} Line */
/** @typedef {import('../lib/where.js').Rung} Rung */
/** @typedef {import('../lib/where.js').OfBoth} OfBoth */

const kHeight = 232;
const kX = { from: 0, to: 50, ticks: [0, 10, 20, 30, 40, 50], says: String, label: 'words in the sentence' };
/** Names stand beyond their marks. */
const kNames = 16;
const kY = { from: 0, to: 1.14, ticks: [0, 0.5, 1], says: (/** @type {number} */ share) => `${share * 100} %` };

/** @param {unknown} title @param {unknown} chart */
const titled = (title, chart) => html`<div><p class="chart-title">${title}</p>${chart}</div>`;

/**
 * The ladder shown, rung by rung. Choosing a point chooses its rung.
 * @param {object} options
 * @param {readonly Rung[]} options.rungs
 * @param {number} options.place
 * @param {import('../lib/where.js').Place} options.right
 * @param {import('../lib/where.js').Place | null} options.other
 * @param {number} options.moment
 * @param {number} options.width     of one chart
 * @param {(moment: number) => void} options.go
 */
export function ladderCharts({ rungs, place, right, other, moment, width, go }) {
  /** @param {(rung: Rung) => number | undefined} of */
  const points = (of) => rungs.map((rung) => ({ x: rung.words, y: of(rung) ?? 0 }));
  /** @type {Line[]} */
  const probed = [
    { name: 'C', kind: 'vector', mark: 'square', points: points((rung) => rung.vector.probabilities[place]) },
    { name: 'states', kind: 'attention', mark: 'circle', points: points((rung) => rung.attention.probabilities[place]) },
  ];
  /** @type {Line[]} */
  const written = [
    { name: 'A', kind: 'vector', mark: 'square', points: points((rung) => rung.written.vector) },
    { name: 'B', kind: 'attention', mark: 'circle', points: points((rung) => rung.written.attention) },
  ];
  if (other)
    written.push(
      { name: `A, “${other.source}”`, kind: 'vector', mark: 'diamond', dash: '3 4', points: points((rung) => rung.swapped?.vector) },
      { name: `B, “${other.source}”`, kind: 'attention', mark: 'triangle', dash: '3 4', points: points((rung) => rung.swapped?.attention) },
    );
  const lost = forgets(rungs, 'vector', place);
  const marks = lost < 0 ? [] : [{ x: rungs[lost]?.words ?? 0, label: 'C forgets' }];
  /** @param {string} name @param {string} label @param {readonly Line[]} lines @param {typeof marks} upright */
  const chart = (name, label, lines, upright) =>
    lineChart({
      name,
      width: width - kNames,
      height: kHeight,
      x: kX,
      y: { ...kY, label },
      lines,
      marks: upright,
      at: { line: 0, point: moment },
      onChoose: ({ point }) => go(point),
      says: () => {
        const values = lines.map((line) => `${line.name} ${percent(line.points[moment]?.y ?? NaN)}`);
        return `${rungs[moment]?.words} words: ${values.join(', ')}.`;
      },
    });
  return html`${titled(
    html`Asked of what was read: how likely is <i lang="en">${right.source}</i>?`,
    chart(`Probability of ${right.source} in the probe, against words in the sentence.`, 'probability in the probe', probed, marks),
  )}
  ${titled(
    html`Written: how likely is <i lang="fr">${right.target}</i>, all French before it given?`,
    chart(`Probability of ${right.target} at its place, against words in the sentence.`, `probability at its place`, written, []),
  )}`;
}

/** @typedef {{ mean_words: number, accuracy: number, interval?: [number, number] }} MeanRung */

/** @param {readonly MeanRung[] | undefined} rungs @returns {import('./line-chart.js').Point[]} */
const shares = (rungs) =>
  (rungs ?? []).map(({ mean_words: x, accuracy: y, interval }) => (interval ? { x, y, low: interval[0], high: interval[1] } : { x, y }));

/**
 * Many ladders, as measured beforehand.
 * @param {{ vector: any, attention: any }} averages    results of `regard probe --kind where --ladders`; null: not measured
 * @param {number} width of one chart
 */
export function averageCharts({ vector, attention }, width) {
  /** @type {Line[]} */
  const probed = [
    { name: 'C', kind: 'vector', mark: 'square', points: shares(vector?.by_rung) },
    { name: 'states', kind: 'attention', mark: 'circle', points: shares(attention?.by_rung) },
    { name: 'C, untrained', kind: 'vector', dash: '2 4', points: shares(vector?.baselines.untrained?.by_rung) },
    { name: 'states, untr.', kind: 'attention', dash: '2 4', points: shares(attention?.baselines.untrained?.by_rung) },
  ];
  /** @type {Line[]} */
  const written = [
    { name: 'A', kind: 'vector', mark: 'square', points: shares(vector?.written.by_rung) },
    { name: 'B', kind: 'attention', mark: 'circle', points: shares(attention?.written.by_rung) },
  ];
  const known = (/** @type {readonly Line[]} */ lines) => lines.filter(({ points }) => points.length > 0);
  const at = (/** @type {import('./line-chart.js').Point | undefined} */ point) =>
    `${percent(point?.y ?? NaN)} at ${Math.round(point?.x ?? 0)} words`;
  const said = (/** @type {readonly Line[]} */ lines) =>
    lines.map(({ name, points }) => `${name}: ${at(points[0])}, ${at(points.at(-1))}`).join('. ');
  /** @param {string} name @param {string} label @param {readonly Line[]} lines */
  const chart = (name, label, lines) =>
    lineChart({ name: `${name} ${said(lines)}.`, width: width - kNames, height: kHeight, x: kX, y: { ...kY, label }, lines });
  const ladders = vector?.ladders ?? attention?.ladders;
  if (!ladders) return nothing;
  return html`${titled(
    `${ladders} ladders: how often is the most likely place the right one?`,
    chart('Share of ladders whose most likely place is the right one.', 'of the ladders, with 95 % intervals', known(probed)),
  )}
  ${titled(
    `${ladders} ladders: how often is the right French word more likely than not?`,
    chart('Share of ladders whose French word is more likely than not.', 'of the ladders, with 95 % intervals', known(written)),
  )}`;
}
