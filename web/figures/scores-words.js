/** What the figure of scoring functions says: of the reader's sentence, of what was measured, and its two questions. */
import { html, nothing } from 'lit-html';
import { pairOf, shownTraces } from './scores.js';
import { columnOf } from '../lib/beside.js';
import { clamp, count, percent, signed, weight } from '../lib/numbers.js';
import { alignmentOf, lookApart, onTest, scoresHere } from '../lib/scores.js';
import { argMax, pieceLabel, row } from '../lib/trace.js';
import { typical } from '../lib/wire.js';

/** @typedef {import('./scores.js').Context} Context */
/** @typedef {import('../lib/scores.js').Scored} Scored */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../ui/prediction.js').Question<Context>} Question */

/** @param {readonly unknown[]} parts */
const listed = (parts) => parts.map((part, k) => html`${k === 0 ? nothing : k === parts.length - 1 ? ' and ' : ', '}${part}`);

/** Quoted, and ended by its own mark or by ours. @param {string} text */
const sentence = (text) => html`<q lang="fr">${text}</q>${/[.!?…]$/.test(text) ? nothing : '.'}`;

/** What a token of the given translation gets on average. @param {Trace} trace */
const given = (trace) => typical(trace.steps.map(({ probability }) => probability));

/** Those made to write B's translation. @param {Context} context */
const forcedOf = ({ data, shared }) =>
  scoresHere(shared).flatMap((scored) => {
    const trace = data?.all.find(({ model }) => model === scored.model)?.forced;
    return trace ? [{ scored, trace }] : [];
  });

/** Of the reader's sentence. @param {Context} context */
export function sentenceQuote(context) {
  const { data, shared } = context;
  const here = scoresHere(shared);
  if (!data || data.all.length < here.length || here.length < 2) return null;
  const forced = forcedOf(context);
  const b = /** @type {import('../lib/shared.js').Pair} */ (shared.pair).attention;
  const others = data.all.filter(({ model }) => model !== 'attention');
  const same = others.filter(({ own }) => own.translation === b.translation).length;
  const [only] = others;
  const alone =
    others.length === 1 && only
      ? html`Left to itself, ${here.find(({ model }) => model === only.model)?.name} writes ${
          same === 1 ? 'the same as B.' : sentence(only.own.translation)
        }`
      : html`Left to themselves, ${same === others.length ? 'all' : same === 0 ? 'none' : same} of the ${others.length} others
          ${same === 1 ? 'writes' : 'write'} what B writes.`;
  if (forced.length < 2) return alone;
  const pairs = forced.flatMap((one, k) => forced.slice(k + 1).map((other) => ({ one, other, apart: lookApart(one.trace, other.trace) })));
  const sorted = [...pairs].sort((x, y) => x.apart.mean - y.apart.mean);
  const [nearest, farthest] = [sorted[0], sorted.at(-1)];
  /** @param {(typeof pairs)[number] | undefined} pair */
  const said = (pair) =>
    pair
      ? html`${pair.one.scored.name} and ${pair.other.scored.name}, which agree on the heaviest token in ${pair.apart.same} of
          ${count(pair.one.trace.steps.length, 'row')} and have ${percent(pair.apart.mean)} of their weight in other places`
      : nothing;
  return html`Made to write B’s translation of your sentence, each token of it gets on (geometric) average
    ${listed(forced.map(({ scored, trace }) => html`${percent(given(trace))} with ${scored.name}`))}. ${
      pairs.length === 1
        ? html`Their matrices belong to ${said(nearest)}.`
        : html`Of all pairs the nearest are ${said(nearest)}; the farthest ${said(farthest)}.`
    } ${alone}`;
}

/** @param {{ low: number, high: number }} a @param {{ low: number, high: number }} b */
const overlap = (a, b) => a.low <= b.high && b.low <= a.high;

/** What was measured beforehand. @param {Context} context */
export function measuredQuote({ data, shared }) {
  if (!data) return null;
  const measured = scoresHere(shared).flatMap((scored) => {
    const [test, links] = [onTest(data.evidence, scored.model), alignmentOf(data.evidence, scored.model)];
    return test ? [{ ...scored, test, links }] : [];
  });
  const luong = measured.filter((one) => one.luong);
  const additive = measured.find(({ score }) => score === 'additive');
  if (luong.length === 0 || !additive) return null;
  /** @param {Pick<(typeof measured)[number], 'test' | 'links'> & { name: string }} one */
  const said = ({ name, test, links }) =>
    html`${name} has <b>${test.bleu.toFixed(1)}</b> BLEU (${test.low.toFixed(1)} to ${test.high.toFixed(1)}), perplexity
      ${test.perplexity.toFixed(2)}${links ? html`, alignment error rate ${links.error.toFixed(3)}` : nothing}`;
  const sorted = [...luong].sort((a, b) => b.test.bleu - a.test.bleu);
  const [best, worst] = [/** @type {(typeof luong)[number]} */ (sorted[0]), /** @type {(typeof luong)[number]} */ (sorted.at(-1))];
  const concat = luong.find(({ score }) => score === 'concat');
  const rank =
    luong.length === 1
      ? nothing
      : overlap(best.test, worst.test)
        ? html` The intervals of the best, ${best.name}, and the last, ${worst.name}, overlap.`
        : html` Of these ${best.name} is the best and ${worst.name} the last, and their intervals do not overlap.`;
  const bridge = concat
    ? html`It has the same function as concat, so that what lies between those two is the wiring’s:
        ${signed(additive.test.bleu - concat.test.bleu, 1)} BLEU for B,
        ${overlap(additive.test, concat.test) ? 'within the intervals' : 'beyond the intervals'}.`
    : html`It differs from ${luong.length === 1 ? 'that one' : 'them'} in its wiring as well as in its score, so that the difference must
        not be given to the score alone.`;
  const all = luong.map((one, k) => html`${k > 0 ? '; ' : nothing}${said(one)}`);
  const b = said({ ...additive, name: 'with the additive score in Bahdanau’s wiring,' });
  return html`In Luong’s wiring ${all}.${rank} B, ${b}. ${bridge}`;
}

/** @param {Context} context */
export function summary(context) {
  const shown = shownTraces(context);
  const view = context.choice('scores.view');
  const pair = pairOf(context);
  const [first] = shown;
  if (!first) return 'The weights under each score are being computed.';
  const j = columnOf(context.state.column, first.trace, context.moment);
  if (view === 'difference' && pair) {
    const { a, b } = pair;
    const i = clamp(context.moment, 0, a.trace.steps.length - 1);
    const apart = lookApart(a.trace, b.trace);
    const token = pieceLabel(a.trace.steps[i]?.token ?? { piece: '', text: '' });
    const names = `${a.scored.name} and ${b.scored.name}`;
    return `Token ${i + 1}, “${token}”: ${percent(apart.rows[i] ?? NaN)} of the weight of ${names} lies elsewhere; on average ${percent(apart.mean)}.`;
  }
  const looks = shown.map(({ scored, trace }) => {
    const i = clamp(context.moment, 0, trace.steps.length - 1);
    const weights = trace.alpha ? row(trace.alpha, i) : [];
    const heaviest = argMax(weights);
    const token = pieceLabel(trace.steps[i]?.token ?? { piece: '', text: '' });
    const at = (/** @type {number} */ k) => `at “${trace.source_tokens[k]?.text.trim() ?? ''}” with ${weight(Number(weights[k]))}`;
    return `${scored.name}: “${token}” looks most ${at(heaviest)}${j === heaviest ? '' : `, ${at(j)}`}.`;
  });
  const how = view === 'own' ? 'each writing its own' : 'all made to write B’s translation';
  return `Token ${context.moment + 1}, ${how}. ${looks.join(' ')}`;
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** Is the score with nothing to learn worse? @type {Question} */
export const predictScores = {
  ask: ({ shared }) =>
    shared.models.includes('luong-dot')
      ? {
          key: 'better',
          choices: [
            { value: 'additive', label: 'the additive score' },
            { value: 'dot', label: 'the plain product' },
            { value: 'neither', label: 'no clear difference' },
          ],
        }
      : null,
  answer: ({ data }, guess) => {
    if (!data) return 'The numbers are on their way…';
    const [additive, dot] = [onTest(data.evidence, 'attention'), onTest(data.evidence, 'luong-dot')];
    if (!additive || !dot) return 'This has not been measured yet.';
    const right = overlap(additive, dot) ? 'neither' : additive.bleu > dot.bleu ? 'additive' : 'dot';
    return html`${verdict(guess === right)} The additive score has ${additive.bleu.toFixed(1)} BLEU (${additive.low.toFixed(1)} to
      ${additive.high.toFixed(1)}), the plain product ${dot.bleu.toFixed(1)} (${dot.low.toFixed(1)} to
      ${dot.high.toFixed(1)}).${right === 'neither' ? ' The intervals overlap.' : ''} The product has nothing of its own to learn; the
      states that it multiplies have learned to be multiplied. The two also differ in when they ask.`;
  },
};

/** What is general with W = I? @type {Question} */
export const checkScores = {
  ask: () => ({
    key: 'identity',
    choices: [
      { value: 'dot', label: 'dot' },
      { value: 'location', label: 'location' },
      { value: 'additive', label: 'additive' },
    ],
  }),
  answer: ({ shared, data }, guess) => {
    const b = shared.pair?.attention;
    const [D, H] = [b?.decoder_states.shape[1] ?? 0, b?.encoder_states.shape[1] ?? 0];
    const learned = data?.evidence.shapes['luong-general']?.weight;
    return html`${verdict(guess === 'dot')} With ones on its diagonal and zeros elsewhere, W leaves h as it is, and the plain product
      remains. So general can do whatever dot can, with ${(D * H).toLocaleString('en')} more
      numbers${learned ? '' : ' at the widths of these states'}, and it lets state and h have different widths.`;
  },
};
