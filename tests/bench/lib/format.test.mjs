import assert from 'node:assert/strict';
import test from 'node:test';
import { digits, table } from './format.mjs';

test('three digits that count', () => {
  assert.deepEqual([1234.5, 12.345, 1.2345, 0.012345, 0].map(digits), ['1235', '12.3', '1.23', '0.0123', '0']);
});

test('a table is Markdown, numbers to the right', () => {
  assert.equal(table(['a', 'b'], [['x', '1']]), '| a | b |\n| --- | ---: |\n| x | 1 |');
});
