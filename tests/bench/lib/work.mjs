/** What a translation must compute and read at least, from a net's sizes. */

/**
 * @typedef {{ embedding: number, encoder_width: number, decoder_width: number, attention_width: number, source_vocabulary: number,
 *   target_vocabulary: number }} Sizes
 */

/** Weights that a step of the decoder reads. @param {Sizes} c */
export function weightsAToken(c) {
  const e = c.embedding,
    d = c.decoder_width,
    h = 2 * c.encoder_width,
    a = c.attention_width;
  return 3 * d * (e + d + h) + a * d + e * (d + h + e) + c.target_vocabulary * e;
}

/**
 * Multiplications and additions of the encoder for a source of `length` tokens, with the keys and the first state.
 * @param {Sizes} c @param {number} length
 */
export function encoderFlops(c, length) {
  const h = 2 * c.encoder_width;
  return 2 * (length * (2 * 3 * c.encoder_width * (c.embedding + c.encoder_width) + c.attention_width * h) + c.decoder_width * h);
}

/**
 * The least seconds of a sentence in F32, one at a time: the encoder's arithmetic at the machine's peak, and each weight of the decoder
 * read once
 * a token.
 * @param {Sizes} c @param {number} source tokens @param {number} target tokens @param {{ peak: number, bandwidth: number }} machine flops
 *   and bytes a second
 */
export function lowerBound(c, source, target, { peak, bandwidth }) {
  const aToken = Math.max((4 * weightsAToken(c)) / bandwidth, (2 * weightsAToken(c)) / peak);
  return encoderFlops(c, source) / peak + target * aToken;
}
