/**
 * What the page is built from besides its own sources: the WebAssembly builds, the models, the recording. The environment variable
 * REGARD_INPUTS names another folder laid out like the project to take them from, for a build with other models.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.REGARD_INPUTS ?? fileURLToPath(new URL('../../', import.meta.url));
/** @param {string} path from the project's root */
const at = (path) => join(root, path);

/** @param {string} name */
const model = (name) => ({ config: at(`models/${name}/config.json`), weights: at(`models/${name}/model.safetensors`) });

/** A model that the site has once its training has come to its end. @param {string} name */
function trained(name) {
  const files = model(name);
  if (!existsSync(files.weights) || !existsSync(at(`models/${name}/README.md`))) return null;
  const { updates } = JSON.parse(readFileSync(at(`models/${name}/recipe.json`), 'utf8'));
  const last = readFileSync(at(`models/${name}/curve.tsv`), 'utf8').trim().split('\n').at(-1);
  return Number(last?.split('\t')[0]) === updates ? files : null;
}
/** @type {import('../core/protocol.d.ts').LaterModel[]} */
const kLater = ['luong-dot', 'luong-scaled', 'luong-general', 'luong-concat', 'luong-location', 'fixed-uniform', 'fixed-cosine'];
/** @type {Partial<Record<import('../core/protocol.d.ts').LaterModel, ReturnType<typeof model>>>} */
const later = Object.fromEntries(
  kLater.flatMap((name) => {
    const files = trained(`en-fr-${name}`);
    return files ? [[name, files]] : [];
  }),
);

export const inputs = {
  simd: { reader: at('build/wasm/reader.wasm'), glue: at('build/wasm/regard.mjs'), wasm: at('build/wasm/regard.wasm') },
  scalar: { reader: at('build/wasm-scalar/reader.wasm'), glue: at('build/wasm-scalar/regard.mjs'), wasm: at('build/wasm-scalar/regard.wasm') },
  tokenizers: { en: at('models/tokenizer.en.json'), fr: at('models/tokenizer.fr.json') },
  models: {
    vector: model('en-fr-vector'),
    attention: model('en-fr-attention'),
    forward: model('en-fr-forward'),
    reversed: model('en-fr-reversed'),
    wide: model('en-fr-wide'),
    'attention-short': model('en-fr-attention-short'),
    'vector-short': model('en-fr-vector-short'),
    rebuild: model('en-en-rebuild'),
    ...later,
  },
  probes: {
    'vector/vector': at('build/web/probes/en-fr-vector-vector.safetensors'),
    'vector/states': at('build/web/probes/en-fr-vector-states.safetensors'),
    'vector/where': at('build/web/probes/en-fr-vector-where.safetensors'),
    'attention/where': at('build/web/probes/en-fr-attention-where.safetensors'),
  },
  where: at('models/where.tsv'),
  recorded: at('build/web/recorded.json'),
};

/** @param {string} path */
function remedy(path) {
  if (path.startsWith(at('build/web'))) return 'npm run prepare-inputs (in web) makes it.';
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

/** All probes of a model, as `regard probe --train` writes them. @param {import('../core/protocol.d.ts').ModelName} name */
export const probesOf = (name) => at(`models/${name === 'rebuild' ? 'en-en' : 'en-fr'}-${name}/probes.safetensors`);
