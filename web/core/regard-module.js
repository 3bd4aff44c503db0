/** Starts the laboratory from its compiled binary, in a worker as in Node. Nothing is fetched. */

import { refused } from './translators.js';

/** @typedef {import('./protocol.d.ts').CoreFactory} CoreFactory */
/** @typedef {import('./protocol.d.ts').CoreModule} CoreModule */

/**
 * Rejects when the binary cannot be instantiated (no memory, a glue that does not fit): the glue alone would wait for ever.
 * @param {CoreFactory} factory @param {WebAssembly.Module} module @returns {Promise<CoreModule>}
 */
export function startModule(factory, module) {
  return new Promise((resolve, reject) => {
    factory({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then((instance) => receive(instance, module), reject);
        return {};
      },
      locateFile: (name) => name,
      print: () => {},
      printErr: () => {},
    }).then(resolve, reject);
  });
}

/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/** @typedef {import('./protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('./protocol.d.ts').Translator} Translator */

/**
 * The probes in these files; throws an Error with the code 'model' when the core refuses one, or when its model is not there.
 * @param {CoreModule} core @param {Partial<Record<ModelName, Translator>>} translators
 * @param {Partial<Record<ProbeName, Uint8Array>>} files
 */
export function createProbes(core, translators, files) {
  /** @type {Partial<Record<ProbeName, import('./protocol.d.ts').Probes>>} */
  const probes = {};
  for (const [name, file] of /** @type {[ProbeName, Uint8Array][]} */ (Object.entries(files))) {
    const translator = translators[/** @type {ModelName} */ (name.split('/')[0])];
    if (!translator) throw refused(name, { code: 'model', message: 'its model has not been loaded.' });
    const made = core.createProbes(translator, file);
    if (made.error) throw refused(name, made.error);
    probes[name] = made.probes;
  }
  return probes;
}
