/** The shapes of the parameters that a model's attention score learned, read from the headers of the models that the site has. */
import { closeSync, openSync, readSync } from 'node:fs';
import { inputs } from './inputs.js';

const kScore = 'attention.';

/** The header of a safetensors file. @param {string} path @returns {Record<string, { shape: number[] }>} */
function headerOf(path) {
  const file = openSync(path, 'r');
  try {
    const size = Buffer.alloc(8);
    readSync(file, size, 0, 8, 0);
    const json = Buffer.alloc(Number(size.readBigUInt64LE()));
    readSync(file, json, 0, json.length, 8);
    return JSON.parse(json.toString('utf8'));
  } finally {
    closeSync(file);
  }
}

/**
 * By model, then by the parameter's name without "attention.": { attention: { query: [128, 256], … } }; rows’ scales left out.
 */
export function scoreShapes() {
  return Object.fromEntries(
    Object.entries(inputs.models).map(([model, { weights }]) => {
      const parameters = Object.entries(headerOf(weights)).filter(([name]) => name.startsWith(kScore) && !name.endsWith('.scale'));
      return [model, Object.fromEntries(parameters.map(([name, { shape }]) => [name.slice(kScore.length), shape]))];
    }),
  );
}
