/** What the reader is asked about the gradient, before the figure and after it; answered by what was measured over many sentences. */
import { html } from 'lit-html';
import { change, fraction, times } from '../lib/fading.js';

/** @typedef {import('../ui/prediction.js').Question<import('./flow.js').Context>} Question */

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** While there are no numbers. @param {import('./flow.js').Context} context */
const later = ({ computing, shared }) => {
  if (computing.problem) return computing.problem;
  return shared.engine.phase === 'failed' ? 'Without the models nothing can be said.' : 'The numbers are on their way…';
};

/** Steps of the question. */
const kFar = 30;

/** How much weaker is the pull of a far word? @type {Question} */
export const howMuchWeaker = {
  ask: () => ({
    key: 'far',
    choices: [
      { value: 'same', label: 'not weaker, or less than twice' },
      { value: 'ten', label: 'some ten times weaker' },
      { value: 'thousand', label: 'a thousand times weaker, or more' },
    ],
  }),
  answer: (context, guess) => {
    if (!context.data) return later(context);
    const { averages } = context.data;
    const { trained, untrained } = averages.paths.forward.slope;
    const left = 10 ** (kFar * trained.value);
    const before = 10 ** (kFar * untrained.value);
    const right = left > 0.5 ? 'same' : left > 0.01 ? 'ten' : 'thousand';
    return html`${verdict(guess === right)} Over ${averages.sentences} sentences, a step changes the gradient by
      ${change(trained.value, 1)}: ${kFar} steps away it is ${times(left)} as strong as at the last word. Before training, a step changed
      it by ${change(untrained.value, 1)}, and ${fraction(before)} was left.`;
  },
};

/** Why does the way through attention not fade, even before training? @type {Question} */
export const aboutWiring = {
  ask: () => ({
    key: 'wiring',
    choices: [
      { value: 'learned', label: 'its weights have found the right words' },
      { value: 'wiring', label: 'every state is one weighted sum away' },
      { value: 'gates', label: 'the gates of the GRU keep it up' },
    ],
  }),
  answer: (context, guess) => {
    if (!context.data) return later(context);
    const { recurrent, attention } = context.data.averages.paths;
    return html`${verdict(guess === 'wiring')} Nothing has been learned yet, and the same gates let the recurrent way change by
      ${change(recurrent.slope.untrained.value)} a step. Through attention it is ${change(attention.slope.untrained.value, 1)}: from
      <i>x<sub>j</sub></i> over <i>h<sub>j</sub></i> into <i>c<sub>i</sub></i> no step of the recurrence is passed, however far the
      word. That is wiring. Which word the way leads to is what training adds.`;
  },
};
