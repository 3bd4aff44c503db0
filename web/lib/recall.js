/** How much of a reference translation another one has, by its words alone. */

/** Words without case and punctuation; an apostrophe parts two words, as in "s'est". @param {string} text @returns {string[]} */
export const words = (text) =>
  text
    .toLowerCase()
    .normalize('NFC')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Share of the reference's words found in the translation, each as often as it occurs; with several references, the best.
 * Order is not looked at: a translation with the right words in the wrong places counts in full.
 * @param {string} translation
 * @param {readonly string[]} references
 * @returns {{ share: number, missing: string[] }} missing words of the best reference
 */
export function recall(translation, references) {
  const results = references.map((reference) => {
    const there = words(translation);
    const wanted = words(reference);
    const missing = wanted.filter((word) => {
      const at = there.indexOf(word);
      if (at >= 0) there.splice(at, 1);
      return at < 0;
    });
    return { share: wanted.length === 0 ? NaN : 1 - missing.length / wanted.length, missing };
  });
  return results.sort((a, b) => b.share - a.share)[0] ?? { share: NaN, missing: [] };
}
