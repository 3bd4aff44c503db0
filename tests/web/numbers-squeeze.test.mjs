/**
 * The figure squeeze says the same of what the native tool computes as of what the page's core does, and what it says of the encoders'
 * sizes is what their configurations say.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, sharedFor, startCore, words } from './figure-harness.mjs';
import { matrix, root } from './native-tool.mjs';

const { squeeze } = await import('../../web/figures/squeeze.js');
const { gateWords, numberInWords } = await import('../../web/figures/squeeze-words.js');
const { kReaders, mostChanged, numberAt, readersOf, stateAfter, widthOf } = await import('../../web/lib/squeeze.js');

const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [3, 90, 170, 250, 330].map((k) => String(lines[k]?.split('\t')[0]));

/** What the tool computes, as the page's core would give it. @param {string} model @param {string} text @param {string} target @param {any[]} tokens */
function natively(model, text, target, tokens) {
  const options = ['--json', '--gates', ...(target ? ['--target', target] : [])];
  const output = execFileSync('build/release/regard', ['trace', '--model', `models/en-fr-${model}`, ...options, text], { cwd: root, maxBuffer: 1e9 });
  const told = JSON.parse(output.toString());
  assert.deepEqual(told.source_tokens, tokens.map(({ piece }) => piece));
  return /** @type {any} */ ({
    model,
    source: told.source,
    source_tokens: tokens,
    encoder_states: matrix(told.encoder_states),
    context: matrix(told.context),
    update_gates: matrix(told.update_gates),
    reset_gates: matrix(told.reset_gates),
  });
}

const core = await startCore();
const { bytes } = (await contextOf(core, squeeze, await sharedFor(core, 'Hello.'))).data ?? {};

for (const model of /** @type {const} */ (['vector', 'forward', 'wide'])) {
  test(`the tool and the page say the same of the encoder ${model}`, async () => {
    for (const sentence of sentences) {
      const shared = await sharedFor(core, sentence, { choices: { 'read.model': model, 'read.gates': 'on' } });
      const here = await contextOf(core, squeeze, shared);
      const trace = natively(model, sentence, shared.pair?.attention.translation ?? '', [...shared.tokens]);
      const there = await contextOf(core, squeeze, shared, { data: { trace, bytes: bytes ?? null } });
      for (const [name, quote] of Object.entries(squeeze.quotes ?? {})) {
        const said = words(quote(there));
        assert.match(said, /\d/, `${name}: ${said}`);
        assert.equal(words(quote(here)), said, sentence);
      }
      assert.equal(words(squeeze.table(here)), words(squeeze.table(there)), sentence);
      for (let k = 1; k <= shared.tokens.length; ++k) {
        assert.equal(squeeze.summary({ ...here, moment: k }), squeeze.summary({ ...there, moment: k }));
        assert.ok(here.data);
        assert.equal(words(gateWords(here.data.trace, k)), words(gateWords(trace, k)));
        assert.equal(numberInWords(here.data.trace, k, { reader: 0, k: 7 }), numberInWords(trace, k, { reader: 0, k: 7 }));
      }
    }
  });

  test(`the encoder ${model} has the readers that the page says, and C is their last states`, async () => {
    const config = JSON.parse(readFileSync(`${root}models/en-fr-${model}/config.json`, 'utf8'));
    const readers = kReaders[model];
    assert.equal(readers.length, config.encoder === 'bidirectional' ? 2 : 1);
    for (const { width } of readers) assert.equal(width, config.encoder_width);
    const { data } = await contextOf(core, squeeze, await sharedFor(core, 'Nobody knew where the key was.', { choices: { 'read.model': model } }));
    assert.ok(data);
    const { trace } = data;
    assert.equal(readersOf(trace), readers);
    assert.equal(trace.context.shape[1], widthOf(readers));
    const ends = readers.flatMap((reader) => [...(stateAfter(trace, reader, trace.source_tokens.length) ?? [])]);
    assert.deepEqual(ends, [...trace.context.data]);
  });

  test(`the proposals of the encoder ${model} lie between -1 and 1, as a tanh does`, async () => {
    const { data } = await contextOf(core, squeeze, await sharedFor(core, 'The cat sat on the mat, and nobody minded.', { choices: { 'read.model': model } }));
    assert.ok(data);
    const { trace } = data;
    for (const reader of readersOf(trace)) {
      for (let k = 1; k <= trace.source_tokens.length; ++k) {
        for (let cell = 0; cell < reader.width; ++cell) {
          const { gates } = numberAt(trace, reader, k, cell);
          assert.ok(gates);
          if (gates.proposal !== null) assert.ok(Math.abs(gates.proposal) < 1.001, `${reader.way} ${k} ${cell}: ${gates.proposal}`);
        }
        const cell = mostChanged(trace, reader, k);
        const moves = Array.from({ length: reader.width }, (_, one) => numberAt(trace, reader, k, one)).map(({ after, before }) => Math.abs(after - before));
        assert.equal(moves[cell], Math.max(...moves));
      }
    }
  });
}
