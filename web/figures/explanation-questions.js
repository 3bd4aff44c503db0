/** What the reader is asked about explanations, before the figure and after it. */
import { html } from 'lit-html';
import { french } from './explanation-words.js';
import { english } from '../ui/english.js';
import { tellingStep } from '../lib/attending.js';
import { answersAt, first, kAnswers } from '../lib/explaining.js';
import { percent } from '../lib/numbers.js';
import { pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../ui/prediction.js').Question<import('./explanation.js').Context>} Question */

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** While there are no numbers. @param {import('./explanation.js').Context} context */
const later = ({ computing, shared }) => {
  if (computing.problem) return computing.problem;
  return shared.engine.phase === 'failed' ? 'Without the models nothing can be said.' : 'The numbers are on their way…';
};

const kPlaces = 7;

/** Tokens to choose from: words around the place where the written one looks. @param {import('../lib/trace.js').Trace} trace @param {number} i */
function places(trace, i) {
  const tokens = trace.source_tokens;
  const isWord = (/** @type {number} */ j) => /[\p{L}\p{N}]/u.test(tokens[j]?.text ?? '');
  const words = tokens.flatMap((_, j) => (isWord(j) ? [j] : []));
  if (words.length <= kPlaces || !trace.alpha) return words;
  const at = words.indexOf(first(Array.from(row(trace.alpha, i))));
  const from = Math.max(0, Math.min(words.length - kPlaces, at - Math.floor(kPlaces / 2)));
  return words.slice(from, from + kPlaces);
}

/** Which English word mattered most? @type {Question} */
export const whichMattered = {
  ask: ({ shared }) => {
    const trace = shared.pair?.attention;
    if (!trace?.alpha) return null;
    const i = tellingStep(trace);
    const among = places(trace, i);
    if (among.length < 2) return null;
    return {
      key: `${trace.source} ${trace.beam} ${i}`,
      text: html`B has written ${french(trace.steps[i]?.token)} for your sentence. Which English token mattered most for that, so that the
      output would change most without it?`,
      choices: among.map((j) => ({
        value: String(j),
        label: html`<span lang="en">${pieceLabel(/** @type {import('../lib/trace.js').Token} */ (trace.source_tokens[j]))}</span>`,
      })),
    };
  },
  answer: (context, guess) => {
    const { data, shared } = context;
    const asked = shared.pair?.attention;
    if (!data || !asked || data.explained.trace.source !== asked.source) return later(context);
    const { trace } = data.explained;
    const answers = answersAt(data.explained, tellingStep(trace));
    if (!answers) return 'A single token: there is nothing to choose between.';
    const right = first(answers.left_out);
    const agreeing = kAnswers.filter(({ answer }) => first(answers[answer]) === Number(guess)).map(({ title }) => title);
    return html`${verdict(right === Number(guess))} Without ${english(trace.source_tokens[right])}
    ${percent(answers.left_out[right] ?? NaN)} of the probability goes elsewhere; without ${english(trace.source_tokens[Number(guess)])},
    which you chose, ${percent(answers.left_out[Number(guess)] ?? NaN)}. Your token is put first by
    ${agreeing.length === 0 ? 'none of the three measures' : agreeing.length === 3 ? 'all three measures' : agreeing.join(' and by ')}.`;
  },
};

/** What does another row as good prove? @type {Question} */
export const whatItProves = {
  ask: () => ({
    key: 'proves',
    choices: [
      { value: 'noise', label: 'B’s weights are noise there' },
      { value: 'free', label: 'the output at that step hardly depends on where B looks' },
      { value: 'copy', label: 'B could have learned that row just as well' },
    ],
  }),
  answer: (context, guess) => {
    const averages = context.data?.averages;
    return html`${verdict(guess === 'free')} One row at one step was exchanged, with everything else held. That shows that this output did not
    need the learned row. It does not show that the row is random, nor that training would ever arrive at the other: the weights come from
    states that serve every other word, too. This was Wiegreffe and Pinter’s objection.
    ${
      averages
        ? html`Where it does matter, no such row was found: that was so for ${percent(1 - averages.far.mean)} of the written tokens.`
        : ''
    }`;
  },
};
