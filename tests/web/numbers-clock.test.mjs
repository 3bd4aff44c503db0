/**
 * Figure 7, the clock: what it counts agrees with counting, on the graph it draws and in loops that do the arithmetic; the core's two layers
 * give what those loops give; and what it says of milliseconds is what it was given. No time is measured here.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contextOf, sharedFor, startCore, words } from './figure-harness.mjs';
import { startCoreInNode } from '../../web/scripts/core-in-node.mjs';
import { inputs } from '../../web/scripts/inputs.js';
import { shares } from '../../web/core/spread.js';

const { clock } = await import('../../web/figures/clock.js');
const { doubling } = await import('../../web/figures/clock-words.js');
const race = await import('../../web/lib/layer-race.js');

const root = fileURLToPath(new URL('../../', import.meta.url));
const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [11, 92, 173, 268, 341].map((k) => String(lines[k]?.split('\t')[0]));
const kLayers = /** @type {const} */ (['recurrent', 'attention']);

/** @typedef {import('../../web/core/protocol.d.ts').Matrix} Matrix */

/** Cells of the longest chain in the graph that is drawn. @param {'recurrent' | 'attention'} layer @param {number} n */
function longestChain(layer, n) {
  const links = race.links(layer, n);
  const depth = Array.from({ length: n }, () => 1);
  // A link of the recurrent layer begins at a state, one of self-attention at a token, which waits for nothing.
  if (layer === 'recurrent') for (let pass = 0; pass < n; ++pass) for (const { from, to } of links) depth[to] = Math.max(Number(depth[to]), Number(depth[from]) + 1);
  return Math.max(...depth);
}

/** Links on the shortest way between two positions. @param {'recurrent' | 'attention'} layer @param {number} n @param {number} a @param {number} b */
function shortestPath(layer, n, a, b) {
  let reached = new Set([a]);
  for (let steps = 0; steps <= n; ++steps) {
    if (reached.has(b)) return steps;
    reached = new Set([...reached, ...race.links(layer, n).filter(({ from }) => reached.has(from)).map(({ to }) => to)]);
  }
  return Infinity;
}

test('dependent steps and path lengths are those of the graph that is drawn', () => {
  for (let n = 1; n <= 40; ++n)
    for (const layer of kLayers) {
      assert.equal(race.dependentSteps(n)[layer], longestChain(layer, n));
      assert.equal(race.pathLength(n)[layer], shortestPath(layer, n, 0, n - 1));
    }
});

/** Loops that count what they multiply. */
function counting() {
  let count = 0;
  return {
    count: () => count,
    /** x W^T, of rows first .. first + rows - 1 of W. @param {number[][]} x @param {Matrix} w @param {number} [first] @param {number} [rows] */
    project: (x, w, first = 0, rows = w.shape[0]) =>
      x.map((row) =>
        Array.from({ length: rows }, (_, o) => {
          let sum = 0;
          for (let k = 0; k < w.shape[1]; ++k) {
            sum += Number(row[k]) * Number(w.data[(first + o) * w.shape[1] + k]);
            count += 1;
          }
          return sum;
        }),
      ),
    /** @param {number[]} a @param {number[]} b */
    dot(a, b) {
      let sum = 0;
      for (const [k, one] of a.entries()) {
        sum += one * Number(b[k]);
        count += 1;
      }
      return sum;
    },
  };
}
/** @param {Matrix} matrix */
const rowsOf = ({ data, shape: [rows, columns] }) => Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

/** PyTorch's GRU. @param {number[][]} x @param {Record<string, Matrix>} weights @param {ReturnType<typeof counting>} loops */
function gru(x, weights, loops) {
  const d = Number(x[0]?.length);
  const bias = (/** @type {string} */ name) => Array.from(/** @type {Matrix} */ (weights[name]).data);
  let h = Array.from({ length: d }, () => 0);
  return x.map((token) => {
    const [a = []] = loops.project([token], /** @type {Matrix} */ (weights['gru.weight_ih']));
    const [b = []] = loops.project([h], /** @type {Matrix} */ (weights['gru.weight_hh']));
    const [ba, bb] = [bias('gru.bias_ih'), bias('gru.bias_hh')];
    const [A, B] = [a.map((v, k) => v + Number(ba[k])), b.map((v, k) => v + Number(bb[k]))];
    h = h.map((before, k) => {
      const r = sigmoid(Number(A[k]) + Number(B[k]));
      const z = sigmoid(Number(A[d + k]) + Number(B[d + k]));
      const fresh = Math.tanh(Number(A[2 * d + k]) + r * Number(B[2 * d + k]));
      return (1 - z) * fresh + z * before;
    });
    return h;
  });
}

/** Vaswani et al. 2017, section 3.2. @param {number[][]} x @param {Record<string, Matrix>} weights @param {number} heads @param {ReturnType<typeof counting>} loops */
function selfAttention(x, weights, heads, loops) {
  const d = Number(x[0]?.length);
  const wide = d / heads;
  const joined = x.map(() => /** @type {number[]} */ ([]));
  for (let head = 0; head < heads; ++head) {
    const [q, k, v] = /** @type {[number[][], number[][], number[][]]} */ (
      ['query', 'key', 'value'].map((name) => loops.project(x, /** @type {Matrix} */ (weights[`attention.${name}`]), head * wide, wide))
    );
    for (const [i, query] of q.entries()) {
      const scores = k.map((key) => loops.dot(query, key) / Math.sqrt(wide));
      const all = scores.reduce((sum, e) => sum + Math.exp(e), 0);
      const alpha = scores.map((e) => Math.exp(e) / all);
      for (let c = 0; c < wide; ++c) joined[i]?.push(loops.dot(alpha, v.map((row) => Number(row[c]))));
    }
  }
  return loops.project(joined, /** @type {Matrix} */ (weights['attention.output']));
}

/** @param {Matrix} actual @param {number[][]} expected */
function agree(actual, expected) {
  const flat = expected.flat();
  assert.equal(actual.data.length, flat.length);
  for (const [k, value] of actual.data.entries()) assert.ok(Math.abs(value - Number(flat[k])) < 1e-4, `${k}: ${value} instead of ${flat[k]}`);
}

for (const build of /** @type {const} */ (['simd', 'scalar'])) {
  const core = await startCoreInNode(inputs[build]);
  for (const [d, heads, n] of /** @type {const} */ ([[12, 3, 1], [16, 4, 7], [8, 1, 13], [64, 1, 5], [24, 2, 31]])) {
    test(`${build}: the layers ${d} wide with ${heads} heads give for ${n} tokens what loops give, and multiply as often`, () => {
      const { race: layers } = /** @type {{ race: import('../../web/core/protocol.d.ts').LayerRace }} */ (core.createLayerRace(d, heads, 40, 3));
      const { input, states, parameters } = layers.inspect(n);
      const loops = { recurrent: counting(), attention: counting() };
      const x = rowsOf(input);
      const h = gru(x, parameters, loops.recurrent);
      const y = selfAttention(x, parameters, heads, loops.attention);
      agree(states, h);
      agree(layers.heads(n, 0, heads), y);
      const sum = (/** @type {number[][]} */ rows) => Number(rows.at(-1)?.reduce((a, b) => a + b, 0));
      assert.ok(Math.abs(layers.recurrent(n, 2) - sum(h)) < 1e-3);
      assert.ok(Math.abs(layers.attention(n, 2) - sum(y)) < 1e-3);
      for (const layer of kLayers) assert.equal(race.multiplications(n, d)[layer], loops[layer].count());
      for (let workers = 1; workers <= heads; ++workers) {
        const parts = shares(heads, workers).map(({ first, count }) => rowsOf(layers.heads(n, first, count)));
        assert.equal(shares(heads, workers).reduce((all, { count }) => all + count, 0), heads);
        agree(layers.heads(n, 0, heads), y.map((row, i) => row.map((_, k) => parts.reduce((all, part) => all + Number(part[i]?.[k]), 0))));
      }
      layers.delete();
    });
  }
  test(`${build}: layers that cannot be are refused with a sentence`, () => {
    for (const sizes of /** @type {[number, number, number][]} */ ([[64, 3, 8], [0, 1, 8], [64, 1, 0], [4096, 1, 8], [64, 1, 1e6]]))
      assert.match(String(core.createLayerRace(...sizes, 1).error?.message), new RegExp(`${sizes[0]} wide`));
  });
}

const core = await startCore();

for (const sentence of sentences) {
  test(`the counts said of “${sentence}” are those of its tokens`, async () => {
    const shared = await sharedFor(core, sentence);
    const [first] = execFileSync('build/release/regard', ['trace', '--model', 'models/en-fr-attention', '--json', sentence], { cwd: root, encoding: 'utf8', maxBuffer: 1e9 }).split('\n');
    const n = JSON.parse(String(first)).source_tokens.length;
    const context = await contextOf(core, clock, shared);
    const said = words(clock.quotes?.clock?.(context));
    assert.ok(said.startsWith(`Your sentence has ${n} tokens. The recurrent layer needs ${longestChain('recurrent', n)} steps`), said);
    assert.ok(said.includes(`it is ${shortestPath('recurrent', n, 0, n - 1)} links against 1.`), said);
    assert.ok(said.includes('before it has measured it on your device'), said);
  });
}

// Invented times, to see how they are told: the figure's own come from the reader's device alone.
const kInvented = { timed: [{ length: 7, recurrent: 0.3, attention: 0.1 }, { length: 8, recurrent: 0.4, attention: 0.2 }, { length: 16, recurrent: 0.8, attention: 0.4 }, { length: 512, recurrent: 20, attention: 30 }], spread: [] };

test('what it says of milliseconds is what it was given', async () => {
  const shared = await sharedFor(core, 'The cat sat on the mat.');
  const context = await contextOf(core, clock, shared, { state: { times: { 256: kInvented } } });
  const said = words(clock.quotes?.clock?.(context));
  assert.match(said, /self-attention is 3\.0 times as fast for your sentence \(0\.3 ms recurrent, 0\.1 ms self-attention\)/);
  assert.match(said, /at 512 tokens the recurrent layer is 1\.5 times as fast/);
  assert.match(said, /the slower one from 512 tokens on \(at 16 it was not\); by the count it should be from n = 256 on/);
  const answer = words(clock.questions?.['predict-clock']?.answer(context, 'both'));
  assert.match(answer, /^As you said\./);
  assert.ok(answer.includes(`${doubling(7, 256).attention.toFixed(2)} times`), answer);
  assert.match(answer, /from 8 to 16 tokens: 2\.0 times and 2\.0 times/);
});

test('at another width nothing is said to have been measured', async () => {
  const shared = await sharedFor(core, 'The cat sat on the mat.', { choices: { 'clock.width': '64' } });
  const context = await contextOf(core, clock, shared, { state: { times: { 256: kInvented } } });
  assert.match(words(clock.quotes?.clock?.(context)), /does not know before it has measured it/);
});

test('where self-attention falls behind', () => {
  const times = (/** @type {[number, number][]} */ all) => all.map(([recurrent, attention], k) => ({ length: 8 << k, recurrent, attention }));
  assert.equal(race.crossover([]), null);
  assert.deepEqual(race.crossover(times([[2, 1], [4, 2]])), { kind: 'none', last: 16 });
  assert.deepEqual(race.crossover(times([[2, 1], [4, 5], [6, 9]])), { kind: 'from', at: 16, before: 8 });
  assert.deepEqual(race.crossover(times([[1, 2], [4, 5]])), { kind: 'from', at: 8, before: null });
  assert.deepEqual(race.crossover(times([[1, 2], [6, 5], [8, 9]])), { kind: 'some', lengths: [8, 32] });
});

test('the check counts Table 1', () => {
  const answer = (/** @type {string} */ guess) => words(clock.questions?.['check-clock']?.answer(/** @type {any} */ (null), guess));
  assert.match(answer('30'), /^Not quite\..*n·d² = 7,864,320 against n²·d = 460,800/);
  assert.match(answer('3000'), /^As you said\..*n·d² = 786,432,000 against n²·d = 4,608,000,000/);
});
