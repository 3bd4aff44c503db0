/**
 * The part of the page's state that a link carries, behind the # so that no server sees a reader's sentence.
 * Anything unreadable in an address is left out: a link can be wrong, the page cannot.
 */
import { clamp } from './numbers.js';

export const kBeams = [1, 3, 5];
export const kLongestText = 600;

/** @typedef {{ text: string, step: number | null, beam: number }} Address  step null = the finished sentence */

/** @param {string} hash @param {Address} fallback @returns {Address} */
export function readAddress(hash, fallback) {
  if (!hash.includes('=')) return fallback;
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const text = values.get('text');
  const step = values.get('step');
  const beam = Number(values.get('beam'));
  return {
    text: text === null ? fallback.text : text.slice(0, kLongestText).normalize('NFC'),
    step: step !== null && /^\d{1,3}$/.test(step) ? clamp(Number(step), 0, 999) : null,
    beam: kBeams.includes(beam) ? beam : fallback.beam,
  };
}

/** @param {Address} address @param {Address} usual what needs no saying @returns {string} the hash, or '' */
export function writeAddress(address, usual) {
  const values = new URLSearchParams();
  if (address.text !== usual.text) values.set('text', address.text);
  if (address.step !== null) values.set('step', String(address.step));
  if (address.beam !== usual.beam) values.set('beam', String(address.beam));
  const text = values.toString();
  return text === '' ? '' : `#${text}`;
}
