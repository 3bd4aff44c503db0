import assert from 'node:assert/strict';
import test from 'node:test';
import { encoderFlops, lowerBound, weightsAToken } from './work.mjs';

const sizes = { embedding: 2, encoder_width: 3, decoder_width: 5, attention_width: 7, source_vocabulary: 11, target_vocabulary: 13 };

test('a token reads the gates, the query, the read-out and the output', () => {
  // gates 15 x (2 + 5 + 6), query 7 x 5, read-out 2 x (5 + 6 + 2), output 13 x 2
  assert.equal(weightsAToken(sizes), 195 + 35 + 26 + 26);
});

test('the encoder multiplies its gates both ways, the keys, and the first state once', () => {
  // a position: 2 directions x 9 x (2 + 3), keys 7 x 6; once: 5 x 6
  assert.equal(encoderFlops(sizes, 4), 2 * (4 * (90 + 42) + 30));
});

test('the bound is the larger of reading and computing for each token, behind the encoder', () => {
  const slowMemory = lowerBound(sizes, 4, 3, { peak: 1e12, bandwidth: 1 });
  assert.ok(Math.abs(slowMemory - 3 * 4 * 282) < 1e-6);
  const slowArithmetic = lowerBound(sizes, 4, 3, { peak: 1, bandwidth: 1e12 });
  assert.equal(slowArithmetic, encoderFlops(sizes, 4) + 3 * 2 * 282);
});
