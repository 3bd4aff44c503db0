/** Quality against length in two panels: lengths that five translators met in training, and two of them beside twins that met fewer. */
import { html, svg } from 'lit-html';
import { lineChart, markPath } from './line-chart.js';
import { kCapacity, kExtrapolation, kLines, points, range, scoreAt } from '../lib/length-lines.js';

/** @typedef {import('../lib/length-lines.js').LineName} LineName */
/** @typedef {import('../lib/length-lines.js').Place} Place */
/** @typedef {import('../lib/length-lines.js').View} View */
/** @typedef {import('./measure-here.js').Run} Run */
/**
 * @typedef {object} Panels
 * @property {import('../lib/evidence.js').Evidence} evidence
 * @property {View} view
 * @property {readonly Place[]} places
 * @property {number} t             fractional while playing; moment k stands at places[k - 1]
 * @property {number} moment
 * @property {LineName} line        in focus
 * @property {readonly Run[]} runs
 * @property {number} width
 * @property {(line: LineName, moment: number) => void} onChoose
 */

const kWide = 900;
const kGap = 36;
const kHeight = 330;
/** Room for a name at a line's end that is wider than the chart expects. @param {number} width */
const spare = (width) => (width < 420 ? 16 : 8);
/** Of the BLEU axis, for what stands over a point measured here. */
const kLabelRoom = 6;

/** @param {Panels} panels */
const bounds = ({ view }) => (view === 'joined' ? { to: 80, what: 'joined sentences' } : { to: 45, what: 'single sentences' });

/** Words at a moment that may lie between two lengths. @param {readonly Place[]} places @param {number} t */
function wordsAt(places, t) {
  const before = places[Math.max(0, Math.floor(t) - 1)]?.words ?? 0;
  const after = places[Math.min(places.length, Math.ceil(t)) - 1]?.words ?? before;
  return before + (after - before) * (t - Math.floor(t));
}

/** Points measured here, of one panel's lines; the last measurement is named. @param {Panels} panels @param {readonly LineName[]} lines */
function measuredHere({ runs, view }, lines) {
  const here = runs.filter((run) => run.view === view);
  return here.flatMap((run, k) => {
    const shown = lines.filter((line) => run.scores[line]);
    const last = k === here.length - 1;
    const top = [...shown].sort((a, b) => (run.scores[b]?.bleu ?? 0) - (run.scores[a]?.bleu ?? 0))[0];
    return shown.map((line) => ({
      kind: kLines[line].kind,
      mark: kLines[line].mark,
      x: run.words,
      y: run.scores[line]?.bleu ?? NaN,
      low: run.scores[line]?.low ?? NaN,
      high: run.scores[line]?.high ?? NaN,
      label: last && line === top ? `here, ${run.count} of our ${run.unit}s` : '',
      faint: !last,
    }));
  });
}

/**
 * @param {Panels} panels @param {readonly LineName[]} names @param {string} title @param {number} width
 * @param {import('./line-chart.js').LineChart['shades']} shades
 */
function panel(panels, names, title, width, shades) {
  const { evidence, places, line: focus, t, moment, onChoose } = panels;
  const { to, what } = bounds(panels);
  const lines = names.map((name) => {
    const { kind, mark, dash, name: end } = kLines[name];
    const measured = places.map((place) => {
      const { bleu, low, high } = scoreAt(evidence, name, place);
      return { x: place.words, y: bleu, low, high };
    });
    return { name: end, kind, mark, dash, points: measured, strong: name === focus };
  });
  const loose = measuredHere(panels, names);
  const most = Math.max(50, ...lines.flatMap((line) => line.points.map((one) => one.high)), ...loose.map((one) => one.high));
  const top = Math.ceil((most + (loose.length > 0 ? kLabelRoom : 0)) / 10) * 10;
  const step = width < 420 && to > 50 ? 20 : 10;
  const tens = (/** @type {number} */ end, /** @type {number} */ by) => Array.from({ length: Math.floor(end / by) + 1 }, (_, k) => k * by);
  const at = names.indexOf(focus);
  return lineChart({
    name: `${title} BLEU against length; ${names.map((name) => kLines[name].says).join('; ')}.`,
    width: width - spare(width),
    height: kHeight,
    x: { from: 0, to, ticks: tens(to, step), says: String, label: `words (${what})` },
    y: { from: 0, to: top, ticks: tens(top, 10), says: String, label: 'BLEU' },
    lines,
    shades,
    marks: [{ x: wordsAt(places, t), label: `${Math.round(places[moment - 1]?.words ?? 0)} words` }],
    loose,
    at: at < 0 ? null : { line: at, point: moment - 1 },
    start: { line: 0, point: moment - 1 },
    onChoose: ({ line, point }) => onChoose(/** @type {LineName} */ (names[line]), point + 1),
    says: ({ line, point }) => {
      const name = /** @type {LineName} */ (names[line]);
      const place = /** @type {Place} */ (places[point]);
      const score = scoreAt(evidence, name, place);
      return `${kLines[name].says}, at ${Math.round(place.words)} words: ${points(score.bleu)}, 95 % interval ${range(score)}.`;
    },
  });
}

/** @param {Panels} panels */
export function lengthPanels(panels) {
  const { view, width } = panels;
  const wide = width >= kWide;
  const each = wide ? Math.floor((width - kGap) / 2) : width;
  const { to } = bounds(panels);
  const tight = each < 480;
  const met = kLines.vector.longest;
  const short = kLines['vector-short'].longest;
  const capacity =
    view === 'joined'
      ? [
          { from: 0, to: met, label: tight ? 'capacity' : `met in training, to ${met}: capacity` },
          { from: met, to, label: 'extrapolation', bare: true },
        ]
      : [{ from: 0, to: met, label: 'lengths met in training' }];
  const extrapolation = [
    { from: 0, to: short, label: tight ? '' : `to ${short}` },
    { from: short, to, label: tight ? 'the twins’ extrapolation' : 'never met by the twins: extrapolation', bare: true },
  ];
  return html`<div class=${`length-panels ${wide ? 'wide' : ''}`}>
    <figure class="sub">
      <figcaption><span><b>Capacity.</b> Five translators, all trained on up to ${met} words.</span></figcaption>
      ${panel(panels, kCapacity, 'Capacity.', each, capacity)}
    </figure>
    <figure class="sub">
      <figcaption>
        <span><b>Extrapolation.</b> A and B again, beside twins trained on at most ${short} words, nothing joined.</span>
      </figcaption>
      ${panel(panels, kExtrapolation, 'Extrapolation.', each, extrapolation)}
    </figure>
  </div>`;
}

/** A line's mark beside its name. @param {LineName} line */
export const lineMark = (line) =>
  html`<svg class=${`line-mark line-chart ${kLines[line].kind}`} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
    ${svg`<path class="dot" d=${markPath(kLines[line].mark, 7, 7, 5)}></path>`}
  </svg>`;
