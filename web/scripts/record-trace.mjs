/**
 * Records what the page shows where there is no WebAssembly: the core itself, run by Node over the opening sentence and two rungs of the
 * ladder. Writes build/web/recorded.json.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createTranslators } from '../core/translators.js';
import { startCoreInNode } from './core-in-node.mjs';
import { checkInputs, inputs } from './inputs.js';

const kRungs = 3;
const kBeam = 5;
const kDecimals = 1e4;

/** @typedef {import('../core/protocol.d.ts').Matrix} Matrix */

/** @param {Matrix | null} matrix */
const short = (matrix) =>
  matrix && { shape: matrix.shape, data: Array.from(matrix.data, (value) => Math.round(value * kDecimals) / kDecimals) };

/** @param {import('../core/protocol.d.ts').ModelKind} model @param {string} text */
function translate(model, text) {
  const { search, error } = translators[model].start(text, kBeam);
  if (error) throw new Error(`"${text}" cannot be recorded: ${error.message}`);
  while (!search.step());
  const writing = search.writing();
  const trace = writing.trace(false);
  writing.delete();
  search.delete();
  return {
    ...trace,
    model,
    beam: kBeam,
    encoder_states: short(trace.encoder_states),
    context: short(trace.context),
    decoder_states: short(trace.decoder_states),
    contexts: short(trace.contexts),
    scores: short(trace.scores),
    alpha: short(trace.alpha),
  };
}

const { simd, tokenizers, models } = inputs;
/** @type {string[]} */
const needed = [...Object.values(simd), ...Object.values(tokenizers), ...Object.values(models.vector), ...Object.values(models.attention)];
try {
  checkInputs(needed);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exit(1);
}
/** @param {string} path */
const text = (path) => readFileSync(path, 'utf8');
const core = await startCoreInNode(simd);
const translators = createTranslators(
  core,
  { en: text(tokenizers.en), fr: text(tokenizers.fr) },
  {
    vector: { config: text(models.vector.config), weights: readFileSync(models.vector.weights) },
    attention: { config: text(models.attention.config), weights: readFileSync(models.attention.weights) },
  },
);
const ladder = /** @type {{ english: string }[]} */ (JSON.parse(readFileSync(new URL('../data/ladder.json', import.meta.url), 'utf8')));
const traces = ladder
  .slice(0, kRungs)
  .map(({ english }) => ({ text: english, vector: translate('vector', english), attention: translate('attention', english) }));
mkdirSync(dirname(inputs.recorded), { recursive: true });
writeFileSync(inputs.recorded, JSON.stringify({ traces }));
for (const pair of traces)
  console.log(`recorded  ${pair.vector.source}\n  vector     ${pair.vector.translation}\n  attention  ${pair.attention.translation}`);
