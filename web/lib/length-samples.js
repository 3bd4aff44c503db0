/** What the figure of quality against length is drawn from: the measured lines, our sentences, and a translated text of each length. */
import { choiceOf } from './address.js';
import { kCompared, placesOf } from './length-lines.js';
import { textsOf } from './own-texts.js';

/** @typedef {import('./length-lines.js').LineName} LineName */
/** @typedef {import('./length-lines.js').View} View */
/** @typedef {import('./shared.js').Shared} Shared */
/** @typedef {{ model: LineName, french: string | null }} Translated   null: not yet */
/** @typedef {{ text: import('./own-texts.js').Text, translations: readonly Translated[] }} Sample */
/** @typedef {{ sample: Sample | null, all: number, fit: number, words: number }} Slot   sample: null where it is too long for the page */
/**
 * @typedef {object} Data
 * @property {import('./evidence.js').Evidence} evidence
 * @property {import('./own-texts.js').OwnSentences} own
 * @property {readonly Slot[] | null} slots    a sample of each length; null where nothing can be translated
 * @property {View} view                       that of the samples
 */

/** @param {Shared} shared */
export const viewOf = ({ choices }) => /** @type {View} */ (choiceOf(choices, 'length.view'));
/** @param {Shared} shared */
export const lineOf = ({ choices }) => /** @type {LineName} */ (choiceOf(choices, 'length.line'));
/** Those whose translations are shown: the line in focus, and what to hold it against. @param {LineName} line @returns {LineName[]} */
const beside = (line) => (line === 'attention' ? ['vector', 'attention'] : [line, 'attention']);

/** Translations already made: the same text gives the same translation. @type {Map<string, string>} */
const known = new Map();

/** @param {Shared} shared @param {readonly Slot[]} slots the length in focus first */
function inTurn({ moments }, slots) {
  const focus = (moments.length ?? kCompared) - 1;
  return [...slots.keys()].sort((a, b) => Number(b === focus) - Number(a === focus));
}

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
export async function lengthData({ shared, ask, evidence: measured, signal, show }) {
  const evidence = await measured();
  const own = await evidence.sentences();
  const view = viewOf(shared);
  const { phase } = shared.engine;
  if (phase === 'recorded' || phase === 'failed') return { evidence, own, view, slots: null };
  const nth = Number(choiceOf(shared.choices, 'length.sample')) - 1;
  const models = beside(lineOf(shared));
  const slots = placesOf(evidence, own, view).map((place) => {
    const { texts, all, runs } = textsOf(own, place);
    const text = texts[nth];
    const translations = models.map((model) => ({ model, french: text ? (known.get(`${model} ${text.source}`) ?? null) : null }));
    return { all, fit: texts.length, words: Math.round(place.words), sample: runs && text ? { text, translations } : null };
  });
  show?.({ evidence, own, view, slots: [...slots] });
  for (const k of inTurn(shared, slots)) {
    const slot = slots[k];
    if (!slot?.sample) continue;
    const { text, translations } = slot.sample;
    const written = [];
    for (const { model, french } of translations) {
      signal.throwIfAborted();
      const now = french ?? (await ask('write', { model, text: text.source, beam: 1, target: null })).translation;
      known.set(`${model} ${text.source}`, now);
      written.push({ model, french: now });
    }
    slots[k] = { ...slot, sample: { text, translations: written } };
    show?.({ evidence, own, view, slots: [...slots] });
  }
  return { evidence, own, view, slots };
}
