/** State goes into an address and comes back; what makes no sense is left out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceOf, kAtRest, kChoices, readAddress, withChoice, writeAddress } from './address.js';

const usual = { text: 'The cat.', beam: 5, moments: kAtRest, choices: {}, at: '' };

test('what is usual needs no address', () => {
  assert.equal(writeAddress(usual, usual), '');
  assert.deepEqual(readAddress('', usual), usual);
});

test('text, moments, choices and the part come back', () => {
  const state = { ...usual, text: 'A dog & a cat.', moments: { ...kAtRest, read: 3, where: 0 }, choices: { 'read.model': 'wide' }, at: 'squeeze' };
  assert.deepEqual(readAddress(writeAddress(state, usual), usual), state);
});

test('a choice that a figure does not offer is left out', () => {
  assert.deepEqual(readAddress('#read.model=huge&read.gates=on', usual).choices, { 'read.gates': 'on' });
  assert.deepEqual(readAddress('#read=-1&word=1e9&beam=99', usual), usual);
});

test('the usual value of a choice is the first, and is not kept', () => {
  const [first, second] = kChoices['read.model'];
  assert.equal(choiceOf({}, 'read.model'), first);
  const other = withChoice({}, 'read.model', second);
  assert.equal(choiceOf(other, 'read.model'), second);
  assert.deepEqual(withChoice(other, 'read.model', first), {});
});

test('what the reader made comes back where it looks like it', () => {
  const made = { ...usual, choices: { 'wire.rows': 'k3f9_2.4-700.5-300' } };
  assert.deepEqual(readAddress(writeAddress(made, usual), usual), made);
  assert.deepEqual(readAddress('#wire.rows=<b>', usual).choices, {});
  assert.equal(choiceOf({}, 'wire.rows'), '');
  assert.deepEqual(withChoice(made.choices, 'wire.rows', ''), {});
});
