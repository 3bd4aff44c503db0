/** Starts a built core in Node, for the recording and for tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startModule } from '../core/regard-module.js';

/** @param {{ glue: string, wasm: string }} paths of the module and the binary that Emscripten wrote */
export async function startCoreInNode({ glue, wasm }) {
  // Emscripten 3.1 writes an ES module that still asks for two names of CommonJS.
  Object.assign(globalThis, { require: createRequire(import.meta.url), __dirname: fileURLToPath(new URL('.', import.meta.url)) });
  const { default: factory } = await import(pathToFileURL(glue).href);
  return startModule(factory, await WebAssembly.compile(readFileSync(wasm)));
}
