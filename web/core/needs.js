/** What a question needs besides the first binary, the two translators and the tokenizers. */

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/** @typedef {import('./protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('./protocol.d.ts').Question} Question */

/** Models that the first binary knows how to read, see ReaderCore. @type {ReadonlySet<ModelName>} */
export const kReadable = new Set(['vector', 'attention', 'forward', 'reversed', 'wide', 'attention-short', 'vector-short', 'rebuild']);

/**
 * @template {Question} Name
 * @param {Name} question @param {Calls[Name]['argument']} argument
 * @returns {Required<import('./download.js').PartNames> & { laboratory: boolean }}
 */
export function needs(question, argument) {
  const model = 'model' in argument ? argument.model : null;
  const probe = question === 'where' ? 'where' : question === 'words' && 'kind' in argument ? argument.kind : null;
  return {
    laboratory: !(question === 'write' && model && kReadable.has(model)),
    models: model ? [model] : [],
    probes: probe ? [/** @type {ProbeName} */ (`${model}/${probe}`)] : [],
    where: question === 'whereTask',
  };
}
