/** What the figure "Cut the wire" says: of the reader's sentence, of many sentences, and what it asks. */
import { html, nothing } from 'lit-html';
import { range } from '../ui/wire-scores.js';
import { percent } from '../lib/numbers.js';
import { pieceLabel, row } from '../lib/trace.js';
import { kept, kPolicies, nats, rowsOf } from '../lib/wire.js';

/** @typedef {import('./wire.js').Context} Context */
/** @typedef {import('../lib/wire.js').Steered} Steered */
/** @typedef {import('../lib/wire.js').PolicyName} PolicyName */
/** @typedef {import('../lib/wire.js').Score} Score */
/** @typedef {import('../ui/prediction.js').Question<Context>} Question */

/** @param {string} text */
const french = (text) => (text.trim() === '' ? html`nothing` : html`<q lang="fr">${text}</q>`);

/** @param {PolicyName} name */
const labelOf = (name) => kPolicies.find((one) => one.name === name)?.label ?? name;

/** The wire cut, on this sentence. @param {Context} context */
export function cutQuote({ data }) {
  if (!data) return null;
  const { 'last-forward': forward, vector } = data.cuts;
  const own = forward.own;
  const same = forward.departure === null && vector.departure === null;
  if (same) return html`On your sentence the cut changes no word: B writes ${french(own.translation)} with either vector, too.`;
  const { before, after } = kept(forward);
  return html`With its attention B writes ${french(own.translation)} With the last forward state in its place it writes
    ${french(forward.steered.translation)} and with C at every step ${french(vector.steered.translation)} Made to write its first translation
    all the same, it gives each token of it ${percent(after)} with the forward state and ${percent(kept(vector).after)} with C, where
    attention gave ${percent(before)}. A, which was trained with C, writes ${french(data.vector.translation)}`;
}

/** Under the weights chosen. @param {Context} context */
export function weightsQuote({ data, shared, choice }) {
  if (!data) return null;
  const { alpha } = data;
  const edits = rowsOf(shared).size;
  const name = /** @type {PolicyName} */ (choice('wire.alpha'));
  const weights = html`${name === 'learned' ? 'With its own weights' : html`With ${labelOf(name)} weights`}${
    edits > 0 ? html`, ${edits === 1 ? 'one row' : `${edits} rows`} of them changed by you,` : nothing
  }`;
  if (name === 'learned' && edits === 0)
    return html`Nothing is replaced now: B writes ${french(alpha.own.translation)} with its own weights. Change a row, or choose other weights
      for all of them, and this sentence says what came of it.`;
  const { before, after } = kept(alpha);
  return html`${weights} B writes ${french(alpha.steered.translation)}${
    alpha.departure === null ? html` That is what it wrote before, but it is` : html` It departs at token ${alpha.departure + 1}, and is`
  }
    ${after < before ? 'less' : 'no less'} sure of its own translation: each token of that gets ${percent(after)} on average, after
    ${percent(before)}.`;
}

/** Over many sentences. @param {Context} context */
export function scoresQuote({ data }) {
  const { learned, uniform, shuffled, diagonal, another, vector: both, 'last-forward': forward, 'one-hot': hot } = data?.scores.before ?? {};
  const a = data?.scores.vector;
  if (!learned || !uniform || !shuffled || !diagonal || !another || !both || !forward || !hot || !a) return null;
  const bleu = (/** @type {Score} */ score) => html`<b>${score.bleu.toFixed(1)}</b> (${range(score)})`;
  const beside = diagonal.low > a.high ? 'more than A has' : diagonal.high < a.low ? 'less than A has' : 'about as much as A has';
  return html`Over all ${learned.sentences} of our sentences, measured beforehand, B has ${bleu(learned)} BLEU with its own attention. With the
    wire cut ${bleu(forward)} are left from the last forward state and ${bleu(both)} from C, where A, trained with C, has ${bleu(a)}. Weights
    that point nowhere do little better: uniform ones leave ${bleu(uniform)}, its own ones dealt to random tokens ${bleu(shuffled)}.
    ${
      diagonal.bleu > learned.bleu / 2
        ? html`But a mere diagonal, which knows nothing of the words, keeps ${bleu(diagonal)}, ${beside}, and another sentence’s weights
            ${bleu(another)}: French follows English so closely, it seems, that a look at about the right place is already most of it.`
        : html`A mere diagonal keeps ${bleu(diagonal)}, another sentence’s weights ${bleu(another)}.`
    }
    ${
      hot.high < learned.low
        ? html`All weight on the heaviest token keeps ${bleu(hot)}: that attention is soft is worth the rest.`
        : html`All weight on the heaviest token keeps ${bleu(hot)}.`
    }`;
}

/** @param {Context} context */
export function summary({ data, moment, choice, shared }) {
  if (!data) return 'The translations with other weights are being computed.';
  const { alpha, cuts } = data;
  const cut = choice('wire.cut');
  const i = Math.min(moment, alpha.steered.steps.length - 1);
  const step = alpha.steered.steps[i];
  const change = alpha.rows[i];
  const edits = rowsOf(shared).size;
  const now = cut === 'own' ? null : cuts[/** @type {'vector'} */ (cut)];
  const changed = edits > 0 ? `, ${edits === 1 ? 'one row' : `${edits} rows`} changed` : '';
  const departed = alpha.departure === null ? ', as with its own.' : ` and departs at token ${alpha.departure + 1}.`;
  const heaviest = Array.from(row(alpha.alpha ?? alpha.looked, i)).reduce((best, w, j, all) => (w > Number(all[best]) ? j : best), 0);
  const looks = `“${alpha.source_tokens[heaviest]?.text.trim() ?? ''}” most`;
  const alike = choice('wire.alpha') === 'uniform' && !rowsOf(shared).has(i);
  return [
    now ? `The wire is cut: B writes ${now.steered.translation || 'nothing'}` : 'The wire is not cut.',
    `Weights: ${labelOf(/** @type {PolicyName} */ (choice('wire.alpha')))}${changed}.`,
    `B writes ${alpha.steered.translation || 'nothing'}${departed}`,
    step ? `Token ${i + 1}, “${pieceLabel(step.token)}”, weighs ${alike ? 'all alike' : looks}.` : '',
    change ? `Its row is ${nats(change.alpha_from_own)} nats from its own; the output moves by ${nats(change.output)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;
const kShares = /** @type {const} */ ([
  { value: 'most', from: 0.75, label: 'most of it' },
  { value: 'half', from: 0.35, label: 'about half' },
  { value: 'fifth', from: 0.1, label: 'about a fifth' },
  { value: 'nothing', from: -Infinity, label: 'next to nothing' },
]);
const kLater = 'This has not been measured yet.';

/** How much is left without the wire? @type {Question} */
export const predictWire = {
  ask: () => ({ key: 'cut', choices: kShares.map(({ value, label }) => ({ value, label })) }),
  answer: ({ data }, guess) => {
    if (!data) return 'The numbers are on their way…';
    const { learned, 'last-forward': forward, vector } = data.scores.before;
    const a = data.scores.vector;
    if (!learned || !forward || !vector || !a) return kLater;
    const share = forward.bleu / learned.bleu;
    const right = kShares.find(({ from }) => share >= from)?.value;
    return html`${verdict(guess === right)} Of ${learned.bleu.toFixed(1)} BLEU it keeps ${forward.bleu.toFixed(1)}, ${percent(share)}. With C, both
      last states, it keeps ${vector.bleu.toFixed(1)}. A, which never had anything else, has ${a.bleu.toFixed(1)}.`;
  },
};

/** Why is A better at living on C? @type {Question} */
export const checkWire = {
  ask: () => ({
    key: 'why',
    choices: [
      { value: 'room', label: 'A’s C has more numbers' },
      { value: 'trained', label: 'A was trained to put the sentence into C and to write from it; B never was' },
      { value: 'states', label: 'B’s decoder cannot write without weights' },
    ],
  }),
  answer: ({ data, shared }, guess) => {
    if (!data || !shared.pair) return 'The numbers are on their way…';
    const [a, b] = [shared.pair.vector.context.shape[1], shared.pair.attention.context.shape[1]];
    const { learned, vector } = data.scores.before;
    const rival = data.scores.vector;
    return html`${verdict(guess === 'trained')} A’s C has ${a} numbers, B’s ${b}, and B’s decoder gets a vector of that size at every step
      anyway. But in training that vector changed with every word, and B’s encoder never had to press a sentence into one. A network can use
      what it was trained with.${
        learned && vector && rival && vector.bleu < rival.bleu
          ? html` So the cut, which takes ${(learned.bleu - vector.bleu).toFixed(1)} BLEU from B, does not measure what attention is worth: A, which
              does without, is only ${(learned.bleu - rival.bleu).toFixed(1)} behind.`
          : nothing
      }`;
  },
};
