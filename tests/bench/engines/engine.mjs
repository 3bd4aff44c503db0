/**
 * What every engine is to the harness. A job is one kind of work made ready; a run of it is a sentence, an update, a product.
 *
 * @typedef {{ name: string, config: import('../lib/work.mjs').Sizes, sources: number[][], targets: number[][], most_tokens: number,
 *   batch: { size: number, source: number[], inputs: number[], targets: number[] }, rate: number, epsilon: number, target_tokens: number
 * }} Case
 *   a case as `regard_bench export` writes it; sources, targets and most_tokens are of sentences, the rest of training
 * @typedef {{ kind: string, [size: string]: any }} Spec
 * @typedef {{ spec: Spec, about?: Case, weights?: Uint8Array, path?: string }} Order `weights` are the bytes of the case's safetensors,
 *   `path` their file
 * @typedef {{ time: (times: number) => Promise<number> | number, result: () => Promise<any> | any, drop: () => Promise<void> | void,
 *   flops?: number, bytes?: number }} Job
 *   time: seconds of so many runs; result: the ids of each sentence, or the losses of the first updates
 * @typedef {{ name: string, make: (order: Order) => Promise<Job>, stop?: () => void }} Engine
 */

/** Runs one after the other with a clock around all. @param {() => Promise<void> | void} run @returns {Job['time']} */
export const timed = (run) => async (times) => {
  const begin = performance.now();
  for (let k = 0; k < times; ++k) await run();
  return (performance.now() - begin) / 1000;
};
