/** What "What is left" says in the article, and what it asks there. */
import { html } from 'lit-html';
import { count, percent } from '../lib/numbers.js';
import { hardest, kFewest, mean, noBetter, overall, rightOnes, thirds } from '../lib/probing.js';
import { comparison } from '../lib/rebuilding.js';
import { fates } from '../lib/word-fates.js';
import { pieceLabel } from '../lib/trace.js';

/** @typedef {import('./left-data.js').Context} Context */
/** @typedef {import('./left-data.js').Data} Data */
/** @typedef {import('../ui/prediction.js').Question<Context>} Question */

/** Thirds that differ by less are alike, unless one has less than half of another. */
const kAlike = 0.1;
/** The check question is about a position with at least so many sentences. */
const kMany = 100;

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** A token in the text, in quotes where it would read as the article's own punctuation. @param {{ piece: string, text: string }} token */
const english = (token) => {
  const label = pieceLabel(token);
  return /[\p{L}\p{N}]/u.test(label) ? html`<i lang="en">${label}</i>` : html`“${label}”`;
};

/** What stands before part k of n. @param {number} k @param {number} n */
const joint = (k, n) => (k === 0 ? '' : k === n - 1 ? ' and ' : ', ');

/** What the probe reads. @param {Data} data */
function probed({ tokens, vector, states }) {
  if (!vector || vector.length === 0) return null;
  const n = vector.length;
  const least = vector[hardest(vector)];
  const [token, first] = [tokens[least?.position ?? 0], least?.top[0]];
  const own = states && html`; from the tokens’ own states, ${rightOnes(states, tokens).length}`;
  return html`Asked of C, the probe names ${rightOnes(vector, tokens).length} of
    ${n === tokens.length ? '' : 'the first '}${count(n, 'token')} of your sentence right${own ?? ''}. What stood there gets
    ${percent(mean(vector.map((one) => one.probability)))} from C on
    average${states && html`, and ${percent(mean(states.map((one) => one.probability)))} from the states`}.${
      token && first && least
        ? html` C knows least about position ${least.position + 1}: ${english(token)} gets
          ${percent(least.probability)}${first.piece === token.piece ? '' : html`, and the first answer is ${english(first)}`}.`
        : ''
    }`;
}

/** What the decoder gives back. @param {Data} data */
function given({ tokens, vector, rebuilt }) {
  if (!rebuilt) return null;
  const compared = comparison(tokens, rebuilt);
  const [back, made] = [fates(compared.given), fates(compared.rebuilt)];
  const said = rebuilt.translation === '' ? 'nothing' : html`<q lang="en">${rebuilt.translation}</q>`;
  return html`Given C and nothing else, the decoder that rebuilds English writes ${said} Of the
  ${count(compared.given.length, 'word')} of your sentence ${back.kept} come back in their order, ${back.moved} elsewhere, and ${back.lost}
  not at all; ${made.invented} of the words written were never there.${
    vector && vector.length > 0
      ? html` The probe, asked of the same C, names ${rightOnes(vector, tokens).length} of
        ${vector.length === tokens.length ? '' : 'the first '}${count(vector.length, 'token')} right.`
      : ''
  }`;
}

/** @type {Record<string, (context: Context) => unknown>} */
export const quotes = {
  left: ({ data }) => data && (given(data) ?? probed(data)),
  /** Over many sentences, with the baselines. */
  'left-average': ({ data }) => {
    const c = data && overall(data.evidence, 'vector');
    if (!data || !c) return null;
    const h = overall(data.evidence, 'states');
    const some = (/** @type {number} */ position) => c.rows.find((one) => one.position === position && one.count >= kFewest);
    const from = noBetter(c);
    const positions = [1, 2, 3, 5].flatMap((position) => some(position) ?? []);
    return html`Over ${c.sentences} sentences of ours, measured beforehand, the probe’s first answer is right for
    ${percent(c.all.right)} of the tokens when it is asked of
    C${h && html`, and for ${percent(h.all.right)} when it is asked of the states`}. That alone proves little.
    ${
      c.all.untrainedRight === null
        ? ''
        : html`An encoder that was never trained, with a probe of its own, already gives ${percent(c.all.untrainedRight)} from its
          C${h && h.all.untrainedRight !== null ? html` and ${percent(h.all.untrainedRight)} from its states` : ''}.`
    }
    ${
      c.all.frequent === null
        ? ''
        : html`Whoever always names the token most frequent at the position is right for ${percent(c.all.frequent)}.`
    }
    ${c.all.otherRight === null ? '' : html`The C of another sentence of the same length gives ${percent(c.all.otherRight)}.`}
    ${
      positions.length > 1
        ? html`By position it is
          ${positions.map((one, k) => html`${joint(k, positions.length)}${percent(one.right)} at ${one.position}`)}.`
        : ''
    }
    ${
      from
        ? html`From position ${from.position} on, as far as we measured, the most frequent token is right at least as often as the
          probe: its first answers there are no sign that C has kept the word.`
        : ''
    }`;
  },
  /** The probe against the decoder, over the same sentences. */
  'left-both': ({ data }) => {
    const c = data && overall(data.evidence, 'vector');
    const back = data?.evidence.results['evaluate/en-en-rebuild/sentences'];
    if (!c || !back) return null;
    return html`On our ${c.sentences} sentences the probe names ${percent(c.all.right)} of the tokens right. From the same vectors
    the rebuilding decoder gives ${percent(back.exact_match)} of the sentences back whole, every word of them.`;
  },
};

/** Where does C keep the words? @type {Question} */
const predict = {
  ask: ({ shared: { pair } }) => {
    if (!pair) return null;
    const few = pair.vector.source_tokens.length < 3;
    return {
      key: `left ${pair.vector.source}`,
      text: few
        ? html`Your sentence has fewer than three tokens: nothing to choose between. Take a longer one.`
        : html`A’s encoder has read your sentence from both sides and kept C. Which part of the sentence can the probe read best in it?`,
      choices: few
        ? []
        : [
            { value: 'beginning', label: 'the beginning' },
            { value: 'middle', label: 'the middle' },
            { value: 'end', label: 'the end' },
            { value: 'alike', label: 'all alike' },
          ],
    };
  },
  answer: ({ data, fresh, computing, shared }, guess) => {
    const parts = fresh && data?.vector ? thirds(data.vector) : null;
    if (!parts)
      return shared.engine.phase === 'failed' || shared.engine.phase === 'recorded' || computing.problem !== ''
        ? 'Without the probe nothing can be measured.'
        : 'Asking the probe to find out…';
    const shares = Object.entries(parts).sort(([, a], [, b]) => b - a);
    const [best, least] = [shares[0], shares.at(-1)];
    const alike = best && least && best[1] - least[1] < kAlike && least[1] > best[1] / 2;
    const truth = alike ? 'alike' : best?.[0];
    return html`${verdict(guess === truth)} The tokens of the first third get ${percent(parts.beginning)} from C on average, those of the
    middle ${percent(parts.middle)}, those of the last third
    ${percent(parts.end)}${alike ? ': less than ten points apart' : ''}.`;
  },
};

/** The first position where the most frequent token is right at least as often as the probe. @param {Data} data */
function doubtful({ evidence }) {
  const rows = overall(evidence, 'vector')?.rows.filter((one) => one.count >= kMany && one.frequent !== null) ?? [];
  return rows.find((one) => Number(one.frequent) >= one.right) ?? null;
}

/** What does a baseline take away? @type {Question} */
const check = {
  ask: ({ data }) => {
    const row = data && doubtful(data);
    if (!row) return null;
    return {
      key: 'left check',
      text: html`In ${row.count} of our sentences there is a token at position ${row.position}. The probe’s first answer from C is right for
      ${percent(row.right)} of them. Whoever always names the token most frequent at that position, without looking at C, is right for
      ${percent(row.frequent ?? NaN)}. What follows?`,
      choices: [
        { value: 'kept', label: html`C has kept that token in ${percent(row.right)} of the sentences` },
        { value: 'nothing', label: 'from these answers nothing about C, either way' },
        { value: 'gone', label: 'C holds nothing of that token' },
      ],
    };
  },
  answer: (_, guess) =>
    html`${verdict(guess === 'nothing')}
    ${
      guess === 'gone'
        ? html`That a probe does no better than a guess shows only that this probe does not read it. Another reader may: the decoder
          that rebuilds the sentence is one.`
        : html`The position alone does as well, so the right answers may owe nothing to C. And that this probe does not read the token
          does not show that it is gone.`
    }`,
};

/** @type {Record<string, Question>} */
export const questions = { 'predict-left': predict, 'check-left': check };
