/** Starts the core from its compiled binary, in a worker as in Node. Nothing is fetched. */

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

/**
 * A translator for each model; throws an Error with the core's `code` when it refuses one.
 * @template {string} Name
 * @param {CoreModule} core @param {{ en: string, fr: string }} tokenizers
 * @param {Record<Name, { config: string, weights: Uint8Array }>} models
 * @returns {Record<Name, import('./protocol.d.ts').Translator>}
 */
export function createTranslators(core, tokenizers, models) {
  const translators = /** @type {Record<Name, import('./protocol.d.ts').Translator>} */ ({});
  for (const name of /** @type {Name[]} */ (Object.keys(models))) {
    const { config, weights } = models[name];
    const made = core.createTranslator(config, tokenizers.en, tokenizers.fr, weights);
    if (made.error) throw Object.assign(new Error(`${name}: ${made.error.message}`), { code: 'model' });
    translators[name] = made.translator;
  }
  return translators;
}
