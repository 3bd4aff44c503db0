/** Sentences in which somebody sits somewhere: what the probe may be asked of them, a ladder's as it grows, and what is answered. */
import { html, nothing } from 'lit-html';
import { clausesOf, kLongestTrained, names, placeAt } from '../lib/where.js';
import { percent } from '../lib/numbers.js';
import { argMax } from '../lib/trace.js';

/** @typedef {import('../lib/where.js').Ladder} Ladder */
/** @typedef {import('../lib/where.js').Sense} Sense */
/** @typedef {import('../lib/where.js').Place} Place */

const kSat = html`<i lang="en">sat</i>`;

/** @param {Sense} sense @param {readonly Place[]} places @returns {Record<import('../lib/where.js').Oddity, unknown>} */
const reasons = ({ named }, places) => ({
  'no-sat': html`the sentence has no ${kSat}`,
  'several-sat': html`it has ${kSat} more than once`,
  'no-place': html`none of the twenty places is named with ${kSat}`,
  'several-places': html`more than one place is named with ${kSat} (${named.map((k) => placeAt(places, k).source).join(', ')})`,
  long: `it is longer than the ${kLongestTrained} words of the longest in training`,
});

/** @param {Sense} sense @param {number | null} truth @param {readonly Place[]} places */
export function senseNote(sense, truth, places) {
  const right =
    truth === null
      ? 'There is no right answer to compare with.'
      : html`The sentence says: the <b lang="en">${placeAt(places, truth).source}</b>.`;
  if (sense.oddities.length === 0) return html`${right} One clause has ${kSat}, with one of the twenty places, as in the probe’s training.`;
  const all = reasons(sense, places);
  return html`<strong>Outside of what the probe was trained on:</strong>
    ${sense.oddities.map((one, k) => html`${k > 0 ? '; ' : ''}${all[one]}`)}. It answers all the same: its twenty places share out 1,
    whatever it is asked. ${right}`;
}

/**
 * Text with one of its words marked, the first only or all.
 * @param {string} text
 * @param {string | null} word
 * @param {(word: string) => unknown} mark
 */
function marked(text, word, mark) {
  if (!word || !names(text, word)) return text;
  return text.split(new RegExp(`\\b(${word})\\b`, 'i')).map((part, k) => (k % 2 === 1 ? mark(part) : part));
}

/**
 * The ladder's sentence, what is not reached yet faint; the right place and C's wrong guess are marked.
 * @param {readonly Place[]} places
 * @param {Ladder} ladder
 * @param {number} moment
 */
export function growing(places, { rungs, place }, moment) {
  const guess = argMax(rungs[moment]?.vector.probabilities ?? []);
  const wrong = guess === place ? null : placeAt(places, guess).source;
  return html`<p class="where-growing" lang="en">
    ${clausesOf(rungs).map((clause, k) => {
      const words =
        k === 0
          ? marked(clause, placeAt(places, place).source, (word) => html`<b class="is-right">${word}</b>`)
          : k <= moment
            ? marked(clause, wrong, (word) => html`<b class="is-guess">${word}</b>`)
            : clause;
      return html`<span class=${k <= moment ? '' : 'to-come'}>${words}${k === rungs.length - 1 ? '.' : ''}</span>`;
    })}
  </p>`;
}

/** @param {readonly Place[]} places @param {Ladder} ladder @param {number} moment */
export function rungReadout(places, { rungs, place, other }, moment) {
  const rung = rungs[moment];
  const right = placeAt(places, place);
  if (!rung) return nothing;
  /** @param {'vector' | 'attention'} kind */
  const says = (kind) => {
    const best = argMax(rung[kind].probabilities);
    return html`<b lang="en">${placeAt(places, best).source}</b> ${percent(rung[kind].probabilities[best] ?? NaN)}${
      best === place ? ' ✓' : html`, wrong (<span lang="en">${right.source}</span> ${percent(rung[kind].probabilities[place] ?? NaN)})`
    }`;
  };
  const swapped = other !== null && rung.swapped;
  return html`<b>${rung.words} words.</b> <span class="is-vector">C:</span> ${says('vector')}. <span class="is-attention">States:</span>
    ${says('attention')}. <i lang="fr">${right.target}</i> from <span class="is-vector">A</span> ${percent(rung.written.vector)}, from
    <span class="is-attention">B</span> ${percent(rung.written.attention)}${
      swapped
        ? html`; had the English said <i lang="en">${placeAt(places, other).source}</i>, from A ${percent(swapped.vector)}, from B
          ${percent(swapped.attention)}`
        : nothing
    }.`;
}
