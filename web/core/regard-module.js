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

/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/** @typedef {import('./protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('./protocol.d.ts').Translator} Translator */

/** @param {string} name @param {import('./protocol.d.ts').CoreError} error */
const refused = (name, error) => Object.assign(new Error(`${name}: ${error.message}`), { code: 'model' });

/** The languages of a model's tokenizers, as its config names them. @param {string} config */
function languages(config) {
  const { source_language, target_language } = JSON.parse(config);
  return /** @type {('en' | 'fr')[]} */ ([source_language, target_language]);
}

/**
 * A translator for each model; throws an Error with the code 'model' when the core refuses one.
 * @template {ModelName} Name
 * @param {CoreModule} core @param {import('./protocol.d.ts').Tokenizers<string>} tokenizers
 * @param {Partial<Record<Name, import('./protocol.d.ts').ModelFiles<string, Uint8Array>>>} models
 * @returns {Record<Name, Translator>}
 */
export function createTranslators(core, tokenizers, models) {
  const translators = /** @type {Record<Name, Translator>} */ ({});
  for (const [name, { config, weights }] of /** @type {[Name, import('./protocol.d.ts').ModelFiles<string, Uint8Array>][]} */ (
    Object.entries(models)
  )) {
    const [source = 'en', target = 'fr'] = languages(config);
    const made = core.createTranslator(config, tokenizers[source], tokenizers[target], weights);
    if (made.error) throw refused(name, made.error);
    translators[name] = made.translator;
  }
  return translators;
}

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
