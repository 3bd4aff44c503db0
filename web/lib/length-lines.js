/** Quality against length, as models/results.json has it: the lines, their lengths, and what may be said of them. */
import { memo } from './memo.js';
import { meanWords, textsOf } from './own-texts.js';

/** @typedef {import('./evidence.js').Evidence} Evidence */
/** @typedef {import('./own-texts.js').OwnSentences} OwnSentences */
/** @typedef {'joined' | 'single'} View */
/** @typedef {'vector' | 'forward' | 'reversed' | 'wide' | 'attention' | 'attention-short' | 'vector-short'} LineName */
/** @typedef {{ words: number, join: number | null, from?: number, to?: number }} Place    a length that was measured */
/** @typedef {{ from: number, to: number }} Bucket */
/** @typedef {{ bleu: number, low: number, high: number, sentences: number, command: string }} Score */
/**
 * @typedef {object} LineInfo
 * @property {LineName} model    models/en-fr-<model>
 * @property {string} name       at its end
 * @property {string} says       in a sentence
 * @property {string} kind       the actor, which gives the colour
 * @property {import('../ui/line-chart.js').MarkShape} mark
 * @property {string} [dash]
 * @property {number} longest    the most words in training (join_max_words of its recipe)
 */

export const kJoins = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12];
/** The join at which the article compares; index in kJoins + 1 is its moment. */
export const kCompared = 6;
/** Words of single sentences, from - to. @type {readonly [Bucket, Bucket, Bucket]} */
export const kBuckets = [
  { from: 10, to: 19 },
  { from: 20, to: 29 },
  { from: 30, to: 40 },
];

/** @type {Record<LineName, LineInfo>} */
export const kLines = {
  attention: { model: 'attention', name: 'B attention', says: 'B, with attention', kind: 'attention', mark: 'circle', longest: 45 },
  wide: { model: 'wide', name: 'wide', says: 'the wide vector', kind: 'vector', mark: 'cross', dash: '10 3 2 3', longest: 45 },
  forward: { model: 'forward', name: 'plain', says: 'the plain reader', kind: 'vector', mark: 'triangle', dash: '2 3', longest: 45 },
  reversed: { model: 'reversed', name: 'reversed', says: 'the reversed reader', kind: 'vector', mark: 'diamond', dash: '6 4', longest: 45 },
  vector: { model: 'vector', name: 'A vector', says: 'A, the bidirectional vector', kind: 'vector', mark: 'square', longest: 45 },
  'attention-short': {
    model: 'attention-short',
    name: 'B’s twin',
    says: 'B’s twin',
    kind: 'attention',
    mark: 'triangle',
    dash: '6 4',
    longest: 15,
  },
  'vector-short': { model: 'vector-short', name: 'A’s twin', says: 'A’s twin', kind: 'vector', mark: 'diamond', dash: '6 4', longest: 15 },
};
/** From the top, as they mostly lie. @type {readonly LineName[]} */
export const kCapacity = ['attention', 'wide', 'forward', 'reversed', 'vector'];
/** @type {readonly LineName[]} */
export const kExtrapolation = ['attention', 'attention-short', 'vector', 'vector-short'];
/** @type {readonly LineName[]} */
export const kAllLines = [...kCapacity, 'attention-short', 'vector-short'];

/** @type {(evidence: Evidence, own: OwnSentences, view: View) => readonly Place[]} */
export const placesOf = memo((evidence, own, view) =>
  view === 'joined'
    ? kJoins.map((join) => ({ words: evidence.results[`evaluate/en-fr-vector/join-${join}`].mean_source_words, join }))
    : kBuckets.map((bucket) => ({ ...bucket, join: null, words: meanWords(textsOf(own, { words: 0, join: null, ...bucket }).texts) })),
);

/** @param {Evidence} evidence @param {LineName} model @param {Place} place @returns {Score} */
export function scoreAt(evidence, model, { join, from }) {
  const result = evidence.results[`evaluate/en-fr-${model}/${join === null ? 'long-sentences' : `join-${join}`}`];
  const row = join === null ? result.by_source_words.find((/** @type {{ from: number }} */ one) => one.from === from) : result;
  const [low, high] = row.bleu_interval;
  return { bleu: row.bleu, low, high, sentences: row.sentences, command: result.command };
}

/** The score of a number of joined sentences. @param {Evidence} evidence @param {LineName} model @param {number} join */
export const scoreJoined = (evidence, model, join) => scoreAt(evidence, model, { words: 0, join });

/** @param {Evidence} evidence @param {number} join */
export const wordsJoined = (evidence, join) => Math.round(evidence.results[`evaluate/en-fr-vector/join-${join}`].mean_source_words);

/** Do the intervals leave no score to both? @param {{ low: number, high: number }} a @param {{ low: number, high: number }} b */
export const apart = (a, b) => a.low > b.high || b.low > a.high;

/**
 * The share of its score for one short sentence that a model keeps at the compared length.
 * @param {Evidence} evidence @param {LineName} model
 */
export const kept = (evidence, model) => scoreJoined(evidence, model, kCompared).bleu / scoreJoined(evidence, model, 1).bleu;

/**
 * How much of the way from the plain reader to B a model goes, at the compared length.
 * @param {Evidence} evidence @param {LineName} model
 */
export function gapClosed(evidence, model) {
  const at = (/** @type {LineName} */ one) => scoreJoined(evidence, one, kCompared).bleu;
  return (at(model) - at('forward')) / (at('attention') - at('forward'));
}

/** A score as the page prints it. @param {number} x */
export const points = (x) => x.toFixed(1);

/** "7.1 to 8.4" @param {{ low: number, high: number }} score */
export const range = ({ low, high }) => `${points(low)} to ${points(high)}`;
