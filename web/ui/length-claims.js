/** What the measured lines let the article say: every word of judgement here hangs on a number or on whether intervals overlap. */
import { html } from 'lit-html';
import { apart, gapClosed, kBuckets, kCompared, kept, kJoins, points, range } from '../lib/length-lines.js';
import { scoreAt, scoreJoined, wordsJoined } from '../lib/length-lines.js';
import { percent } from '../lib/numbers.js';
import { exactAt, recallOf } from '../lib/recall-task.js';

/** @typedef {import('../lib/evidence.js').Evidence} Evidence */
/** @typedef {import('../lib/length-lines.js').LineName} LineName */
/** @typedef {import('../lib/length-lines.js').Place} Place */
/** @typedef {import('../lib/length-lines.js').Score} Score */
/** @typedef {import('../lib/length-lines.js').Bucket} Bucket */

/** How a second score lies to a first, as far as the intervals tell. @param {Score} a @param {Score} b */
function than(a, b) {
  if (!apart(a, b)) return 'no better, no worse, as far as the intervals tell';
  return b.bleu > a.bleu ? 'a gain' : 'a loss';
}

/** The result, with the length in focus first. @param {Evidence} evidence @param {Place} place */
export function lengthClaim(evidence, place) {
  const [a, b] = [scoreAt(evidence, 'vector', place), scoreAt(evidence, 'attention', place)];
  const at = wordsJoined(evidence, kCompared);
  const last = kJoins.at(-1) ?? 1;
  const here = (/** @type {LineName} */ line) => scoreJoined(evidence, line, kCompared);
  const end = scoreJoined(evidence, 'attention', last);
  const [brief, , long] = kBuckets;
  const single = (/** @type {LineName} */ line, /** @type {Bucket} */ bucket) =>
    scoreAt(evidence, line, { words: 0, join: null, ...bucket });
  const closed = Math.max(gapClosed(evidence, 'reversed'), gapClosed(evidence, 'wide')) > 0.5;
  const falls = end.bleu < here('attention').bleu && apart(end, here('attention'));
  return html`At ${Math.round(place.words)} words${place.join === null ? ', in single sentences,' : ''} A has
    <b>${points(a.bleu)}</b> BLEU (95 % interval ${range(a)}), B <b>${points(b.bleu)}</b> (${range(b)}). Of what each has at
    ${wordsJoined(evidence, 1)} words, A keeps ${percent(kept(evidence, 'vector'))} at ${at}, B ${percent(kept(evidence, 'attention'))}.
    ${closed ? 'One of the two old remedies closes most of the gap.' : 'Neither of the two old remedies closes the gap here.'}
    Reading the source backwards: ${points(here('reversed').bleu)} at ${at} words against the plain reader’s
    ${points(here('forward').bleu)},
    ${than(here('forward'), here('reversed'))}. Twice the width: ${points(here('wide').bleu)}, ${than(here('forward'), here('wide'))}, and
    ${percent(gapClosed(evidence, 'wide'))} of the way from the plain reader to B. Beyond what was met in training B
    ${falls ? 'falls too' : 'holds'}: ${points(end.bleu)} at ${wordsJoined(evidence, last)} words. In single sentences, from those of
    ${brief.from} to ${brief.to} words to those of ${long.from} to ${long.to}, A goes from ${points(single('vector', brief).bleu)} to
    ${points(single('vector', long).bleu)} and B from ${points(single('attention', brief).bleu)} to
    ${points(single('attention', long).bleu)}${
      apart(single('attention', brief), single('attention', long)) ? ': in these B falls even where the length was met' : ''
    }.`;
}

/** The share kept, as a fraction of two measured scores. @param {Evidence} evidence @param {Place} place */
export function keptClaim(evidence, place) {
  const first = (/** @type {LineName} */ line) => scoreJoined(evidence, line, 1).bleu;
  const there = place.join === null ? { words: 0, join: kCompared } : place;
  const now = (/** @type {LineName} */ line) => scoreAt(evidence, line, there).bleu;
  const words = place.join === null ? wordsJoined(evidence, kCompared) : Math.round(place.words);
  const one = (/** @type {LineName} */ line) =>
    html`${now(line).toFixed(2)} / ${first(line).toFixed(2)} = <b>${(now(line) / first(line)).toFixed(2)}</b>`;
  return html`What a translator keeps at ${words} words is its BLEU there over its BLEU at ${wordsJoined(evidence, 1)}: for
    <span class="is-vector">A ${one('vector')}</span>, for <span class="is-attention">B ${one('attention')}</span>.`;
}

/** The recall task. @param {Evidence} evidence */
export function recallClaim(evidence) {
  const at = (/** @type {string} */ net, /** @type {number} */ length) => percent(exactAt(evidence, net, length).mean);
  const { seeds, longest_in_training: met } = recallOf(evidence, 'plain');
  return html`Of sequences of 10 symbols the plain net repeats ${at('plain', 10)} without a mistake, the reversed one
    ${at('reversed', 10)}, the wide one ${at('wide', 10)}, the one with attention ${at('attention', 10)}; of 14 symbols
    ${at('plain', 14)}, ${at('reversed', 14)}, ${at('wide', 14)} and ${at('attention', 14)} (means of ${seeds} seeds). Past the ${met} symbols of its training the one with attention
    fails like the others: ${at('attention', 20)} at 20.`;
}
