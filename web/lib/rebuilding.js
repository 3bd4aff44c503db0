/** A sentence given back from C, set against the one that went in. */
import { scoreFrom } from './measured.js';
import { memo } from './memo.js';
import { isEnd, wordGroups } from './trace.js';
import { compareWords } from './word-fates.js';

/** @typedef {import('./trace.js').Token} Token */
/** @typedef {import('./trace.js').Trace} Trace */

/** The words that tokens make, without the end. @param {readonly Token[]} tokens */
function wordsOf(tokens) {
  const kept = tokens.filter((token) => !isEnd(token));
  const groups = wordGroups(kept);
  /** @param {import('./trace.js').Group} group */
  const text = ({ first, last }) =>
    kept
      .slice(first, last + 1)
      .map((token) => token.text)
      .join('')
      .trim();
  return { groups, texts: groups.map((group) => text(group) || '␣') };
}

/** Words of both sentences with what became of them; groups: the tokens that make them. */
export const comparison = memo((/** @type {readonly Token[]} */ tokens, /** @type {Trace} */ trace) => {
  const given = wordsOf(tokens);
  const rebuilt = wordsOf(trace.steps.map((step) => step.token));
  return { groups: given.groups, rebuiltGroups: rebuilt.groups, ...compareWords(given.texts, rebuilt.texts) };
});

/** Index of the word that a token belongs to. @param {readonly import('./trace.js').Group[]} groups @param {number} j */
export const wordOf = (groups, j) => Math.max(0, groups.findIndex(({ last }) => j <= last));

/**
 * BLEU of the rebuilt English by the number of sentences joined, as far as it was measured.
 * @param {import('./evidence.js').Evidence} evidence
 * @returns {({ joined: number } & import('./measured.js').Score)[]}
 */
export const rebuiltBleu = ({ results }) =>
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((joined) => {
    const score = scoreFrom(results[`evaluate/en-en-rebuild/join-${joined}`]);
    return score ? { joined, ...score } : [];
  });
