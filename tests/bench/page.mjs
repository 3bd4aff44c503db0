/** The engines of WebAssembly in a browser, and `regardMeasure`, which the driver calls plan by plan. */
import { startOnnxRuntime } from './engines/onnxruntime.mjs';
import { startOurs } from './engines/ours.mjs';
import { startTensorFlow } from './engines/tensorflow.mjs';
import { measure } from './measure.mjs';

const modules = '/bench/node_modules/';

async function ours() {
  const { default: create } = await import(/** @type {string} */ ('/wasm/regard_bench.mjs'));
  return startOurs('ours', create, await WebAssembly.compileStreaming(fetch('/wasm/regard_bench.wasm')));
}

async function onnxRuntime() {
  const ort = await import(/** @type {string} */ (`${modules}onnxruntime-web/dist/ort.wasm.min.mjs`));
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = `${modules}onnxruntime-web/dist/`;
  ort.env.logLevel = 'error';
  return ort;
}

async function tensorFlow() {
  const tf = /** @type {any} */ (globalThis).tf;
  tf.wasm.setWasmPaths(`${modules}@tensorflow/tfjs-backend-wasm/dist/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  tf.env().set('WASM_HAS_SIMD_SUPPORT', true);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no wasm backend here.');
  return tf;
}

/** @param {string} name of a case */
async function load(name) {
  const [about, weights] = await Promise.all([`/cases/${name}.json`, `/cases/${name}.safetensors`].map((path) => fetch(path)));
  return { about: await about.json(), weights: new Uint8Array(await weights.arrayBuffer()) };
}

const ort = await onnxRuntime();
const engines = {
  ours: await ours(),
  ort: startOnnxRuntime('onnxruntime-web, F32, GRU operator', ort, { integers: false, cell: 'operator' }),
  'ort-products': startOnnxRuntime('onnxruntime-web, F32, products', ort, { integers: false, cell: 'products' }),
  'ort-i8': startOnnxRuntime('onnxruntime-web, I8', ort, { integers: true, cell: 'products' }),
  tfjs: startTensorFlow('TensorFlow.js, wasm', await tensorFlow()),
};

Object.assign(globalThis, {
  /** @param {import('./measure.mjs').Plan} plan @param {import('./measure.mjs').Effort} effort */
  regardMeasure: (plan, effort) => measure(plan, engines, load, effort, (line) => console.log(line)),
});
