/** Builds the page into dist/: relative addresses, hashed names, nothing inline. */
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { regardArticle, regardIndents } from './scripts/vite-article.js';
import { regardEvidence } from './scripts/vite-evidence.js';
import { regardFiles } from './scripts/vite-files.js';
import { regardMath } from './scripts/vite-math.js';
import { regardResults } from './scripts/vite-results.js';
import { regardSentences } from './scripts/vite-sentences.js';

/** Files of models carry the model's name; glue is served as .js, which every host knows. @param {readonly string[]} originals */
function assetName([original = '']) {
  const folder = basename(dirname(original));
  const prefix = /^(en-(fr|en)-|wasm)/.test(folder) ? `${folder}-` : '';
  return `assets/${prefix}[name]-[hash]${original.endsWith('.mjs') ? '.js' : '[extname]'}`;
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [regardArticle(), regardFiles(), regardEvidence(), regardSentences(), regardMath(), regardResults(), regardIndents()],
  worker: { format: 'es' },
  server: { fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { assetFileNames: (asset) => assetName(asset.originalFileNames) } },
  },
});
