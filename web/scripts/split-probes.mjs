/**
 * Cuts each model's probes.safetensors into one file a kind, so that a figure fetches only the probe it asks. Writes build/web/probes/.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkInputs, inputs, probesOf } from './inputs.js';
import { part } from './safetensors.js';

/** @typedef {import('../core/protocol.d.ts').ProbeName} ProbeName */

for (const [name, path] of /** @type {[ProbeName, string][]} */ (Object.entries(inputs.probes))) {
  const [model, kind] = /** @type {[import('../core/protocol.d.ts').ModelName, string]} */ (name.split('/'));
  const whole = probesOf(model);
  try {
    checkInputs([whole]);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, part(readFileSync(whole), `${kind}.`));
}
