/** "Where did the cat sit?": what a sentence says about it, and when a model no longer knows. Places are indices into the task's twenty. */
import { argMax, isEnd, row, wordGroups } from './trace.js';

/** @typedef {import('../core/protocol.d.ts').WhereAnswer} WhereAnswer */
/** @typedef {{ source: string, target: string }} Place */
/** @typedef {{ vector: number, attention: number }} OfBoth   a probability from each model */
/**
 * @typedef {object} Rung    one sentence of a ladder, measured
 * @property {string} source
 * @property {string} target      the ladder's own French
 * @property {number} words
 * @property {WhereAnswer} vector       the probe's answer from C
 * @property {WhereAnswer} attention    and from B's states
 * @property {OfBoth} written           probability of the place's French word at its place
 * @property {OfBoth | null} swapped    the same, where the English names another place instead; null: no place goes with this French
 */
/**
 * @typedef {object} Ladder    one sentence that grows rung by rung, measured
 * @property {number} number          from 1
 * @property {readonly Rung[]} rungs
 * @property {number} place           the right one
 * @property {number | null} other    the one that the English names instead
 */
/** @typedef {'no-sat' | 'several-sat' | 'no-place' | 'several-places' | 'long'} Oddity */
/**
 * @typedef {object} Sense    what a sentence says about who sat where
 * @property {string | null} subject       "the cat"
 * @property {number | null} place         named with "sat"; null: none, or more than one
 * @property {readonly number[]} named     all places of that clause
 * @property {readonly Oddity[]} oddities  empty: a sentence as those that the probes were trained on
 */

/** The longest sentences of the probes' training: src/tasks/where.h. */
export const kLongestTrained = 45;
/** From here on a clause is another one. */
const kClauseEnds = new Set(
  'and but while because so when before after although then that which who until if or as'.split(' ').concat([...',.;:!?()—–"“”']),
);

/** Words and marks, in lower case. @param {string} text @returns {string[]} */
const pieces = (text) => text.toLowerCase().match(/[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** @param {string} text */
export const wordsIn = (text) => text.split(/\s+/).filter(Boolean).length;

/**
 * What the words themselves say: the place is the one named between "sat" and the end of its clause.
 * @param {string} text
 * @param {readonly Place[]} places
 * @returns {Sense}
 */
export function senseOf(text, places) {
  const all = pieces(text);
  const sat = all.indexOf('sat');
  const many = all.filter((one) => one === 'sat').length;
  const after = sat < 0 ? [] : all.slice(sat + 1);
  const end = after.findIndex((one) => kClauseEnds.has(one));
  const clause = new Set(end < 0 ? after : after.slice(0, end));
  const named = [...clause].map((word) => places.findIndex(({ source }) => source === word)).filter((k) => k >= 0);
  /** @type {Oddity[]} */
  const oddities = [];
  if (many === 0) oddities.push('no-sat');
  if (many > 1) oddities.push('several-sat');
  if (many > 0 && named.length === 0) oddities.push('no-place');
  if (named.length > 1) oddities.push('several-places');
  if (wordsIn(text) > kLongestTrained) oddities.push('long');
  return { subject: subjectOf(text), place: many === 1 && named.length === 1 ? Number(named[0]) : null, named, oddities };
}

/** Who sat, where the words before "sat" say so: "the cat". @param {string} text */
export function subjectOf(text) {
  const someone =
    /(?:^|[\s,])((?:the|an?|my|our|your|his|her|their|this|that)\s+(?:[\p{L}'’-]+\s+){0,2}?[\p{L}'’-]+|he|she|they|we|it|you|I)\s+sat\b/iu;
  const named = /(?:^|[\s,])(?!There|Then|Here|Who)(\p{Lu}[\p{L}'’-]+)\s+sat\b/u;
  const found = someone.exec(text)?.[1];
  return found ? (found === 'I' ? found : found.toLowerCase()) : (named.exec(text)?.[1] ?? null);
}

/**
 * The French word that is looked from: "assis", or else the token that looks most at "sat".
 * @param {import('./trace.js').Trace} trace
 * @returns {{ i: number, sat: number[] } | null}
 */
export function verbOf(trace) {
  const { alpha, source_tokens: tokens, steps } = trace;
  if (!alpha) return null;
  const spelt = (/** @type {{ first: number, last: number }} */ group) =>
    tokens.slice(group.first, group.last + 1).map(({ text }) => text).join('').replace(/[^\p{L}]/gu, '').toLowerCase();
  const group = wordGroups(tokens).find((one) => spelt(one) === 'sat');
  if (!group) return null;
  const sat = Array.from({ length: group.last - group.first + 1 }, (_, k) => group.first + k);
  const looks = steps.map(({ token }, i) => (isEnd(token) ? -1 : sat.reduce((sum, j) => sum + Number(row(alpha, i)[j]), 0)));
  const seated = steps.findIndex(({ token }) => /^\s*assis/i.test(token.text));
  return { i: seated >= 0 ? seated : Math.max(0, argMax(looks)), sat };
}

/** What each rung adds to the one before, without the full stop. @param {readonly { source: string }[]} rungs */
export const clausesOf = (rungs) =>
  rungs.map(({ source }, k) => source.slice(k === 0 ? 0 : (rungs[k - 1]?.source.length ?? 1) - 1).replace(/\.$/, ''));

/**
 * The first rung whose most likely place is wrong; -1: none.
 * @param {readonly Rung[]} rungs
 * @param {'vector' | 'attention'} kind
 * @param {number} place
 */
export const forgets = (rungs, kind, place) => rungs.findIndex((rung) => argMax(rung[kind].probabilities) !== place);

/**
 * The first rung where the French word is less likely than not; -1: none.
 * @param {readonly Rung[]} rungs
 * @param {'vector' | 'attention'} kind
 */
export const unwritten = (rungs, kind) => rungs.findIndex((rung) => !(rung.written[kind] > 0.5));

/** An English word, whole. @param {string} word */
const whole = (word) => new RegExp(`\\b${word}\\b`, 'i');

/** @param {string} text @param {string} word */
export const names = (text, word) => whole(word).test(text);

/**
 * The sentence with another place, in the clause with "sat", which is the first.
 * @param {string} source
 * @param {string} place
 * @param {string} other
 */
export const swap = (source, place, other) => source.replace(whole(place), other);

/**
 * What stands between the verb and the place in a ladder's first French sentence: "sur le".
 * @param {{ target: string }} rung
 * @param {Place} place
 */
function leadIn({ target }, place) {
  const at = target.lastIndexOf(place.target);
  return /assise?s? (.*)$/.exec(target.slice(0, at))?.[1] ?? null;
}

/**
 * A place to name in the English instead of the right one, with the French up to there as it was ("sur le"): the first that the ladder
 * does not name. -1: there is none.
 * @param {import('../core/protocol.d.ts').WhereTask} task @param {readonly import('../core/protocol.d.ts').WhereRung[]} ladder
 */
export function otherPlace({ places, ladders }, ladder) {
  const [first] = ladder;
  const last = ladder.at(-1);
  const right = first && places[first.place];
  if (!first || !last || !right) return -1;
  const lead = leadIn(first, right);
  return places.findIndex((place, k) => {
    const example = ladders.find((one) => one[0]?.place === k)?.[0];
    return k !== first.place && example && leadIn(example, place) === lead && !names(last.source, place.source);
  });
}

/** Most likely first. @param {readonly number[]} probabilities @param {number} count @returns {{ place: number, probability: number }[]} */
export const likeliest = (probabilities, count) =>
  probabilities
    .map((probability, place) => ({ place, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);

/** @param {readonly Place[]} places @param {number} k @returns {Place} */
export const placeAt = (places, k) => places[k] ?? { source: '?', target: '?' };
