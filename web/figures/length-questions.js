/** The questions of quality against length, answered by the measured lines. */
import { html } from 'lit-html';
import { kCompared, kLines, kept, points, scoreJoined, wordsJoined } from '../lib/length-lines.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../lib/length-lines.js').LineName} LineName */
/** @typedef {import('../ui/figure.js').Context<any, import('../lib/length-samples.js').Data>} Context */

const kShares = [
  { value: 'all', label: 'nearly all of it', from: 0.875 },
  { value: 'three', label: 'about three quarters', from: 0.625 },
  { value: 'half', label: 'about half', from: 0.375 },
  { value: 'quarter', label: 'about a quarter', from: 0.125 },
  { value: 'nothing', label: 'next to nothing', from: -Infinity },
];

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;
const kNotYet = 'The measurements are on their way…';

/** @type {Record<string, import('../ui/prediction.js').Question<Context>>} */
export const lengthQuestions = {
  'predict-length': {
    ask: () => ({
      key: 'kept',
      text: `Score A on sentences of six words, then on texts of thirty-eight, a length it met in training. How much of its score does it
        keep?`,
      choices: kShares,
    }),
    answer: ({ data }, guess) => {
      if (!data) return kNotYet;
      const [short, long] = [1, kCompared].map((join) => wordsJoined(data.evidence, join));
      const share = kept(data.evidence, 'vector');
      const score = (/** @type {LineName} */ line, /** @type {number} */ join) => points(scoreJoined(data.evidence, line, join).bleu);
      const right = kShares.find(({ from }) => share >= from)?.value === guess;
      return html`${verdict(right)} A has ${score('vector', 1)} BLEU at ${short} words and ${score('vector', kCompared)} at ${long}: it
      keeps ${percent(share)}. B has ${score('attention', 1)} and ${score('attention', kCompared)}.`;
    },
  },
  'check-length': {
    ask: ({ data }) => ({
      key: data ? 'measured' : 'waiting',
      text: data
        ? html`B’s twin is the same network with the same attention, trained on at most ${kLines['attention-short'].longest} words. At
            ${wordsJoined(data.evidence, kCompared)} words it has
            ${points(scoreJoined(data.evidence, 'attention-short', kCompared).bleu)} BLEU. Why?`
        : 'B’s twin has the same attention, but was trained on at most 15 words. It fails on long texts. Why?',
      choices: [
        { value: 'room', label: 'its states have no room for so many words' },
        { value: 'met', label: 'it never met such lengths' },
        { value: 'small', label: 'it has too few parameters' },
      ],
    }),
    answer: ({ data }, guess) => {
      if (!data) return kNotYet;
      const { parameters: twin } = data.evidence.models['en-fr-attention-short'] ?? { parameters: NaN };
      const { parameters: itself } = data.evidence.models['en-fr-attention'] ?? { parameters: NaN };
      return html`${verdict(guess === 'met')} B has ${twin === itself ? 'exactly as many parameters' : 'other parameters'}
      (${itself.toLocaleString('en')}) and one state for every word, as its twin has; only the training differs. At
      ${wordsJoined(data.evidence, kCompared)} words, which B did meet, it has
      ${points(scoreJoined(data.evidence, 'attention', kCompared).bleu)}.
      A length that was never met is another matter than a vector that is too small.`;
    },
  },
};
