/**
 * The module 'virtual:regard-sentences': our own sentences with their translations, for the figures that measure on the reader's device.
 * `tokens` says beforehand what the page can translate; the core counts again. It belongs to the page's build, so that nothing is copied by
 * hand.
 */
import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { inputs } from './inputs.js';

/** @typedef {import('../lib/own-texts.js').OwnSentence} OwnSentence */

const kName = 'virtual:regard-sentences';
const kFiles = { short: 'sentences.tsv', long: 'long-sentences.tsv' };

/** Lines `source<TAB>reference`; the same source is one sentence. @param {string} tsv @param {(text: string) => number} tokens */
export function gatherSentences(tsv, tokens) {
  /** @type {Map<string, OwnSentence>} */
  const sentences = new Map();
  for (const line of tsv.split('\n')) {
    const [source, reference] = line.split('\t');
    if (!source || !reference) continue;
    const known = sentences.get(source);
    if (known) known.references.push(reference);
    else sentences.set(source, { source, references: [reference], tokens: tokens(source) });
  }
  return [...sentences.values()];
}

/** @returns {import('../lib/own-texts.js').OwnSentences} */
export function ownSentences() {
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(inputs.tokenizers.en, 'utf8')), {});
  const gather = (/** @type {string} */ file) =>
    gatherSentences(readFileSync(new URL(`../../models/${file}`, import.meta.url), 'utf8'), (text) => tokenizer.encode(text).ids.length);
  return { short: gather(kFiles.short), long: gather(kFiles.long) };
}

/** @returns {import('vite').Plugin} */
export function regardSentences() {
  return {
    name: 'regard-sentences',
    resolveId: (id) => (id === kName ? `\0${kName}` : null),
    load: (id) => (id === `\0${kName}` ? `export default ${JSON.stringify(ownSentences())};` : null),
  };
}
