/** What the word probes say of a sentence, and what they were measured to say of many: shares, baselines, lengths. */

/** @typedef {import('../core/protocol.d.ts').WordAnswer} WordAnswer */
/** @typedef {import('./evidence.js').Evidence} Evidence */
/** @typedef {import('./trace.js').Token} Token */
/**
 * @typedef {object} Average   over many sentences, at one position or in one length
 * @property {number} count         questions asked
 * @property {number} right         share of first answers that are right
 * @property {number} probability   given to the true token, on average
 * @property {number | null} frequent    share right of who always names the token most frequent at the position
 * @property {number | null} other       probability under the state of another sentence of the same length
 * @property {number | null} untrained   probability under an untrained encoder's state, with a probe of its own
 * @property {number | null} otherRight @property {number | null} untrainedRight    shares of first answers that are right
 */
/** @typedef {Average & { position: number }} AtPosition */
/** @typedef {Average & { from: number, to: number | null, sentences: number }} OfLength */
/** @typedef {{ command: string, sentences: number, all: Average, rows: readonly AtPosition[] }} Measured */

/** A probe knows so many positions. */
export const kPositions = 40;
/** Averages over fewer sentences are left out. */
export const kFewest = 20;
/** Sentences of up to so many tokens are compared with the short ones that were measured. */
const kShort = 15;

/** @param {WordAnswer} answer @param {{ piece: string } | undefined} token */
export const isRight = (answer, token) => answer.top[0] !== undefined && answer.top[0].piece === token?.piece;

/** Answers whose first is the true token. @param {readonly WordAnswer[]} answers @param {readonly Token[]} tokens */
export const rightOnes = (answers, tokens) => answers.filter((one) => isRight(one, tokens[one.position]));

/** @param {readonly number[]} values */
export const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Index of the answer that gives the true token the least. @param {readonly WordAnswer[]} answers */
export const hardest = (answers) =>
  answers.reduce((least, one, k) => (one.probability < (answers[least]?.probability ?? Infinity) ? k : least), 0);

/**
 * The first word that is no longer named, or else the least sure one.
 * @param {readonly WordAnswer[]} answers @param {readonly Token[]} tokens
 */
export function telling(answers, tokens) {
  const lost = answers.findIndex((one) => !isRight(one, tokens[one.position]) && /[\p{L}\p{N}]/u.test(tokens[one.position]?.text ?? ''));
  return lost < 0 ? hardest(answers) : lost;
}

/** Mean probabilities of the first, middle and last third of a sentence; null below three tokens. @param {readonly WordAnswer[]} answers */
export function thirds(answers) {
  const n = answers.length;
  if (n < 3) return null;
  const [a, b] = [Math.round(n / 3), n - Math.round(n / 3)];
  const part = (/** @type {number} */ from, /** @type {number} */ to) => mean(answers.slice(from, to).map((one) => one.probability));
  return { beginning: part(0, a), middle: part(a, b), end: part(b, n) };
}

/** A row of a measurement's list in another list of the same measurement. @param {any} list @param {(row: any) => boolean} same */
const other = (list, same) => (Array.isArray(list) ? (list.find(same) ?? null) : null);

/** @param {any} row @param {any} frequent @param {any} swapped @param {any} untrained @returns {Average} */
const average = (row, frequent, swapped, untrained) => ({
  count: row.count,
  right: row.accuracy,
  probability: row.probability,
  frequent: frequent?.accuracy ?? null,
  other: swapped?.probability ?? null,
  untrained: untrained?.probability ?? null,
  otherRight: swapped?.accuracy ?? null,
  untrainedRight: untrained?.accuracy ?? null,
});

/** @param {Evidence} evidence @param {string} kind @param {string} set */
const resultOf = ({ results }, kind, set) => results[`probe/en-fr-vector/${kind}/${set}`] ?? null;

/** @param {Evidence} evidence @param {'vector' | 'states'} kind @param {string} set @returns {Measured | null} */
function measured(evidence, kind, set) {
  const result = resultOf(evidence, kind, set);
  if (!result) return null;
  const { most_frequent: frequent, swapped, untrained } = result.baselines ?? {};
  return {
    command: result.command,
    sentences: result.sentences,
    all: average(result, frequent, swapped, untrained),
    rows: result.by_position.map((/** @type {any} */ row) => {
      const same = (/** @type {any} */ one) => one.position === row.position;
      return {
        position: row.position,
        ...average(row, other(frequent?.by_position, same), other(swapped?.by_position, same), other(untrained?.by_position, same)),
      };
    }),
  };
}

/**
 * What was measured on sentences about as long as this one; of the two sets that were measured, one. Null where none was.
 * @param {Evidence} evidence @param {'vector' | 'states'} kind @param {number} tokens @returns {Measured | null}
 */
export function averages(evidence, kind, tokens) {
  const sets = ['sentences', 'long-sentences'];
  if (tokens > kShort) sets.reverse();
  for (const set of sets) {
    const found = measured(evidence, kind, set);
    if (found) return { ...found, rows: found.rows.filter((one) => one.count >= kFewest) };
  }
  return null;
}

/** What was measured on the short sentences, which have every baseline. @param {Evidence} evidence @param {'vector' | 'states'} kind */
export const overall = (evidence, kind) => measured(evidence, kind, 'sentences');

/**
 * Shares right by the length of the sentence, both sets together, each with as many questions as it asked.
 * @param {Evidence} evidence @param {'vector' | 'states'} kind @returns {OfLength[]}
 */
export function byLength(evidence, kind) {
  /** @type {OfLength[]} */
  const all = [];
  for (const set of ['sentences', 'long-sentences']) {
    const result = resultOf(evidence, kind, set);
    for (const row of result?.by_length ?? []) {
      const same = (/** @type {any} */ one) => one.from === row.from;
      const { most_frequent: frequent, swapped, untrained } = result.baselines ?? {};
      const [f, s, u] = [frequent, swapped, untrained].map((one) => other(one?.by_length, same));
      const now = { from: row.from, to: row.to, sentences: row.sentences, ...average(row, f, s, u) };
      const before = all.find(same);
      if (before) Object.assign(before, together(before, now));
      else all.push(now);
    }
  }
  return all.sort((a, b) => a.from - b.from);
}

/** @param {OfLength} a @param {OfLength} b @returns {OfLength} what one has alone stays as it is */
function together(a, b) {
  const count = a.count + b.count;
  const both = (/** @type {number | null} */ x, /** @type {number | null} */ y) =>
    x === null ? y : y === null ? x : (x * a.count + y * b.count) / count;
  return {
    ...a,
    count,
    sentences: a.sentences + b.sentences,
    right: Number(both(a.right, b.right)),
    probability: Number(both(a.probability, b.probability)),
    frequent: both(a.frequent, b.frequent),
    other: both(a.other, b.other),
    untrained: both(a.untrained, b.untrained),
    otherRight: both(a.otherRight, b.otherRight),
    untrainedRight: both(a.untrainedRight, b.untrainedRight),
  };
}

/**
 * The first position from which on, as far as was measured, the most frequent token is right at least as often as the probe; null: none.
 * @param {Measured} measured
 */
export function noBetter({ rows }) {
  const enough = rows.filter((one) => one.count >= kFewest);
  const better = enough.findLastIndex((one) => one.frequent === null || one.frequent < one.right);
  return enough[better + 1] ?? null;
}
