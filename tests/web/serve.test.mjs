/** The static server of the site: right types, a sub-path, and no way out of its folder. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../web/scripts/serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'regard-serve-'));
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;

/** Sends a path as it stands: fetch would tidy it first. @param {string} path @param {string} [method] @returns {Promise<{ status?: number, type?: string, location?: string, body: string }>} */
const get = (path, method = 'GET') =>
  new Promise((done, fail) => {
    request({ host: '127.0.0.1', port: new URL(site.url).port, path, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => (body += part));
      response.on('end', () => done({ status: response.statusCode, type: response.headers['content-type'], location: response.headers.location, body }));
    }).on('error', fail).end();
  });

before(async () => {
  mkdirSync(join(folder, 'site/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site/index.html'), '<title>here</title>');
  writeFileSync(join(folder, 'site/assets/core.wasm'), 'wasm');
  writeFileSync(join(folder, 'site/assets/core.mjs'), 'export {};');
  site = await serve({ root: join(folder, 'site'), base: '/a/b/', port: 8600 });
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

test('a folder answers with its index, also with a query', async () => {
  for (const path of ['/a/b/', '/a/b/?x=1', '/a/b/index.html']) {
    const { status, type, body } = await get(path);
    assert.deepEqual([status, type, body], [200, 'text/html; charset=utf-8', '<title>here</title>'], path);
  }
});

test('WebAssembly and modules have their types', async () => {
  assert.equal((await get('/a/b/assets/core.wasm')).type, 'application/wasm');
  assert.equal((await get('/a/b/assets/core.mjs')).type, 'text/javascript; charset=utf-8');
});

test('the sub-path without its slash is sent on', async () => {
  const { status, location } = await get('/a/b');
  assert.deepEqual([status, location], [308, '/a/b/']);
});

test('no address leaves the folder', async () => {
  const paths = ['/', '/a/', '/a/b/../../secret.txt', '/a/b/../secret.txt', '/a/b/..%2fsecret.txt', '/a/b/%2e%2e/secret.txt', '/a/b/..\\secret.txt', '/a/b/assets', '/a/b/none', '/a/b/%zz', '/a/b/%00'];
  for (const path of paths) {
    const { status, body } = await get(path);
    assert.equal(status, 404, path);
    assert.ok(!body.includes('secret'), path);
  }
});

test('only reading is allowed', async () => {
  assert.equal((await get('/a/b/', 'POST')).status, 405);
  const { status, body } = await get('/a/b/', 'HEAD');
  assert.deepEqual([status, body], [200, '']);
});

test('a taken port is passed over', async () => {
  const other = await serve({ root: join(folder, 'site'), port: Number(new URL(site.url).port) });
  assert.notEqual(new URL(other.url).port, new URL(site.url).port);
  await other.close();
});
