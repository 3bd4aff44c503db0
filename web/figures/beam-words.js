/** Figure 10 in words: the branch in focus, the figure's sentence, what the article quotes, and its two questions. */
import { html } from 'lit-html';
import {
  branchAt,
  endings,
  fatesAt,
  greedyPath,
  kLengthPower,
  lookDistances,
  ownLogProbability,
  pathTo,
  stepsOf,
  textOf,
} from '../lib/beam.js';
import { count, percent, signed } from '../lib/numbers.js';
import { firstDifference, isEnd, pieceLabel } from '../lib/trace.js';

/** @typedef {import('./beam.js').Context} Context */
/** @typedef {import('../lib/beam.js').BeamTree} BeamTree */

/** @param {{ piece: string, text: string }} token */
const french = (token) => (isEnd(token) ? html`the end` : html`<i lang="fr">${pieceLabel(token)}</i>`);
/** @param {{ piece: string, text: string }} token */

/** @param {string} text */
const quoted = (text) => (text === '' ? 'nothing' : html`<q lang="fr">${text}</q>`);

/** The branch that leads after so many steps: the most probable kept one, in the end the winner. @param {BeamTree} tree @param {number} moment */
export function leading(tree, moment) {
  const steps = stepsOf(tree);
  return moment >= steps.length ? tree.best : (steps[moment - 1]?.[0] ?? 0);
}

/** A branch, to be heard. @param {BeamTree} tree @param {number} index */
export function says(tree, index) {
  const { step, fate, log_probability: sum, score } = branchAt(tree, index);
  const ended = fate === 'ended' ? `, score ${signed(score, 3)}${index === tree.best ? ', the winner' : ''}` : '';
  return `token ${step + 1}, log probability ${signed(sum)}, ${fate}${ended}`;
}

/** What became of a branch. @param {BeamTree} tree @param {number} index @param {number} beam */
export function fateOf(tree, index, beam) {
  const { step, fate, score } = branchAt(tree, index);
  const rank = (stepsOf(tree)[step] ?? []).indexOf(index) + 1;
  const room = beam - endings(tree, step).length;
  const own = percent(Math.exp(ownLogProbability(tree, index)));
  const last = html`Its last token, ${french(branchAt(tree, index))}, has ${own} after what stands before it.`;
  if (fate === 'cut')
    return html`${last} It was <b>cut</b>: at token ${step + 1} there was room for ${room}, and
      ${count(rank - 1, 'continuation was', 'continuations were')} more probable.`;
  if (fate === 'ended') {
    const place = endings(tree).indexOf(index) + 1;
    return html`${last} Here it <b>ended</b>, with the score ${signed(score, 3)}: ${place === 1 ? 'the winner' : `number ${place}`} of
      ${count(endings(tree).length, 'finished translation')}.`;
  }
  return html`${last} It was <b>kept</b>, as number ${rank} of ${count(room, 'place')}.`;
}

/** @param {Context} context */
export function summary({ data, moment }) {
  if (!data) return '';
  const { tree, beam } = data;
  const steps = stepsOf(tree);
  const { kept, ended, cut } = fatesAt(tree, moment - 1);
  const at = leading(tree, moment);
  const first = branchAt(tree, at);
  const text = textOf(tree, pathTo(tree, at));
  if (moment >= steps.length) {
    const winner = `The search is over. ${count(endings(tree).length, 'translation')} finished; the winner is`;
    return `${winner} “${text}”, log probability ${signed(first.log_probability)}, score ${signed(first.score, 3)}.`;
  }
  const counts = `Beam ${beam}, token ${moment} of ${steps.length}: ${kept} kept, ${ended} ended, ${cut} cut.`;
  return `${counts} In the lead: “${text}”, log probability ${signed(first.log_probability)}.`;
}

/** @param {import('../lib/trace.js').Trace} trace */
const scoreOf = ({ log_probability: sum, steps }) => sum / steps.length ** kLengthPower;

/** What the search did with the reader's sentence, against greedy decoding. @param {Context} context */
export function beamQuote({ data, fresh }) {
  if (!data || !fresh) return null;
  const { tree, greedy, beam, model } = data;
  const { trace } = tree;
  const name = model === 'vector' ? 'A' : 'B';
  const at = firstDifference(trace, greedy);
  const [own, other] = [scoreOf(trace), scoreOf(greedy)].map((score) => signed(score, 3));
  const found = html`With a beam of ${beam}, ${name} ends with ${quoted(trace.translation)} (log p ${signed(trace.log_probability)}, score
    ${own}).`;
  if (beam === 1) return html`${found} That is greedy decoding: one hypothesis, and no way back.`;
  if (at === null) return html`${found} Greedy decoding writes the same. The alternatives that the search carried along did not pay here.`;
  const [mine, theirs] = [trace.steps[at], greedy.steps[at]];
  const { cut } = greedyPath(tree);
  const parting =
    mine && theirs
      ? html`At token ${at + 1} greedy decoding takes ${french(theirs.token)}, which has ${percent(theirs.probability)}; the winner has
          ${french(mine.token)}, with ${percent(mine.probability)}.`
      : '';
  const fate =
    cut === null ? 'The search kept the greedy path to its end, and another won.' : `At token ${cut + 1} the search cut the greedy path.`;
  const verdict =
    trace.log_probability > greedy.log_probability
      ? 'The winner is the more probable of the two.'
      : 'The winner is even the less probable of the two: its log p is spread over more tokens, or the better one was cut.';
  return html`${found} Greedy decoding writes ${quoted(greedy.translation)} (log p ${signed(greedy.log_probability)}, score ${other}). ${parting}
    ${fate} ${verdict}`;
}

/** How far branches differ in where they look. @param {Context} context */
export function looksQuote({ data, fresh }) {
  if (!data || !fresh || !data.tree.alpha) return null;
  const far = lookDistances(data.tree);
  if (!far) return html`With one hypothesis there are no two branches to compare.`;
  return html`Every branch of B looks for itself. Between two branches at the same step, ${percent(far.between)} of the weight stands on other
    tokens, on average over your sentence; from one step of the winner to its next, ${percent(far.along)}.
    ${
      far.between < far.along
        ? 'Where a branch looks depends more on how far the sentence has come than on which word it took last.'
        : 'Branches drift apart by more than a step.'
    }`;
}

/** Over our own sentences. @param {Context} context */
export function manyQuote({ data }) {
  if (!data?.measured.attention) return null;
  /** @param {'vector' | 'attention'} model @param {string} name */
  const one = (model, name) => {
    const measured = data.measured[model];
    if (!measured) return '';
    const { sentences, bleu, greedy, different, moreProbable } = measured;
    const differ =
      different === null
        ? ''
        : html`, and for ${different} of ${sentences} sentences (${percent(different / sentences)}) it is not the same
            translation${
              moreProbable === null ? '' : html`; in ${moreProbable} of these ${different} the one from the beam is the more probable`
            }`;
    return html`${name} reaches ${greedy.toFixed(2)} BLEU greedily and ${bleu.toFixed(2)} with a beam of 5${differ}.`;
  };
  return html`On our own sentences ${one('attention', 'B')} ${one('vector', 'A')}`;
}

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** How often does a beam of 5 write something else? @type {import('../ui/prediction.js').Question<Context>} */
export const howOften = {
  ask: () => ({
    key: 'often',
    choices: [
      { value: 'seldom', label: 'in one of twenty' },
      { value: 'fifth', label: 'in one of five' },
      { value: 'half', label: 'in nearly half of them, or more' },
    ],
  }),
  answer: ({ data, computing, shared }, guess) => {
    const measured = data?.measured.attention;
    if (!measured || measured.different === null) {
      if (computing.problem) return computing.problem;
      if (shared.engine.phase === 'failed') return 'Without the models nothing can be said.';
      return data ? 'This has not been counted yet.' : 'The numbers are on their way…';
    }
    const share = measured.different / measured.sentences;
    const right = share < 0.12 ? 'seldom' : share < 0.33 ? 'fifth' : 'half';
    return html`${verdict(guess === right)} In ${measured.different} of ${measured.sentences}, ${percent(share)}. It brings B from
      ${measured.greedy.toFixed(2)} to ${measured.bleu.toFixed(2)} BLEU.`;
  },
};

/** Two that ended, made up for the question: which wins? */
const kShort = { tokens: 6, sum: -3 };
const kLong = { tokens: 10, sum: -3.6 };

/** @type {import('../ui/prediction.js').Question<Context>} */
export const checkBeam = {
  ask: () => ({
    key: 'length',
    choices: [
      { value: 'short', label: `the one of ${kShort.tokens} tokens` },
      { value: 'long', label: `the one of ${kLong.tokens} tokens` },
    ],
  }),
  answer: (_, guess) => {
    const [short, long] = [kShort, kLong].map(({ tokens, sum }) => sum / tokens ** kLengthPower);
    const right = Number(long) > Number(short) ? 'long' : 'short';
    return html`${verdict(guess === right)} ${signed(kShort.sum, 1)} / ${kShort.tokens}<sup>${kLengthPower}</sup> = ${signed(Number(short))}, and
      ${signed(kLong.sum, 1)} / ${kLong.tokens}<sup>${kLengthPower}</sup> = ${signed(Number(long))}. Every token makes a product of probabilities
      smaller, so without the division the short one would win: searches that do not divide stop too early.`;
  },
};
