/** TensorFlow.js on its WebAssembly backend with SIMD, one thread: plain operations, weights stored as its products want them. */
import { readSafetensors, transpose } from '../lib/safetensors.mjs';
import { timed } from './engine.mjs';

const kBegin = 1,
  kEnd = 2;

/**
 * The net's forward pass for a batch of one length. `p`: its parameters as tensors, matrices (in, out), embeddings (V, E).
 * @param {any} tf
 */
function seq2seq(tf, /** @type {Record<string, any>} */ p) {
  const linear = (/** @type {any} */ x, /** @type {string} */ weight, /** @type {string} */ bias) =>
    tf.add(tf.matMul(x, p[weight]), p[bias]);

  /** h' from the input's share (B, 3D) and h (B, D). */
  function cell(/** @type {any} */ share, /** @type {any} */ h, /** @type {string} */ name) {
    const b = h.shape[0],
      d = h.shape[1];
    const own = linear(h, `${name}.weight_hh`, `${name}.bias_hh`);
    const gates = tf.sigmoid(tf.add(tf.slice(share, [0, 0], [b, 2 * d]), tf.slice(own, [0, 0], [b, 2 * d])));
    const r = tf.slice(gates, [0, 0], [b, d]),
      z = tf.slice(gates, [0, d], [b, d]);
    const n = tf.tanh(tf.add(tf.slice(share, [0, 2 * d], [b, d]), tf.mul(r, tf.slice(own, [0, 2 * d], [b, d]))));
    return tf.add(n, tf.mul(z, tf.sub(h, n)));
  }

  /** x: embeddings, time-major (S * B, E). Returns states (B, S, H), keys (B, S, A) and the first state (B, D). */
  function encode(/** @type {any} */ x, /** @type {number} */ batch) {
    const length = x.shape[0] / batch,
      width = p['encoder.forward.weight_hh'].shape[0];
    const [forward, backward] = ['forward', 'backward'].map((way) => {
      const share = linear(x, `encoder.${way}.weight_ih`, `encoder.${way}.bias_ih`);
      let h = tf.zeros([batch, width]);
      const states = new Array(length);
      for (let k = 0; k < length; ++k) {
        const j = way === 'forward' ? k : length - 1 - k;
        h = states[j] = cell(tf.slice(share, [j * batch, 0], [batch, 3 * width]), h, `encoder.${way}`);
      }
      return { states, last: h };
    });
    const states = tf.concat([tf.stack(forward.states, 1), tf.stack(backward.states, 1)], 2);
    const keys = tf.matMul(tf.reshape(states, [batch * length, 2 * width]), p['attention.key']);
    const start = tf.tanh(linear(tf.concat([forward.last, backward.last], 1), 'bridge.weight', 'bridge.bias'));
    return { states, keys: tf.reshape(keys, [batch, length, keys.shape[1]]), start };
  }

  /** share: the previous tokens' part of the gates (B, 3D). Returns s_i and c_i. */
  function step(/** @type {any} */ { states, keys }, /** @type {any} */ state, /** @type {any} */ share) {
    const [batch, length, inner] = keys.shape;
    const query = tf.reshape(tf.matMul(state, p['attention.query']), [batch, 1, inner]);
    const sums = tf.reshape(tf.tanh(tf.add(keys, query)), [batch * length, inner]);
    const alpha = tf.softmax(tf.reshape(tf.matMul(sums, p['attention.v']), [batch, length]));
    const context = tf.reshape(tf.matMul(tf.reshape(alpha, [batch, 1, length]), states), [batch, states.shape[2]]);
    return { state: cell(tf.add(share, tf.matMul(context, p['decoder.weight_ch'])), state, 'decoder'), context };
  }

  const inputShare = (/** @type {any} */ embedded) => linear(embedded, 'decoder.weight_ih', 'decoder.bias_ih');
  const readOut = (/** @type {any} */ hidden, /** @type {any} */ context, /** @type {any} */ embedded) =>
    tf.tanh(linear(tf.concat([hidden, context, embedded], 1), 'read_out.weight', 'read_out.bias'));
  return { encode, step, inputShare, readOut };
}

/** Matrices turned round, (in, out); embeddings as they are; rows as (1, n), v as (A, 1). @param {Uint8Array} weights */
function parametersOf(weights) {
  return Object.entries(readSafetensors(weights)).map(([name, { shape, data }]) => {
    if (name === 'attention.v') return { name, shape: [data.length, 1], data };
    if (shape.length === 1 || shape[0] === 1) return { name, shape: [1, data.length], data };
    return { name, ...(name.endsWith('.embedding') ? { shape, data } : transpose({ shape, data })) };
  });
}

/** @param {any} tf @param {import('./engine.mjs').Case} about @param {Uint8Array} weights @returns {import('./engine.mjs').Job} */
function sentences(tf, about, weights) {
  /** @type {Record<string, any>} */
  const p = {};
  for (const { name, shape, data } of parametersOf(weights)) p[name] = tf.tensor(data, shape);
  p.output = tf.transpose(p['decoder.embedding']);
  const net = seq2seq(tf, p);
  /** @type {number[][]} */
  const targets = about.sources.map(() => []);
  let at = 0;

  function translate() {
    const ids = /** @type {number[]} */ ([]),
      source = about.sources[at];
    const encoded = tf.tidy(() => net.encode(tf.gather(p['encoder.embedding'], tf.tensor1d(source, 'int32')), 1));
    let state = encoded.start,
      last = kBegin;
    while (ids.length < about.most_tokens && last !== kEnd) {
      const next = tf.tidy(() => {
        const embedded = tf.gather(p['decoder.embedding'], tf.tensor1d([last], 'int32'));
        const { state: s, context } = net.step(encoded, state, net.inputShare(embedded));
        const logits = tf.add(tf.matMul(net.readOut(s, context, embedded), p.output), p['output.bias']);
        last = tf.argMax(logits, 1).dataSync()[0];
        return s;
      });
      ids.push(last);
      state.dispose();
      state = next;
    }
    tf.dispose([state, encoded.states, encoded.keys]);
    targets[at] = ids;
    at = (at + 1) % targets.length;
  }
  return { time: timed(translate), result: () => targets, drop: () => tf.dispose(Object.values(p)) };
}

/**
 * Embeddings are products with one-hot rows: the backend lacks the gradient of a gather (UnsortedSegmentSum).
 * @param {any} tf @param {import('./engine.mjs').Case} about @param {Uint8Array} weights @returns {import('./engine.mjs').Job}
 */
function training(tf, about, weights) {
  /** @type {Record<string, any>} */
  const p = {};
  for (const { name, shape, data } of parametersOf(weights)) p[name] = tf.variable(tf.tensor(data, shape));
  const net = seq2seq(tf, p),
    { size, source, inputs, targets } = about.batch,
    steps = inputs.length / size;
  const optimizer = tf.train.adam(about.rate, 0.9, 0.98, about.epsilon);
  /** @type {number[]} */
  const losses = [];

  function loss() {
    const oneHot = (/** @type {number[]} */ ids, /** @type {string} */ name) =>
      tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), p[name].shape[0]), 'float32');
    const encoded = net.encode(tf.matMul(oneHot(source, 'encoder.embedding'), p['encoder.embedding']), size);
    const embedded = tf.matMul(oneHot(inputs, 'decoder.embedding'), p['decoder.embedding']);
    const shares = net.inputShare(embedded);
    const hidden = [],
      contexts = [];
    let state = encoded.start;
    for (let i = 0; i < steps; ++i) {
      const next = net.step(encoded, state, tf.slice(shares, [i * size, 0], [size, shares.shape[1]]));
      state = next.state;
      hidden.push(state);
      contexts.push(next.context);
    }
    const t = net.readOut(tf.concat(hidden, 0), tf.concat(contexts, 0), embedded);
    const logits = tf.add(tf.matMul(t, p['decoder.embedding'], false, true), p['output.bias']);
    const log = tf.sub(logits, tf.logSumExp(logits, 1, true));
    return tf.neg(tf.div(tf.sum(tf.mul(log, oneHot(targets, 'decoder.embedding'))), targets.length));
  }

  function update() {
    const cost = optimizer.minimize(loss, true);
    if (losses.length < 16) losses.push(cost.dataSync()[0]);
    cost.dispose();
  }
  return {
    time: timed(update),
    result: () => losses,
    drop: () => {
      optimizer.dispose();
      tf.dispose(Object.values(p));
    },
  };
}

/** @param {string} name @param {any} tf the library, its backend set @returns {import('./engine.mjs').Engine} */
export function startTensorFlow(name, tf) {
  return {
    name,
    async make({ spec, about, weights }) {
      if (about && weights && spec.kind === 'sentence') return sentences(tf, about, weights);
      if (about && weights && spec.kind === 'training') return training(tf, about, weights);
      throw new Error(`${name} makes no ${spec.kind}.`);
    },
  };
}
