/** What the figure "Learnable and fixed" says: of the reader's sentence, of length, and its two questions. */
import { html, nothing } from 'lit-html';
import { frenchWord } from './attention-words.js';
import { shownTraces, tracesOf } from './fixed.js';
import { fared, joined, kFixed, withInterval } from '../lib/fixed.js';
import { apart, kCompared } from '../lib/length-lines.js';
import { clamp, count, percent, weight } from '../lib/numbers.js';
import { alignmentOf } from '../lib/scores.js';
import { argMax, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('./fixed.js').Context} Context */
/** @typedef {import('../ui/prediction.js').Question<Context>} Question */

/** @param {string} text */
const french = (text) => (text.trim() === '' ? html`nothing.` : html`<q lang="fr">${text}</q>${/[.!?…]$/.test(text) ? nothing : '.'}`);

/** Of the reader's sentence. @param {Context} context */
export function sentenceQuote(context) {
  const own = tracesOf(context, true);
  if (own.length < kFixed.length) return null;
  const [uniform, cosine, learned] = own.map(({ trace }) => trace);
  if (!uniform || !cosine || !learned) return null;
  const [average, angle, b] = tracesOf(context, false).map(({ trace }) => trace);
  const wrote = html`With the plain average the translator writes ${french(uniform.translation)} By cosine similarity
    ${cosine.translation === uniform.translation ? html`it writes the same.` : french(cosine.translation)} B, whose score was learned,
    writes ${learned.translation === cosine.translation ? html`the same as the cosine.` : french(learned.translation)}`;
  if (!average || !angle || !b) return wrote;
  const length = b.steps.length;
  const firsts = [fared(average).first, fared(angle).first];
  const lost = b.steps
    .map((step, i) => ({ token: step.token, with: step.probability, without: average.steps[i]?.probability ?? NaN }))
    .sort((x, y) => y.with - y.without - (x.with - x.without))[0];
  return html`${wrote} Made to write B’s translation, the average would have put ${firsts[0]} of its ${count(length, 'token')} first by
    itself, the cosine ${firsts[1]}; a token gets ${percent(fared(average).average)}, ${percent(fared(angle).average)} and
    ${percent(fared(b).average)} on (geometric) average.${
      lost && lost.with - lost.without > 0.2
        ? html` The average misses ${frenchWord(lost.token)} most: ${percent(lost.without)} where B has ${percent(lost.with)}.`
        : nothing
    }`;
}

/** @param {Context} context @param {number} join */
const scoresAt = ({ data }, join) => {
  if (!data) return null;
  const models = ['fixed-uniform', 'fixed-cosine', 'attention', 'vector'];
  const [average, cosine, learned, vector] = models.map((model) => joined(data.evidence, model, join));
  return average && cosine && learned && vector ? { average, cosine, learned, vector } : null;
};

/** "no clear difference", by the intervals. @param {import('../lib/fixed.js').Score} a @param {import('../lib/fixed.js').Score} b */
const against = (a, b) => (!apart(a, b) ? 'no clear difference from' : a.bleu > b.bleu ? 'more than' : 'less than');

/** Against length. @param {Context} context */
export function lengthQuote(context) {
  const [short, long] = [scoresAt(context, 1), scoresAt(context, kCompared)];
  if (!short || !long || !context.data) return null;
  const error = alignmentOf(context.data.evidence, 'fixed-cosine');
  const b = alignmentOf(context.data.evidence, 'attention');
  return html`On single sentences, of ${Math.round(short.learned.words)} words on average, the plain average has
    <b>${withInterval(short.average)}</b> BLEU, the cosine <b>${withInterval(short.cosine)}</b>, B <b>${withInterval(short.learned)}</b>. At
    ${Math.round(long.learned.words)} words it is ${withInterval(long.average)}, ${withInterval(long.cosine)} and
    ${withInterval(long.learned)}. A, with one vector and no attention, has ${withInterval(short.vector)} and ${withInterval(long.vector)}:
    at the longer texts the average has ${against(long.average, long.vector)} A, and the cosine ${against(long.cosine, long.vector)}
    A.${
      error && b ? html` The alignment error rate of the cosine is ${error.error.toFixed(3)}, that of B ${b.error.toFixed(3)}.` : nothing
    }`;
}

/** @param {Context} context */
export function summary(context) {
  const shown = shownTraces(context);
  if (shown.length === 0) return 'The three translations are being computed.';
  const own = context.choice('fixed.view') === 'own';
  const said = shown.map(({ fixed, trace }) => {
    const i = clamp(context.moment, 0, trace.steps.length - 1);
    const weights = trace.alpha ? row(trace.alpha, i) : [];
    const j = argMax(weights);
    const token = pieceLabel(trace.steps[i]?.token ?? { piece: '', text: '' });
    const looks =
      fixed.kind === 'uniform'
        ? `looks at every token with ${weight(Number(weights[0]))}`
        : `looks most at “${trace.source_tokens[j]?.text.trim() ?? ''}” with ${weight(Number(weights[j]))}`;
    return `${fixed.name}: “${token}” has ${percent(trace.steps[i]?.probability ?? NaN)}, ${looks}.`;
  });
  const wrote = own ? ` They write: ${shown.map(({ trace }) => trace.translation || 'nothing').join(' | ')}` : '';
  return `Token ${context.moment + 1}, ${own ? 'each writing its own' : 'all made to write B’s translation'}. ${said.join(' ')}${wrote}`;
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;
const kShares = /** @type {const} */ ([
  { value: 'most', from: 0.85, label: 'nearly all of it' },
  { value: 'half', from: 0.4, label: 'half to five sixths' },
  { value: 'fifth', from: 0.1, label: 'a tenth to two fifths' },
  { value: 'nothing', from: -Infinity, label: 'next to nothing' },
]);

/** How much is left with a plain average? @type {Question} */
export const predictFixed = {
  ask: () => ({ key: 'average', choices: kShares.map(({ value, label }) => ({ value, label })) }),
  answer: (context, guess) => {
    if (!context.data) return 'The numbers are on their way…';
    const long = scoresAt(context, kCompared);
    if (!long) return 'This has not been measured yet.';
    const share = long.average.bleu / long.learned.bleu;
    const right = kShares.find(({ from }) => share >= from)?.value;
    return html`${verdict(guess === right)} It has ${withInterval(long.average)} BLEU where B has ${withInterval(long.learned)}:
      ${percent(share)}. With weights by cosine similarity it is ${withInterval(long.cosine)}.`;
  },
};

/** Why do fixed weights change in training? @type {Question} */
export const checkFixed = {
  ask: () => ({
    key: 'why',
    choices: [
      { value: 'score', label: 'The score learns after all' },
      { value: 'states', label: 'The states change, and the cosine is taken of them' },
      { value: 'never', label: 'They do not change' },
    ],
  }),
  answer: (_, guess) =>
    html`${verdict(guess === 'states')} The states learn to read and to write, and the angles between them change on the way. But no
      gradient comes through the weights, so nothing pushes a state to be looked at by the right words.`,
};
