import assert from 'node:assert/strict';
import { test } from 'node:test';
import { part } from './safetensors.js';

/** @param {object} header @param {number[]} bytes */
function file(header, bytes) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return Uint8Array.from([...size, ...json, ...bytes]);
}
const whole = file(
  {
    __metadata__: { format: 'regard' },
    'a.x': { dtype: 'I8', shape: [3], data_offsets: [0, 3] },
    'b.x': { dtype: 'I8', shape: [2], data_offsets: [3, 5] },
    'a.y': { dtype: 'I8', shape: [1], data_offsets: [5, 6] },
  },
  [1, 2, 3, 4, 5, 6],
);

test('a part has the tensors of its prefix, moved together, and the metadata', () => {
  const cut = part(whole, 'a.');
  const length = Number(new DataView(cut.buffer, cut.byteOffset).getBigUint64(0, true));
  assert.equal(length % 8, 0);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(cut.subarray(8, 8 + length))), {
    __metadata__: { format: 'regard' },
    'a.x': { dtype: 'I8', shape: [3], data_offsets: [0, 3] },
    'a.y': { dtype: 'I8', shape: [1], data_offsets: [3, 4] },
  });
  assert.deepEqual([...cut.subarray(8 + length)], [1, 2, 3, 6]);
});

test('a prefix that names nothing is an error with the names that are there', () => {
  assert.throws(() => part(whole, 'c.'), /no tensor named c\.…, only a\.x, b\.x, a\.y/);
});
