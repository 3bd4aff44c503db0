/**
 * The same numbers everywhere: the native tool, the WebAssembly binary with SIMD and the one without, on sentences the models never saw.
 * Greedy decoding writes the same tokens unless the native tool's two best logits at the first difference are closer than kTie; over the
 * tokens that agree, every logit and every log probability agrees within kClose.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createTranslators } from '../../web/core/translators.js';
import { startCoreInNode } from '../../web/scripts/core-in-node.mjs';

const kSentences = 200;
const kClose = 1e-4;
const kTie = 1e-3;
const kModels = /** @type {const} */ ({ vector: 'en-fr-vector', attention: 'en-fr-attention' });

/** @param {string} path from the project's root */
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const tool = at('build/release/regard');

/** @param {string} preset */
async function translators(preset) {
  const core = await startCoreInNode({ glue: at(`build/${preset}/regard.mjs`), wasm: at(`build/${preset}/regard.wasm`) });
  /** @param {string} name */
  const model = (name) => ({ config: readFileSync(at(`models/${name}/config.json`), 'utf8'), weights: readFileSync(at(`models/${name}/model.safetensors`)) });
  return createTranslators(
    core,
    { en: readFileSync(at('models/tokenizer.en.json'), 'utf8'), fr: readFileSync(at('models/tokenizer.fr.json'), 'utf8') },
    { vector: model(kModels.vector), attention: model(kModels.attention) },
  );
}

/** @param {string} folder @param {string} text */
const native = (folder, text) =>
  JSON.parse(execFileSync(tool, ['trace', '--model', folder, '--json', '--logits', '--beam', '1', text], { encoding: 'utf8', maxBuffer: 1 << 28 }));

/** @param {import('../../web/core/protocol.d.ts').Translator} translator @param {string} text */
function webAssembly(translator, text) {
  const { search, error } = translator.start(text, 1);
  assert.ok(search, error?.message);
  while (!search.step());
  const writing = search.writing();
  const result = { trace: writing.trace(false), logits: writing.logits() };
  writing.delete();
  search.delete();
  return result;
}

/** The distance between the two largest numbers. @param {number[]} row */
function lead(row) {
  const [first = 0, second = 0] = [...row].sort((a, b) => b - a);
  return first - second;
}

const ready = existsSync(tool) && ['wasm', 'wasm-scalar'].every((preset) => existsSync(at(`build/${preset}/regard.mjs`)));
const sentences = [...new Set(readFileSync(at('models/sentences.tsv'), 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t')[0] ?? ''))].slice(0, kSentences);

test('there are enough sentences, and all that is compared has been built', () => {
  assert.equal(sentences.length, kSentences);
  assert.ok(ready, './run test builds the tool and both binaries before these tests');
});

for (const [kind, name] of /** @type {['vector' | 'attention', string][]} */ (Object.entries(kModels))) {
  test(`${name}: native, SIMD and scalar agree on ${kSentences} sentences`, { skip: !ready }, async (context) => {
    const binaries = { simd: (await translators('wasm'))[kind], scalar: (await translators('wasm-scalar'))[kind] };
    let farthest = 0;
    let ties = 0;
    for (const text of sentences) {
      const reference = native(at(`models/${name}`), text);
      for (const [binary, translator] of Object.entries(binaries)) {
        const { trace, logits } = webAssembly(translator, text);
        assert.deepEqual(trace.source_tokens.map((token) => token.piece), reference.source_tokens, text);
        const pieces = trace.steps.map((step) => step.token.piece);
        const written = /** @type {string[]} */ (reference.target_tokens);
        const longest = Math.max(pieces.length, written.length);
        let parts = 0;
        while (parts < longest && pieces[parts] === written[parts]) ++parts;
        if (parts < longest) {
          ++ties;
          assert.ok(lead(reference.logits[parts]) < kTie, `${binary}, "${text}": token ${parts + 1} is ${pieces[parts]}, natively ${written[parts]}`);
        }
        const width = logits.shape[1];
        for (let i = 0; i < Math.min(parts + 1, pieces.length, written.length); ++i) {
          for (let v = 0; v < width; ++v) {
            farthest = Math.max(farthest, Math.abs((logits.data[i * width + v] ?? NaN) - reference.logits[i][v]));
          }
          if (i < parts) {
            const probabilities = [trace.steps[i]?.probability ?? NaN, reference.steps[i].probability].map(Math.log);
            assert.ok(Math.abs((probabilities[0] ?? NaN) - (probabilities[1] ?? NaN)) < kClose, `${binary}, "${text}": log probability of token ${i + 1}`);
          }
        }
        assert.ok(farthest < kClose, `${binary}, "${text}": a logit is ${farthest} away`);
      }
    }
    context.diagnostic(`largest difference of a logit ${farthest.toExponential(1)}; ${ties} translations parted at a tie`);
  });
}
