/** A headless Chromium with the page that holds the engines, served from this machine. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, normalize } from 'node:path';

const kTypes = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
const kFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Isolated from other origins, so that the page's clock steps by 5 microseconds and not by 100. */
const kHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};

/** @param {Record<string, string>} folders by the first part of the path */
async function serve(folders) {
  const server = createServer(async (request, response) => {
    const [, first, ...rest] = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)).split('/');
    const file = folders[first] && `${folders[first]}/${rest.join('/')}`;
    if (!file || !(await stat(file).catch(() => undefined))?.isFile()) return void response.writeHead(404, kHeaders).end();
    response.writeHead(200, {
      ...kHeaders,
      'Content-Type': kTypes[/** @type {keyof typeof kTypes} */ (extname(file))] ?? 'application/octet-stream',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return { server, origin: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}` };
}

/**
 * @param {{ chromium: string, bench: string, wasm: string, cases: string }} paths the browser, and the folders of this benchmark, our
 *   module and the cases
 * @param {(line: string) => void} say
 */
export async function startInChromium({ chromium: executablePath, ...folders }, say) {
  const { chromium } = await import('playwright-core');
  const { server, origin } = await serve(folders);
  const browser = await chromium.launch({ executablePath, args: kFlags });
  const page = await browser.newPage();
  page.on('console', (message) => say(message.text()));
  page.on('pageerror', (error) => say(`  the page failed: ${error.message}`));
  await page.goto(`${origin}/bench/page.html`);
  await page.waitForFunction('globalThis.regardMeasure', undefined, { timeout: 120_000 });
  return {
    version: browser.version(),
    /**
     * @param {import('../measure.mjs').Plan} plan @param {import('../measure.mjs').Effort} effort
     * @returns {Promise<import('../measure.mjs').Measured>}
     */
    measure: (plan, effort) =>
      page.evaluate(([p, e]) => /** @type {any} */ (globalThis).regardMeasure(p, e), /** @type {const} */ ([plan, effort])),
    async stop() {
      await browser.close();
      server.close();
    },
  };
}
