/** A small translator with random weights and any attention score, as files: to test figures on models that are not trained yet. */

const kSizes = { source_vocabulary: 4000, target_vocabulary: 4000, embedding: 8, encoder_width: 6, decoder_width: 12, attention_width: 60 };
const kLuong = new Set(['dot', 'scaled-dot', 'general', 'concat', 'location']);

/** Shapes of the parameters, in the layout of src/nets/seq2seq.cpp. @param {string} attention @returns {Record<string, number[]>} */
function shapes(attention) {
  const { source_vocabulary, target_vocabulary, embedding: e, encoder_width: w, decoder_width: d, attention_width: a } = kSizes;
  const h = 2 * w;
  const gru = (/** @type {string} */ name, /** @type {number} */ width) => ({
    [`${name}.weight_ih`]: [3 * width, e],
    [`${name}.bias_ih`]: [3 * width],
    [`${name}.weight_hh`]: [3 * width, width],
    [`${name}.bias_hh`]: [3 * width],
  });
  /** @type {Record<string, Record<string, number[]>>} */
  const scores = {
    additive: { 'attention.query': [a, d], 'attention.key': [a, h], 'attention.v': [a] },
    concat: { 'attention.query': [a, d], 'attention.key': [a, h], 'attention.v': [a] },
    general: { 'attention.weight': [d, h] },
    location: { 'attention.weight': [a, d] },
  };
  const feeds = kLuong.has(attention);
  return {
    'encoder.embedding': [source_vocabulary, e],
    ...gru('encoder.forward', w),
    ...gru('encoder.backward', w),
    'bridge.weight': [d, h],
    'bridge.bias': [d],
    ...scores[attention],
    ...gru('decoder', d),
    ...(feeds ? { 'decoder.weight_fh': [3 * d, e] } : { 'decoder.weight_ch': [3 * d, h] }),
    'read_out.weight': [e, d + h + (feeds ? 0 : e)],
    'read_out.bias': [e],
    'decoder.embedding': [target_vocabulary, e],
    'output.bias': [target_vocabulary],
  };
}

/** @param {string} attention as config.json names it @param {number} [seed] @returns {{ config: string, weights: Uint8Array }} */
export function randomModel(attention, seed = 1) {
  let state = seed;
  // The multiplier and increment of Numerical Recipes.
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  let end = 0;
  /** @type {Float32Array[]} */
  const parts = [];
  const header = Object.fromEntries(
    Object.entries(shapes(attention)).map(([name, shape]) => {
      const numbers = Float32Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => 1.6 * uniform() - 0.8);
      parts.push(numbers);
      const begin = end;
      end += numbers.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
    }),
  );
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(text.length), true);
  const weights = Buffer.concat([size, text, ...parts.map((part) => new Uint8Array(part.buffer))]);
  const config = {
    architecture: 'seq2seq',
    source_language: 'en',
    target_language: 'fr',
    encoder: 'bidirectional',
    cell: 'gru',
    attention,
    ...kSizes,
  };
  return { config: JSON.stringify(config), weights: new Uint8Array(weights) };
}
