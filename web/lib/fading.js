/**
 * How a gradient fades, in plain words, and what was measured of it beforehand: norms against distance over many sentences, and how much
 * one step of a recurrence changes them.
 */

/** @typedef {'trained' | 'untrained'} Weights */
/** @typedef {{ value: number, interval: readonly number[] | null }} Slope   of log10 |d log p / d x| a step */
/**
 * @typedef {object} Path     one way of the gradient in one model
 * @property {string} name
 * @property {string} short  the same where there is little room
 * @property {string} model   folder in models/
 * @property {'total' | 'recurrent' | 'attention'} part
 * @property {string} kind    the actor that gives its colour
 * @property {Record<Weights, Slope>} slope
 * @property {Slope} shorter   trained, on shorter sentences
 * @property {Record<Weights, readonly (readonly [steps: number, strength: number])[]>} curve    geometric means
 */
/**
 * @typedef {{ name: string, cell: string, net: string, seeds: number, longest: number, right: number, slope: Record<Weights, Slope> }} Cell
 *   of the recall task; right: share of symbols at the longest length of training
 */
/**
 * @typedef {object} Averages
 * @property {number} sentences
 * @property {number} shorterSentences
 * @property {Record<'bidirectional' | 'forward' | 'recurrent' | 'attention', Path>} paths
 * @property {readonly Cell[]} cells
 * @property {readonly string[]} commands
 */

const kPaths = /** @type {const} */ ({
  bidirectional: { name: 'A', short: 'A', model: 'en-fr-vector', part: 'total', kind: 'vector' },
  forward: { name: 'A, one reader', short: 'A', model: 'en-fr-forward', part: 'total', kind: 'vector' },
  recurrent: { name: 'B, recurrence', short: 'B recur.', model: 'en-fr-attention', part: 'recurrent', kind: 'source' },
  attention: { name: 'B, attention', short: 'B attent.', model: 'en-fr-attention', part: 'attention', kind: 'attention' },
});
const kCells = [
  { name: 'GRU', cell: 'gru', net: 'plain' },
  { name: 'LSTM', cell: 'lstm', net: 'lstm' },
  { name: 'tanh', cell: 'tanh', net: 'tanh' },
];

/** @param {any} fading of one part @returns {Slope} */
const within = (fading) => ({ value: fading.slope_within_token.log10_a_step, interval: fading.slope_within_token.interval });

/** @param {any} fading @returns {readonly (readonly [number, number])[]} */
const curve = (fading) =>
  fading.by_distance.map((/** @type {[number, number]} */ [steps, log]) => /** @type {const} */ ([steps, 10 ** log]));

/** @param {import('./evidence.js').Evidence} evidence @returns {Averages} */
export function averagesOf({ results, recall }) {
  /** @param {string} model @param {string} what */
  const of = (model, what) => {
    const found = results[`gradient/${model}/${what}`];
    if (!found) throw new Error(`The gradients of ${model} on ${what} have not been measured.`);
    return found;
  };
  const measured = Object.entries(kPaths).map(([name, path]) => {
    const trained = of(path.model, 'long-sentences')[path.part];
    const untrained = of(path.model, 'long-sentences/untrained')[path.part];
    return [
      name,
      {
        ...path,
        slope: { trained: within(trained), untrained: within(untrained) },
        shorter: within(of(path.model, 'test')[path.part]),
        curve: { trained: curve(trained), untrained: curve(untrained) },
      },
    ];
  });
  /** @param {string} net */
  const recalled = (net) => /** @type {import('./evidence.js').Recall} */ (recall[net]);
  return {
    sentences: of('en-fr-forward', 'long-sentences').sentences,
    shorterSentences: of('en-fr-forward', 'test').sentences,
    paths: Object.fromEntries(measured),
    cells: kCells.map((cell) => {
      const { gradient, seeds, longest_in_training: longest, by_length } = recalled(cell.net);
      /** @param {Weights} weights */
      const slope = (weights) => ({ value: gradient[weights].mean, interval: gradient[weights].interval });
      return {
        ...cell,
        seeds,
        longest,
        right: by_length.find(({ length }) => length === longest)?.symbols_right.mean ?? NaN,
        slope: { trained: slope('trained'), untrained: slope('untrained') },
      };
    }),
    commands: ['en-fr-vector', 'en-fr-forward', 'en-fr-attention'].flatMap((model) => [
      of(model, 'long-sentences').command,
      of(model, 'long-sentences/untrained').command,
    ]),
  };
}

/** Two digits that count, the rest zeros, as a reader says it: 1234 -> "1,200". @param {number} x at least 1 */
function rounded(x) {
  if (x < 9.95) return String(Number(x.toPrecision(2)));
  const two = Number(x.toPrecision(2));
  if (two >= 1e12) return `10${superscript(Math.round(Math.log10(x)))}`;
  if (two >= 1e9) return `${two / 1e9} billion`;
  if (two >= 1e6) return `${two / 1e6} million`;
  return two.toLocaleString('en');
}

/** @param {number} n */
const superscript = (n) => String(n).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');

/** A share of something: 0.79 -> "79 %", 0.0014 -> "1/710". @param {number} x 0 to 1 */
export const fraction = (x) => (x > 0.1 ? `${Math.round(x * 100)}\u00a0%` : `1/${rounded(1 / x)}`);

/** The length of a gradient: two digits that count, as a fraction where there would be many zeros. @param {number} x */
export function strength(x) {
  if (!Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  if (x >= 99.5) return rounded(x);
  return x >= 0.00995 ? x.toPrecision(2) : `1/${rounded(1 / x)}`;
}

/** How many times as much: "4.2 times". @param {number} ratio */
export const times = (ratio) => (!Number.isFinite(ratio) ? '–' : ratio >= 0.1 ? `${rounded10(ratio)} times` : `1/${rounded(1 / ratio)}`);
/** @param {number} x at least 0.1 */
const rounded10 = (x) => (x < 1 ? x.toPrecision(2) : rounded(x));

/** A power of ten beside its line on an axis: 1/1,000; 1/10⁶. @param {number} exponent */
export function powerOfTen(exponent) {
  if (exponent >= 0) return (10 ** exponent).toLocaleString('en');
  return exponent > -6 ? `1/${(10 ** -exponent).toLocaleString('en')}` : `1/10${superscript(-exponent)}`;
}

/** What one step does, in hundredths: "−28 %". @param {number} slope @param {number} [digits] */
export function change(slope, digits = 0) {
  const percent = ((10 ** slope - 1) * 100).toFixed(digits);
  return `${Number(percent) > 0 ? '+' : ''}${percent.replace('-', '−').replace(/^−0$/, '0')}\u00a0%`;
}

/** Changes a step that are smaller than this are none that a reader could see within a sentence. */
const kHardly = 0.02;

/** What a slope says, in short: "fades by 28 % a step". @param {number} slope of log10 a step */
export function fadesBy(slope) {
  const factor = 10 ** slope;
  if (Math.abs(factor - 1) < kHardly) return slope >= 0 ? 'does not fade' : 'hardly fades';
  return `${factor > 1 ? 'grows' : 'fades'} by ${Math.round(Math.abs(factor - 1) * 100)}\u00a0% a step`;
}

/** The same with what it comes to: "fades by 28 % a step: it halves every 2.1 steps, …". @param {number} slope */
export function fades(slope) {
  const half = Math.log10(2) / Math.abs(slope);
  const factor = 10 ** slope;
  if (slope >= 0) return fadesBy(slope);
  if (1 - factor < kHardly) return `${fadesBy(slope)}: half of it is still there after ${rounded(half)} steps`;
  return `${fadesBy(slope)}: it halves every ${half.toFixed(1)} steps, and after 20 steps ${fraction(factor ** 20)} is left`;
}
