/**
 * The module 'virtual:regard-files': addresses of the WebAssembly builds, the models and the recording, with the length and SHA-256 of
 * each, so that the client can tell a damaged download. Vite gives the files hashed names and relative addresses.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkInputs, inputs } from './inputs.js';

const kName = 'virtual:regard-files';

/** @returns {import('vite').Plugin} */
export function regardFiles() {
  return {
    name: 'regard-files',
    resolveId: (id) => (id === kName ? `\0${kName}` : null),
    load(id) {
      if (id !== `\0${kName}`) return null;
      const lines = /** @type {string[]} */ ([]);
      /** @param {string} path */
      const address = (path) => {
        lines.push(`import url${lines.length} from ${JSON.stringify(`${path}?url`)};`);
        return `url${lines.length - 1}`;
      };
      /** @param {string} path @param {boolean} digest */
      const value = (path, digest) => {
        checkInputs([path]);
        this.addWatchFile(path);
        if (!digest) return address(path);
        const bytes = readFileSync(path);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return `{ url: ${address(path)}, bytes: ${bytes.length}, sha256: '${sha256}' }`;
      };
      /** @param {object} part @returns {string} */
      const literal = (part) =>
        `{ ${Object.entries(part)
          .map(([key, entry]) => `${JSON.stringify(key)}: ${typeof entry === 'string' ? value(entry, key !== 'glue') : literal(entry)}`)
          .join(', ')} }`;
      const text = `export const files = ${literal(inputs)};`;
      return `${lines.join('\n')}\n${text}\n`;
    },
  };
}
