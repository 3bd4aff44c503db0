/** The tool's contract: exit statuses, sentences on standard error, JSON. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const kAttention = ['--model', 'models/en-fr-attention'];

test('wrong usage ends with status 2, a sentence and the usage', () => {
  for (const words of [[], ['transalte'], ['translate'], ['translate', ...kAttention, '--beam', 'five', 'Hi.'], ['translate', ...kAttention, '--bem', '5'], ['train', '--recipe']]) {
    const { status, out, err } = regard(words);
    assert.equal(status, 2, words.join(' '));
    assert.equal(out, '');
    assert.match(err, /^regard: .+\.\nUsage:\n/);
  }
});

test('bad data ends with status 1 and one sentence that holds the value', () => {
  const long = 'a '.repeat(500);
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [['translate', '--model', 'models/nowhere', 'Hi.'], /models\/nowhere\/config\.json/],
    [['translate', ...kAttention, ''], /no text/],
    [['translate', ...kAttention, long], /500 tokens.*400/],
    [['evaluate', ...kAttention, '--pairs', 'models/nowhere.tsv'], /nowhere\.tsv/],
    [['evaluate', ...kAttention, '--pairs', 'README.md'], /Line 1 of README\.md has no tab/],
    [['inspect', 'models/nowhere'], /nowhere/],
    [['train', '--recipe', 'package.json', '--data', '.', '--out', '.'], /package\.json/],
  ])) {
    const { status, err } = regard(words);
    assert.equal(status, 1, words.join(' '));
    assert.match(err, /^regard: [^\n]+\.\n$/);
    assert.match(err, sentence);
  }
});

test('translate --json prints one object a sentence, with rows of attention that sum to 1', () => {
  const { status, out } = regard(['translate', ...kAttention, '--json'], 'I am tired.\nWhere is my book?\n');
  assert.equal(status, 0);
  const lines = out.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.deepEqual(Object.keys(line), ['source', 'source_tokens', 'target_tokens', 'translation', 'attention', 'log_probability', 'truncated']);
    assert.equal(line.attention.length, line.target_tokens.length);
    for (const row of line.attention) {
      assert.equal(row.length, line.source_tokens.length);
      assert.ok(Math.abs(row.reduce((/** @type {number} */ sum, /** @type {number} */ x) => sum + x, 0) - 1) < 1e-5);
    }
    assert.ok(line.log_probability < 0);
  }
  assert.equal(json(['translate', '--model', 'models/en-fr-vector', '--json', 'I am tired.']).attention, null);
});

test('trace --json holds every array, in the shapes of the config', () => {
  for (const [model, attends] of /** @type {[string, boolean][]} */ ([['models/en-fr-attention', true], ['models/en-fr-vector', false]])) {
    const trace = json(['trace', '--model', model, '--json', '--logits', 'The dog slept under the table.']);
    const S = trace.source_tokens.length, T = trace.target_tokens.length;
    /** @param {number[][] | null} matrix @param {number} rows @param {number} columns */
    const shaped = (matrix, rows, columns) => {
      assert.equal(matrix?.length, rows);
      for (const row of matrix ?? []) assert.equal(row.length, columns);
    };
    shaped(trace.encoder_states, S, 256);
    shaped(trace.context, 1, 256);
    shaped(trace.decoder_states, T, 256);
    shaped(trace.contexts, T, 256);
    shaped(trace.logits, T, 4000);
    if (attends) {
      shaped(trace.scores, T, S);
      shaped(trace.alpha, T, S);
      // c_i = sum_j alpha_ij h_j, computed here again.
      const c = trace.encoder_states[0].map((/** @type {number} */ _, /** @type {number} */ d) =>
        trace.alpha[1].reduce((/** @type {number} */ sum, /** @type {number} */ a, /** @type {number} */ j) => sum + a * trace.encoder_states[j][d], 0));
      c.forEach((/** @type {number} */ x, /** @type {number} */ d) => assert.ok(Math.abs(x - trace.contexts[1][d]) < 1e-5));
    } else {
      assert.equal(trace.alpha, null);
      assert.deepEqual(trace.contexts[0], trace.context[0]);
    }
    trace.steps.forEach((/** @type {{probability: number, top: {probability: number}[]}} */ step) => {
      assert.equal(step.top.length, 5);
      assert.ok(step.probability <= (step.top[0]?.probability ?? 0) + 1e-12);
    });
  }
});

test('trace --target makes the model write a given translation', () => {
  const words = ['trace', ...kAttention, '--json', '--target', 'Le chien dort.', 'The cat sat.'];
  const { translation, target_tokens, log_probability, steps } = json(words);
  assert.equal(translation, 'Le chien dort.');
  assert.equal(target_tokens.at(-1), '</s>');
  assert.equal(steps.length, target_tokens.length);
  assert.ok(log_probability < json(['trace', ...kAttention, '--json', 'The cat sat.']).log_probability);
  const { status, err } = regard(['trace', ...kAttention, '--json', '--target', ' ', 'The cat sat.']);
  assert.equal(status, 1);
  assert.equal(err, 'regard: There is no text in the target.\n');
});

test('trace --gates adds the gates of every state', () => {
  const { encoder_states: states, reset_gates: reset, update_gates: update } = json(['trace', ...kAttention, '--json', '--gates', 'The cat sat.']);
  for (const gates of [reset, update]) {
    assert.deepEqual([gates.length, gates[0].length], [states.length, states[0].length]);
    for (const value of gates.flat()) assert.ok(value > 0 && value < 1);
  }
});

test('evaluate --json prints the fields of the contract, and the same numbers for any number of threads', () => {
  const words = ['evaluate', ...kAttention, '--pairs', 'models/sentences.tsv', '--join', '20', '--seed', '3', '--beam', '1', '--json'];
  const one = json([...words, '--threads', '1']);
  const two = json([...words, '--threads', '2']);
  assert.deepEqual(Object.keys(one), ['sentences', 'bleu', 'bleu_interval', 'perplexity', 'exact_match', 'mean_source_words', 'by_source_words', 'seconds']);
  assert.equal(one.sentences, 20);
  delete one.seconds;
  delete two.seconds;
  assert.deepEqual(one, two);
});

test('evaluate --words cuts the score by lengths of our choice, each with its interval', () => {
  const words = ['evaluate', ...kAttention, '--pairs', 'models/sentences.tsv', '--beam', '1', '--json', '--words'];
  const { by_source_words: rows, sentences, mean_source_words } = json([...words, '3-9,10-']);
  assert.deepEqual(rows.map((/** @type {any} */ row) => [row.from, row.to]), [[3, 9], [10, null]]);
  assert.equal(rows[0].sentences + rows[1].sentences, sentences);
  assert.ok(mean_source_words > 3 && mean_source_words < 15);
  for (const { bleu, bleu_interval: [low, high] } of rows) assert.ok(low < bleu && bleu < high);
  for (const bad of ['', '3', '9-3', '0-4', '3-x', 'a-4', '1-4,,']) {
    const { status, err } = regard([...words, bad]);
    assert.equal(status, 2, bad);
    assert.match(err, /is not a list of lengths/);
  }
});

test('inspect lists every tensor and their sum', () => {
  const { status, out } = regard(['inspect', 'models/en-fr-attention']);
  assert.equal(status, 0);
  assert.match(out, /encoder\.embedding +4000 x 128/);
  const sizes = [...out.matchAll(/ x \d+ +(\d+)\n/g)].map((match) => Number(match[1]));
  assert.equal(Number(/parameters +(\d+)/.exec(out)?.[1]), sizes.reduce((sum, size) => sum + size, 0));
});

test('trace --step takes one step of attention apart, and its terms sum to the score', () => {
  const trace = json(['trace', ...kAttention, '--json', '--step', '3', 'The dog slept under the table.']);
  const { kind, keys, v, share, scale, without, mean, product } = trace.step;
  assert.equal(kind, 'additive');
  keys.forEach((/** @type {number[]} */ key, /** @type {number} */ j) => {
    const sum = key.reduce((total, b, k) => total + v[0][k] * Math.tanh(share[0][k] + b), 0);
    assert.ok(Math.abs(sum * scale[j] - trace.scores[2][j]) < 1e-4, `token ${j + 1}`);
  });
  assert.equal(without.length, keys.length);
  for (const change of [...without, mean, product]) {
    assert.ok(change.moved >= 0 && change.moved <= 1);
    const written = change.candidates.find((/** @type {{ piece: string }} */ one) => one.piece === trace.steps[2].piece);
    assert.ok(Math.abs(written.before - trace.steps[2].probability) < 1e-5);
  }
});

test('trace --step needs a step that is there, and attention', () => {
  const beyond = regard(['trace', ...kAttention, '--json', '--step', '99', 'Hello.']);
  assert.equal(beyond.status, 2);
  assert.match(beyond.err, /--step 99 is not a whole number from 1 to \d/);
  const vector = regard(['trace', '--model', 'models/en-fr-vector', '--json', '--step', '1', 'Hello.']);
  assert.equal(vector.status, 1);
  assert.match(vector.err, /models\/en-fr-vector has no attention/);
});

test('translate --tree prints the tree of the search that found the translation', () => {
  const text = 'The dog slept under the table.';
  assert.equal(regard(['translate', ...kAttention, '--tree', text]).status, 2);
  const { tree, ...translation } = json(['translate', ...kAttention, '--json', '--tree', text]);
  assert.deepEqual(translation, json(['translate', ...kAttention, '--json', text]));
  /** @type {string[]} */
  const pieces = [];
  for (let at = tree.best; at >= 0; at = tree.branches[at].parent) pieces.unshift(tree.branches[at].piece);
  assert.deepEqual(pieces, translation.target_tokens);
  assert.equal(tree.alpha.length, Math.max(...tree.branches.map((/** @type {{ row: number }} */ one) => one.row)) + 1);
  const ended = tree.branches.filter((/** @type {{ fate: string }} */ one) => one.fate === 'ended');
  assert.equal(ended.length, 5);
  assert.ok(ended.every((/** @type {{ score: number }} */ one) => one.score <= tree.branches[tree.best].score));
});

test('evaluate --against counts the sentences that another beam translates otherwise', () => {
  const words = ['evaluate', ...kAttention, '--pairs', 'models/sentences.tsv', '--json'];
  const { against } = json([...words, '--beam', '1', '--against', '1']);
  assert.deepEqual(against, { beam: 1, different: 0, more_probable: 0 });
});
