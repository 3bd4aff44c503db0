/** The core in WebAssembly: the same libraries as the page's binary, with the jobs of core/ in place of its bindings. */

/**
 * @param {string} name @param {(options: object) => Promise<any>} create what build/wasm/tests/bench/regard_bench.mjs exports
 * @param {WebAssembly.Module} binary @returns {Promise<import('./engine.mjs').Engine>}
 */
export async function startOurs(name, create, binary) {
  const module = await new Promise((resolve, reject) => {
    const instantiateWasm = (/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ receive) => {
      WebAssembly.instantiate(binary, imports).then((instance) => receive(instance, binary), reject);
      return {};
    };
    create({ instantiateWasm, locateFile: (/** @type {string} */ file) => file }).then(resolve, reject);
  });
  const reason = (/** @type {unknown} */ error) =>
    new Error(typeof error === 'number' ? 'The core threw; native regard_bench says why.' : String(error));
  return {
    name,
    async make({ spec, about, weights }) {
      const whole = about ? { ...about, ...spec } : spec;
      let job = -1;
      try {
        job = module.makeJob(JSON.stringify(whole), weights ?? new Uint8Array());
      } catch (error) {
        throw reason(error);
      }
      return {
        time(times) {
          const begin = performance.now();
          module.runJob(job, times);
          return (performance.now() - begin) / 1000;
        },
        result: () => JSON.parse(module.result(job)),
        drop: () => module.drop(job),
        flops: module.flops(job),
        bytes: module.bytes(job),
      };
    },
  };
}
