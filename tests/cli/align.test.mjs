/** models/alignments.tsv is whole, and `regard align` measures against it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { json, regard, root } from './tool.mjs';

const kLinks = ['--links', 'models/alignments.tsv'];
const kAttention = ['align', '--model', 'models/en-fr-attention', ...kLinks];

/** @param {string} name */
const linesOf = (name) => readFileSync(`${root}models/${name}`, 'utf8').trimEnd().split('\n');

test('100 sentences of our own carry an alignment, each with its first translation, each sentence once', () => {
  /** @type {Map<string, string>} */
  const first = new Map();
  for (const [english = '', french = ''] of linesOf('sentences.tsv').map((line) => line.split('\t'))) {
    if (!first.has(english)) first.set(english, french);
  }
  const rows = linesOf('alignments.tsv').filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
  assert.equal(rows.length, 100);
  assert.equal(new Set(rows.map(([english]) => english)).size, 100);
  for (const [english = '', french] of rows) assert.equal(first.get(english), french, english);
  const words = rows.map(([english = '']) => english.split(' ').length);
  assert.equal(Math.min(...words), 3);
  assert.equal(Math.max(...words), 15);
});

test('the file says how it was aligned, and under which licence', () => {
  const comment = linesOf('alignments.tsv').filter((line) => line.startsWith('#')).join('\n');
  for (const part of ['Och & Ney 2003', 'CC BY 4.0', '# Sure', '# Possible']) assert.ok(comment.includes(part), part);
});

test('align --json reads the whole file and prints scores that agree with each other', () => {
  const scores = json([...kAttention, '--json']);
  assert.deepEqual(Object.keys(scores), ['sentences', 'aer', 'aer_interval', 'precision', 'recall', 'uniform_aer', 'diagonal_aer']);
  assert.equal(scores.sentences, 100);
  for (const name of ['aer', 'precision', 'recall', 'uniform_aer', 'diagonal_aer']) assert.ok(scores[name] > 0 && scores[name] < 1, name);
  assert.ok(scores.aer_interval[0] < scores.aer && scores.aer < scores.aer_interval[1]);
  assert.ok(scores.aer < scores.diagonal_aer && scores.diagonal_aer < scores.uniform_aer);
  assert.deepEqual(json([...kAttention, '--json']), scores);
});

test('without --json align prints the same in sentences', () => {
  const { status, out } = regard(kAttention);
  assert.equal(status, 0);
  assert.match(out, /^100 sentences, AER 0\.\d{3} \(95 % interval 0\.\d{3} to 0\.\d{3}\), precision 0\.\d{3}, recall 0\.\d{3}\n {2}baselines: AER 0\.\d{3} uniform, 0\.\d{3} diagonal\n$/);
});

test('align ends with status 1 and one sentence for a model without attention and for a file that is none', () => {
  for (const [words, sentence] of /** @type {[string[], RegExp][]} */ ([
    [['align', '--model', 'models/en-fr-vector', ...kLinks], /models\/en-fr-vector has no attention/],
    [['align', '--model', 'models/en-fr-attention', '--links', 'models/nowhere.tsv'], /nowhere\.tsv/],
    [['align', '--model', 'models/en-fr-attention', '--links', 'models/sentences.tsv'], /Line 1 of models\/sentences\.tsv has 2 columns instead of 3/],
  ])) {
    const { status, out, err } = regard(words);
    assert.equal(status, 1, words.join(' '));
    assert.equal(out, '');
    assert.match(err, /^regard: [^\n]+\.\n$/);
    assert.match(err, sentence);
  }
});
