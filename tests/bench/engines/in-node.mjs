/** The engines of WebAssembly in Node. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startOnnxRuntime } from './onnxruntime.mjs';
import { startOurs } from './ours.mjs';
import { startTensorFlow } from './tensorflow.mjs';

const require = createRequire(import.meta.url);
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** @param {string} folder that holds regard_bench.mjs and .wasm */
async function ours(folder) {
  // Emscripten 3.1 writes an ES module that still asks for two names of CommonJS.
  const names = { require, __dirname: folder };
  Object.assign(globalThis, names);
  const { default: create } = await import(pathToFileURL(`${folder}/regard_bench.mjs`).href);
  const engine = await startOurs('ours', create, await WebAssembly.compile(await readFile(`${folder}/regard_bench.wasm`)));
  for (const name of Object.keys(names)) Reflect.deleteProperty(globalThis, name);
  return engine;
}

async function onnxRuntime() {
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

async function tensorFlow() {
  // The backend's file for Node looks for its binaries by a path and reads them with fs.
  const tf = require('@tensorflow/tfjs');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${modules}@tensorflow/tfjs-backend-wasm/dist/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  tf.env().set('WASM_HAS_SIMD_SUPPORT', true);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no wasm backend here.');
  return tf;
}

/** @param {string} folder of our module @returns {Promise<Record<string, import('./engine.mjs').Engine>>} */
export async function startInNode(folder) {
  const ort = await onnxRuntime();
  return {
    ours: await ours(folder),
    ort: startOnnxRuntime('onnxruntime-web, F32, GRU operator', ort, { integers: false, cell: 'operator' }),
    'ort-products': startOnnxRuntime('onnxruntime-web, F32, products', ort, { integers: false, cell: 'products' }),
    'ort-i8': startOnnxRuntime('onnxruntime-web, I8', ort, { integers: true, cell: 'products' }),
    tfjs: startTensorFlow('TensorFlow.js, wasm', await tensorFlow()),
  };
}
