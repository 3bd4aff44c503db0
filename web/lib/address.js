/**
 * The part of the page's state that a link carries, behind the # so that no server sees a reader's sentence.
 * Anything unreadable in an address is left out: a link can be wrong, the page cannot.
 */
import { clamp } from './numbers.js';

export const kBeams = [1, 3, 5];
export const kLongestText = 600;

/**
 * Where each figure stands, under the name the address uses for it; null = at rest.
 * @typedef {{ step: number | null, read: number | null, word: number | null }} Moments
 */
/** @typedef {keyof Moments} MomentName */
/** @typedef {{ text: string, beam: number, moments: Moments, at: string }} Address  at = id of the part to scroll to, or '' */

/** @type {readonly MomentName[]} */
export const kMoments = ['step', 'read', 'word'];

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
    moments: { step: whole(values.get('step')), read: whole(values.get('read')), word: whole(values.get('word')) },
    at: /^[a-z][a-z0-9-]{0,40}$/.test(at) ? at : '',
  };
}

/** @param {Address} address @param {Address} usual what needs no saying @returns {string} the hash, or '' */
export function writeAddress(address, usual) {
  const values = new URLSearchParams();
  if (address.text !== usual.text) values.set('text', address.text);
  for (const name of kMoments) if (address.moments[name] !== null) values.set(name, String(address.moments[name]));
  if (address.beam !== usual.beam) values.set('beam', String(address.beam));
  if (address.at !== '') values.set('at', address.at);
  const text = values.toString();
  return text === '' ? '' : `#${text}`;
}
