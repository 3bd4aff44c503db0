/**
 * How long a phone on a slow network waits for the built site (web/dist): until the text is painted, until the first figure takes a sentence,
 * and until both translators have written. Chromium under the settings of Lighthouse's mobile preset: 150 ms of round trip, 1.6 Mbit/s down,
 * 750 kbit/s up, a processor four times slower, 412 by 823 pixels. Files are sent as a usual host sends them, by brotli where that helps.
 *   node tests/bench/first-figure.mjs [--rounds N]
 * Chromium slows the page's own thread alone: what the worker computes runs at full speed here, so its time is printed as well.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

const kNetwork = { offline: false, latency: 150, downloadThroughput: (1.6 * 1e6) / 8, uploadThroughput: (750 * 1e3) / 8 };
const kSlowdown = 4;
const kScreen = { width: 412, height: 823 };
const kPatience = 180_000;
const kTypes = /** @type {Record<string, string>} */ ({
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
});

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('@playwright/test');
const root = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/** @type {Map<string, { body: Buffer, headers: Record<string, string> }>} */
const sent = new Map();
/** @param {string} path */
function answer(path) {
  const known = sent.get(path);
  if (known) return known;
  const bytes = readFileSync(root + path);
  const type = path.split('.').at(-1) ?? '';
  const small = path.endsWith('.safetensors') ? bytes : brotliCompressSync(bytes);
  const helps = small.length < bytes.length * 0.9;
  const one = {
    body: helps ? small : bytes,
    headers: { 'content-type': kTypes[type] ?? 'application/octet-stream', ...(helps ? { 'content-encoding': 'br' } : {}) },
  };
  sent.set(path, one);
  return one;
}
let bytes = 0;
const server = createServer((request, response) => {
  try {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '').slice(1) || 'index.html';
    const { body, headers } = answer(path.replaceAll('..', ''));
    bytes += body.length;
    response.writeHead(200, { ...headers, 'content-length': String(body.length) }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
const address = /** @type {import('node:net').AddressInfo} */ (server.address());
const site = `http://127.0.0.1:${address.port}/`;

const browser = await chromium.launch({
  executablePath: process.env['REGARD_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});

/** Milliseconds from the beginning of the navigation, with an empty cache. */
async function visit() {
  const context = await browser.newContext({ viewport: kScreen, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', kNetwork);
  await session.send('Emulation.setCPUThrottlingRate', { rate: kSlowdown });
  bytes = 0;
  await page.goto(site, { waitUntil: 'commit' });
  /** When the page first has a match, looked for once a frame. @param {string} wanted */
  const when = (wanted) =>
    page
      .waitForFunction((selector) => document.querySelector(selector) && performance.now(), wanted, { timeout: kPatience, polling: 'raf' })
      .then((/** @type {any} */ found) => found.jsonValue());
  const [interactive, translated] = await Promise.all([when('#sentence:enabled'), when('[data-translation="attention"]:not(:empty)')]);
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  const loaded = await page.evaluate(() =>
    Math.max(...performance.getEntriesByType('resource').map((one) => /** @type {PerformanceResourceTiming} */ (one).responseEnd)),
  );
  const transferred = bytes;
  await context.close();
  return { painted, interactive, loaded, translated, transferred };
}

/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
try {
  await visit();
  const visits = [];
  for (let k = 0; k < Number(values.rounds); ++k) visits.push(await visit());
  const row = (/** @type {string} */ name, /** @type {keyof typeof visits[number]} */ key) => {
    const times = visits.map((one) => one[key] / 1000);
    console.log(`${name.padEnd(46)} ${median(times).toFixed(2)} s   (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)})`);
  };
  console.log(`Lighthouse's mobile preset, ${visits.length} visits with an empty cache; median (least to most)`);
  row('first contentful paint', 'painted');
  row('first interactive figure: it takes a sentence', 'interactive');
  row('both models are there', 'loaded');
  row('first live translation', 'translated');
  console.log(`bytes sent until then                          ${(median(visits.map(({ transferred }) => transferred)) / 1000).toFixed(0)} KB`);
} finally {
  await browser.close();
  server.close();
}
