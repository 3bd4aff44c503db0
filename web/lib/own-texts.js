/**
 * Texts of a wanted length made of our own sentences, which no model was trained on: short ones joined, or long ones as they are. The order
 * is seeded, so that the first 25 are the same 25 on every device.
 */
import { wordCount } from './ladder.js';
import { memo } from './memo.js';
import { seededOrder } from './seeded-order.js';
import { kTokenLimit } from './shared.js';

/** @typedef {{ source: string, references: string[], tokens: number }} OwnSentence */
/** @typedef {{ short: readonly OwnSentence[], long: readonly OwnSentence[] }} OwnSentences   short: 3 to 15 words each; long: 11 to 40 */
/** @typedef {OwnSentence & { words: number, sentences: number }} Text */
/** @typedef {{ words: number, join: number | null, from?: number, to?: number }} Wanted   join: 1 = single sentences; null = long ones */
/** @typedef {{ texts: readonly Text[], all: number, runs: boolean }} Texts   texts: those that the page can translate */

/** That of the measurements. */
const kSeed = 1;
/** Where fewer fit into the page's limit, those that do would stand for no others. */
const kLeastShare = 0.5;

/** @template T @param {readonly T[]} items @returns {T[]} */
const shuffled = (items) => seededOrder(items.length, kSeed).map((k) => /** @type {T} */ (items[k]));

/** Reference r joins reference r of each, cycling, as src/text/pairs.h does. @param {readonly OwnSentence[]} members @returns {Text} */
export function joined(members) {
  const references = Math.max(...members.map((one) => one.references.length));
  const source = members.map((one) => one.source).join(' ');
  return {
    source,
    references: Array.from({ length: references }, (_, r) => members.map((one) => one.references[r % one.references.length]).join(' ')),
    tokens: members.reduce((sum, one) => sum + one.tokens, 0),
    words: wordCount(source),
    sentences: members.length,
  };
}

/**
 * Joins sentences in order until one more would take the text further from the length than it is.
 * @param {readonly OwnSentence[]} sentences @param {number} words
 */
function groups(sentences, words) {
  /** @type {OwnSentence[][]} */
  const all = [];
  /** @type {OwnSentence[]} */
  let group = [];
  let long = 0;
  for (const one of sentences) {
    const more = wordCount(one.source);
    if (group.length > 0 && Math.abs(long + more - words) > Math.abs(long - words)) {
      all.push(group);
      group = [];
      long = 0;
    }
    group.push(one);
    long += more;
  }
  return all;
}

/** @param {OwnSentences} own @param {Wanted} wanted */
function textsFor(own, { words, join, from = 0, to = Infinity }) {
  if (join === null) return shuffled(own.long.map((one) => joined([one])).filter((one) => one.words >= from && one.words <= to));
  return join === 1 ? shuffled(own.short).map((one) => joined([one])) : groups(shuffled(own.short), words).map(joined);
}

/** @type {(own: OwnSentences, wanted: Wanted) => Texts} */
export const textsOf = memo((own, wanted) => {
  const all = textsFor(own, wanted);
  const texts = all.filter((one) => one.tokens <= kTokenLimit);
  return { texts, all: all.length, runs: texts.length >= kLeastShare * all.length };
}, 16);

/** @param {readonly Text[]} texts */
export const meanWords = (texts) => texts.reduce((sum, one) => sum + one.words, 0) / texts.length;
