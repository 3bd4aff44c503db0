/** What a question needs besides the two translators and the tokenizers. */

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').ModelName} ModelName */
/** @typedef {import('./protocol.d.ts').ProbeName} ProbeName */
/** @typedef {import('./protocol.d.ts').Question} Question */

/**
 * @template {Question} Name
 * @param {Name} question @param {Calls[Name]['argument']} argument @returns {Required<import('./download.js').PartNames>}
 */
export function needs(question, argument) {
  const model = 'model' in argument ? argument.model : null;
  const probe = question === 'where' ? 'where' : question === 'words' && 'kind' in argument ? argument.kind : null;
  return {
    models: model ? [model] : [],
    probes: probe ? [/** @type {ProbeName} */ (`${model}/${probe}`)] : [],
    where: question === 'whereTask',
  };
}
