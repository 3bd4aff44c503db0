/** Training, stopped and resumed: a tiny task, a fixed number of updates. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { regard } from './tool.mjs';

const folder = mkdtempSync(join(tmpdir(), 'regard-train-'));
after(() => rmSync(folder, { recursive: true }));

const kWords = ['red', 'cat', 'dog', 'sun', 'one', 'two', 'big', 'sea'];
const kTarget = ['rouge', 'chat', 'chien', 'soleil', 'un', 'deux', 'grand', 'mer'];
const pairs = Array.from({ length: 120 }, (_, k) => {
  const picks = Array.from({ length: 1 + (k % 4) }, (__, m) => (k * 7 + m * 5 + ((k * m) % 3)) % kWords.length);
  return `${picks.map((p) => kWords[p]).join(' ')}\t${picks.map((p) => kTarget[p]).join(' ')}\n`;
});
writeFileSync(join(folder, 'train.tsv'), pairs.slice(0, 100).join(''));
writeFileSync(join(folder, 'dev.tsv'), pairs.slice(100).join(''));
const recipe = {
  config: { architecture: 'seq2seq', source_language: 'en', target_language: 'fr', encoder: 'bidirectional', cell: 'gru', attention: 'additive', source_vocabulary: 40, target_vocabulary: 40, embedding: 12, encoder_width: 8, decoder_width: 16, attention_width: 8 },
  train: 'train.tsv', dev: 'dev.tsv', supplement: '', supplement_repeats: 0, source_tokenizer: '../tokenizer.en.json', target_tokenizer: '../tokenizer.fr.json',
  least_character_count: 1, seed: 3, updates: 24, warm_up: 4, peak_learning_rate: 0.01, last_learning_rate: 0.001, dropout: 0.1, label_smoothing: 0.1, clip: 1,
  shards: 3, target_tokens_a_shard: 60, join_shares: [0.6, 0.4], join_max_words: 12, max_words: 50, report_every: 8,
};
mkdirSync(join(folder, 'model'));
const recipePath = join(folder, 'model', 'recipe.json');
writeFileSync(recipePath, JSON.stringify(recipe));

/** @param {string} out @param {string[]} more */
function train(out, ...more) {
  const { status, err } = regard(['train', '--recipe', recipePath, '--data', folder, '--out', join(folder, out), ...more]);
  assert.equal(status, 0, err);
  const read = (/** @type {string} */ name) => readFileSync(join(folder, out, name));
  return { weights: read('model.safetensors'), curve: read('curve.tsv').toString().trim().split('\n').map((line) => line.split('\t')), err };
}

test('the tool learns the vocabularies that the recipe names', () => {
  const { status, err } = regard(['vocabulary', '--recipe', recipePath, '--data', folder]);
  assert.equal(status, 0, err);
  for (const name of ['tokenizer.en.json', 'tokenizer.fr.json']) {
    assert.equal(Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8')).model.vocab).length, 40);
  }
});

test('one, two and three threads, and a run that was stopped and resumed, give the same weights', () => {
  const whole = train('one', '--threads', '1');
  assert.deepEqual(train('three', '--threads', '3').weights, whole.weights);
  train('resumed', '--threads', '2', '--until', '13');
  const resumed = train('resumed', '--threads', '2', '--resume');
  assert.deepEqual(resumed.weights, whole.weights);
  const perplexities = (/** @type {string[][]} */ curve) => curve.filter(([updates]) => updates === '24').map((row) => row[3]);
  assert.deepEqual(perplexities(resumed.curve), perplexities(whole.curve));
});

test('training lowers the perplexity of unseen pairs, and says how it goes', () => {
  const { curve, err } = train('again', '--threads', '2');
  assert.deepEqual(curve[0], ['updates', 'minutes', 'train_perplexity', 'dev_perplexity']);
  assert.ok(Number(curve.at(-1)?.[3]) < Number(curve[1]?.[3]));
  for (const word of ['loss', 'perplexity', 'tokens/s', 'left']) assert.ok(err.includes(word));
});

test('a decoder learns to give the source back from the frozen encoder of another model', () => {
  const rebuild = {
    ...recipe, config: { ...recipe.config, target_language: 'en', attention: 'none' }, target_tokenizer: '../tokenizer.en.json', rebuild: true,
    start_from: '../one', frozen: ['encoder.'],
  };
  const path = join(folder, 'model', 'rebuild.json');
  const train = (/** @type {object} */ changes) => {
    writeFileSync(path, JSON.stringify({ ...rebuild, ...changes }));
    return regard(['train', '--recipe', path, '--data', folder, '--out', join(folder, 'rebuilt')]);
  };
  const { status, err } = train({});
  assert.equal(status, 0, err);
  const evaluated = regard(['evaluate', '--model', join(folder, 'rebuilt'), '--pairs', join(folder, 'dev.tsv'), '--json']);
  assert.equal(evaluated.status, 0, evaluated.err);
  // English, like the source: the French words would have no piece in this vocabulary.
  assert.ok(JSON.parse(evaluated.out).perplexity < 40);
  assert.match(train({ start_from: '../nowhere' }).err, /nowhere/);
  assert.match(train({ config: { ...rebuild.config, encoder: 'forward', encoder_width: 9 } }).err, /has no tensor "encoder\.forward\.weight_ih" of the net's shape\.\n$/);
});

test('a checkpoint that is damaged, or of another model, is refused', () => {
  writeFileSync(join(folder, 'one', 'checkpoint.safetensors'), 'no checkpoint');
  const { status, err } = regard(['train', '--recipe', recipePath, '--data', folder, '--out', join(folder, 'one'), '--resume']);
  assert.equal(status, 1);
  assert.match(err, /^regard: [^\n]+\.\n$/);
});
