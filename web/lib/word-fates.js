/** Two sentences compared word by word: what was kept in its order, what was moved, what was lost, what was invented. */

/** @typedef {'kept' | 'moved' | 'lost' | 'invented'} Fate */
/**
 * @typedef {object} Word
 * @property {string} text
 * @property {Fate} fate
 * @property {number | null} partner   the same word in the other sentence; of a lost word the one in its place, if there is one
 */

/** Without case and punctuation; a word of signs alone stays as it is. @param {string} text */
export const bare = (text) => text.toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}'’]/gu, '') || text.toLowerCase();

/**
 * A longest common subsequence (Hunt and Szymanski's problem, by the table).
 * @param {readonly string[]} a @param {readonly string[]} b @returns {[number, number][]} pairs of indices, in order
 */
export function commonSubsequence(a, b) {
  const length = a.map(() => b.map(() => 0));
  const at = (/** @type {number} */ i, /** @type {number} */ k) => length[i]?.[k] ?? 0;
  for (let i = a.length - 1; i >= 0; --i)
    for (let k = b.length - 1; k >= 0; --k)
      /** @type {number[]} */ (length[i])[k] = a[i] === b[k] ? 1 + at(i + 1, k + 1) : Math.max(at(i + 1, k), at(i, k + 1));
  /** @type {[number, number][]} */
  const pairs = [];
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    if (a[i] === b[k]) pairs.push([i++, k++]);
    else if (at(i + 1, k) >= at(i, k + 1)) ++i;
    else ++k;
  }
  return pairs;
}

/**
 * @param {readonly string[]} given words @param {readonly string[]} rebuilt words
 * @returns {{ given: Word[], rebuilt: Word[] }}
 */
export function compareWords(given, rebuilt) {
  const [a, b] = [given.map(bare), rebuilt.map(bare)];
  const kept = commonSubsequence(a, b);
  const from = given.map((text) => /** @type {Word} */ ({ text, fate: 'lost', partner: null }));
  const to = rebuilt.map((text) => /** @type {Word} */ ({ text, fate: 'invented', partner: null }));
  const pair = (/** @type {number} */ i, /** @type {number} */ k, /** @type {Fate} */ fate) => {
    from[i] = { text: given[i] ?? '', fate, partner: k };
    to[k] = { text: rebuilt[k] ?? '', fate, partner: i };
  };
  for (const [i, k] of kept) pair(i, k, 'kept');
  a.forEach((word, i) => {
    if (from[i]?.fate !== 'lost') return;
    const k = b.findIndex((one, n) => one === word && to[n]?.fate === 'invented');
    if (k >= 0) pair(i, k, 'moved');
  });
  // In a gap between two kept words the first lost word was replaced by the first invented one, and so on.
  [...kept, /** @type {[number, number]} */ ([given.length, rebuilt.length])].reduce(
    ([i0, k0], [i1, k1]) => {
      const gap = (/** @type {Word[]} */ words, /** @type {number} */ begin, /** @type {number} */ end, /** @type {Fate} */ fate) =>
        words.flatMap((one, n) => (n > begin && n < end && one.fate === fate ? [n] : []));
      const places = gap(to, k0, k1, 'invented');
      gap(from, i0, i1, 'lost').forEach((i, n) => {
        const k = places[n];
        if (k === undefined) return;
        Object.assign(from[i] ?? {}, { partner: k });
        Object.assign(to[k] ?? {}, { partner: i });
      });
      return [i1, k1];
    },
    /** @type {[number, number]} */ ([-1, -1]),
  );
  return { given: from, rebuilt: to };
}

/** How many words have each fate. @param {readonly Word[]} words @returns {Record<Fate, number>} */
export function fates(words) {
  const counts = { kept: 0, moved: 0, lost: 0, invented: 0 };
  for (const { fate } of words) counts[fate] += 1;
  return counts;
}
