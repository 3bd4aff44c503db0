import assert from 'node:assert/strict';
import test from 'node:test';
import { beside, readSafetensors, stack, transpose } from './safetensors.mjs';

const a = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };

test('matrices are turned, stacked and put beside each other', () => {
  assert.deepEqual(transpose(a), { shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  assert.deepEqual(stack([a, a]).shape, [4, 3]);
  assert.deepEqual(beside([a, { shape: [2, 1], data: Float32Array.of(8, 9) }]), {
    shape: [2, 4],
    data: Float32Array.of(1, 2, 3, 8, 4, 5, 6, 9),
  });
});

test('a file is read where its bytes begin anywhere in a buffer', () => {
  const header = new TextEncoder().encode(JSON.stringify({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }));
  const file = Buffer.alloc(3 + 8 + header.length + 8);
  file.writeBigUInt64LE(BigInt(header.length), 3);
  file.set(header, 11);
  file.writeFloatLE(0.5, 11 + header.length);
  file.writeFloatLE(-2, 15 + header.length);
  assert.deepEqual(readSafetensors(file.subarray(3)), { w: { shape: [2], data: Float32Array.of(0.5, -2) } });
});
