/** A measurement on the reader's device: texts translated one after another, then scored by the core as sacreBLEU does. */

/** @typedef {import('../core/protocol.d.ts').ModelName} ModelName */
/** @typedef {import('../core/protocol.d.ts').Client['ask']} Ask */
/** @typedef {{ bleu: number, low: number, high: number }} Scored */
/**
 * @typedef {object} Wish
 * @property {Ask} ask
 * @property {readonly ModelName[]} models
 * @property {readonly { source: string, references: readonly string[] }[]} texts   one or more
 * @property {AbortSignal} signal
 * @property {(done: number) => void} onText        texts that all models have translated
 * @property {(progress: { received: number, total: number }) => void} [onProgress]   of a model's download
 */

/** @param {Wish} wish @returns {Promise<{ hypotheses: Record<string, string[]>, scores: Record<string, Scored> }>} */
export async function measureHere({ ask, models, texts, signal, onText, onProgress = () => {} }) {
  /** @type {Record<string, string[]>} */
  const hypotheses = Object.fromEntries(models.map((model) => [model, []]));
  for (const [k, text] of texts.entries()) {
    for (const model of models) {
      const { translation } = await ask('write', { model, text: text.source, beam: 1, target: null }, { signal, onProgress });
      hypotheses[model]?.push(translation);
    }
    onText(k + 1);
  }
  /** @type {Record<string, Scored>} */
  const scores = {};
  const references = texts.map((text) => [...text.references]);
  for (const model of models) {
    const { bleu, interval } = await ask('bleu', { hypotheses: hypotheses[model] ?? [], references }, { signal });
    const [low, high] = interval ?? [NaN, NaN];
    scores[model] = { bleu, low, high };
  }
  return { hypotheses, scores };
}
