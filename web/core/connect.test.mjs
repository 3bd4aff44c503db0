/** The client against a worker whose core translates by rule, and which can be made to die. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import createFake from '../../tests/web/fake-regard.mjs';
import { connect } from './connect.js';
import { failure } from './failures.js';
import { startModule } from './regard-module.js';
import { serveCore } from './serve-core.js';

const kEmptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const kBeat = 40;
const kText = 'The cat sat on the mat.';

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text);
/** @param {string} url @param {Uint8Array} bytes */
const entry = (url, bytes) => ({ url, bytes: bytes.length, sha256: '' });

/** @param {string} attention */
const config = (attention) => bytesOf(JSON.stringify({ source_language: 'en', target_language: 'fr', attention }));

/** What every start fetches. @type {Record<string, Uint8Array<ArrayBuffer>>} */
const kContent = {
  simd: kEmptyModule,
  en: bytesOf('{}'),
  fr: bytesOf('{}'),
  'vector/config': config('none'),
  'vector/weights': Uint8Array.of(1),
  'attention/config': config('additive'),
  'attention/weights': Uint8Array.of(1),
};
/** What is fetched later, or elsewhere. @type {Record<string, Uint8Array<ArrayBuffer>>} */
const kLater = {
  scalar: kEmptyModule,
  laboratory: kEmptyModule,
  recorded: bytesOf(''),
  config: config('none'),
  weights: Uint8Array.of(1),
  probe: Uint8Array.of(1),
  where: bytesOf('mat'),
};
/** @param {string} url */
const content = (url) => kContent[url] ?? kLater[/** @type {string} */ (url.split('/').at(-1))] ?? new Uint8Array();
/** @param {string} url */
const file = (url) => entry(url, content(url));
/** @param {string} name */
const model = (name) => ({ config: file(`${name}/config`), weights: file(`${name}/weights`) });
const kFiles = {
  simd: { reader: file('simd'), glue: 'simd glue', wasm: file('simd/laboratory') },
  scalar: { reader: file('scalar'), glue: 'scalar glue', wasm: file('scalar/laboratory') },
  tokenizers: { en: file('en'), fr: file('fr') },
  models: {
    vector: model('vector'),
    attention: model('attention'),
    forward: model('forward'),
    reversed: model('reversed'),
    wide: model('wide'),
    'attention-short': model('attention-short'),
    'vector-short': model('vector-short'),
    rebuild: model('rebuild'),
  },
  probes: {
    'vector/vector': file('1/probe'),
    'vector/states': file('2/probe'),
    'vector/where': file('3/probe'),
    'attention/where': file('4/probe'),
  },
  where: file('where'),
  recorded: file('recorded'),
};

/** @typedef {'none' | 'error' | 'silence' | 'close' | 'trap' | 'slow' | 'no-script' | 'no-glue'} Fault */

/** A stand-in for the browser's Worker that meets `fault` when it is asked to translate, or at its start. */
class FakeWorker {
  static alive = 0;
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;
  onmessageerror = null;
  #ended = false;
  #fault;
  #core;
  #channel = new MessageChannel();

  /** @param {Fault} fault @param {string[]} glues */
  constructor(fault, glues) {
    FakeWorker.alive += 1;
    this.#fault = fault;
    const { port1, port2 } = this.#channel;
    /** @type {(options: any) => Promise<any>} */
    const factory = fault === 'trap' ? trapped : fault === 'slow' ? slowly : createFake;
    this.#core = serveCore({
      turn: () => new Promise((resolve) => setImmediate(resolve)),
      post: (answer, transfer) => port2.postMessage(answer, /** @type {any} */ (transfer)),
      read: (module) => startModule(/** @type {any} */ (factory), module),
      load: async (glue) => {
        glues.push(glue);
        if (fault === 'no-glue') throw new TypeError('Failed to fetch dynamically imported module');
        return factory;
      },
    });
    port1.onmessage = ({ data }) => this.#ended || this.onmessage?.({ data });
    port2.onmessage = ({ data }) => this.#hear(data);
    if (fault === 'no-script') setTimeout(() => this.#die());
  }

  #die() {
    if (!this.#ended) this.onerror?.({ preventDefault() {} });
  }

  /** @param {any} message */
  #hear(message) {
    if (this.#ended || this.#fault === 'no-script') return;
    if (message.call === 'translate' && this.#fault === 'error') return this.#die();
    if (message.call === 'translate' && this.#fault === 'silence') this.#fault = 'close';
    if (this.#fault !== 'close') this.#core.handle(message);
  }

  /** @param {any} message */
  postMessage(message) {
    this.#channel.port1.postMessage(message);
  }

  terminate() {
    if (!this.#ended) FakeWorker.alive -= 1;
    this.#ended = true;
    this.#channel.port1.close();
  }
}

/** A core whose searches are changed. @param {(search: any) => any} change @returns {(options: any) => Promise<any>} */
const changed = (change) => async (options) => {
  const core = await createFake(options);
  return {
    ...core,
    /** @param {[any, any, any, any]} model */
    createTranslator(...model) {
      const { translator } = core.createTranslator(...model);
      /** @param {[string, number]} sentence */
      const start = (...sentence) => {
        const { search, error } = /** @type {any} */ (translator).start(...sentence);
        return error ? { error } : { search: change(search) };
      };
      return { translator: { ...translator, start } };
    },
  };
};
const trapped = changed((search) => ({
  ...search,
  step() {
    throw new WebAssembly.RuntimeError('unreachable');
  },
}));
const slow = { steps: 0, deleted: 0 };
const slowly = changed((search) => ({
  ...search,
  step() {
    for (const until = performance.now() + 5; performance.now() < until;);
    slow.steps += 1;
    return search.step();
  },
  delete: () => (slow.deleted += 1),
}));

/** @type {import('./protocol.d.ts').Client[]} */
const clients = [];
after(() => clients.forEach((client) => client.close()));

/** @param {Fault[]} faults of one worker after the other; the last holds on @param {Partial<Parameters<typeof connect>[0]>} [options] */
function start(faults, options = {}) {
  const seen = {
    workers: 0,
    notes: /** @type {string[]} */ ([]),
    slow: 0,
    glues: /** @type {string[]} */ ([]),
    progress: /** @type {{ received: number, total: number }[]} */ ([]),
    fetched: /** @type {string[]} */ ([]),
  };
  const client = connect({
    files: kFiles,
    startWorker: () => /** @type {any} */ (new FakeWorker(faults[Math.min(seen.workers++, faults.length - 1)] ?? 'none', seen.glues)),
    fetch: async ({ url }, { onProgress }) => {
      const bytes = content(url);
      seen.fetched.push(url);
      onProgress?.(bytes.length);
      return bytes;
    },
    features: { webAssembly: () => true, simd: () => true },
    beat: kBeat,
    onNote: (note) => seen.notes.push(note),
    onSlow: () => (seen.slow += 1),
    onProgress: (progress) => seen.progress.push(progress),
    ...options,
  });
  clients.push(client);
  return { client, seen };
}

/** @param {string} code @param {'engine' | 'sentence'} about */
const isFailure = (code, about) => (/** @type {any} */ error) => {
  assert.equal(error.name, 'Failure', String(error));
  assert.equal(error.code, code);
  assert.equal(error.about, about);
  return true;
};

test('it becomes ready and translates with both models', async () => {
  const { client, seen } = start(['none']);
  assert.deepEqual(await client.ready, { phase: 'live', message: '', sentences: [] });
  const { vector, attention } = await client.translate(kText, 5);
  assert.equal(attention.translation, 'THE CAT SAT ON THE MAT.');
  assert.equal(vector.translation, 'THE CAT SAT ON THE MAT');
  assert.equal(vector.alpha, null);
  assert.ok(attention.alpha?.data instanceof Float32Array);
  assert.deepEqual(attention.alpha.shape, [8, 7]);
  assert.deepEqual(
    (await client.tokenize('a mat')).map((token) => token.piece),
    ['▁a', '▁mat'],
  );
  const total = Object.values(kContent).reduce((sum, bytes) => sum + bytes.length, 0);
  assert.deepEqual(seen.progress.at(-1), { received: total, total });
  assert.deepEqual(seen.glues, []);
  assert.deepEqual(seen.notes, []);
});

test('a question fetches what it needs, once', async () => {
  const { client, seen } = start(['none']);
  await client.ready;
  const wanted = { model: /** @type {const} */ ('forward'), text: kText, beam: 1, target: null };
  seen.fetched.length = 0;
  assert.equal((await client.ask('write', { ...wanted, gates: true })).model, 'forward');
  assert.deepEqual(seen.fetched, ['forward/config', 'forward/weights']);
  const told = /** @type {number[]} */ ([]);
  await client.ask('words', { ...wanted, model: 'vector', kind: 'vector' }, { onProgress: ({ received }) => told.push(received) });
  const answers = await client.ask('words', { ...wanted, model: 'vector', kind: 'vector' });
  assert.deepEqual(
    answers.map(({ position }) => position),
    [0, 1, 2, 3, 4, 5, 6],
  );
  assert.deepEqual(told, [0, 1, 9]);
  assert.equal((await client.ask('whereTask', { ladders: 3 })).ladders.length, 3);
  assert.deepEqual(seen.fetched, ['forward/config', 'forward/weights', '1/probe', 'simd/laboratory', 'where']);
});

test('a given translation, its gradients and one of its words', async () => {
  const { client } = start(['none']);
  const wanted = { model: /** @type {const} */ ('attention'), text: kText, beam: 1, target: 'le chat' };
  const { trace, total, recurrent } = await client.ask('gradients', { ...wanted, target: 'a b c d e f', untrained: 7 });
  assert.equal(trace.beam, 0);
  assert.deepEqual(total.shape, [7, 6]);
  assert.deepEqual([total.data[0], total.data[41]], [Math.fround(0.1), Math.fround(1.2)]);
  assert.equal(recurrent.data[0], Math.fround(0.7));
  assert.equal(await client.ask('word', { ...wanted, target: 'le chat', word: 'CHAT' }), Math.exp(Math.log(0.5)));
  assert.equal(await client.ask('word', { ...wanted, word: 'chien' }), null);
  await assert.rejects(client.ask('write', { ...wanted, target: '' }), isFailure('empty-text', 'sentence'));
});

test('a change of weights goes on from the step it changes, and calls wait for each other', async () => {
  const { client } = start(['none']);
  const policy = /** @type {const} */ ({ name: 'learned', seed: 1, temperature: 1, other: null });
  const steer = (/** @type {import('./protocol.d.ts').EditedRow[]} */ edits, text = kText) =>
    client.ask('steer', { model: 'attention', text, policy, target: null, edits });
  const row = (/** @type {number} */ step) => ({ step, weights: [1, 0, 0, 0, 0, 0, 0] });
  assert.equal((await steer([])).from, 0);
  const changed = await steer([row(4)]);
  assert.equal(changed.from, 4);
  assert.deepEqual(changed.rows.map(({ output }) => output), [0, 0, 0, 0, 1, 0, 0, 0]);
  assert.equal((await steer([row(4)])).from, changed.steered.steps.length, 'nothing is decoded again for the same rows');
  assert.equal((await steer([row(4), row(2)])).from, 2);
  assert.equal((await steer([row(4)])).from, 2);
  const both = await Promise.all([steer([row(1)]), steer([], 'A dog.'), steer([row(1)])]);
  assert.deepEqual(both.map(({ steered }) => steered.translation), ['THE CAT SAT ON THE MAT. 1', 'A DOG.', 'THE CAT SAT ON THE MAT. 1']);
  await assert.rejects(steer([{ step: 0, weights: [1] }]), isFailure('bad-row', 'sentence'));
  assert.equal((await steer([])).steered.translation, 'THE CAT SAT ON THE MAT.');
  const { translation } = await client.ask('steered', { model: 'attention', text: kText, policy: { ...policy, name: 'another', other: 'A dog.' } });
  assert.equal(translation, 'THE CAT SAT ON THE MAT. another');
});

test('a net learns in slices and is measured as often as asked, and a gradient is sampled', async () => {
  const { client } = start(['none']);
  const curve = await client.ask('pick', { kind: 'hard', seed: 2, updates: 50, every: 20 });
  assert.deepEqual(curve.right, [0, 20 / 22, 40 / 42, 50 / 52]);
  assert.equal(curve.parameters, 7);
  const cloud = await client.ask('cloud', { seed: 1, after: 0, example: 0, samples: 120 });
  assert.deepEqual([cloud.with.points.shape, cloud.without.distance.shape], [[120, 2], [120, 1]]);
  await assert.rejects(client.ask('cloud', { seed: 1, after: 0, example: 243, samples: 1 }), isFailure('bad-cloud', 'sentence'));
});

test('a worker that is replaced has what was fetched later', async () => {
  const { client, seen } = start(['silence', 'none']);
  await client.ready;
  await client.ask('where', { model: 'vector', text: kText });
  await client.translate(kText, 5);
  assert.equal(seen.workers, 2);
  seen.fetched.length = 0;
  assert.deepEqual((await client.ask('where', { model: 'vector', text: kText })).probabilities, [0.9, 0.1]);
  assert.deepEqual(seen.fetched, []);
});

const kRace = { width: 8, heads: 4, longest: 16, seed: 1 };

test('a layer is timed in the worker', async () => {
  const { client } = start(['none']);
  const { milliseconds, runs, checksum } = await client.ask('race', { ...kRace, length: 5, layer: 'recurrent' });
  assert.ok(milliseconds > 0 && runs > 0);
  assert.equal(checksum, 5);
  await assert.rejects(client.ask('race', { ...kRace, heads: 3, length: 5, layer: 'attention' }), { code: 'bad-sizes' });
});

test('heads are spread over as many workers as there are heads and cores, which end afterwards', async () => {
  for (const [cores, workers] of /** @type {const} */ ([[3, 3], [16, 4], [1, 1]])) {
    const before = FakeWorker.alive;
    const { client, seen } = start(['none'], { features: { webAssembly: () => true, simd: () => true, cores: () => cores } });
    const found = await client.ask('spread', { ...kRace, length: 4 });
    assert.equal(found.workers, workers);
    assert.ok(found.alone > 0);
    assert.equal(found.together === null, workers === 1);
    assert.equal(seen.workers, workers);
    assert.equal(FakeWorker.alive, before + workers);
    await new Promise((resolve) => setTimeout(resolve, 1700));
    assert.equal(FakeWorker.alive, before + 1);
    assert.equal((await client.translate(kText, 1)).attention.beam, 1);
  }
});

test('an aborted spread ends its workers at once', async () => {
  const before = FakeWorker.alive;
  const { client } = start(['none'], { features: { webAssembly: () => true, simd: () => true, cores: () => 4 } });
  await client.ready;
  const stop = new AbortController();
  const spread = client.ask('spread', { ...kRace, length: 4 }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 30);
  await assert.rejects(spread, { name: 'AbortError' });
  assert.equal(FakeWorker.alive, before + 1);
});

test('a worker that dies with its share of the heads fails the spread, not the page', async () => {
  const { client } = start(['none', 'no-script'], { features: { webAssembly: () => true, simd: () => true, cores: () => 2 } });
  await assert.rejects(client.ask('spread', { ...kRace, length: 4 }), { name: 'Failure', code: 'no-workers' });
  assert.equal((await client.translate(kText, 1)).attention.beam, 1);
});

test('a call made before it is ready waits', async () => {
  const { client } = start(['none']);
  assert.equal((await client.translate(kText, 1)).attention.beam, 1);
});

test('what the core says of a sentence reaches the caller, and the engine goes on', async () => {
  const { client } = start(['none']);
  await assert.rejects(client.translate('  ', 5), isFailure('empty-text', 'sentence'));
  await assert.rejects(client.translate('word '.repeat(61), 5), {
    code: 'too-long',
    message: 'The sentence has 61 tokens; the limit is 60.',
    call: 'translate',
  });
  assert.equal((await client.translate(kText, 5)).attention.model, 'attention');
});

test('an aborted call rejects at once with the signal’s reason, and the next is answered', async () => {
  const { client } = start(['none']);
  await client.ready;
  const stop = new AbortController();
  const first = client.translate('the '.repeat(40), 5, { signal: stop.signal });
  const second = client.translate(kText, 5);
  stop.abort();
  await assert.rejects(first, { name: 'AbortError' });
  assert.equal((await second).attention.source, kText);
  await assert.rejects(client.translate(kText, 5, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  await assert.rejects(start(['none']).client.translate(kText, 5, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('an abort ends the search itself, between two steps', async () => {
  const { client } = start(['slow'], { beat: 2000 });
  await client.ready;
  const stop = new AbortController();
  const steps = new Promise((resolve) => {
    client.translate('the '.repeat(50), 5, { signal: stop.signal, onSteps: (counts) => (resolve(counts), stop.abort()) }).catch(() => {});
  });
  assert.deepEqual(await steps, { vector: 1, attention: 1 });
  assert.equal((await client.translate('A mat', 5)).attention.translation, 'A MAT');
  assert.equal(slow.deleted, 4);
  assert.ok(slow.steps < 20, `${slow.steps} steps`);
});

test('without SIMD it takes the scalar binary and says so', async () => {
  const { client, seen } = start(['none'], { features: { webAssembly: () => true, simd: () => false } });
  await client.ready;
  assert.deepEqual(await client.ask('bleu', { hypotheses: [], references: [] }), { bleu: 0, interval: null });
  assert.deepEqual(seen.glues, ['scalar glue']);
  assert.equal(seen.notes.length, 1);
  assert.match(seen.notes[0] ?? '', /SIMD/);
});

for (const fault of /** @type {const} */ (['error', 'silence', 'trap'])) {
  test(`a worker that ends by ${fault} is replaced once, the call repeated, and the page told`, async () => {
    const { client, seen } = start([fault, 'none']);
    await client.ready;
    const [translated, tokens] = await Promise.all([client.translate(kText, 5), client.tokenize(kText)]);
    assert.equal(translated.attention.translation, 'THE CAT SAT ON THE MAT.');
    assert.equal(tokens.length, 7);
    assert.equal(seen.workers, 2);
    assert.equal(seen.notes.length, 1);
  });

  test(`a second end by ${fault} fails the engine until a retry`, async () => {
    const { client, seen } = start([fault, fault, 'none']);
    await client.ready;
    await assert.rejects(client.translate(kText, 5), isFailure('dead', 'engine'));
    await assert.rejects(client.ready, isFailure('dead', 'engine'));
    await assert.rejects(client.tokenize(kText), isFailure('dead', 'engine'));
    assert.equal(seen.workers, 2);
    await client.retry();
    assert.equal((await client.translate(kText, 5)).attention.translation, 'THE CAT SAT ON THE MAT.');
    assert.equal(seen.workers, 3);
  });
}

test('a worker whose script does not arrive is a network failure, after a second attempt', async () => {
  const { client, seen } = start(['no-script']);
  await assert.rejects(client.ready, isFailure('network', 'engine'));
  assert.equal(seen.workers, 2);
  assert.deepEqual(seen.notes, []);
});

test('a laboratory that does not arrive fails its question alone, which can be asked again', async () => {
  const { client } = start(['no-glue']);
  const wanted = { model: /** @type {const} */ ('forward'), text: kText, beam: 1, target: null };
  for (let k = 0; k < 2; ++k) await assert.rejects(client.ask('attention', wanted), isFailure('network', 'engine'));
  assert.equal((await client.translate(kText, 5)).attention.translation, 'THE CAT SAT ON THE MAT.');
  assert.equal((await client.ask('write', wanted)).model, 'forward');
});

test('the laboratory is fetched once, by the first question that needs it, and has what the reader had', async () => {
  const { client, seen } = start(['none']);
  const wanted = { model: /** @type {const} */ ('forward'), text: kText, beam: 1, target: null };
  await client.ask('write', wanted);
  assert.deepEqual(seen.glues, []);
  const [gradients, translated] = await Promise.all([
    client.ask('gradients', { ...wanted, untrained: null }),
    client.translate(kText, 5),
    client.ask('word', { model: 'attention', text: kText, target: kText, word: 'mat' }),
  ]);
  assert.equal(gradients.trace.model, 'forward');
  assert.equal(translated.attention.translation, 'THE CAT SAT ON THE MAT.');
  assert.deepEqual(seen.glues, ['simd glue']);
  assert.equal((await client.translate(kText, 5)).attention.translation, 'THE CAT SAT ON THE MAT.');
});

test('a failed download rejects, and a retry goes on', async () => {
  let broken = true;
  const { client, seen } = start(['none'], {
    fetch: async ({ url }) => {
      if (broken && url === 'attention/weights') throw failure('corrupt', 'fetch');
      return kContent[url] ?? new Uint8Array();
    },
  });
  await assert.rejects(client.ready, isFailure('corrupt', 'engine'));
  await assert.rejects(client.translate(kText, 5), isFailure('corrupt', 'engine'));
  assert.equal(seen.workers, 0);
  broken = false;
  await client.retry();
  assert.equal((await client.translate(kText, 5)).vector.model, 'vector');
});

test('a model that the core refuses fails with the core’s sentence', async () => {
  const { client } = start(['none'], {
    fetch: async ({ url }) => (url === 'vector/weights' ? new Uint8Array() : (kContent[url] ?? new Uint8Array())),
  });
  await assert.rejects(client.ready, { code: 'model', about: 'engine', message: 'vector: The weights are empty.' });
});

test('a download that takes long is called slow once', async () => {
  const { client, seen } = start(['none'], {
    slow: 5,
    fetch: async ({ url }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return kContent[url] ?? new Uint8Array();
    },
  });
  await client.ready;
  assert.equal(seen.slow, 1);
});

const recording = JSON.stringify({
  traces: [
    {
      text: kText,
      ...Object.fromEntries(
        ['vector', 'attention'].map((model) => [
          model,
          {
            model,
            source: kText,
            source_tokens: [],
            translation: 'Le chat',
            steps: [],
            truncated: false,
            beam: 5,
            log_probability: -1,
            encoder_states: { data: [1, 2], shape: [1, 2] },
            context: { data: [1, 2], shape: [1, 2] },
            decoder_states: { data: [3], shape: [1, 1] },
            contexts: { data: [1, 2], shape: [1, 2] },
            scores: null,
            alpha: model === 'vector' ? null : { data: [1], shape: [1, 1] },
          },
        ]),
      ),
    },
  ],
});

for (const [why, options] of /** @type {[string, object][]} */ ([
  ['there is no WebAssembly', { features: { webAssembly: () => false, simd: () => false } }],
  ['a policy forbids WebAssembly', {}],
])) {
  test(`when ${why}, the recording answers and nothing else`, async () => {
    const { client, seen } = start(['none'], {
      ...options,
      // Bytes that do not compile stand for a policy that forbids compiling.
      fetch: async ({ url }) =>
        url === 'recorded' ? bytesOf(recording) : url === 'simd' ? Uint8Array.of(1, 2, 3) : (kContent[url] ?? new Uint8Array()),
    });
    const { phase, message, sentences } = await client.ready;
    assert.equal(phase, 'recorded');
    assert.match(message, /recorded/);
    assert.deepEqual(sentences, [kText]);
    const { attention, vector } = await client.translate(kText, 1);
    assert.equal(attention.beam, 5);
    assert.deepEqual(attention.alpha, { data: Float32Array.of(1), shape: [1, 1] });
    assert.equal(vector.alpha, null);
    await assert.rejects(client.translate('Another sentence.', 5), isFailure('not-recorded', 'sentence'));
    assert.equal(seen.workers, 0);
  });
}

test('after close calls reject and no worker is left', async () => {
  const before = FakeWorker.alive;
  const { client } = start(['none']);
  await client.ready;
  assert.equal(FakeWorker.alive, before + 1);
  const pending = client.translate(kText, 5);
  pending.catch(() => {});
  client.close();
  await assert.rejects(pending, isFailure('closed', 'engine'));
  await assert.rejects(client.translate(kText, 5), isFailure('closed', 'engine'));
  assert.equal(FakeWorker.alive, before);
  const early = start(['none']).client;
  const { ready } = early;
  early.close();
  await assert.rejects(ready, isFailure('closed', 'engine'));
});
