/** What the clock says in words: the article's sentence, what was measured, the questions before and after. */
import { html, nothing } from 'lit-html';
import { precise } from '../ui/race-charts.js';
import { crossover, dependentSteps, kNoTimes, multiplications, pathLength, rate, tableOperations, wholes } from '../lib/layer-race.js';
import { count } from '../lib/numbers.js';

/** @typedef {import('../lib/layer-race.js').Times} Times */
/** @typedef {{ times: Record<string, Times> }} State */
/** @typedef {Pick<import('../ui/figure.js').Context<State>, 'state' | 'shared' | 'choice'>} Context */

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** @param {number} value */
const whole = (value) => value.toLocaleString('en');

/** A ratio as a reader says it: 1.9 times. @param {number} ratio */
const times = (ratio) => `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)}\u00a0times`;

/** @param {Context} context */
const measured = ({ state, choice }) => {
  const d = Number(choice('clock.width'));
  return { d, both: wholes((state.times[d] ?? kNoTimes).timed) };
};

/** Which is faster, and by how much. @param {import('../lib/layer-race.js').Both} one */
const faster = ({ recurrent, attention }) =>
  attention <= recurrent
    ? html`self-attention is ${times(recurrent / attention)} as fast`
    : html`the recurrent layer is ${times(attention / recurrent)} as fast`;

/** Where self-attention falls behind on this device. @param {readonly import('../lib/layer-race.js').Timed[]} both @param {number} d */
function crossing(both, d) {
  const found = crossover(both);
  if (!found) return nothing;
  const paper = `by the count it should be from n = ${whole(d)} on`;
  if (found.kind === 'none') return html`Up to ${whole(found.last)} tokens self-attention never falls behind here; ${paper}.`;
  if (found.kind === 'some') return html`Self-attention is the slower one at ${found.lengths.map(whole).join(', ')} tokens; ${paper}.`;
  return html`Self-attention is the slower one from ${whole(found.at)} tokens
  on${found.before === null ? ', the shortest length measured' : html` (at ${whole(found.before)} it was not)`}; ${paper}.`;
}

/** Beside the clock. @param {Context} context */
export function measuredSaid(context) {
  const { d, both } = measured(context);
  const last = both.at(-1);
  if (!last || both.length < 2) return nothing;
  const n = context.shared.tokens.length;
  const own = both.find((one) => one.length === n);
  const speed = (/** @type {'recurrent' | 'attention'} */ layer) => rate(layer, last, d).toFixed(1);
  return html`<p>
    ${own ? html`Your ${count(n, 'token')}: recurrent <b>${precise(own.recurrent)}</b>, self-attention <b>${precise(own.attention)}</b>. ` : nothing}At
    ${whole(last.length)} tokens: recurrent <b>${precise(last.recurrent)}</b>, self-attention <b>${precise(last.attention)}</b>, with ${speed('recurrent')}
    and ${speed('attention')} thousand million multiplications in a second. ${crossing(both, d)}
  </p>`;
}

/** In the article. @param {Context} context */
export function clockSaid(context) {
  const { shared } = context;
  if (!shared.pair) return null;
  const n = shared.tokens.length;
  const { d, both } = measured(context);
  const [steps, path] = [dependentSteps(n), pathLength(n)];
  const own = both.find((one) => one.length === n);
  const last = both.at(-1);
  const counted =
    n === 1
      ? 'Your sentence is a single token: one step for either layer, and nothing to wait for.'
      : `Your sentence has ${n} tokens. The recurrent layer needs ${steps.recurrent} steps one after the other, self-attention ${steps.attention}; from the
        first word to the last it is ${count(path.recurrent, 'link')} against ${path.attention}.`;
  return html`${counted}
  ${
    !last || both.length < 2
      ? 'How long that takes, this page does not know before it has measured it on your device: the button is in the figure.'
      : html`On your device, ${d} numbers wide,
        ${own ? html`${faster(own)} for your sentence (${precise(own.recurrent)} recurrent, ${precise(own.attention)} self-attention); ` : nothing}at
        ${whole(last.length)} tokens ${faster(last)}. ${crossing(both, d)}`
  }`;
}

/** By how much more is multiplied for a text twice as long. @param {number} n @param {number} d */
export function doubling(n, d) {
  const [once, twice] = [multiplications(n, d), multiplications(2 * n, d)];
  return { recurrent: twice.recurrent / once.recurrent, attention: twice.attention / once.attention };
}

/** Two lengths that were measured, one twice the other, as near to n as there are. @param {ReturnType<typeof wholes>} both @param {number} n */
function measuredDoubling(both, n) {
  const pairs = both.flatMap((one) => {
    const other = both.find(({ length }) => length === 2 * one.length);
    return other ? [{ from: one, to: other }] : [];
  });
  const far = (/** @type {{ from: { length: number } }} */ { from }) => Math.abs(Math.log(from.length / n));
  return pairs.sort((a, b) => far(a) - far(b))[0] ?? null;
}

/** @type {import('../ui/prediction.js').Question<Context>} */
export const predictClock = {
  ask: ({ shared, choice }) =>
    shared.pair && {
      key: `${shared.tokens.length} ${choice('clock.width')}`,
      text: html`Both layers are ${choice('clock.width')} numbers wide, and one core does all the work. Your sentence of
      ${count(shared.tokens.length, 'token')} becomes twice as long. How much longer does each layer take?`,
      choices: [
        { value: 'none', label: 'recurrent twice, self-attention no longer' },
        { value: 'both', label: 'each about twice' },
        { value: 'four', label: 'recurrent twice, self-attention four times' },
      ],
    },
  answer(context, guess) {
    const n = context.shared.tokens.length;
    const { d, both } = measured(context);
    const more = doubling(n, d);
    const right = more.attention < Math.sqrt(8) ? 'both' : 'four';
    const pair = measuredDoubling(both, n);
    return html`${verdict(guess === right)} Counted: ${times(more.recurrent)} the multiplications for the recurrent layer,
    ${`${more.attention.toFixed(2)}\u00a0times`} for self-attention: at ${count(n, 'token')} nearly all of its work is four projections, done
    once for every token. The part that grows fourfold, every token with every other, is small until n comes near d = ${d}. One step in a row is
    not one step’s work.
    ${
      pair
        ? html`Measured here, from ${pair.from.length} to ${pair.to.length} tokens: ${times(pair.to.recurrent / pair.from.recurrent)} and
          ${times(pair.to.attention / pair.from.attention)}.`
        : 'The figure measures it, when you ask it to.'
    }`;
  },
};

const kCheckWidth = 512;
const kTexts = [
  { n: 30, label: 'a sentence of 30 tokens' },
  { n: 300, label: 'a page of 300' },
  { n: 3000, label: 'a chapter of 3,000' },
];

/** @type {import('../ui/prediction.js').Question<Context>} */
export const checkClock = {
  ask: () => ({ key: 'check', choices: kTexts.map(({ n, label }) => ({ value: String(n), label })) }),
  answer(_, guess) {
    const all = kTexts.map((one) => ({ ...one, ...tableOperations(one.n, kCheckWidth) }));
    const less = all.filter((one) => one.recurrent < one.attention);
    const chosen = all.find((one) => String(one.n) === guess);
    if (!chosen) return nothing;
    return html`${verdict(less.some((one) => one.n === chosen.n))} For ${whole(chosen.n)} tokens Table 1 counts n·d² = ${whole(chosen.recurrent)}
    against n²·d = ${whole(chosen.attention)}: the recurrent layer does
    ${chosen.recurrent < chosen.attention ? 'less' : 'more'}, since n is ${chosen.n < kCheckWidth ? 'below' : 'above'} d = ${kCheckWidth}. It
    still takes ${whole(chosen.n)} steps in a row where self-attention takes one.`;
  },
};

