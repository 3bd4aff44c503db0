/**
 * The binary that the page begins with gives what the laboratory gives: tokens, searches, traces and refusals; with SIMD and without. Both
 * multiply by the same code, compiled twice, so that only the last digits may differ.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kReadable } from '../../web/core/needs.js';
import { startReader } from '../../web/core/reader.js';
import { createTranslators } from '../../web/core/translators.js';
import { startCoreInNode } from '../../web/scripts/core-in-node.mjs';
import { inputs } from '../../web/scripts/inputs.js';

const kClose = 1e-4;
const kTexts = ['The cat sat on the mat.', 'I “lost” my keys in the snow — again!', 'Where is the 猫?', `${'The dog slept and '.repeat(12)}it rained.`];

/** @param {string} path */
const text = (path) => readFileSync(path, 'utf8');
const tokenizers = { en: text(inputs.tokenizers.en), fr: text(inputs.tokenizers.fr) };
/** @param {{ config: string, weights: string }} paths */
const files = ({ config, weights }) => ({ config: text(config), weights: new Uint8Array(readFileSync(weights)) });

/** @param {{ reader: string, glue: string, wasm: string }} binary */
async function both({ reader, glue, wasm }) {
  return { reader: await startReader(await WebAssembly.compile(readFileSync(reader))), laboratory: await startCoreInNode({ glue, wasm }) };
}

/** The same, but for the last digits of its numbers. @param {unknown} one @param {unknown} other @param {string} path */
function alike(one, other, path = '') {
  if (typeof one === 'number' && typeof other === 'number') return assert.ok(Math.abs(one - other) <= kClose, `${path}: ${one} and ${other}`);
  if (!(one instanceof Object) || !(other instanceof Object)) return assert.equal(one, other, path);
  assert.deepEqual(Object.keys(one), Object.keys(other), path);
  for (const [key, value] of Object.entries(one)) alike(value, /** @type {any} */ (other)[key], `${path}.${key}`);
}

/** @param {import('../../web/core/protocol.d.ts').ReaderTranslator} translator @param {string} sentence @param {number} beam */
function searched(translator, sentence, beam) {
  const { search, error } = translator.start(sentence, beam);
  if (!search) return { error };
  while (!search.step());
  const writing = search.writing();
  const trace = writing.trace(true);
  writing.delete();
  search.delete();
  return trace;
}

for (const preset of /** @type {const} */ (['simd', 'scalar'])) {
  const binary = inputs[preset];
  const built = Object.values(binary).every((path) => existsSync(path));

  test(`the reader answers as the laboratory does (${preset})`, { skip: !built }, async () => {
    const { reader, laboratory } = await both(binary);
    const models = { vector: files(inputs.models.vector), attention: files(inputs.models.attention), wide: files(inputs.models.wide) };
    const read = createTranslators(reader, tokenizers, models);
    const known = createTranslators(laboratory, tokenizers, models);
    for (const name of /** @type {const} */ (['vector', 'attention', 'wide'])) {
      for (const sentence of [...kTexts, '', 'mat '.repeat(80)]) {
        assert.deepEqual(read[name].tokenize(sentence), known[name].tokenize(sentence));
        for (const beam of [0, 1, 5]) alike(searched(read[name], sentence, beam), searched(known[name], sentence, beam), `${name} ${beam} ${sentence}`);
        const [forced, given] = [read[name], known[name]].map((one) => one.force(sentence, "Le chat s'est assis."));
        assert.deepEqual(forced?.error, given?.error);
        if (forced?.writing && given?.writing) alike(forced.writing.trace(false), given.writing.trace(false));
      }
    }
  });

  test(`the reader refuses what is no model that it knows (${preset})`, { skip: !existsSync(binary.reader) }, async () => {
    const reader = await startReader(await WebAssembly.compile(readFileSync(binary.reader)));
    const { config, weights } = files(inputs.models.attention);
    const { en, fr } = tokenizers;
    /** @type {[string, string, string, Uint8Array, RegExp][]} */
    const wrong = [
      ['', en, fr, weights, /./],
      [config.replace('"additive"', '"dot"'), en, fr, weights, /"attention" is "dot", not none or additive/],
      [config.replace('"gru"', '"lstm"'), en, fr, weights, /"cell" is "lstm"/],
      [config.replace(/"embedding": *\d+/, '"embedding": 0'), en, fr, weights, /not from 1 to 4096/],
      [config.replace(/"embedding": *\d+/, '"embedding": 100'), en, fr, weights, /not those of the model/],
      [config, en.replace('"</s>":2', '"</t>":2'), fr, weights, /does not begin with <unk>, <s>, <\/s>/],
      [config, en.replace(/"merges":\[\["/, '"merges":[["#'), fr, weights, /needs the piece/],
      [config, en, fr, weights.subarray(0, weights.length - 1), /not those of the model/],
      [config, en, fr, new Uint8Array([...weights, 0]), /not those of the model/],
      [config, en, fr, new Uint8Array(), /./],
    ];
    for (const [one, source, target, bytes, sentence] of wrong) {
      const { error } = reader.createTranslator(one, source, target, bytes);
      assert.match(error?.message ?? 'nothing is wrong', sentence);
    }
    assert.ok(reader.createTranslator(config, en, fr, weights).translator, 'it goes on after every refusal');
  });

  test(`every model that the page gives to the reader can be read by it (${preset})`, { skip: !existsSync(binary.reader) }, async () => {
    const reader = await startReader(await WebAssembly.compile(readFileSync(binary.reader)));
    for (const [name, paths] of Object.entries(inputs.models)) {
      if (!kReadable.has(/** @type {any} */ (name))) continue;
      createTranslators(reader, tokenizers, { [name]: files(paths) })[name]?.delete();
    }
  });
}
