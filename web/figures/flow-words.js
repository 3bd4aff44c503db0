/** Figure 6 in words: which token and word are in focus, the figure's sentence, and what the article quotes. */
import { html } from 'lit-html';
import { fades, fadesBy, strength, times } from '../lib/fading.js';
import { stepsToEnd, strongest } from '../lib/gradients.js';
import { clamp, count } from '../lib/numbers.js';
import { isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('./flow.js').Context} Context */
/** @typedef {import('../lib/gradients.js').Sentence} Sentence */
/** @typedef {import('../lib/trace.js').Token} Token */

/** @param {Token | undefined} token */
export const french = (token) => (token && isEnd(token) ? html`the end` : html`<i lang="fr">${token ? pieceLabel(token) : ''}</i>`);
/** @param {Token | undefined} token */
export const english = (token) => {
  const text = token ? pieceLabel(token) : '';
  return /[\p{L}\p{N}]/u.test(text) ? html`<i lang="en">${text}</i>` : html`“${text}”`;
};
/** The same without markup. @param {Token | undefined} token */
export const plain = (token) => (token ? (isEnd(token) ? 'the end' : `“${pieceLabel(token)}”`) : '');

/** The written token in focus. @param {Context} context @param {Sentence} sentence */
export const wordOf = ({ moment }, sentence) => clamp(moment, 0, sentence.traces.attention.steps.length - 1);

/**
 * The source token in focus: the one pointed at, the one chosen, else the one that moves the written token most in B.
 * @param {Context} context @param {Sentence} sentence
 */
export function columnOf(context, sentence) {
  const { look, column } = context.state;
  const chosen = column && column.of === sentence ? column.j : strongest(sentence.norms.total, wordOf(context, sentence));
  return clamp(look ?? chosen, 0, sentence.source.length - 1);
}

/** @param {Sentence} sentence @param {number} i @param {number} j */
export function normsAt({ norms }, i, j) {
  const at = (/** @type {import('../lib/trace.js').Matrix} */ matrix) => Number(row(matrix, i)[j]);
  return { vector: at(norms.vector), recurrent: at(norms.recurrent), attention: at(norms.attention), total: at(norms.total) };
}

/** The numbers of one token and one word, to be heard. @param {Sentence} sentence @param {number} i @param {number} j */
export function heard(sentence, i, j) {
  const { vector, recurrent, attention } = normsAt(sentence, i, j);
  const steps = count(stepsToEnd(j, sentence.source.length), 'step');
  const b = `B ${strength(recurrent)} through the recurrence, ${strength(attention)} through attention`;
  return `${plain(sentence.source[j])}, ${steps} from an end: A ${strength(vector)}; ${b}.`;
}

/** @param {Context} context */
export function summary(context) {
  const sentence = context.data?.sentence;
  if (!sentence) return '';
  const { source, norms, traces, untrained } = sentence;
  const i = wordOf(context, sentence);
  const [a, b] = [strongest(norms.vector, i), strongest(norms.total, i)];
  const there = normsAt(sentence, i, b);
  const steps = traces.attention.steps;
  const word = `${untrained ? 'Untrained weights. ' : ''}Token ${i + 1} of ${steps.length}, ${plain(steps[i]?.token)}`;
  const inA = `in A ${plain(source[a])} moves it most, by ${strength(normsAt(sentence, i, a).vector)}`;
  const ways = `${strength(there.attention)} through attention and ${strength(there.recurrent)} through the recurrence`;
  return `${word}: ${inA}; in B ${plain(source[b])}, by ${ways}.`;
}

/** What the averages say. @param {import('../lib/fading.js').Averages} averages */
function overMany({ sentences, paths: { forward, recurrent, attention } }) {
  return html`Over ${sentences} sentences, with one reader from left to right, A’s gradient ${fades(forward.slope.trained.value)}; before
    training it ${fades(forward.slope.untrained.value)}. B’s way through the recurrence ${fadesBy(recurrent.slope.trained.value)}, its way
    through attention ${fadesBy(attention.slope.trained.value)}; before training the one
    ${fadesBy(recurrent.slope.untrained.value)}, the other ${fadesBy(attention.slope.untrained.value)}.`;
}

/** The article's sentences. @param {Context} context */
export function quote(context) {
  const { data } = context;
  if (!data?.sentence) return null;
  const { averages, sentence } = data;
  const { source, norms, traces, untrained } = sentence;
  const i = wordOf(context, sentence);
  const last = source.length - 1;
  const [a, b] = [strongest(norms.vector, i), strongest(norms.total, i)];
  const there = normsAt(sentence, i, b);
  const [begin, end] = [normsAt(sentence, i, 0), normsAt(sentence, i, last)];
  const way = there.attention >= there.recurrent ? 'attention' : 'the recurrence';
  return html`${untrained ? 'Before training, ' : ''}${french(traces.attention.steps[i]?.token)} is moved most by ${english(source[a])} in A
    (${strength(normsAt(sentence, i, a).vector)}) and by ${english(source[b])} in B (${strength(there.total)}), there mainly through ${way}:
    ${strength(there.attention)} by attention against ${strength(there.recurrent)} by the recurrence.
    ${
      last > 0
        ? html`The first token, ${english(source[0])}, moves it ${times(begin.vector / end.vector)} as much as the last,
          ${english(source[last])}, in A, and ${times(begin.total / end.total)} as much in B.`
        : ''
    }
    ${overMany(averages)}`;
}
