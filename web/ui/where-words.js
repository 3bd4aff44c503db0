/** What the figure "where" says in words: of the ladder shown, of the many, and in answer to the questions about them. */
import { html, nothing } from 'lit-html';
import { forgets, placeAt, subjectOf, unwritten } from '../lib/where.js';
import { count, percent } from '../lib/numbers.js';
import { argMax } from '../lib/trace.js';

/** @typedef {import('../lib/where.js').Ladder} Ladder */
/** @typedef {readonly import('../lib/where.js').Place[]} Places */
/** @typedef {import('../figures/where.js').Data} Data */
/** @typedef {{ data: Data | null }} Given */

/** @param {string | null} subject */
export const asked = (subject) => `Where did ${subject ?? 'somebody'} sit?`;

/** @param {Ladder} ladder */
export const ladderSubject = ({ rungs }) => subjectOf(rungs[0]?.source ?? '');

/** @param {Places} places @param {number} k */
const english = (places, k) => html`<i lang="en">${placeAt(places, k).source}</i>`;

/** What C, then the states, said of the ladder shown. @param {Places} places @param {Ladder} ladder */
function ofTheProbe(places, { rungs, place }) {
  const right = english(places, place);
  const lost = forgets(rungs, 'vector', place);
  const last = rungs.at(-1);
  const at = rungs[lost];
  const states = forgets(rungs, 'attention', place);
  const least = Math.min(...rungs.map((rung) => rung.attention.probabilities[place] ?? 0));
  const ofStates =
    states < 0
      ? html`Asked of B’s states, the same question gets the ${right} at every length,
          ${least > 0.99 ? 'always with more than 99\u00a0%' : `never with less than ${percent(least)}`}.`
      : html`B’s states give a wrong place at ${rungs[states]?.words} words.`;
  if (!at)
    return html`C still knows the ${right} at ${last?.words} words, with ${percent(last?.vector.probabilities[place] ?? NaN)}. ${ofStates}`;
  const guess = argMax(at.vector.probabilities);
  const before = rungs[lost - 1];
  const again = rungs.slice(lost).find((rung) => argMax(rung.vector.probabilities) === place);
  return html`${before ? html`Of this sentence C knows the ${right} up to ${before.words} words.` : 'Of this sentence C knows nothing.'} At
    <b>${at.words} words</b> it forgets: its most likely place is the ${english(places, guess)}, with
    ${percent(at.vector.probabilities[guess] ?? NaN)}, and the ${right} is left with
    ${percent(at.vector.probabilities[place] ?? NaN)}.${again ? html` (At ${again.words} words it is right again: it wavers.)` : nothing}
    ${ofStates}`;
}

/** What A and B would write, and how much of that hangs on the English. @param {Places} places @param {Ladder} ladder */
function ofTheWriting(places, { rungs, place, other }) {
  const [first] = rungs;
  const last = rungs.at(-1);
  if (!first || !last) return nothing;
  const word = html`<i lang="fr">${placeAt(places, place).target}</i>`;
  const fallen = rungs[unwritten(rungs, 'vector')];
  const said = fallen
    ? html`In writing, A’s ${word} falls below one half at ${fallen.words} words; at ${last.words} it has
      ${percent(last.written.vector)}, and B’s ${percent(last.written.attention)}.`
    : html`In writing, A seems not to have forgotten: at ${last.words} words, all French before it given, it gives ${word}
      ${percent(last.written.vector)} (B: ${percent(last.written.attention)}).`;
  if (other === null || !first.swapped || !last.swapped)
    return html`${said} How much of that hangs on the English cannot be tested here: no other of the twenty places follows the same
      French.`;
  const guessed = last.swapped.vector > 0.25;
  return html`${said} ${guessed ? 'But that is largely a guess' : 'What it gives does hang on the English'}: let the English say
    ${english(places, other)} in the ${english(places, place)}’s stead, and A gives ${word}
    ${percent(last.swapped.vector)} at ${last.words} words, after ${percent(first.swapped.vector)} at ${first.words}.
    B, which looks, gives it ${percent(last.swapped.attention)}.`;
}

/** @param {Given} given */
export const ladderQuote = ({ data }) =>
  data?.ladder ? html`${ofTheProbe(data.places, data.ladder)} ${ofTheWriting(data.places, data.ladder)}` : null;

/** @param {{ ladders: number, median_words: number | null }} forgotten @param {number} of */
function median({ ladders, median_words: words }, of) {
  if (words === null) return html`comes in ${ladders} of them`;
  const never = of - ladders;
  const escaping = never === 0 ? 'none escapes' : `${count(never, 'ladder')} never ${never === 1 ? 'has' : 'have'} one`;
  return html`comes at <b>${words} words</b> in the median (${escaping})`;
}

/** @param {Given} given */
export function averageQuote({ data }) {
  const { vector, attention } = data?.averages ?? {};
  if (!vector) return null;
  const word = vector.written.forgotten.median_words;
  return html`Over ${vector.ladders} such ladders, measured beforehand, C’s first wrong answer ${median(vector.forgotten, vector.ladders)};
    of all its answers ${percent(vector.accuracy)} are right. A’s own French word falls below one
    half${word === null ? ` in ${vector.written.forgotten.ladders} of them` : html` at ${word} words in the median`}.
    ${
      attention
        ? html`Of the answers from B’s states ${percent(attention.accuracy)} are right, and B’s French word is more likely than not in
            ${percent(attention.written.accuracy)} of the sentences.`
        : nothing
    }`;
}

/** @param {Given} given */
export function untrainedQuote({ data }) {
  const { vector, attention } = data?.averages ?? {};
  if (!vector?.baselines.untrained) return null;
  return html`${
      attention?.baselines.untrained
        ? html`The states of an encoder whose weights were drawn at random and never trained, with a probe of their own, give the
            right place in <b>${percent(attention.baselines.untrained.accuracy)}</b> of the same sentences.`
        : nothing
    }
    From the C of a never trained encoder it is ${percent(vector.baselines.untrained.accuracy)}, against
    ${percent(vector.accuracy)} after training and ${percent(vector.baselines.chance)} by chance.`;
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

const kSpans = /** @type {const} */ ([
  { value: '10', most: 10, label: 'at 10 or fewer' },
  { value: '20', most: 20, label: '11 to 20' },
  { value: '30', most: 30, label: '21 to 30' },
  { value: 'more', most: Infinity, label: 'above 30' },
]);

/** At how many words does C no longer know? @type {import('./prediction.js').Question<Given>} */
export const predictWhere = {
  ask: ({ data }) => ({
    key: `${data?.ladder?.number ?? 1}`,
    text: html`“${asked(data?.ladder ? ladderSubject(data.ladder) : 'the cat')}” A probe is asked this of C, while the sentence grows
    clause by clause. At how many words does it first give a wrong place?`,
    choices: [...kSpans.map(({ value, label }) => ({ value, label })), { value: 'never', label: 'never, on this ladder' }],
  }),
  answer: ({ data }, guess) => {
    if (!data?.ladder) return 'Asking the probe…';
    const { places, ladder } = data;
    const { rungs, place } = ladder;
    const at = rungs[forgets(rungs, 'vector', place)];
    const last = rungs.at(-1);
    if (!at) return html`${verdict(guess === 'never')} It is right up to ${last?.words} words, the longest.`;
    const span = kSpans.find(({ most }) => at.words <= most);
    const guessed = argMax(at.vector.probabilities);
    return html`${verdict(guess === span?.value)} At ${at.words} words it says ${english(places, guessed)}, no longer
    ${english(places, place)}. B’s states are asked the same; the figure shows both.`;
  },
};

/** What does it mean that the states know? @type {import('./prediction.js').Question<Given>} */
export const checkWhere = {
  ask: () => ({
    key: 'check',
    choices: [
      { value: 'memory', label: 'B has learned to remember for longer' },
      { value: 'kept', label: 'the place’s own state is still there to be looked at' },
      { value: 'easy', label: 'the question is too easy: any state would do' },
    ],
  }),
  answer: ({ data }, guess) => {
    const { vector, attention } = data?.averages ?? {};
    const untrained = attention?.baselines.untrained;
    return html`${verdict(guess === 'kept')} Every token keeps a state, so the word is still there, however long the
    sentence${untrained ? html`; an encoder that has learned nothing gives ${percent(untrained.accuracy)}` : nothing}. Nothing had to be
    remembered.${
      guess === 'easy' && vector
        ? html` And the question is not too easy: asked of C, ${percent(vector.accuracy)} of the answers are right.`
        : nothing
    }
    What training has to bring is the look: which state, and when.`;
  },
};
