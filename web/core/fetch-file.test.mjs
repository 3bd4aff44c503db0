/** Every way a download goes wrong, by a server that makes it go wrong. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createDownload } from './download.js';
import { fetchFile } from './fetch-file.js';
import { sha256InScript } from './sha256-in-script.js';

const kBytes = randomBytes(50_000);
const kDigest = createHash('sha256').update(kBytes).digest('hex');
const kPatience = 250;

/**
 * Faults by name; each answers one request, `n` counting those for the same address from 0.
 * @type {Record<string, (response: import('node:http').ServerResponse, n: number) => void>}
 */
const kFaults = {
  fine: (response) => response.end(kBytes),
  'not-found': (response) => response.writeHead(404).end('nothing here'),
  'not-found-page': (response) => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<!doctype html>'),
  unavailable: (response) => response.writeHead(503).end(),
  'unavailable-once': (response, n) => (n === 0 ? response.writeHead(503).end() : response.end(kBytes)),
  reset: (response) => response.destroy(),
  'reset-once': (response, n) => (n === 0 ? response.destroy() : response.end(kBytes)),
  cut(response) {
    response.writeHead(200, { 'Content-Length': kBytes.length });
    response.write(kBytes.subarray(0, 20_000), () => setTimeout(() => response.destroy(), 20));
  },
  short: (response) => response.end(kBytes.subarray(0, -1)),
  long: (response) => response.end(Buffer.concat([kBytes, Buffer.from('extra')])),
  endless(response) {
    const timer = setInterval(() => response.write(kBytes), 5);
    response.on('close', () => clearInterval(timer));
  },
  flipped: (response) => response.end(flipped()),
  'flipped-once': (response, n) => response.end(n === 0 ? flipped() : kBytes),
  login: (response) => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Log in</title>'),
  redirected: (response) => response.writeHead(302, { Location: 'login' }).end(),
  silent: () => {},
  stall: (response) => response.write(kBytes.subarray(0, 1000)),
};

function flipped() {
  const bytes = Buffer.from(kBytes);
  bytes[12_345] = (bytes[12_345] ?? 0) ^ 4;
  return bytes;
}

/** @type {Map<string, number>} */
const requests = new Map();
const server = createServer((request, response) => {
  const name = String(request.url).slice(1);
  const n = requests.get(name) ?? 0;
  requests.set(name, n + 1);
  kFaults[name]?.(response, n);
});
let origin = '';

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** @param {string} name */
const entry = (name) => ({ url: `${origin}/${name}`, bytes: kBytes.length, sha256: kDigest });

/** @param {string} fault @param {string} code @param {number} attempts */
function fails(fault, code, attempts) {
  test(`${fault} is told as ${code} after ${attempts} request${attempts > 1 ? 's' : ''}`, async () => {
    requests.clear();
    await assert.rejects(fetchFile(entry(fault), { patience: kPatience }), (/** @type {any} */ error) => {
      assert.equal(error.name, 'Failure');
      assert.equal(error.code, code);
      assert.equal(error.about, 'engine');
      assert.match(error.message, /^[A-Z].*[.]$/);
      return true;
    });
    assert.equal(requests.get(fault), attempts);
  });
}

/** @param {string} fault @param {number} attempts */
function arrives(fault, attempts) {
  test(`${fault} arrives whole after ${attempts} request${attempts > 1 ? 's' : ''}`, async () => {
    requests.clear();
    let received = 0;
    const bytes = await fetchFile(entry(fault), { onProgress: (count) => (received = count) });
    assert.deepEqual(Buffer.from(bytes), kBytes);
    assert.equal(received, kBytes.length);
    assert.equal(requests.get(fault), attempts);
  });
}

arrives('fine', 1);
arrives('unavailable-once', 2);
arrives('reset-once', 2);
arrives('flipped-once', 2);
fails('not-found', 'missing', 1);
fails('not-found-page', 'missing', 1);
fails('unavailable', 'server', 2);
fails('reset', 'network', 2);
fails('cut', 'cut', 2);
fails('short', 'size', 2);
fails('long', 'size', 2);
fails('endless', 'size', 2);
fails('flipped', 'corrupt', 2);
fails('login', 'captive', 1);
fails('redirected', 'captive', 1);
fails('silent', 'stalled', 1);
fails('stall', 'stalled', 1);

test('nobody listening is told as network', async () => {
  await assert.rejects(fetchFile({ ...entry('fine'), url: 'http://127.0.0.1:9/' }), { code: 'network' });
});

test('an abort rejects with its own reason and asks no second time', async () => {
  requests.clear();
  const stop = new AbortController();
  const asked = fetchFile(entry('stall'), { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
  await assert.rejects(asked, { message: 'enough' });
  assert.equal(requests.get('stall'), 1);
});

test('another attempt fetches only what is missing', async () => {
  requests.clear();
  const download = createDownload((file, options) => fetchFile(file, { ...options, patience: kPatience }));
  const { signal } = new AbortController();
  /** @type {number[]} */
  const progress = [];
  await assert.rejects(
    download.all([entry('fine'), entry('stall')], signal, () => {}),
    { code: 'stalled' },
  );
  const [bytes] = await download.all([entry('fine')], signal, ({ received }) => progress.push(received));
  assert.deepEqual(Buffer.from(bytes ?? []), kBytes);
  assert.equal(requests.get('fine'), 1);
  assert.deepEqual(progress, [kBytes.length]);
});

test('SHA-256 in script agrees with the platform at every length around a block', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 4097]) {
    const bytes = randomBytes(length);
    assert.equal(sha256InScript(bytes), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});
