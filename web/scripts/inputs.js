/**
 * What the page is built from besides its own sources: the WebAssembly builds, the models, the recording. The environment variable
 * REGARD_INPUTS names another folder laid out like the project to take them from, for a build with other models.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.REGARD_INPUTS ?? fileURLToPath(new URL('../../', import.meta.url));
/** @param {string} path from the project's root */
const at = (path) => join(root, path);

export const inputs = {
  simd: { glue: at('build/wasm/regard.mjs'), wasm: at('build/wasm/regard.wasm') },
  scalar: { glue: at('build/wasm-scalar/regard.mjs'), wasm: at('build/wasm-scalar/regard.wasm') },
  tokenizers: { en: at('models/tokenizer.en.json'), fr: at('models/tokenizer.fr.json') },
  models: {
    vector: { config: at('models/en-fr-vector/config.json'), weights: at('models/en-fr-vector/model.safetensors') },
    attention: { config: at('models/en-fr-attention/config.json'), weights: at('models/en-fr-attention/model.safetensors') },
  },
  recorded: at('build/web/recorded.json'),
};

/** @param {string} path */
function remedy(path) {
  if (path.startsWith(at('build/web'))) return 'npm run record (in web) makes it.';
  for (const preset of ['wasm-scalar', 'wasm']) {
    if (path.startsWith(at(`build/${preset}/`)))
      return `./run build makes it; by hand: emcmake cmake --preset ${preset} && cmake --build --preset ${preset}`;
  }
  return 'It belongs to the project; ./run train makes models anew.';
}

/** Throws one sentence for the first of these files that is missing. @param {Iterable<string>} paths */
export function checkInputs(paths) {
  for (const path of paths) if (!existsSync(path)) throw new Error(`${path} is missing. ${remedy(path)}`);
}
