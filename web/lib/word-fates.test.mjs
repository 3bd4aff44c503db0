import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWords, fates } from './word-fates.js';

/** @param {string} given @param {string} rebuilt */
const compare = (given, rebuilt) => compareWords(given.split(' '), rebuilt === '' ? [] : rebuilt.split(' '));

test('the same words in the same order are all kept, whatever their case and punctuation', () => {
  const { given, rebuilt } = compare('The cat sat, here.', 'the cat sat here');
  assert.deepEqual(given.map((one) => one.fate), ['kept', 'kept', 'kept', 'kept']);
  assert.deepEqual(rebuilt.map((one) => one.partner), [0, 1, 2, 3]);
});

test('a word that was replaced is lost, and knows what stands in its place', () => {
  const { given, rebuilt } = compare('The lazy cow crossed the road.', 'The lazy way across the road.');
  assert.deepEqual(given.map((one) => [one.fate, one.partner]), [['kept', 0], ['kept', 1], ['lost', 2], ['lost', 3], ['kept', 4], ['kept', 5]]);
  assert.deepEqual(fates(rebuilt), { kept: 4, moved: 0, lost: 0, invented: 2 });
});

test('a word that comes back elsewhere is moved', () => {
  const { given, rebuilt } = compare('the boy saw the girl', 'the girl saw the boy');
  assert.deepEqual(given.map((one) => one.fate), ['kept', 'moved', 'kept', 'kept', 'moved']);
  assert.deepEqual(rebuilt.map((one) => one.fate), ['kept', 'moved', 'kept', 'kept', 'moved']);
  assert.equal(given[1]?.partner, 4);
});

test('each word is found once: a repetition is invented', () => {
  const { given, rebuilt } = compare('a dog', 'a dog a dog');
  assert.deepEqual(fates(given), { kept: 2, moved: 0, lost: 0, invented: 0 });
  assert.deepEqual(fates(rebuilt), { kept: 2, moved: 0, lost: 0, invented: 2 });
});

test('nothing may come back, and what is lost at the end has no place', () => {
  assert.deepEqual(fates(compare('one two', '').given), { kept: 0, moved: 0, lost: 2, invented: 0 });
  assert.deepEqual(compare('one two', 'one').given.map((one) => one.partner), [0, null]);
});

test('signs alone are words of their own', () => {
  assert.deepEqual(compare('x 😀', 'x 😀').given.map((one) => one.fate), ['kept', 'kept']);
});
