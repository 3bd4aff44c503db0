/**
 * Quality against length, number by number: what is measured on the reader's device is what `regard evaluate` prints for the same texts,
 * the article's sentence holds the numbers of the native tool, and what the build says of our sentences is what the core says.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contextOf, evidence, sharedFor, startCore, words } from './figure-harness.mjs';
import { length } from '../../web/figures/length.js';
import { kLines, placesOf } from '../../web/lib/length-lines.js';
import { measureHere } from '../../web/lib/measure-here.js';
import { joined, textsOf } from '../../web/lib/own-texts.js';
import { seededOrder } from '../../web/lib/seeded-order.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'regard-length-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} words @param {string} [input] */
const regard = (words, input) =>
  execFileSync(`${root}build/release/regard`, words, { cwd: root, encoding: 'utf8', input, maxBuffer: 1 << 26 });
/** @param {string} model @param {readonly string[]} texts @returns {string[]} */
const translations = (model, texts) =>
  regard(['translate', '--model', `models/en-fr-${model}`, '--beam', '1', '--json'], texts.map((text) => `${text}\n`).join(''))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).translation);
/** @param {string} model @param {string[]} words */
const evaluate = (model, ...words) =>
  JSON.parse(regard(['evaluate', '--model', `models/en-fr-${model}`, ...words, '--beam', '1', '--json']));

/** A file of these texts with all their references. @param {readonly { source: string, references: readonly string[] }[]} texts */
function fileOf(texts) {
  const path = join(folder, `${Math.floor(performance.now() * 1000)}.tsv`);
  writeFileSync(path, texts.flatMap(({ source, references }) => references.map((one) => `${source}\t${one}\n`)).join(''));
  return path;
}
const hundredths = (/** @type {number} */ x) => Math.round(x * 100) / 100;

const core = await startCore();
const measured = /** @type {any} */ (evidence());
const own = await measured.sentences();
const signal = new AbortController().signal;

for (const [view, moment, models] of /** @type {const} */ ([
  ['joined', 1, ['vector', 'attention']],
  ['joined', 4, ['vector', 'attention', 'reversed']],
  ['joined', 6, ['vector', 'attention', 'wide', 'attention-short']],
  ['single', 3, ['vector', 'attention', 'forward', 'vector-short']],
])) {
  test(`measured here at length ${moment} of ${view} sentences is what the native tool measures`, async () => {
    const place = placesOf(measured, own, view)[moment - 1];
    assert.ok(place);
    const texts = textsOf(own, place).texts.slice(0, 10);
    const here = await measureHere({ ask: /** @type {any} */ (core.ask), models: [...models], texts, signal, onText: () => {} });
    for (const model of models) {
      assert.deepEqual(here.hypotheses[model], translations(model, texts.map(({ source }) => source)), model);
      const { bleu, bleu_interval, sentences } = evaluate(model, '--pairs', fileOf(texts));
      const score = here.scores[model];
      assert.ok(score);
      assert.equal(sentences, texts.length);
      assert.deepEqual([hundredths(score.bleu), hundredths(score.low), hundredths(score.high)], [bleu, ...bleu_interval], model);
    }
  });
}

test('our sentences come in the order that the native tool joins them in', () => {
  const order = seededOrder(own.short.length, 1).map((k) => own.short[k]);
  const groups = Array.from({ length: Math.floor(order.length / 5) }, (_, k) => joined(order.slice(5 * k, 5 * k + 5)));
  const { seconds: _, ...ours } = evaluate('attention', '--pairs', fileOf(groups));
  const { seconds: __, ...theirs } = evaluate('attention', '--pairs', 'models/sentences.tsv', '--join', '5', '--seed', '1');
  assert.deepEqual(ours, theirs);
});

test('the build counts the tokens of our texts as the core does', async () => {
  for (const view of /** @type {const} */ (['joined', 'single'])) {
    for (const place of placesOf(measured, own, view)) {
      for (const { source, tokens } of textsOf(own, place).texts) {
        const counted = await /** @type {any} */ (core.ask)('tokenize', { text: source });
        assert.equal(counted.length, tokens, source);
      }
    }
  }
});

test('the article’s sentence holds the numbers that the native tool prints for single sentences', async () => {
  const results = { ...measured.results };
  for (const model of ['vector', 'attention']) {
    const native = evaluate(model, '--pairs', 'models/long-sentences.tsv', '--words', '10-19,20-29,30-40');
    results[`evaluate/en-fr-${model}/long-sentences`] = native;
  }
  const shared = await sharedFor(core, 'The cat sat on the mat.', { choices: { 'length.view': 'single' } });
  for (const moment of [1, 2, 3]) {
    const context = await contextOf(core, length, shared, { moment });
    const native = { ...context, data: { .../** @type {any} */ (context.data), evidence: { ...measured, results } } };
    assert.equal(words(length.quotes?.['length']?.(context)), words(length.quotes?.['length']?.(native)));
  }
});

test('a text that is shown has the translations that the native tool writes', async () => {
  const shared = await sharedFor(core, 'The cat sat on the mat.');
  const { data } = await contextOf(core, length, shared);
  const shown = data?.slots?.flatMap(({ sample }) => (sample ? [sample] : [])) ?? [];
  assert.ok(shown.length >= 5);
  for (const { text, translations: written } of shown) {
    for (const { model, french } of written) assert.deepEqual([french], translations(model, [text.source]));
  }
});

test('the shaded lengths are those of the recipes', () => {
  for (const { model, longest } of Object.values(kLines)) {
    assert.equal(JSON.parse(readFileSync(`${root}models/en-fr-${model}/recipe.json`, 'utf8')).join_max_words, longest, model);
  }
});
