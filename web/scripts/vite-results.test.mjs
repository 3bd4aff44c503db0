/** Measured numbers come into the article from results.json alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillInResults } from './vite-results.js';

const results = { measurements: [{ id: 'evaluate/a/test', result: { bleu: 44.976, bleu_interval: [43.4, 46.5] } }] };
const value = (/** @type {string} */ attributes) => `<td><measured-value ${attributes}></measured-value></td>`;

test('a measured value becomes its number, rounded', () => {
  assert.equal(fillInResults(value('id="evaluate/a/test" field="bleu"'), results), '<td>45.0</td>');
  assert.equal(fillInResults(value('id="evaluate/a/test" field="bleu" decimals="2"'), results), '<td>44.98</td>');
  assert.equal(fillInResults(value('id="evaluate/a/test" field="bleu_interval.1" decimals="0"'), results), '<td>47</td>');
});

test('a value that was not measured fails the build and is named', () => {
  for (const attributes of ['id="evaluate/b/test" field="bleu"', 'id="evaluate/a/test" field="rouge"', 'id="evaluate/a/test"', 'field="bleu"']) {
    assert.throws(() => fillInResults(value(attributes), results), /models\/results\.json has no number/);
  }
});
