/** Training, stopped and resumed: a tiny task, a fixed number of updates. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { json, regard } from './tool.mjs';

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

test('hard attention trains the same weights on any number of threads, stopped and resumed too, and looks at one word a step', () => {
  const hard = { ...recipe, config: { ...recipe.config, attention: 'hard' }, reinforce: { reward_weight: 0.1, entropy_weight: 0.01, baseline_decay: 0.9, expected_share: 0.5 } };
  const path = join(folder, 'model', 'hard.json');
  const run = (/** @type {string} */ out, /** @type {object} */ changes, /** @type {string[]} */ ...more) => {
    writeFileSync(path, JSON.stringify({ ...hard, ...changes }));
    const { status, err } = regard(['train', '--recipe', path, '--data', folder, '--out', join(folder, out), ...more]);
    return { status, err, weights: status === 0 ? readFileSync(join(folder, out, 'model.safetensors')) : null };
  };
  const whole = run('hard', {}, '--threads', '1');
  assert.equal(whole.status, 0, whole.err);
  assert.match(whole.err, /entropy \d/);
  assert.deepEqual(run('hard-3', {}, '--threads', '3').weights, whole.weights);
  run('hard-resumed', {}, '--threads', '2', '--until', '13');
  assert.deepEqual(run('hard-resumed', {}, '--threads', '2', '--resume').weights, whole.weights);
  assert.notDeepEqual(run('hard-other', { reinforce: { ...hard.reinforce, reward_weight: 1 } }).weights, whole.weights);

  const model = ['--model', join(folder, 'hard')];
  const one = json(['translate', ...model, '--beam', '1', '--json', 'red cat dog']);
  assert.equal(one.positions.length, one.target_tokens.length);
  one.positions.forEach((/** @type {number} */ position, /** @type {number} */ i) => assert.equal(position, one.attention[i].indexOf(Math.max(...one.attention[i]))));
  const sampled = (/** @type {string} */ seed) => json(['trace', ...model, '--json', '--target', 'rouge chat chien', '--sample', seed, 'red cat dog']).positions;
  assert.deepEqual(sampled('1'), sampled('1'));
  assert.ok(['2', '3', '4', '5'].some((seed) => String(sampled(seed)) !== String(sampled('1'))));
  const perplexity = (/** @type {string[]} */ ...more) => json(['evaluate', ...model, '--pairs', join(folder, 'dev.tsv'), '--beam', '1', '--json', ...more]).perplexity;
  assert.equal(perplexity('--sample', '7', '--threads', '1'), perplexity('--sample', '7', '--threads', '2'));
  assert.notEqual(perplexity('--sample', '7'), perplexity());
  assert.match(regard(['translate', '--model', join(folder, 'one'), '--sample', '1', 'red']).err, /draws the positions of hard attention, which .*one has not\.\n$/);

  for (const [changes, says] of /** @type {[object, RegExp][]} */ ([
    [{ reinforce: undefined }, /"reinforce" is an object where the attention is hard, and missing elsewhere\.\n$/],
    [{ config: recipe.config }, /"reinforce" is an object where the attention is hard, and missing elsewhere\.\n$/],
    [{ reinforce: { ...hard.reinforce, expected_share: 1.5 } }, /a number of "reinforce" lies outside its range\.\n$/],
    [{ reinforce: { ...hard.reinforce, more: 1 } }, /"reinforce": it has a key that is not known\.\n$/],
    [{ reinforce: { reward_weight: 1 } }, /"reinforce": "entropy_weight" is missing\.\n$/],
  ])) {
    const { status, err } = run('hard-wrong', changes);
    assert.equal(status, 1);
    assert.match(err, says);
  }
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

test('a recipe gives some parameters a share of the learning rate', () => {
  const path = join(folder, 'model', 'factors.json');
  const train = (/** @type {object} */ factors) => {
    writeFileSync(path, JSON.stringify({ ...recipe, learning_rate_factors: factors }));
    const { status, err } = regard(['train', '--recipe', path, '--data', folder, '--out', join(folder, 'factors')]);
    return { status, err, weights: status === 0 ? readFileSync(join(folder, 'factors', 'model.safetensors')) : null };
  };
  const shared = readFileSync(join(folder, 'one', 'model.safetensors'));
  assert.deepEqual(train({ 'attention.': 1 }).weights, shared);
  assert.notDeepEqual(train({ 'attention.': 0.1 }).weights, shared);
  assert.match(train({ 'attention.': 0 }).err, /"learning_rate_factors": "attention\." is not above 0\.\n$/);
  assert.match(train({ 'attenton.': 0.1 }).err, /factors\.json: no parameter's name begins with "attenton\."\.\n$/);
});

test('a checkpoint that is damaged, or of another model, is refused', () => {
  writeFileSync(join(folder, 'one', 'checkpoint.safetensors'), 'no checkpoint');
  const { status, err } = regard(['train', '--recipe', recipePath, '--data', folder, '--out', join(folder, 'one'), '--resume']);
  assert.equal(status, 1);
  assert.match(err, /^regard: [^\n]+\.\n$/);
});
