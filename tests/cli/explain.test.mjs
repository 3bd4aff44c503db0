/** regard explain: the answers about one translation, averages over many, and wrong usage. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const kModel = ['explain', '--model', 'models/en-fr-attention'];
const kMany = ['--pairs', 'models/sentences.tsv', '--sentences', '4', '--steps', '10'];
const kText = 'The cat sat on the mat.', kTarget = "Le chat s'est assis sur le tapis.";
const kTaus = ['attention_gradient', 'attention_left_out', 'gradient_left_out'];

/** @param {number[]} row */
const sum = (row) => row.reduce((total, x) => total + x, 0);

test('explain --json answers for every written token', () => {
  const said = json([...kModel, '--json', kText]);
  assert.deepEqual(Object.keys(said), ['source_tokens', 'target_tokens', 'bound', 'steps']);
  assert.equal(said.bound, 0.05);
  assert.equal(said.target_tokens.at(-1), '</s>');
  assert.equal(said.steps.length, said.target_tokens.length);
  for (const step of said.steps) {
    for (const answer of ['attention', 'gradient', 'left_out', 'left_out_log_change']) assert.equal(step[answer].length, said.source_tokens.length);
    assert.ok(Math.abs(sum(step.attention) - 1) < 1e-5);
    for (const distance of [...step.left_out, step.uniform_tvd]) assert.ok(distance >= 0 && distance <= 1);
    for (const name of kTaus) assert.ok(Math.abs(step.tau[name].tau) <= 1 && step.tau[name].p >= 0 && step.tau[name].p <= 1);
    const { jsd, tvd, row } = step.adversary;
    assert.ok(tvd <= 0.05 && jsd > 0 && jsd <= Math.LN2 + 1e-6);
    assert.ok(Math.abs(sum(row) - 1) < 1e-5);
  }
});

test('what explain says of attention and gradient is what trace and gradient say', () => {
  const words = ['--json', '--target', kTarget, kText];
  const { steps } = json([...kModel, ...words]);
  const { alpha } = json(['trace', '--model', 'models/en-fr-attention', ...words]), { total } = json(['gradient', '--model', 'models/en-fr-attention', ...words]);
  assert.deepEqual(steps.map((/** @type {{ attention: number[] }} */ { attention }) => attention.map(Math.fround)), alpha.map((/** @type {number[]} */ row) => row.map(Math.fround)));
  assert.deepEqual(steps.map((/** @type {{ gradient: number[] }} */ { gradient }) => gradient), total);
});

test('a content word needs its own source word', () => {
  const { source_tokens, target_tokens, steps } = json([...kModel, '--json', '--target', kTarget, kText]);
  const step = steps[target_tokens.indexOf('▁tapis')];
  const mat = source_tokens.indexOf('▁mat');
  assert.equal(step.left_out.indexOf(Math.max(...step.left_out)), mat);
  assert.ok(step.left_out_log_change[mat] < -1);
});

test('a looser bound is never broken, and the row is then about as far or farther', () => {
  const [tight, loose] = [0.01, 0.3].map((bound) => json([...kModel, '--bound', `${bound}`, '--json', kText]).steps);
  tight.forEach((/** @type {any} */ { adversary }, /** @type {number} */ i) => {
    assert.ok(adversary.tvd <= 0.01 && loose[i].adversary.tvd <= 0.3);
    assert.ok(loose[i].adversary.jsd >= adversary.jsd - 0.02, `${i}: ${loose[i].adversary.jsd} after ${adversary.jsd}`);
  });
});

test('explain --pairs --json prints averages, the same for any number of threads', () => {
  const [one, two] = ['1', '2'].map((threads) => json([...kModel, ...kMany, '--json', '--threads', threads]));
  assert.equal(one.sentences, 4);
  for (const name of kTaus) {
    const { mean, interval } = one[name].tau;
    assert.ok(interval[0] <= mean && mean <= interval[1] && Math.abs(mean) <= 1);
    assert.ok(one[name].significant.mean >= 0 && one[name].significant.mean <= 1);
  }
  for (const share of [one.far_row_exists, one.uniform_keeps_bound]) assert.ok(share.mean >= 0 && share.mean <= 1);
  delete one.seconds;
  delete two.seconds;
  assert.deepEqual(one, two);
});

test('explain --pairs without --json says it in words', () => {
  const { status, out } = regard([...kModel, ...kMany]);
  assert.equal(status, 0);
  assert.match(out, /^4 sentences, \d+ written tokens, .+ s\n  tau of attention and gradient: +[+-]0\.\d+ \(95 % interval .+ to .+\)\n/);
});

test('explain says what it lacks', () => {
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [[...kModel, kText], /say --json/],
    [[...kModel, '--json'], /one text/],
    [[...kModel, '--json', ...kMany, kText], /not both/],
    [[...kModel, '--json', '--seed', '2', kText], /--seed is for --pairs/],
    [[...kModel, '--json', ...kMany, '--target', kTarget], /--target is for one text/],
    [[...kModel, '--json', '--bound', '0', kText], /--bound 0 is not a number above 0 and at most 1/],
    [[...kModel, '--json', '--bound', 'much', kText], /--bound much/],
  ])) {
    const { status, err } = regard(words);
    assert.equal(status, 2, words.join(' '));
    assert.match(err, sentence);
  }
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [['explain', '--model', 'models/en-fr-vector', '--json', kText], /models\/en-fr-vector has no attention/],
    [[...kModel, '--json', ''], /no text/],
    [[...kModel, '--json', 'I'], /"I" is a single token/],
    [[...kModel, '--pairs', 'models/sentences.tsv', '--sentences', '4000', '--steps', '0'], /sentences\.tsv holds fewer than 4000 sentences/],
    [[...kModel, '--pairs', 'models/nowhere.tsv'], /nowhere\.tsv/],
  ])) {
    const { status, err } = regard(words);
    assert.equal(status, 1, words.join(' '));
    assert.match(err, /^regard: [^\n]+\.\n$/);
    assert.match(err, sentence);
  }
});
