/** What the figure "Soft and hard" says in words: four sentences for the article, a question before and one after. */
import { html, nothing } from 'lit-html';
import { figures } from '../ui/hard-training.js';
import { joined } from '../lib/fixed.js';
import { kPickKinds, kSeeds, reached, samplesFor, tally, usualError } from '../lib/hard.js';
import { meanOf, waysOf } from '../lib/hard-translator.js';
import { apart, kCompared } from '../lib/length-lines.js';
import { count } from '../lib/numbers.js';

/** @typedef {import('./hard.js').Data} Data */
/** @typedef {Pick<import('../ui/figure.js').Context<any, Data>, 'data'>} Given */

const kShare = 0.1;
const kRight = 0.95;

/** Two figures, as a reader says them: 13,656 -> "14,000". @param {number} value */
const roughly = (value) => Number(value.toPrecision(2)).toLocaleString('en');

/** A translation at the end of a sentence: with its own mark, or with ours. @param {string} text */
const french = (text) => (text === '' ? 'nothing.' : html`“<span lang="fr">${text}</span>”${/[.!?…]$/.test(text) ? nothing : '.'}`);

/** @param {Given} given */
export function lookQuote({ data }) {
  if (!data) return null;
  const { fixed, drawn, temperature } = data.looked;
  const same = fixed.soft === fixed.largest;
  const kinds = tally(drawn).length;
  const alike = drawn.filter((one) => one === fixed.soft).length;
  return html`With the average, B writes ${french(fixed.soft)} With only the heaviest state at every step it writes
    ${same ? 'the same.' : french(fixed.largest)} ${
      drawn.length === 1
        ? html`One draw gives ${drawn[0] === fixed.soft ? 'the same as the average.' : french(drawn[0] ?? '')}`
        : html`${drawn.length} draws at temperature ${temperature} give ${count(kinds, 'translation')};
          ${alike} of them ${alike === 1 ? 'is' : 'are'} that of the
          average.`
    } B was trained with the average alone.`;
}

/** @param {Given} given */
export function varianceQuote({ data }) {
  const cloud = data?.cloud;
  if (!cloud) return null;
  const [one, two] = [usualError(cloud, 'without', 1), usualError(cloud, 'with', 1)];
  return html`A single estimate without a baseline is usually <b>${figures(one)}</b> times the gradient’s length away from
    it; the direction of one
    is worth next to nothing. With a baseline it is ${figures(two)} times: the variance falls from ${figures(cloud.without.variance)} to
    ${figures(cloud.with.variance)}, the mean stays. Averaging helps slowly, with the root of the number: for a
    tenth of the gradient’s length it
    takes about ${roughly(samplesFor(cloud, 'without', kShare))} estimates without a baseline, and
    ${roughly(samplesFor(cloud, 'with', kShare))} with one.`;
}

/** How many seeds reach the share, and when half of them have. @param {readonly import('../lib/hard.js').PickCurve[]} curves */
function arrivals(curves) {
  const when = curves.map((curve) => reached(curve, kRight)).filter((one) => one !== null);
  when.sort((a, b) => a - b);
  return { many: when.length, half: when[Math.ceil(curves.length / 2) - 1] ?? null };
}

/** @param {Given} given */
export function trainQuote({ data }) {
  if (!data || kPickKinds.some((kind) => data.curves[kind].length < kSeeds)) return null;
  const { soft, hard, 'hard-without-baseline': bare } = data.curves;
  const [a, b, c] = [arrivals(soft), arrivals(hard), arrivals(bare)];
  const says = (/** @type {{ many: number, half: number | null }} */ { many, half }) =>
    html`<b>${many}</b> of ${kSeeds}${half === null ? nothing : html`, the fifth after ${half} updates`}`;
  return html`On the small task, nets come to 95 % right examples: with soft attention ${says(a)}; with hard attention and a baseline
    ${says(b)}; without one ${says(c)}.`;
}

/** What became of a translator trained with draws. @param {Given} given */
export function translatorQuote({ data }) {
  const ways = data ? waysOf(data.evidence) : [];
  const [soft, rounded, , largest, drawn] = ways.map(({ test, own }) => ({ test: meanOf(test), own: meanOf(own) }));
  if (!soft?.test || !soft.own || !rounded?.own || !largest?.test || !largest.own || !drawn?.test) return null;
  const [long, usual, none] = ['hard', 'attention', 'vector'].map((model) => data && joined(data.evidence, model, kCompared));
  const clear = apart(soft.test, largest.test);
  const better = clear ? (largest.test.bleu > soft.test.bleu ? 'more than' : 'less than') : 'no clear difference from';
  const one = (/** @type {{ bleu: number }} */ { bleu }) => html`<b>${bleu.toFixed(1)}</b>`;
  return html`A translator of B’s size, trained with draws, comes to ${one(largest.test)} BLEU on held-out sentences when it looks at its
    heaviest state: ${better} B, which has ${one(soft.test)} with its averages. When it looks where it draws, it has ${one(drawn.test)}. Of our
    own sentences it makes ${one(largest.own)}, and B, made to look at one state without having learned to, ${one(rounded.own)}.${
      long && usual && none
        ? html` Over ${count(kCompared, 'joined sentence')} it has ${one(long)}, B ${one(usual)} and A, with its one vector, ${one(none)}.`
        : nothing
    }`;
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

const kSpans = /** @type {const} */ ([
  { value: '10', most: 30, label: 'about 10' },
  { value: '100', most: 300, label: 'about 100' },
  { value: '1000', most: 3000, label: 'about 1,000' },
  { value: 'more', most: Infinity, label: 'more than 3,000' },
]);

/** @type {import('../ui/prediction.js').Question<Given>} */
export const predictHard = {
  ask: () => ({ key: 'predict', choices: kSpans.map(({ value, label }) => ({ value, label })) }),
  answer: ({ data }, guess) => {
    const cloud = data?.cloud;
    if (!cloud) return 'Counting the paths…';
    const needed = samplesFor(cloud, 'without', kShare);
    const span = kSpans.find(({ most }) => needed <= most);
    return html`${verdict(guess === span?.value)} About ${roughly(needed)}: the variance of one estimate is
    ${figures(cloud.without.variance)}, and the gradient is only ${figures(cloud.norm)} long. With a baseline about
    ${roughly(samplesFor(cloud, 'with', kShare))} are enough.`;
  },
};

/** @type {import('../ui/prediction.js').Question<Given>} */
export const checkHard = {
  ask: () => ({
    key: 'check',
    choices: [
      { value: 'mean', label: 'it moves the mean towards good paths' },
      { value: 'nothing', label: 'the mean not at all, only the spread' },
      { value: 'short', label: 'it makes every estimate shorter, and the mean with them' },
    ],
  }),
  answer: ({ data }, guess) => {
    const cloud = data?.cloud;
    return html`${verdict(guess === 'nothing')} b is the same whatever is drawn, and the mean of ∇ log α over the draws is
    zero: what is subtracted
    averages out.${
      cloud
        ? html` Added up over all ${cloud.paths} paths, both kinds of estimate give one gradient, the cross in both
          planes; their variances are
          ${figures(cloud.without.variance)} and ${figures(cloud.with.variance)}.`
        : nothing
    }`;
  },
};
