/** The question that opens chapter 3, answered by what this page computes. */
import { html } from 'lit-html';
import { glances, heaviest, tellingStep } from '../lib/attending.js';
import { weight } from '../lib/numbers.js';
import { pieceLabel } from '../lib/trace.js';

/** @typedef {import('../ui/prediction.js').Question<import('../lib/shared.js').Shared>} Question */

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** Where does a word look? @returns {Question} */
export const whereItLooks = () => {
  /**
   * The question for a trace: its step and four places to choose from, the heaviest among them.
   * @param {import('../lib/shared.js').Shared} shared
   */
  const pose = ({ pair, tokens }) => {
    if (!pair?.attention.alpha) return null;
    const i = tellingStep(pair.attention);
    const best = heaviest(glances(pair.attention, i), 1)[0];
    const step = pair.attention.steps[i];
    if (!best || !step) return null;
    const n = tokens.length;
    const near = Math.max(0, Math.min(n - 5, best.j - 2));
    const places = n <= 9 ? tokens.map((_, j) => j) : [near, near + 1, near + 2, near + 3, near + 4];
    return { i, best, french: pieceLabel(step.token), places: places.filter((j) => j < n && /[\p{L}\p{N}]/u.test(tokens[j]?.text ?? '')) };
  };
  return {
    ask: (shared) => {
      const posed = pose(shared);
      if (!posed) return null;
      return {
        key: `${shared.pair?.attention.source} ${posed.french}`,
        text: html`B is about to write <i lang="fr">${posed.french}</i> for your sentence. Which English token gets the largest weight?`,
        choices: posed.places.map((j) => ({
          value: String(j),
          label: html`<span lang="en">${pieceLabel(shared.tokens[j] ?? { piece: '', text: '' })}</span>`,
        })),
      };
    },
    answer: (shared, guess) => {
      const posed = pose(shared);
      if (!posed) return '';
      const all = glances(/** @type {import('../lib/trace.js').Trace} */ (shared.pair?.attention), posed.i);
      /** @param {number} j */
      const name = (j) => html`<i lang="en">${pieceLabel(shared.tokens[j] ?? { piece: '', text: '' })}</i>`;
      const right = Number(guess) === posed.best.j;
      return html`${verdict(right)} ${name(posed.best.j)} gets ${weight(posed.best.weight)} of
      it${right ? '' : html`; ${name(Number(guess))} gets ${weight(all[Number(guess)]?.weight ?? NaN)}`}.`;
    },
  };
};
