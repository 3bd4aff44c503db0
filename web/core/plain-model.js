/**
 * The files of a model as the page's first binary takes them, see src/wasm/reader/plain_model.h: browsers read JSON themselves. Nothing is
 * checked here that the laboratory has checked when the site was built; the binary checks what it must to be safe.
 */

/** @typedef {{ config: Int32Array, source: string, target: string, dtypes: string, weights: Uint8Array }} PlainModel */

const kAttentions = ['none', 'additive'];
const kEncoders = ['bidirectional', 'forward', 'backward'];
const kSizes = ['source_vocabulary', 'target_vocabulary', 'embedding', 'encoder_width', 'decoder_width', 'attention_width'];
const kLengthBytes = 8;
/** The pre-tokenizer's step that ends a unit at an apostrophe. */
const kToApostrophe = "[^']*'";

/** @param {string} name @param {readonly string[]} known @param {string} value */
function place(name, known, value) {
  const at = known.indexOf(value);
  if (at < 0) throw new RangeError(`config.json: "${name}" is "${value}", not ${known.join(' or ')}.`);
  return at;
}

/** @param {string} json of a tokenizer */
function lines(json) {
  const { model, pre_tokenizer } = JSON.parse(json);
  const ends = pre_tokenizer.pretokenizers.some((/** @type {any} */ step) => step.pattern?.Regex === kToApostrophe);
  /** @type {string[]} */
  const pieces = [];
  for (const [piece, id] of Object.entries(model.vocab)) pieces[id] = piece;
  return [Number(ends), ...pieces, '', ...model.merges.map((/** @type {string[]} */ pair) => pair.join(' '))].join('\n');
}

/** @param {string} config @param {string} source @param {string} target @param {Uint8Array} file @returns {PlainModel} throws on other files */
export function plainModel(config, source, target, file) {
  const given = JSON.parse(config);
  place('cell', ['gru'], given.cell);
  const begin = kLengthBytes + new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(file.subarray(kLengthBytes, begin)));
  const dtypes = Object.values(/** @type {Record<string, { dtype: string, data_offsets: [number, number] }>} */ (tensors))
    .sort((a, b) => a.data_offsets[0] - b.data_offsets[0])
    .map(({ dtype }) => dtype.charAt(0).toLowerCase())
    .join('');
  return {
    config: Int32Array.of(
      place('attention', kAttentions, given.attention),
      place('encoder', kEncoders, given.encoder),
      ...kSizes.map((name) => Number(given[name])),
    ),
    source: lines(source),
    target: lines(target),
    dtypes,
    weights: file.subarray(begin),
  };
}
