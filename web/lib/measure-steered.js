/** BLEU of our sentences under a policy, measured on the reader's device: one after another, then scored by the core as sacreBLEU does. */
import { textsOf } from './own-texts.js';
import { kMeasured, kSeed } from './wire.js';

/**
 * The sentences that are measured: the first of a seeded order, which `regard steer --pairs --sentences` takes, too.
 * @param {import('./own-texts.js').OwnSentences} own
 */
export const measuredTexts = (own) => textsOf(own, { words: 0, join: 1 }).texts.slice(0, kMeasured);

/**
 * @param {object} wish
 * @param {import('../core/protocol.d.ts').Client['ask']} wish.ask
 * @param {import('../core/protocol.d.ts').PolicyName} wish.name
 * @param {readonly { source: string, references: readonly string[] }[]} wish.texts   one or more
 * @param {AbortSignal} wish.signal
 * @param {(done: number) => void} wish.onText
 * @returns {Promise<import('./wire.js').Score>}
 */
export async function measureSteered({ ask, name, texts, signal, onText }) {
  /** @type {string[]} */
  const hypotheses = [];
  for (const [k, { source }] of texts.entries()) {
    // Another's weights are those of the sentence before.
    const other = name === 'another' ? (texts.at(k - 1)?.source ?? null) : null;
    const policy = { name, seed: kSeed, temperature: 1, other };
    const { translation } = await ask('steered', { model: 'attention', text: source, policy }, { signal });
    hypotheses.push(translation);
    onText(k + 1);
  }
  const references = texts.map((text) => [...text.references]);
  const { bleu, interval } = await ask('bleu', { hypotheses, references }, { signal });
  return { bleu, low: interval?.[0] ?? NaN, high: interval?.[1] ?? NaN, sentences: texts.length };
}
