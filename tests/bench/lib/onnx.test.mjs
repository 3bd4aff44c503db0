import assert from 'node:assert/strict';
import test from 'node:test';
import { Graph } from './onnx.mjs';

/** Reads protocol buffers without knowing their meaning: [field, value] pairs, value a number or bytes. @param {Uint8Array} bytes */
function fields(bytes) {
  const found = [];
  let at = 0;
  const varint = () => {
    let value = 0,
      scale = 1;
    for (; bytes[at] & 128; scale *= 128) value += (bytes[at++] & 127) * scale;
    return value + bytes[at++] * scale;
  };
  while (at < bytes.length) {
    const key = varint();
    if (key % 8 === 0) {
      found.push([Math.floor(key / 8), varint()]);
    } else {
      const length = varint();
      found.push([Math.floor(key / 8), bytes.subarray(at, (at += length))]);
    }
  }
  return found;
}
const text = (/** @type {any} */ bytes) => new TextDecoder().decode(bytes);
const all = (/** @type {any[]} */ found, /** @type {number} */ field) => found.filter(([one]) => one === field).map(([, value]) => value);

test('a graph is written with the field numbers of onnx.proto', () => {
  const g = new Graph();
  g.name(g.node('MatMul', ['x', g.matrix('w', { shape: [300, 2], data: new Float32Array(600) })]), 'y');
  const model = fields(g.model([{ name: 'x', type: 'float', shape: ['N', 300] }], [{ name: 'y', type: 'float', shape: ['N', 2] }]));
  assert.deepEqual(all(model, 1), [8]);
  assert.deepEqual(all(fields(all(model, 8)[0]), 2), [17]);
  const graph = fields(all(model, 7)[0]);
  const [product, identity] = all(graph, 1).map(fields);
  assert.deepEqual(all(product, 1).map(text), ['x', 'w']);
  assert.equal(text(all(product, 4)[0]), 'MatMul');
  assert.deepEqual(all(identity, 1).map(text), all(product, 2).map(text));
  assert.deepEqual(all(identity, 2).map(text), ['y']);
  const weight = fields(all(graph, 5)[0]);
  assert.deepEqual(all(weight, 1), [300, 2]);
  assert.deepEqual(all(weight, 2), [1]);
  assert.equal(all(weight, 9)[0].length, 2400);
  const shape = fields(all(fields(all(fields(all(fields(all(graph, 11)[0]), 2)[0]), 1)[0]), 2)[0]);
  assert.deepEqual(
    all(shape, 1).map((one) => {
      const [[field, value]] = fields(one);
      return field === 1 ? value : text(value);
    }),
    ['N', 300],
  );
});
