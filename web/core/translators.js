/** Translators from the files of models, in either binary. */

/** @typedef {import('./protocol.d.ts').ModelName} ModelName */

/** @param {string} name @param {import('./protocol.d.ts').CoreError} error */
export const refused = (name, error) => Object.assign(new Error(`${name}: ${error.message}`), { code: 'model' });

/** The languages of a model's tokenizers, as its config names them. @param {string} config */
function languages(config) {
  const { source_language, target_language } = JSON.parse(config);
  return /** @type {('en' | 'fr')[]} */ ([source_language, target_language]);
}

/**
 * A translator for each model; throws an Error with the code 'model' when the core refuses one.
 * @template {ModelName} Name @template {import('./protocol.d.ts').ReaderTranslator} Translator
 * @param {import('./protocol.d.ts').ReaderCore<Translator>} core @param {import('./protocol.d.ts').Tokenizers<string>} tokenizers
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
