/** A module with the core's interface that translates by rule: for tests of the road to it. Every word is written twice, in capitals. */
/** @typedef {import('../../web/core/protocol.d.ts').CoreFactory} CoreFactory */
/** @typedef {import('../../web/core/protocol.d.ts').Matrix} Matrix */
/** @typedef {import('../../web/core/protocol.d.ts').Writing} Writing */

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

/** @param {boolean} attends @param {string} source @returns {Writing} */
function writing(attends, source) {
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
  const translation = steps
    .map((step) => step.token.text)
    .join('')
    .trim();
  return {
    trace: (gates) => ({
      source,
      source_tokens: from,
      steps,
      truncated: false,
      log_probability: -T / 4,
      translation,
      encoder_states: states,
      context: matrix(1, 8, (_, j) => Math.cos(j)),
      decoder_states: matrix(T, 8, (i, j) => Math.cos(i * j)),
      contexts: matrix(T, 8, (i, j) => Math.sin(i - j)),
      scores: attends ? matrix(T, S, e) : null,
      alpha: attends ? matrix(T, S, (i, j) => Math.exp(e(i, j)) / sum(i)) : null,
      reset_gates: gates ? matrix(S, 8, () => 0.5) : null,
      update_gates: gates ? matrix(S, 8, (i) => i / S) : null,
    }),
    logits: () => matrix(T, 4, (i, v) => i - v),
    gradients(seed, first, count) {
      const rows = Math.min(count, T - first);
      return {
        total: matrix(rows, S, (i, j) => (first + i + j + 1) / 10),
        recurrent: matrix(rows, S, () => (seed ?? 1) / 10),
        attention: matrix(rows, S, () => (attends ? 0.1 : 0)),
      };
    },
    leftOut(first, count) {
      if (S < 2) return null;
      const columns = Math.min(count, S - first);
      return { distance: matrix(T, columns, (i, j) => 1 / (1 + i + first + j)), change: matrix(T, columns, (i, j) => -(i + first + j)) };
    },
    otherRows(step, bound) {
      if (!attends) return { error: { code: 'no-attention', message: 'There is no attention.' } };
      let left = 3;
      const { top } = /** @type {import('../../web/core/protocol.d.ts').Step} */ (steps[step]);
      const row = from.map(() => 1 / S);
      return {
        rows: {
          search: () => --left <= 0,
          rows: () => ({ learned: { row, top }, uniform: { row, top, distance: 0, effect: 0 }, adversary: { row, top, distance: 0.5, effect: bound } }),
          delete() {},
        },
      };
    },
    attention: () => null,
    word: (word) => (translation.includes(word) ? Math.log(0.5) : null),
    delete() {},
  };
}

/** @param {import('../../web/core/protocol.d.ts').Written} written @param {string} name @returns {import('../../web/core/protocol.d.ts').Steering} */
function steering({ source_tokens, steps, translation, alpha, truncated, log_probability }, name) {
  const edited = new Set();
  const decoded = { translation, steps, truncated, log_probability };
  const all = steps.length;
  let done = 0;
  return {
    step: () => (done = Math.min(all, done + 1)) === all,
    edit(step, weights) {
      if (weights.length !== source_tokens.length) return { error: { code: 'bad-row', message: `The row has ${weights.length} weights.` } };
      edited.add(step);
      done = Math.min(done, step);
      return {};
    },
    reset(step) {
      if (edited.delete(step)) done = Math.min(done, step);
    },
    written: () => done,
    result: () => ({
      source_tokens,
      own: decoded,
      steered: { ...decoded, translation: [translation, ...edited, ...(name === 'learned' ? [] : [name])].join(' ') },
      departure: edited.size > 0 ? Math.min(...edited) : null,
      own_alpha: /** @type {Matrix} */ (structuredClone(alpha)),
      looked: /** @type {Matrix} */ (structuredClone(alpha)),
      alpha: structuredClone(alpha),
      rows: steps.map((_, i) => ({ alpha_from_own: edited.has(i) ? 1 : 0, own_from_alpha: edited.has(i) ? Infinity : 0, output: edited.has(i) ? 1 : 0, own_top: [] })),
      changes: steps.map(({ probability }) => ({ own_probability: probability, probability, divergence: 0 })),
    }),
    delete() {},
  };
}

const kPlaces = [
  { source: 'mat', target: 'tapis' },
  { source: 'rug', target: 'carpette' },
];

/** Takes a thousandth of a millisecond a run. @param {number} length @param {number} runs */
function busy(length, runs) {
  for (const until = performance.now() + runs / 1000; performance.now() < until; );
  return length;
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
            const written = writing(attends, text);
            let left = written.trace(false).steps.length * beam;
            return {
              search: {
                step: () => (left -= beam) <= 0,
                writing: () => written,
                record() {},
                tree: () => ({ branches: [], alpha: null, best: -1 }),
                delete() {},
              },
            };
          },
          force: (_text, target) =>
            target === '' ? { error: { code: 'empty-text', message: 'There is no translation.' } } : { writing: writing(attends, target) },
          steer: (text, { name }) => ({ steering: steering(writing(attends, text).trace(false), name) }),
          steered(text, { name }) {
            const { translation, alpha } = writing(attends, text).trace(false);
            return { translation: name === 'learned' ? translation : `${translation} ${name}`, alpha };
          },
          delete() {},
        },
      };
    },
    createProbes(_translator, file) {
      if (file.length === 0) return { error: { code: 'bad-probes', message: 'The probes are empty.' } };
      return {
        probes: {
          words: (_kind, { trace }) => ({
            answers: trace(false).source_tokens.map((token, position) => ({
              position,
              target_step: null,
              probability: 1 / (position + 1),
              top: [{ piece: token.piece, text: token.text, probability: 1 / (position + 1) }],
              frequent: token,
            })),
          }),
          where: (text) => ({ probabilities: kPlaces.map(({ source }) => (text.includes(source) ? 0.9 : 0.1)), alpha: null }),
          delete() {},
        },
      };
    },
    readWhere: (file, ladders) =>
      file === ''
        ? { error: { code: 'bad-file', message: 'The file of places is empty.' } }
        : { places: kPlaces, ladders: Array.from({ length: ladders }, () => [{ source: 'The cat sat on the mat.', target: '', place: 0, words: 6 }]) },
    createLayerRace: (width, heads) =>
      width % heads === 0
        ? {
            race: {
              recurrent: busy,
              attention: busy,
              heads: (length, _first, count) => matrix(length, width, (i, j) => count * (i + j)),
              inspect: (length) => ({ input: matrix(length, width, () => 1), states: matrix(length, width, () => 1), parameters: {} }),
              delete() {},
            },
          }
        : { error: { code: 'bad-sizes', message: `There are no such layers: ${width} wide, with ${heads} heads.` } },
    kendallTau: (x, y) => (x.length < 2 || y.length < 2 ? null : { tau: 1, p: 0.5 }),
    createPickRun(kind, seed) {
      if (!['soft', 'hard', 'hard-without-baseline'].includes(kind)) return { error: { code: 'bad-kind', message: `There is no kind "${kind}".` } };
      let done = 0;
      return {
        run: {
          advance: (updates) => void (done += updates),
          updates: () => done,
          measure: () => ({ logLikelihood: -1 / (1 + done), right: done / (done + seed) }),
          sizes: () => ({ parameters: 7, examples: 9 }),
          delete() {},
        },
      };
    },
    createGradientCloud(_seed, _after, example) {
      if (example > 242) return { error: { code: 'bad-cloud', message: `There is no example ${example}.` } };
      let drawn = 0;
      const kind = (/** @type {number} */ size) => ({
        variance: size * size,
        points: matrix(drawn, 2, (n, k) => size * Math.cos(n + k)),
        means: matrix(drawn, 2, (n) => size / (n + 1)),
        distance: matrix(drawn, 1, (n) => size / Math.sqrt(n + 1)),
      });
      return {
        cloud: {
          draw: (count) => (drawn += count) <= 100_000,
          inspect: () => ({
            source: [5, 3, 4, 6, 4],
            target: [4, 6],
            parameters: 2,
            allParameters: 7,
            paths: 125,
            bound: -2,
            logLikelihood: -1.5,
            norm: 0.5,
            exact: [0.3, 0.4],
            shares: [0.6, 0.4],
            baseline: [-1, -0.5, -0.5],
            without: kind(2),
            with: kind(0.2),
          }),
          delete() {},
        },
      };
    },
    bleu: (hypotheses, references) => ({ bleu: hypotheses.filter((one, k) => references[k]?.includes(one)).length, interval: null }),
  };
}
