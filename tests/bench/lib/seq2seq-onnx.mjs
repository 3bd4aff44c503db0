/**
 * The translator of src/nets/seq2seq.h (additive attention, GRU, bidirectional) as two ONNX graphs: the encoder, and one greedy decoder
 * step.
 */
import { Graph } from './onnx.mjs';
import { beside, stack, transpose } from './safetensors.mjs';

/** @typedef {import('./safetensors.mjs').Matrix} Matrix */

/** Three gates below each other, r z n as in PyTorch, in ONNX's order z r n. @param {Matrix} matrix (3 D, ..) or (3 D) */
function gates({ shape, data }) {
  const third = data.length / 3;
  const out = new Float32Array(data.length);
  out.set(data.subarray(third, 2 * third), 0);
  out.set(data.subarray(0, third), third);
  out.set(data.subarray(2 * third), 2 * third);
  return { shape, data: out };
}

/** @param {Matrix} matrix @param {number[]} shape */
const reshaped = ({ data }, shape) => ({ shape, data });

/**
 * y = x W^T as MatMul with F32 weights, or with weights of 8 bits as ONNX Runtime's own dynamic quantiser makes it: the activations are
 * rounded to
 * 8 bits at run time (DynamicQuantizeLinear), MatMulInteger, and the scales multiplied in; here with one scale an output.
 */
class Products {
  #quantised = new Map();

  /** @param {Graph} graph @param {boolean} integers */
  constructor(graph, integers) {
    this.graph = graph;
    this.integers = integers;
  }

  /** @param {string} x @param {string} name @param {Matrix} weight (out, in) */
  of(x, name, weight) {
    const g = this.graph,
      [out, width] = weight.shape;
    if (!this.integers) return g.node('MatMul', [x, g.matrix(name, transpose(weight))]);
    if (!this.#quantised.has(x)) this.#quantised.set(x, g.nodes('DynamicQuantizeLinear', [x], 3));
    const [xq, xScale, xZero] = this.#quantised.get(x);
    const scales = new Float32Array(out),
      q = new Int8Array(out * width);
    for (let i = 0; i < out; ++i) {
      const row = weight.data.subarray(i * width, (i + 1) * width);
      scales[i] = row.reduce((most, w) => Math.max(most, Math.abs(w)), 0) / 127 || 1;
      for (let j = 0; j < width; ++j) q[j * out + i] = Math.round(row[j] / scales[i]);
    }
    g.constant({ name: `${name}.q`, type: 'int8', shape: [width, out], data: q });
    g.constant({ name: `${name}.zero`, type: 'int8', shape: [out], data: new Int8Array(out) });
    g.constant({ name: `${name}.scale`, type: 'float', shape: [out], data: scales });
    const product = g.node('Cast', [g.node('MatMulInteger', [xq, `${name}.q`, xZero, `${name}.zero`])], { to: 1 });
    return g.node('Mul', [product, g.node('Mul', [xScale, `${name}.scale`])]);
  }
}

/** @param {Record<string, Matrix>} w @param {boolean} integers */
export function encoderModel(w, integers) {
  const g = new Graph(),
    products = new Products(g, integers);
  const embedding = w['encoder.embedding'].shape[1],
    width = w['encoder.forward.weight_hh'].shape[1];
  const both = (/** @type {string} */ name) =>
    stack(['forward', 'backward'].map((way) => gates(w[`encoder.${way}.${name}`])).map((m) => reshaped(m, [1, m.data.length])));
  const x = g.node('Gather', [g.matrix('embedding', w['encoder.embedding']), 'ids']);
  const biases = beside([both('bias_ih'), both('bias_hh')]);
  const [y, last] = g.nodes(
    'GRU',
    [
      g.node('Unsqueeze', [x, g.shape('one', [1])]),
      g.matrix('W', reshaped(both('weight_ih'), [2, 3 * width, embedding])),
      g.matrix('R', reshaped(both('weight_hh'), [2, 3 * width, width])),
      g.matrix('B', reshaped(biases, [2, 6 * width])),
    ],
    2,
    { hidden_size: width, direction: 'bidirectional', linear_before_reset: 1 },
  );
  const states = g.node('Reshape', [y, g.shape('rows', [-1, 2 * width])]);
  const context = g.node('Reshape', [last, g.shape('row', [1, 2 * width])]);
  g.name(states, 'states');
  g.name(products.of(states, 'key', w['attention.key']), 'keys');
  g.name(
    g.node('Tanh', [g.node('Add', [products.of(context, 'bridge', w['bridge.weight']), g.matrix('bridge.bias', w['bridge.bias'])])]),
    'start',
  );
  const inner = w['attention.key'].shape[0],
    d = w['bridge.weight'].shape[0];
  return g.model(
    [{ name: 'ids', type: 'int64', shape: ['S'] }],
    [
      { name: 'states', type: 'float', shape: ['S', 2 * width] },
      { name: 'keys', type: 'float', shape: ['S', inner] },
      { name: 'start', type: 'float', shape: [1, d] },
    ],
  );
}

/**
 * From the last id and the state to the next id and state.
 * @param {Record<string, Matrix>} w @param {boolean} integers @param {'operator' | 'products'} cell the GRU as ONNX's operator, F32
 *   alone, or as products
 */
export function stepModel(w, integers, cell) {
  const g = new Graph(),
    products = new Products(g, integers);
  const d = w['decoder.weight_hh'].shape[1],
    inner = w['attention.query'].shape[0],
    embedding = w['decoder.embedding'].shape[1];
  const h = w['attention.key'].shape[1];
  const embedded = g.node('Gather', [g.matrix('embedding', w['decoder.embedding']), 'id']);
  const sums = g.node('Tanh', [g.node('Add', ['keys', products.of('state', 'query', w['attention.query'])])]);
  const v = { shape: [inner, 1], data: w['attention.v'].data };
  const scores = g.node('Reshape', [g.node('MatMul', [sums, g.matrix('v', v)]), g.shape('row', [1, -1])]);
  const context = g.node('MatMul', [g.node('Softmax', [scores], { axis: 1 }), 'states']);
  const input = g.node('Concat', [embedded, context], { axis: 1 });
  const weight = beside([w['decoder.weight_ih'], w['decoder.weight_ch']]);
  let next;
  if (cell === 'operator') {
    const biases = beside([gates(w['decoder.bias_ih']), gates(w['decoder.bias_hh'])].map((m) => reshaped(m, [1, 3 * d])));
    const one = (/** @type {Matrix} */ m) => reshaped(gates(m), [1, ...m.shape]);
    const [, last] = g.nodes(
      'GRU',
      [
        g.node('Unsqueeze', [input, g.shape('zero', [0])]),
        g.matrix('W', one(weight)),
        g.matrix('R', one(w['decoder.weight_hh'])),
        g.matrix('B', biases),
        '',
        g.node('Unsqueeze', ['state', 'zero']),
      ],
      2,
      { hidden_size: d, linear_before_reset: 1 },
    );
    next = g.node('Reshape', [last, g.shape('state row', [1, d])]);
  } else {
    const sizes = g.shape('sizes', [2 * d, d]),
      halves = g.shape('halves', [d, d]);
    const share = g.node('Add', [products.of(input, 'W', weight), g.matrix('bias_ih', w['decoder.bias_ih'])]);
    const own = g.node('Add', [products.of('state', 'R', w['decoder.weight_hh']), g.matrix('bias_hh', w['decoder.bias_hh'])]);
    const [shareGates, shareNew] = g.nodes('Split', [share, sizes], 2, { axis: 1 });
    const [ownGates, ownNew] = g.nodes('Split', [own, sizes], 2, { axis: 1 });
    const [r, z] = g.nodes('Split', [g.node('Sigmoid', [g.node('Add', [shareGates, ownGates])]), halves], 2, { axis: 1 });
    const n = g.node('Tanh', [g.node('Add', [shareNew, g.node('Mul', [r, ownNew])])]);
    next = g.node('Add', [n, g.node('Mul', [z, g.node('Sub', ['state', n])])]);
  }
  g.name(next, 'next');
  const joined = g.node('Concat', [next, context, embedded], { axis: 1 });
  const readOut = g.node('Tanh', [
    g.node('Add', [products.of(joined, 'R read', w['read_out.weight']), g.matrix('read bias', w['read_out.bias'])]),
  ]);
  const logits = g.node('Add', [products.of(readOut, 'output', w['decoder.embedding']), g.matrix('output bias', w['output.bias'])]);
  g.name(g.node('ArgMax', [logits], { axis: 1, keepdims: 0 }), 'token');
  return g.model(
    [
      { name: 'id', type: 'int64', shape: [1] },
      { name: 'state', type: 'float', shape: [1, d] },
      { name: 'keys', type: 'float', shape: ['S', inner] },
      { name: 'states', type: 'float', shape: ['S', h] },
    ],
    [
      { name: 'token', type: 'int64', shape: [1] },
      { name: 'next', type: 'float', shape: [1, d] },
    ],
  );
}
