/** Sentences of the article that quote the numbers of the reader's sentence. Each gives null while it has nothing true to say. */
import { html, render } from 'lit-html';
import { english } from './english.js';
import { glances, needed, tellingStep } from '../lib/attending.js';
import { kLadder, measured, wordCount } from '../lib/ladder.js';
import { count, percent, signed, weight } from '../lib/numbers.js';
import { difference } from '../lib/shared.js';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/trace.js').Trace} Trace */

/** @param {string} text */
const french = (text) => html`<q lang="fr">${text}</q>`;
/** @param {import('../lib/trace.js').Token | undefined} token */
const token = (token) => (token && isEnd(token) ? html`the end` : html`<i lang="fr">${token ? pieceLabel(token) : 'nothing'}</i>`);

/** @param {readonly string[]} words French */
const listed = (words) => words.map((word, k) => html`${k > 0 ? ', ' : ''}<i lang="fr">${word}</i>`);

/** @type {Record<string, (shared: Shared) => unknown>} */
export const quotes = {
  /** What the two wrote. */
  outcome: ({ pair }) => {
    if (!pair) return null;
    const at = difference(pair);
    const length = count(wordCount(pair.vector.source), 'word');
    if (at === null)
      return html`Your sentence has ${length}, and both write the same: ${french(pair.attention.translation)} Here the vector costs nothing.`;
    return html`Your sentence has ${length}. The two agree ${at === 0 ? 'on nothing' : `for ${count(at, 'token')}`}; then A writes
    ${token(pair.vector.steps[at]?.token)}, B ${token(pair.attention.steps[at]?.token)}. In the end A has ${french(pair.vector.translation)}
    and B ${french(pair.attention.translation)}`;
  },
  /** The product of probabilities, in logs. */
  score: ({ pair, beam }) => {
    if (!pair) return null;
    /** @param {Trace} trace */
    const sum = (trace) => trace.steps.reduce((total, step) => total + Math.log(step.probability), 0);
    /** @param {Trace} trace */
    const mean = (trace) => Math.exp(sum(trace) / trace.steps.length);
    return html`For your sentence the sum of the logarithms is <span class="is-vector">${signed(sum(pair.vector))}</span> for A, over
      ${count(pair.vector.steps.length, 'token')}, and <span class="is-attention">${signed(sum(pair.attention))}</span> for B, over
      ${count(pair.attention.steps.length, 'token')}: on (geometric) average A gives each token it writes ${percent(mean(pair.vector))}, B
      ${percent(mean(pair.attention))}.
      ${
        beam > 1
          ? `The search keeps the ${beam} best beginnings and goes on with each of them.`
          : 'The search is greedy: it takes the best token each time and never goes back.'
      }`;
  },
  /** Where the ladder breaks. */
  broken: ({ climb }) => {
    const rungs = measured(climb);
    if (!rungs.every((one) => one !== null)) return null;
    const all = /** @type {import('../lib/ladder.js').Measured[]} */ (rungs);
    const first = all[0];
    const last = all.at(-1);
    const lost = all.findIndex((one) => one.vector < one.attention - 1e-6);
    if (!first || !last) return null;
    const slips = all.findIndex((one) => one.attention < 1 - 1e-6);
    const missing = all[lost]?.missing.slice(0, 5) ?? [];
    return html`At ${first.words} words A finds ${percent(first.vector)} of the words of our own translation, B ${percent(first.attention)}.
    ${
      lost < 0
        ? 'On no rung does A find less than B.'
        : html`A first falls behind at ${all[lost]?.words} words${missing.length > 0 ? html`, where it has no ${listed(missing)}` : ''}.`
    }
    At ${last.words} words A finds ${percent(last.vector)}, B ${percent(last.attention)}.
    ${slips < 0 ? '' : html`B is not beyond loss either: from ${all[slips]?.words} words on it no longer has them all.`}`;
  },
  /** How spread out the looking is. */
  looked: ({ pair, tokens }) => {
    const alpha = pair?.attention.alpha;
    if (!pair || !alpha) return null;
    const trace = pair.attention;
    const steps = trace.steps.length;
    const i = tellingStep(trace);
    const j = argMax(row(alpha, i));
    const mean = trace.steps.reduce((sum, _, k) => sum + needed(glances(trace, k), 0.9), 0) / steps;
    return html`Before it writes <i lang="fr">${pieceLabel(/** @type {import('../lib/trace.js').Token} */ (trace.steps[i]?.token))}</i> it
      puts ${weight(Number(row(alpha, i)[j]))} of its weight on ${english(tokens[j])}. Averaged over the ${steps} tokens of this
      translation, nine tenths of the weight stand on ${mean.toFixed(1)} of the ${tokens.length} English tokens.`;
  },
  /** Sizes of what is multiplied. */
  sizes: ({ pair }) => {
    if (!pair) return null;
    return html`Every state of the encoder has ${pair.attention.encoder_states.shape[1]} numbers here, the decoder’s
    ${pair.attention.decoder_states.shape[1]}.`;
  },
  ladder: () => `${wordCount(kLadder[0]?.english ?? '')} to ${wordCount(kLadder.at(-1)?.english ?? '')} words`,
};

/**
 * Fills every element that names a quote; its own text stays until there is one.
 * @param {ParentNode} page
 * @param {import('../lib/shared.js').SharedStore} store
 */
export function mountQuotes(page, store) {
  const places = [...page.querySelectorAll('[data-quote]')].map((element) => ({
    element: /** @type {HTMLElement} */ (element),
    filled: false,
  }));
  const fill = () => {
    for (const place of places) {
      const said = quotes[place.element.dataset.quote ?? '']?.(store.get()) ?? null;
      if (said === null) continue;
      if (!place.filled) place.element.replaceChildren();
      place.filled = true;
      render(said, place.element);
    }
  };
  store.subscribe((shared, before) => {
    if (shared.pair !== before.pair || shared.climb !== before.climb) fill();
  });
  fill();
}
