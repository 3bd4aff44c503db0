/**
 * A small static server for the built site: what a plain host does, and nothing more.
 *   node serve.mjs [--root DIR] [--base /sub/path/] [--port N]      the first free port from N (8000) up, on 127.0.0.1
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const kHost = '127.0.0.1';
const kPortsTried = 100;

/** @type {Record<string, string>} */
const kTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.safetensors': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * The file that an address stands for; null when it names none, or would leave the root.
 * @param {string} root absolute @param {string} base begins and ends with a slash @param {string} address path and query as requested
 * @returns {string | null}
 */
export function fileOf(root, base, address) {
  let path;
  try {
    path = decodeURIComponent(address.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes('\0') || path.includes('\\')) return null;
  const inside = path.slice(base.length);
  const file = resolve(root, `./${inside.endsWith('/') || inside === '' ? `${inside}index.html` : inside}`);
  return file.startsWith(root + sep) ? file : null;
}

/**
 * Serves a folder. Rejects when no port is free.
 * @param {{ root: string, base?: string, port?: number }} options port 0 = any
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ root, base = '/', port = 8000 }) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    const address = request.url ?? '/';
    /** @param {number} status @param {Record<string, string>} [headers] */
    const refuse = (status, headers = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
      response.end(request.method === 'HEAD' ? '' : `${status}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
    if (`${address.replace(/[?#].*$/s, '')}/` === base) return refuse(308, { Location: base });
    const file = fileOf(folder, base, address);
    const found = file ? await stat(file).catch(() => null) : null;
    if (!file || !found?.isFile()) return refuse(404);
    response.writeHead(200, {
      'Content-Type': kTypes[extname(file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
  });
  for (let at = port; ; ++at) {
    try {
      await new Promise((done, fail) => server.once('error', fail).listen(at, kHost, () => done(server.off('error', fail))));
      break;
    } catch (error) {
      server.removeAllListeners('error');
      const taken = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
      if (!taken || at + 1 >= port + kPortsTried) throw error;
    }
  }
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://${kHost}:${bound.port}${base}`,
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { root: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) }, base: { type: 'string', default: '/' }, port: { type: 'string', default: '8000' } },
  });
  const base = `/${values.base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  const { url } = await serve({ root: values.root, base, port: Number(values.port) });
  console.log(`Serving ${values.root} at ${url}\nCtrl-C ends it.`);
}
