/**
 * The part of the page's state that a link carries, behind the # so that no server sees a reader's sentence.
 * Anything unreadable in an address is left out: a link can be wrong, the page cannot.
 */
import { clamp } from './numbers.js';
import { kRowsPattern } from './steered-rows.js';

export const kBeams = [1, 3, 5];
export const kLongestText = 600;

export const kMoments = /** @type {const} */ (['step', 'read', 'left', 'length', 'flow', 'clock', 'word', 'wire', 'tree', 'where', 'scores', 'fixed', 'hard', 'explain']);

/** Whole numbers up to the last, as choices. @param {number} last */
const numbersTo = (last) => /** @type {[string, ...string[]]} */ (Array.from({ length: last }, (_, k) => String(k + 1)));

/** What a figure lets the reader choose: the name of its moment, a dot, the choice. The first value is the usual one. */
export const kChoices = /** @type {const} */ ({
  'read.model': ['vector', 'forward', 'wide'],
  'read.gates': ['off', 'on'],
  'left.view': ['probe', 'rebuild'],
  'length.view': ['joined', 'single'],
  'length.line': ['vector', 'attention', 'wide', 'forward', 'reversed', 'attention-short', 'vector-short'],
  'length.sample': ['1', '2', '3', '4', '5'],
  'length.count': ['25', '10', '50'],
  'flow.weights': ['trained', 'untrained'],
  'flow.cell': ['gru', 'lstm', 'tanh'],
  'clock.width': ['256', '64', '128', '512'],
  'word.score': ['additive', 'product', 'dot'],
  'word.change': ['without', 'mean'],
  'wire.cut': ['own', 'last-forward', 'vector'],
  'wire.alpha': ['learned', 'uniform', 'diagonal', 'one-hot', 'shuffled', 'another'],
  'wire.other': numbersTo(12),
  'tree.model': ['attention', 'vector'],
  'tree.width': ['5', '3', '1'],
  'where.ladder': numbersTo(200),
  'scores.view': ['same', 'own', 'difference'],
  'scores.first': ['additive', 'dot', 'scaled-dot', 'general', 'concat', 'location'],
  'scores.second': ['dot', 'additive', 'scaled-dot', 'general', 'concat', 'location'],
  'fixed.view': ['own', 'same'],
  'explain.bound': ['0.05', '0.01', '0.2'],
  'hard.look': ['soft', 'drawn', 'largest'],
  'hard.temperature': ['1', '0.5', '2', '4'],
  'hard.draws': numbersTo(60),
  'hard.scale': ['same', 'own'],
});

/** What a figure lets the reader make, usually nothing, ''; and what it looks like in an address. */
export const kMade = /** @type {const} */ ({ 'wire.rows': kRowsPattern });

/** @typedef {(typeof kMoments)[number]} MomentName */
/** Where each figure stands, under the name the address uses for it; null = at rest. @typedef {Record<MomentName, number | null>} Moments */
/** @typedef {keyof typeof kChoices | keyof typeof kMade} ChoiceName */
/** Those that are not the usual ones. @typedef {Partial<Record<ChoiceName, string>>} Choices */
/** @typedef {{ text: string, beam: number, moments: Moments, choices: Choices, at: string }} Address  at = id of the part to scroll to, or '' */

export const kAtRest = /** @type {Moments} */ (Object.fromEntries(kMoments.map((name) => [name, null])));
/** @type {readonly ChoiceName[]} */
const kChoiceNames = /** @type {any} */ ([...Object.keys(kChoices), ...Object.keys(kMade)]);

/** @param {ChoiceName} name @returns {readonly string[] | null} null: it is made, not chosen */
const offered = (name) => (name in kChoices ? kChoices[/** @type {keyof typeof kChoices} */ (name)] : null);
/** @param {ChoiceName} name */
const usually = (name) => offered(name)?.[0] ?? '';
/** @param {ChoiceName} name @param {string} value */
const fits = (name, value) => offered(name)?.includes(value) ?? kMade[/** @type {keyof typeof kMade} */ (name)].test(value);

/** @param {Choices} choices @param {ChoiceName} name */
export const choiceOf = (choices, name) => choices[name] ?? usually(name);

/** The choices with another value for one of them. @param {Choices} choices @param {ChoiceName} name @param {string} value @returns {Choices} */
export function withChoice(choices, name, value) {
  const { [name]: _, ...others } = choices;
  return value === usually(name) ? others : { ...others, [name]: value };
}

/** @param {string | null} value */
const whole = (value) => (value !== null && /^\d{1,3}$/.test(value) ? clamp(Number(value), 0, 999) : null);

/** Does this hash carry state, or is it a plain anchor? @param {string} hash */
export const carriesState = (hash) => hash.includes('=');

/** @param {string} hash @param {Address} fallback @returns {Address} */
export function readAddress(hash, fallback) {
  if (!carriesState(hash)) return fallback;
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const text = values.get('text');
  const beam = Number(values.get('beam'));
  const at = values.get('at') ?? '';
  return {
    text: text === null ? fallback.text : text.slice(0, kLongestText).normalize('NFC'),
    beam: kBeams.includes(beam) ? beam : fallback.beam,
    moments: /** @type {Moments} */ (Object.fromEntries(kMoments.map((name) => [name, whole(values.get(name))]))),
    choices: kChoiceNames.reduce((choices, name) => {
      const value = values.get(name);
      return value !== null && fits(name, value) ? withChoice(choices, name, value) : choices;
    }, fallback.choices),
    at: /^[a-z][a-z0-9-]{0,40}$/.test(at) ? at : '',
  };
}

/** @param {Address} address @param {Address} usual what needs no saying @returns {string} the hash, or '' */
export function writeAddress(address, usual) {
  const values = new URLSearchParams();
  if (address.text !== usual.text) values.set('text', address.text);
  for (const name of kMoments) if (address.moments[name] !== null) values.set(name, String(address.moments[name]));
  for (const name of kChoiceNames) if (address.choices[name] !== undefined) values.set(name, choiceOf(address.choices, name));
  if (address.beam !== usual.beam) values.set('beam', String(address.beam));
  if (address.at !== '') values.set('at', address.at);
  const text = values.toString();
  return text === '' ? '' : `#${text}`;
}
