/** A module with the core's interface that translates by rule: for tests of the road to it. Every word is written twice, in capitals. */
/** @typedef {import('../../web/core/protocol.d.ts').CoreFactory} CoreFactory */
/** @typedef {import('../../web/core/protocol.d.ts').Matrix} Matrix */
/** @typedef {import('../../web/core/protocol.d.ts').Search} Search */

const kBlank = '▁';

/** @param {string} text */
function tokens(text) {
  const pieces = text
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word, index) => {
      const end = /[.,!?]?$/.exec(word)?.[0] ?? '';
      return [`${kBlank}${word.slice(0, word.length - end.length)}`, end]
        .filter((piece) => piece !== '' && piece !== kBlank)
        .map((piece) => ({ piece, word: index }));
    });
  return pieces.map(({ piece, word }, k) => ({
    id: 3 + k,
    piece,
    text: piece.replace(kBlank, ' '),
    word,
    unknown: /[^\x20-\x7e▁]/.test(piece),
  }));
}

/** @param {number} rows @param {number} columns @param {(i: number, j: number) => number} value @returns {Matrix} */
function matrix(rows, columns, value) {
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = value(i, j);
  return { data, shape: [rows, columns] };
}

/** @param {boolean} attends @param {string} source @param {number} beam @returns {Search} */
function search(attends, source, beam) {
  const from = tokens(source);
  const pieces = [...from.slice(0, attends ? from.length : 6).map((token) => token.piece.toUpperCase()), '</s>'];
  const steps = pieces.map((piece, i) => {
    const text = piece === '</s>' ? '' : piece.replace(kBlank, ' ');
    const probability = 0.9 - 0.05 * (i % 7);
    return {
      token: { id: piece === '</s>' ? 2 : 3 + i, piece, text, word: from[i]?.word ?? from.length, unknown: false },
      probability,
      top: [piece, 'un', 'deux', 'trois', 'quatre'].map((p, k) => ({
        piece: p,
        text: ` ${p}`,
        probability: k === 0 ? probability : (1 - probability) / (k + 4),
      })),
    };
  });
  const S = from.length;
  const T = steps.length;
  /** @param {number} i @param {number} j */
  const e = (i, j) => -Math.abs(i - j);
  /** @param {number} i */
  const sum = (i) => from.reduce((total, _, j) => total + Math.exp(e(i, j)), 0);
  const states = matrix(S, 8, (i, j) => Math.sin(i + j));
  let left = T;
  return {
    step: () => --left <= 0,
    trace: () => ({
      model: attends ? 'attention' : 'vector',
      source,
      source_tokens: from,
      steps,
      truncated: false,
      beam,
      log_probability: -T / 4,
      translation: steps
        .map((step) => step.token.text)
        .join('')
        .trim(),
      encoder_states: states,
      context: matrix(1, 8, (_, j) => Math.cos(j)),
      decoder_states: matrix(T, 8, (i, j) => Math.cos(i * j)),
      contexts: matrix(T, 8, (i, j) => Math.sin(i - j)),
      scores: attends ? matrix(T, S, e) : null,
      alpha: attends ? matrix(T, S, (i, j) => Math.exp(e(i, j)) / sum(i)) : null,
    }),
    delete() {},
  };
}

/** @type {CoreFactory} */
export default async function createFake({ instantiateWasm }) {
  await new Promise((resolve) => instantiateWasm({}, resolve));
  return {
    createTranslator(config, _english, _french, weights) {
      if (weights.length === 0) return { error: { code: 'bad-weights', message: 'The weights are empty.' } };
      const attends = JSON.parse(config).attention !== 'none';
      return {
        translator: {
          tokenize: tokens,
          start(text, beam) {
            const count = tokens(text).length;
            if (count === 0) return { error: { code: 'empty-text', message: 'There is no sentence to translate.' } };
            if (count > 60) return { error: { code: 'too-long', message: `The sentence has ${count} tokens; the limit is 60.` } };
            return { search: search(attends, text, beam) };
          },
          delete() {},
        },
      };
    },
  };
}
