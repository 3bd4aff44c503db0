/** The command `probe` on a tiny model: what it stores, what it prints, what it refuses. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { json, regard, root } from './tool.mjs';

const folder = mkdtempSync(join(tmpdir(), 'regard-probe-'));
after(() => rmSync(folder, { recursive: true }));

const kWords = ['red', 'cat', 'dog', 'sun', 'one', 'two', 'big', 'sea'];
const kTarget = ['rouge', 'chat', 'chien', 'soleil', 'un', 'deux', 'grand', 'mer'];
const pairs = Array.from({ length: 120 }, (_, k) => {
  const picks = Array.from({ length: 1 + (k % 4) }, (__, m) => (k * 7 + m * 5 + ((k * m) % 3)) % kWords.length);
  return `${picks.map((p) => kWords[p]).join(' ')}\t${picks.map((p) => kTarget[p]).join(' ')}\n`;
});
writeFileSync(join(folder, 'train.tsv'), pairs.slice(0, 100).join(''));
writeFileSync(join(folder, 'dev.tsv'), pairs.slice(100).join(''));
copyFileSync(`${root}models/where.tsv`, join(folder, 'where.tsv'));

/** Two models, trained until their states hold something. */
for (const attention of ['additive', 'none']) {
  const recipe = {
    config: { architecture: 'seq2seq', source_language: 'en', target_language: 'fr', encoder: 'bidirectional', cell: 'gru', attention, source_vocabulary: 40, target_vocabulary: 40, embedding: 12, encoder_width: 16, decoder_width: 16, attention_width: 8 },
    train: 'train.tsv', dev: 'dev.tsv', supplement: '', supplement_repeats: 0, source_tokenizer: '../tokenizer.en.json', target_tokenizer: '../tokenizer.fr.json',
    least_character_count: 1, seed: 3, updates: 200, warm_up: 10, peak_learning_rate: 0.01, last_learning_rate: 0.001, dropout: 0.1, label_smoothing: 0.1, clip: 1,
    shards: 1, target_tokens_a_shard: 60, join_shares: [0.6, 0.4], join_max_words: 12, max_words: 50, report_every: 200,
  };
  mkdirSync(join(folder, attention));
  writeFileSync(join(folder, attention, 'recipe.json'), JSON.stringify(recipe));
}
for (const [command, ...rest] of [['vocabulary'], ['train', '--out', join(folder, 'additive')], ['train', '--out', join(folder, 'none')]]) {
  const recipe = join(rest[1] ?? join(folder, 'additive'), 'recipe.json');
  const { status, err } = regard([command ?? '', '--recipe', recipe, '--data', folder, ...rest]);
  assert.equal(status, 0, err);
}

const kAttention = ['--model', join(folder, 'additive')], kVector = ['--model', join(folder, 'none')], kData = ['--data', folder];
const stored = () => readFileSync(join(folder, 'additive', 'probes.safetensors'));

/** @param {string[]} words */
function run(words) {
  const { status, out, err } = regard(['probe', ...words]);
  assert.equal(status, 0, err);
  return out;
}

test('training stores a probe, the same numbers on any number of threads and for any order of the kinds', () => {
  const train = (/** @type {string} */ kind, /** @type {string} */ threads) => run([...kAttention, '--kind', kind, '--train', '--threads', threads, '--updates', kind === 'where' ? '2' : '300', ...(kind === 'where' ? [] : kData)]);
  const kinds = ['vector', 'states', 'contexts', 'where'];
  for (const kind of kinds) assert.equal(train(kind, '1'), '');
  const first = stored();
  rmSync(join(folder, 'additive', 'probes.safetensors'));
  for (const kind of kinds.reverse()) train(kind, '2');
  assert.deepEqual(stored(), first);
  assert.ok(!existsSync(join(folder, 'additive', 'probes.safetensors.new')));
});

test('measuring prints scores that add up, beside three baselines', () => {
  for (const kind of ['vector', 'states', 'contexts']) {
    const words = ['probe', ...kAttention, '--kind', kind, '--pairs', join(folder, 'train.tsv'), '--json'];
    const scores = json([...words, '--threads', '1']), again = json([...words, '--threads', '2']);
    assert.deepEqual(Object.keys(scores), ['kind', 'pairs', 'join', 'seed', 'sentences', 'count', 'accuracy', 'probability', 'log_probability', 'interval', 'by_position', 'by_length', 'baselines', 'seconds']);
    delete scores.seconds;
    delete again.seconds;
    assert.deepEqual(scores, again);
    for (const rows of [scores.by_position, scores.by_length]) {
      const sum = (/** @type {string} */ key) => rows.reduce((/** @type {number} */ total, /** @type {Record<string, number>} */ row) => total + (row[key] ?? 0) * (row['count'] ?? 0), 0) / scores.count;
      assert.equal(rows.reduce((/** @type {number} */ total, /** @type {{count: number}} */ row) => total + row.count, 0), scores.count);
      for (const key of ['accuracy', 'probability', 'log_probability']) assert.ok(Math.abs(sum(key) - scores[key]) < 1e-9, key);
    }
    assert.equal(scores.by_position[0].position, 1);
    assert.ok(scores.interval[0] <= scores.accuracy && scores.accuracy <= scores.interval[1]);
    const { most_frequent, swapped, untrained } = scores.baselines;
    assert.equal(untrained, null);
    assert.equal(most_frequent.count, scores.count);
    assert.equal(most_frequent.probability, null);
    assert.ok(swapped.sentences <= scores.sentences);
    // A probe that is given another sentence's states does worse.
    assert.ok(scores.accuracy > swapped.accuracy && scores.accuracy > most_frequent.accuracy, kind);
  }
});

test('an untrained encoder is measured in the same run and leaves no trace in the folder', () => {
  const before = stored();
  const words = ['probe', ...kAttention, ...kData, '--kind', 'states', '--pairs', join(folder, 'dev.tsv'), '--join', '3', '--updates', '20', '--json'];
  const one = json([...words, '--untrained', '1']), two = json([...words, '--untrained', '2']);
  assert.equal(one.baselines.untrained.encoder_seed, 1);
  assert.equal(one.baselines.untrained.count, one.count);
  assert.notEqual(one.baselines.untrained.log_probability, two.baselines.untrained.log_probability);
  assert.equal(one.log_probability, two.log_probability);
  assert.deepEqual(stored(), before);
});

test('one text gets an answer a question, best candidates first', () => {
  for (const kind of ['vector', 'states', 'contexts']) {
    const shown = json(['probe', ...kAttention, '--kind', kind, '--json', 'big red sea']);
    assert.deepEqual(Object.keys(shown), ['kind', 'source', 'source_tokens', 'target_tokens', 'answers']);
    assert.equal(shown.target_tokens === null, kind !== 'contexts');
    assert.equal(shown.answers.length, (kind === 'contexts' ? shown.target_tokens : shown.source_tokens).length);
    for (const answer of shown.answers) {
      assert.equal(answer.piece, shown.source_tokens[answer.position - 1]);
      assert.equal(answer.target_step === null, kind !== 'contexts');
      assert.equal(answer.top.length, 5);
      assert.ok(answer.probability <= answer.top[0].probability + 1e-12);
      assert.ok(Math.abs(Math.exp(answer.log_probability) - answer.probability) < 1e-9);
    }
  }
});

test('the place is asked of the ladders and of one text', () => {
  const scores = json(['probe', ...kAttention, '--kind', 'where', '--ladders', '20', '--untrained', '1', '--updates', '1', '--json']);
  assert.deepEqual(Object.keys(scores), ['kind', 'ladders', 'seed', 'places', 'count', 'accuracy', 'probability', 'log_probability', 'interval', 'by_rung', 'forgotten', 'written', 'baselines', 'seconds']);
  assert.equal(scores.places.length, 20);
  assert.equal(scores.by_rung.reduce((/** @type {number} */ total, /** @type {{count: number}} */ row) => total + row.count, 0), scores.count);
  assert.deepEqual(scores.by_rung.map((/** @type {{rung: number}} */ row) => row.rung), scores.by_rung.map((/** @type {unknown} */ _, /** @type {number} */ k) => k + 1));
  assert.equal(scores.baselines.chance, 0.05);
  assert.equal(scores.baselines.most_frequent.accuracy, 0.05);
  assert.equal(scores.baselines.untrained.count, scores.count);
  // This tiny vocabulary has no letters for "bateau".
  assert.equal(scores.written, null);
  const shown = json(['probe', ...kAttention, '--kind', 'where', '--json', 'The cat sat on the mat.']);
  assert.equal(shown.places.length, 20);
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, x) => total + x, 0);
  assert.ok(Math.abs(sum(shown.places.map((/** @type {{probability: number}} */ place) => place.probability)) - 1) < 1e-6);
  assert.equal(shown.alpha.length, shown.source_tokens.length);
  assert.ok(Math.abs(sum(shown.alpha) - 1) < 1e-5);
  run([...kVector, '--kind', 'where', '--train', '--updates', '1']);
  assert.equal(json(['probe', ...kVector, '--kind', 'where', '--json', 'one dog']).alpha, null);
});

test('probe ends with status 2 for wrong usage', () => {
  const kMeasure = ['--pairs', join(folder, 'dev.tsv')];
  for (const words of [
    [...kAttention, '--json', 'Hi.'], [...kAttention, '--kind', 'word', '--json', 'Hi.'], [...kAttention, '--kind', 'vector', 'Hi.'], [...kAttention, '--kind', 'vector', '--json'],
    [...kAttention, '--kind', 'vector', '--json', 'Hi.', 'Ho.'], [...kAttention, '--kind', 'vector', '--train'], [...kAttention, '--kind', 'vector', '--train', ...kData, 'Hi.'],
    [...kAttention, '--kind', 'vector', ...kMeasure], [...kAttention, '--kind', 'vector', ...kMeasure, '--json', '--untrained', '1'], [...kAttention, '--kind', 'vector', ...kMeasure, '--json', '--updates', '3'],
    [...kAttention, '--kind', 'vector', '--ladders', '3', '--json'], [...kAttention, '--kind', 'where', ...kMeasure, '--json'], [...kAttention, '--kind', 'where', '--ladders', '100000', '--json'],
  ]) {
    const { status, out, err } = regard(['probe', ...words]);
    assert.equal(status, 2, `${words.join(' ')}: ${err}`);
    assert.equal(out, '');
    assert.match(err, /^regard: .+\.\nUsage:\n/);
  }
});

test('probe ends with status 1 and one sentence for what is missing or damaged', () => {
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [[...kVector, '--kind', 'contexts', '--json', 'cat'], /none has no attention/],
    [[...kVector, '--kind', 'vector', '--json', 'cat'], /holds no probe "vector": --train makes one/],
    [['--model', 'models/nowhere', '--kind', 'vector', '--json', 'cat'], /models\/nowhere\/config\.json/],
    [[...kAttention, '--kind', 'vector', '--json', ''], /no text/],
    [[...kAttention, '--kind', 'vector', '--pairs', 'models/nowhere.tsv', '--json'], /nowhere\.tsv/],
    [[...kAttention, '--kind', 'vector', '--pairs', join(folder, 'dev.tsv'), '--join', '50', '--json'], /fewer than 50 sentences/],
    [[...kAttention, '--kind', 'vector', '--train', '--data', 'models'], /train\.tsv/],
  ])) {
    const { status, out, err } = regard(['probe', ...words]);
    assert.equal(status, 1, `${words.join(' ')}: ${err}`);
    assert.equal(out, '');
    assert.match(err, /^regard: [^\n]+\.\n$/);
    assert.match(err, sentence);
  }
  writeFileSync(join(folder, 'none', 'probes.safetensors'), 'no probes');
  const { status, err } = regard(['probe', ...kVector, '--kind', 'vector', '--json', 'cat']);
  assert.equal(status, 1);
  assert.match(err, /^regard: [^\n]+\.\n$/);
});
