/**
 * The article's parts lie in article/, one a figure: <article-part name="squeeze"></article-part> becomes article/squeeze.html. A part with
 * needs="fixed-uniform fixed-cosine" is left out while one of these models is not there, and the numbers of figures and parts close up.
 */
import { readFileSync } from 'node:fs';
import { inputs } from './inputs.js';

/** @param {string} html @param {(name: string) => string} read @param {(model: string) => boolean} has @returns {string} */
export const joinParts = (html, read, has) =>
  html.replace(/^( *)<article-part name="([a-z-]+)"(?: needs="([a-z -]+)")?><\/article-part>$/gm, (_, indent, name, needs = '') =>
    needs.split(' ').every((/** @type {string} */ model) => model === '' || has(model))
      ? read(name)
          .trimEnd()
          .replace(/^(?=.)/gm, indent)
      : '',
  );

/**
 * Numbers figures from 1 on, and the parts of each chapter, in their order: from 1 where the chapter's own number has the class "chapter", from 2
 * where it belongs to the first part.
 * @param {string} html @returns {string}
 */
export function closeUp(html) {
  const figures = [...html.matchAll(/<b>Figure (\d+)\.<\/b>/g)].map(([, number]) => number);
  const number = (/** @type {string} */ old) => (figures.includes(old) ? String(figures.indexOf(old) + 1) : old);
  let [chapter, part] = ['', 0];
  return html
    .replace(/(?<=<b>Figure )\d+(?=\.<\/b>)|(?<="figure-)\d+(?=["-])/g, number)
    .replace(/<span class="number( chapter)?">(\d+)(\.\d+)?(?=<\/span>)/g, (old, alone, now, more) => {
      part = now === chapter ? part + 1 : alone === undefined ? 1 : 0;
      chapter = now;
      return more === undefined ? old : `<span class="number">${now}.${part}`;
    });
}

/** Line ends and indentation are for those who write: every run of white space becomes one space. @param {string} html without <pre> */
export const withoutIndents = (html) => html.replace(/\s+/g, ' ');

/** @returns {import('vite').Plugin} */
export function regardArticle() {
  const folder = new URL('../article/', import.meta.url);
  const read = (/** @type {string} */ name) => readFileSync(new URL(`${name}.html`, folder), 'utf8');
  return {
    name: 'regard-article',
    configureServer: (server) => void server.watcher.add(folder.pathname),
    transformIndexHtml: { order: 'pre', handler: (html) => closeUp(joinParts(html, read, (model) => model in inputs.models)) },
  };
}

/** @returns {import('vite').Plugin} of the build alone */
export const regardIndents = () => ({ name: 'regard-indents', apply: 'build', transformIndexHtml: { order: 'post', handler: withoutIndents } });
