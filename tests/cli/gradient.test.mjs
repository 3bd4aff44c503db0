/** regard gradient: the matrices of one sentence, averages over many, and wrong usage. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const kAttention = ['gradient', '--model', 'models/en-fr-attention'], kVector = ['gradient', '--model', 'models/en-fr-vector'];
const kMany = ['--pairs', 'models/sentences.tsv', '--sentences', '8', '--seed', '3'];
const kText = 'The cat sat on the mat.', kTarget = "Le chat s'est assis sur le tapis.";

/** @param {number[][]} matrix */
const squares = (matrix) => matrix.flat().reduce((sum, x) => sum + x * x, 0);

test('gradient --json prints norms for every target and source token', () => {
  for (const words of [kAttention, kVector]) {
    const flow = json([...words, '--json', kText]);
    assert.deepEqual(Object.keys(flow), ['source_tokens', 'target_tokens', 'total', 'recurrent', 'attention']);
    assert.equal(flow.target_tokens.at(-1), '</s>');
    for (const path of ['total', 'recurrent', 'attention']) {
      assert.equal(flow[path].length, flow.target_tokens.length);
      for (const row of flow[path]) {
        assert.equal(row.length, flow.source_tokens.length);
        for (const norm of row) assert.ok(Number.isFinite(norm) && norm >= 0);
      }
    }
    // Norms obey the triangle inequality, with room for rounding.
    flow.total.forEach((/** @type {number[]} */ row, /** @type {number} */ i) => row.forEach((norm, j) => {
      const parts = flow.recurrent[i][j] + flow.attention[i][j];
      assert.ok(norm <= parts * (1 + 1e-4) && norm >= Math.abs(flow.recurrent[i][j] - flow.attention[i][j]) * (1 - 1e-4) - 1e-9);
    }));
  }
});

test('the gradient of the attention model runs through attention, that of the vector model through recurrence alone', () => {
  const attention = json([...kAttention, '--json', kText]), vector = json([...kVector, '--json', kText]);
  assert.ok(squares(attention.attention) > 10 * squares(attention.recurrent));
  assert.ok(squares(attention.recurrent) > 0);
  assert.deepEqual(vector.recurrent, vector.total);
  assert.equal(squares(vector.attention), 0);
});

test('--target is what the model is made to write; its own translation is the same as that translation forced', () => {
  const own = json([...kAttention, '--json', kText]), forced = json([...kAttention, '--json', '--target', kTarget, kText]);
  assert.deepEqual(own, forced);
  const other = json([...kAttention, '--json', '--target', 'Un chien dort.', kText]);
  assert.deepEqual(other.target_tokens, ['▁Un', '▁chien', '▁dort', '.', '</s>']);
  assert.equal(other.total.length, 5);
});

test('gradient --pairs --json prints averages by distance, the same for any number of threads', () => {
  const one = json([...kAttention, ...kMany, '--json', '--threads', '1']), two = json([...kAttention, ...kMany, '--json', '--threads', '2']);
  assert.deepEqual(Object.keys(one), ['sentences', 'total', 'recurrent', 'attention', 'seconds']);
  assert.equal(one.sentences, 8);
  for (const path of ['total', 'recurrent', 'attention']) {
    const fading = one[path];
    assert.deepEqual(Object.keys(fading), ['by_distance', 'zeros', 'slope', 'slope_within_token']);
    const steps = fading.by_distance.map((/** @type {{steps: number}} */ row) => row.steps);
    assert.deepEqual(steps, [...steps].sort((a, b) => a - b));
    assert.equal(steps[0], 1);
    for (const slope of [fading.slope, fading.slope_within_token]) {
      assert.ok(slope.interval[0] <= slope.interval[1]);
      assert.ok(Math.abs(slope.log10_a_step) < 1);
    }
  }
  // The same points, whatever the path.
  assert.deepEqual(one.total.by_distance.map((/** @type {{count: number}} */ row) => row.count), one.recurrent.by_distance.map((/** @type {{count: number}} */ row) => row.count));
  delete one.seconds;
  delete two.seconds;
  assert.deepEqual(one, two);
});

test('without attention every point of the attention path is a zero that is left out', () => {
  const { recurrent, attention } = json([...kVector, ...kMany, '--json']);
  const points = recurrent.by_distance.reduce((/** @type {number} */ sum, /** @type {{count: number}} */ row) => sum + row.count, 0);
  assert.deepEqual(attention, { by_distance: [], zeros: points, slope: null, slope_within_token: null });
});

test('before training the gradient of the vector model fades with distance, after it much less', () => {
  const trained = json([...kVector, ...kMany, '--json']), fresh = json([...kVector, ...kMany, '--untrained', '1', '--json']);
  assert.ok(fresh.total.slope_within_token.interval[1] < -0.1);
  assert.ok(trained.total.slope_within_token.log10_a_step > -0.05);
  const other = json([...kVector, ...kMany, '--untrained', '2', '--json']);
  assert.notEqual(fresh.total.slope.log10_a_step, other.total.slope.log10_a_step);
});

test('gradient --pairs without --json says the slopes in words', () => {
  const { status, out } = regard([...kAttention, ...kMany]);
  assert.equal(status, 0);
  assert.match(out, /^8 sentences, .+ s\n  total, 0 zeros left out\n    all tokens: .+ in log10 norm a step \(95 % interval .+ to .+\)\n/);
});

test('gradient says what it lacks', () => {
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [[...kAttention, kText], /say --json/],
    [[...kAttention, '--json'], /one text/],
    [[...kAttention, '--json', ...kMany, kText], /not both/],
    [[...kAttention, '--json', '--seed', '2', kText], /--seed is for --pairs/],
    [[...kAttention, '--json', ...kMany, '--target', kTarget], /--target is for one text/],
    [[...kAttention, '--pairs', 'models/sentences.tsv', '--sentences', '0'], /--sentences 0/],
  ])) {
    const { status, err } = regard(words);
    assert.equal(status, 2, words.join(' '));
    assert.match(err, sentence);
  }
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [[...kAttention, '--json', '--target', ' ', kText], /no text in the target/],
    [[...kAttention, '--json', '--target', 'a '.repeat(500), kText], /target has 500 tokens.*400/],
    [[...kAttention, '--json', ''], /no text/],
    [[...kAttention, '--pairs', 'models/sentences.tsv', '--sentences', '4000'], /sentences\.tsv holds fewer than 4000 sentences/],
    [[...kAttention, '--pairs', 'models/nowhere.tsv'], /nowhere\.tsv/],
  ])) {
    const { status, err } = regard(words);
    assert.equal(status, 1, words.join(' '));
    assert.match(err, /^regard: [^\n]+\.\n$/);
    assert.match(err, sentence);
  }
});
