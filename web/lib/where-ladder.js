/** Asks the core about every rung of a ladder: both probes, and the French word of the place from both models. */
import { otherPlace, placeAt, swap } from './where.js';

/**
 * @param {import('../ui/computing.js').Job['ask']} ask
 * @param {import('../core/protocol.d.ts').WhereTask} task
 * @param {number} number
 * @returns {Promise<import('./where.js').Ladder>}
 */
export async function climb(ask, task, number) {
  const ladder = task.ladders[number - 1] ?? [];
  const found = otherPlace(task, ladder);
  const other = found < 0 ? null : found;
  /** @type {import('./where.js').Rung[]} */
  const rungs = [];
  for (const { source, target, words, place } of ladder) {
    const right = placeAt(task.places, place);
    /** @param {'vector' | 'attention'} model @param {string} text */
    const word = async (model, text) => (await ask('word', { model, text, target, word: right.target })) ?? NaN;
    /** @param {string} text */
    const written = async (text) => ({ vector: await word('vector', text), attention: await word('attention', text) });
    rungs.push({
      source,
      target,
      words,
      vector: await ask('where', { model: 'vector', text: source }),
      attention: await ask('where', { model: 'attention', text: source }),
      written: await written(source),
      swapped: other === null ? null : await written(swap(source, right.source, placeAt(task.places, other).source)),
    });
  }
  return { number, rungs, place: ladder[0]?.place ?? 0, other };
}
