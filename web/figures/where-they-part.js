/** The question that opens chapter 1, answered by what this page computes. */
import { html } from 'lit-html';
import { kLadder, measured, wordCount } from '../lib/ladder.js';
import { count } from '../lib/numbers.js';

/** @typedef {import('../ui/prediction.js').Question<import('../lib/shared.js').Shared>} Question */

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** Where on the ladder do the two part? @param {() => void} climb @returns {Question} */
export const whereTheyPart = (climb) => ({
  ask: () => ({
    key: 'ladder',
    choices: [
      ...kLadder.map(({ english }) => ({ value: String(wordCount(english)), label: wordCount(english) })),
      { value: 'never', label: 'never' },
    ],
  }),
  chosen: climb,
  answer: (shared, guess) => {
    const rungs = measured(shared.climb);
    const parts = rungs.findIndex((one) => one !== null && one.parts !== null);
    if (parts >= 0 && rungs.slice(0, parts).every(Boolean)) {
      const words = String(rungs[parts]?.words);
      const last = rungs[parts - 1];
      return html`${verdict(guess === words)}
      ${last ? html`Up to ${last.words} words they write the same;` : 'They differ from the first rung on:'} at ${words} they no longer do.
      The figure shows where.`;
    }
    if (rungs.every(Boolean)) return html`${verdict(guess === 'never')} They write the same on every rung.`;
    return shared.engine.phase === 'failed'
      ? 'Without the models nothing can be measured.'
      : `Translating the ladder to find out… ${count(rungs.filter(Boolean).length, 'rung')} done.`;
  },
});
