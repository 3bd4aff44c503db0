/** onnxruntime-web on one thread of WebAssembly: two sessions, the encoder and a decoder step that also takes the arg max. */
import { encoderModel, stepModel } from '../lib/seq2seq-onnx.mjs';
import { readSafetensors } from '../lib/safetensors.mjs';
import { timed } from './engine.mjs';

const kBegin = 1n,
  kEnd = 2n;

/**
 * @param {string} name @param {any} ort the library @param {{ integers: boolean, cell: 'operator' | 'products' }} how
 * @returns {import('./engine.mjs').Engine}
 */
export function startOnnxRuntime(name, ort, { integers, cell }) {
  return {
    name,
    async make({ spec, about, weights }) {
      if (spec.kind !== 'sentence' || !about || !weights) throw new Error(`${name} makes no ${spec.kind}.`);
      const w = readSafetensors(weights);
      const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' };
      const encoder = await ort.InferenceSession.create(encoderModel(w, integers), options);
      const step = await ort.InferenceSession.create(stepModel(w, integers, cell), options);
      const first = new ort.Tensor('int64', BigInt64Array.of(kBegin), [1]);
      const sources = about.sources.map((ids) => new ort.Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [ids.length]));
      /** @type {number[][]} */
      const targets = sources.map(() => []);
      let at = 0;

      async function translate() {
        const { states, keys, start } = await encoder.run({ ids: sources[at] });
        const ids = [];
        for (let id = first, state = start; ids.length < about.most_tokens;) {
          const { token, next } = await step.run({ id, state, keys, states });
          const written = token.data[0];
          ids.push(Number(written));
          if (written === kEnd) break;
          id = token;
          state = next;
        }
        targets[at] = ids;
        at = (at + 1) % sources.length;
      }
      return {
        time: timed(translate),
        result: () => targets,
        drop: async () => {
          await encoder.release();
          await step.release();
        },
      };
    },
  };
}
