/**
 * Decoding with other attention weights. The sentence that was steered last is kept with the state of every step, so that a change of a
 * row goes on from there.
 */
import { checked } from './failures.js';

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').PolicyWish} PolicyWish */
/** @typedef {import('./protocol.d.ts').SteerWish} SteerWish */
/** @typedef {import('./protocol.d.ts').Translator} Translator */
/** @typedef {{ key: string, steering: import('./protocol.d.ts').Steering, rows: Map<number, string> }} Kept   rows: the edits, as JSON */

/**
 * @param {(model: import('./protocol.d.ts').ModelName) => Translator} translatorOf
 * @param {number} slice   milliseconds after which messages are heard
 * @returns {Pick<import('./answers.js').Answers, 'steer' | 'steered'>}
 */
export function createSteering(translatorOf, slice) {
  /** @type {Kept | null} */
  let kept = null;
  /** Two calls must not move the same decoder: one waits for the other. @type {Promise<unknown>} */
  let turn = Promise.resolve();

  /** @param {Translator} translator @param {PolicyWish} wish @returns {import('./protocol.d.ts').Policy} */
  function policyOf(translator, { other, ...policy }) {
    const own = /** @type {const} */ ({ name: 'learned', seed: 1, temperature: 1, rows: null });
    return { ...policy, rows: other === null ? null : checked(translator.steered(other, own)).alpha };
  }

  function drop() {
    kept?.steering.delete();
    kept = null;
  }

  /** The kept decoder with exactly these edits. @param {SteerWish} wish @returns {Kept} */
  function decoderOf({ model, text, policy, target, edits }) {
    const key = JSON.stringify([model, text, policy, target]);
    if (kept?.key !== key) {
      drop();
      const translator = translatorOf(model);
      kept = { key, steering: checked(translator.steer(text, policyOf(translator, policy), target)).steering, rows: new Map() };
    }
    const { steering, rows } = kept;
    const wanted = new Map(edits.map(({ step, weights }) => [step, weights]));
    for (const step of [...rows.keys()]) {
      if (wanted.has(step)) continue;
      steering.reset(step);
      rows.delete(step);
    }
    for (const [step, weights] of wanted) {
      const row = JSON.stringify(weights);
      if (rows.get(step) === row) continue;
      checked(steering.edit(step, weights));
      rows.set(step, row);
    }
    return kept;
  }

  /** @param {SteerWish} wish @param {import('./answers.js').Surroundings} around */
  async function steer(wish, { breathe }) {
    await breathe();
    const began = performance.now();
    const { steering } = decoderOf(wish);
    const from = steering.written();
    for (let since = began; !steering.step(); ) {
      if (performance.now() - since < slice) continue;
      await breathe();
      since = performance.now();
    }
    const result = steering.result();
    return { ...result, from, milliseconds: performance.now() - began };
  }

  return {
    steer(wish, around) {
      const mine = turn.then(() => steer(wish, around));
      turn = mine.catch(() => {});
      return mine;
    },
    async steered({ model, text, policy }) {
      const translator = translatorOf(model);
      const { translation, alpha } = checked(translator.steered(text, policyOf(translator, policy)));
      return { translation, alpha };
    },
  };
}
