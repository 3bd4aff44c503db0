/** `regard steer`: other attention weights, or c_i fixed, for one text and for many. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, regard } from './tool.mjs';

const kModel = ['--model', 'models/en-fr-attention'];
const kText = 'The cat sat on the mat.';
const steer = (/** @type {string[]} */ ...words) => json(['steer', ...kModel, '--json', ...words]);

test('unsteered it writes what the greedy translator writes, with the same weights', () => {
  const { translation, steps, own, departure, changes } = steer('--policy', 'learned', kText);
  const greedy = json(['trace', ...kModel, '--beam', '1', '--json', kText]);
  assert.equal(translation, greedy.translation);
  assert.equal(own.translation, translation);
  assert.equal(departure, null);
  assert.deepEqual(steps.map((/** @type {any} */ { alpha }) => alpha), greedy.alpha);
  for (const change of changes) assert.equal(change.divergence, 0);
});

test('a given row is divided by its sum, and nothing before its step changes', () => {
  const { steps, own, target_tokens, changes } = steer('--policy', 'learned', '--row', '3:0,2,0,0,0,0,2', kText);
  assert.deepEqual(steps[2].alpha, [0, 0.5, 0, 0, 0, 0, 0.5]);
  assert.deepEqual(target_tokens.slice(0, 2), own.target_tokens.slice(0, 2));
  assert.equal(steps[1].output_change, 0);
  assert.ok(steps[2].output_change > 0 && steps[2].alpha_from_own > 0);
  assert.equal(steps[2].own_from_alpha, null, 'infinite: a weight was taken away whole');
  assert.equal(changes[1].divergence, 0);
  assert.ok(changes[2].divergence > 0);
});

test('with c_i fixed there are no weights, and a long translation falls apart', () => {
  for (const policy of ['last-forward', 'vector']) {
    const { steps, departure } = steer('--policy', policy, 'The farmer sold two cows and bought a new tractor with the money.');
    assert.ok(departure !== null, policy);
    for (const { alpha, own_alpha, alpha_from_own } of steps) {
      assert.equal(alpha, null);
      assert.equal(alpha_from_own, null);
      assert.ok(own_alpha.length > 0);
    }
  }
});

test('a seed gives the same draws again', () => {
  const draw = (/** @type {string} */ seed) => steer('--policy', 'sampled', '--temperature', '2', '--seed', seed, kText).steps.map((/** @type {any} */ { alpha }) => alpha.indexOf(1));
  assert.deepEqual(draw('4'), draw('4'));
  assert.ok(draw('4').every((/** @type {number} */ j) => j >= 0));
});

test('BLEU on all our sentences, unsteered, is that of greedy evaluation', () => {
  const evaluated = json(['evaluate', ...kModel, '--pairs', 'models/sentences.tsv', '--beam', '1', '--json']);
  const { bleu, sentences } = json(['steer', ...kModel, '--policy', 'learned', '--pairs', 'models/sentences.tsv', '--json']);
  assert.equal(sentences, evaluated.sentences);
  assert.equal(bleu, evaluated.bleu);
});

test('what cannot be done is said', () => {
  const says = (/** @type {string[]} */ words, /** @type {number} */ status, /** @type {RegExp} */ sentence) => {
    const one = regard(['steer', ...words]);
    assert.equal(one.status, status, one.err);
    assert.match(one.err, sentence);
  };
  const learned = [...kModel, '--policy', 'learned', '--json'];
  says([...kModel, '--json', kText], 2, /--policy is missing/);
  says([...kModel, '--policy', 'hard', '--json', kText], 2, /There is no policy "hard": it is learned/);
  says([...learned, '--row', '1:0,0', kText], 1, /The row has 2 weights; the sentence has 7 tokens\./);
  says([...learned, '--row', '1:0,0,0,0,0,0,0', kText], 1, /one of them must be above 0/);
  says([...learned, '--row', '1:0,0,-1,0,0,0,0', kText], 1, /Weight 3 of the row is -1/);
  says([...learned, '--row', 'x', kText], 2, /--row x is not of the form/);
  says([...kModel, '--policy', 'another', '--json', kText], 2, /--other is missing/);
  says([...kModel, '--policy', 'sampled', '--temperature', '0', '--json', kText], 2, /--temperature 0 is not a number above 0/);
  says(['--model', 'models/en-fr-vector', '--policy', 'uniform', '--json', kText], 1, /has no attention/);
  says([...learned, '--pairs', 'models/sentences.tsv', kText], 2, /one text or --pairs/);
});
