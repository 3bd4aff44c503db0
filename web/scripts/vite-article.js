/** The article's parts lie in article/, one a figure: <article-part name="squeeze"></article-part> becomes article/squeeze.html. */
import { readFileSync } from 'node:fs';

/** @param {string} html @param {(name: string) => string} read @returns {string} */
export const joinParts = (html, read) =>
  html.replace(/^( *)<article-part name="([a-z-]+)"><\/article-part>$/gm, (_, indent, name) =>
    read(name)
      .trimEnd()
      .replace(/^(?=.)/gm, indent),
  );

/** @returns {import('vite').Plugin} */
export function regardArticle() {
  const folder = new URL('../article/', import.meta.url);
  return {
    name: 'regard-article',
    configureServer: (server) => void server.watcher.add(folder.pathname),
    transformIndexHtml: { order: 'pre', handler: (html) => joinParts(html, (name) => readFileSync(new URL(`${name}.html`, folder), 'utf8')) },
  };
}
