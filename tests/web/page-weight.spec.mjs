/** What the page weighs and what it fetches, and when: nothing before the reader is near to what needs it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { test, expect, open, siteAddress } from './support.mjs';

/** HTML, CSS, JavaScript and WebAssembly until the first figure works, as brotli sends them. */
const kMostBytes = 100_000;
/** A translation model, as brotli sends it. */
const kMostModelBytes = 2_200_000;
/** Made twice as wide to be compared with the others, and fetched when a reader chooses it; its size stands beside the choice. */
const kWide = 'en-fr-wide-model';
const kCode = /\.(html|css|js|wasm)$/;

const site = process.env.REGARD_DIST ?? fileURLToPath(new URL('../../web/dist', import.meta.url));
/** @param {string} path in the site's folder */
function brotli(path) {
  const bytes = readFileSync(`${site}/${path}`);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

/** Paths of the files that are asked for from now on. @param {import('@playwright/test').Page} page */
function paths(page) {
  const all = /** @type {Set<string>} */ (new Set());
  page.on('request', (request) => void all.add(request.url().slice(siteAddress().length).split(/[?#]/)[0] || 'index.html'));
  return all;
}
/** A file's name without folder and hash. @param {string} path */
const named = (path) => path.replace(/^assets\//, '').replace(/-[\w-]{8}(?=\.\w+$)/, '');
const kFigures = ['squeeze', 'left', 'length', 'flow', 'clock', 'attention', 'wire', 'beam', 'where', 'scores', 'fixed', 'hard', 'explanation'];
/** @param {Set<string>} all paths */
const figures = (all) => kFigures.filter((one) => [...all].some((path) => named(path) === `${one}.js`));
/** @param {Set<string>} all paths */
const weights = (all) => [...all].map(named).filter((name) => name.endsWith('.safetensors')).sort();

test('page weight: at most 100 KB of HTML, CSS, JavaScript and WebAssembly until the first figure works', async ({ page }) => {
  const all = paths(page);
  await open(page);
  const files = [...all].filter((path) => kCode.test(path)).map((path) => ({ path, bytes: brotli(path) }));
  const sum = files.reduce((bytes, one) => bytes + one.bytes, 0);
  const listed = files.sort((a, b) => b.bytes - a.bytes).map(({ path, bytes }) => `${path} ${bytes}`);
  console.log(`Page weight until the first figure works: ${sum} bytes by brotli: ${listed.join(', ')}.`);
  expect(files.some(({ path }) => path.endsWith('.wasm')), 'the binary is among them').toBe(true);
  expect(sum, `${sum} bytes by brotli, ${kMostBytes} are allowed: ${listed.join(', ')}`).toBeLessThanOrEqual(kMostBytes);
});

test('page weight: a translation model has at most 2.2 MB', () => {
  const models = readdirSync(`${site}/assets`).filter((name) => /^en-\w\w-[a-z-]+-model-/.test(name) && !name.startsWith(kWide));
  // Most need no compression, which takes seconds.
  const heavy = models
    .map((name) => ({ name, bytes: statSync(`${site}/assets/${name}`).size }))
    .map(({ name, bytes }) => ({ name, bytes: bytes > kMostModelBytes ? brotli(`assets/${name}`) : bytes }))
    .filter(({ bytes }) => bytes > kMostModelBytes);
  expect(models.length).toBeGreaterThan(2);
  expect(heavy.map(({ name, bytes }) => `${name} has ${bytes} bytes by brotli, ${kMostModelBytes} are allowed.`)).toEqual([]);
});

test('until the first figure works, nothing is fetched that only others need', async ({ page }) => {
  const all = paths(page);
  await open(page);
  expect(figures(all)).toEqual([]);
  expect(weights(all)).toEqual(['en-fr-attention-model.safetensors', 'en-fr-vector-model.safetensors']);
  expect([...all].filter((path) => /regard-|evidence|sentences|figures|ladder|where|recorded|answers/.test(path))).toEqual([]);
});

test('a figure is fetched when the reader comes near, and what lies far away is not', async ({ page }) => {
  const all = paths(page);
  await open(page);
  await page.locator('#clock-part').scrollIntoViewIfNeeded();
  await expect(page.locator('#clock [data-action="play"]')).toBeEnabled();
  expect(figures(all)).toContain('clock');
  for (const far of ['squeeze', 'wire', 'where', 'scores', 'hard', 'explanation']) expect(figures(all)).not.toContain(far);
});

test('a figure that has not been fetched is reached by Tab, which fetches it', async ({ page }) => {
  await open(page);
  await expect(page.locator('#where')).toHaveAttribute('tabindex', '0');
  await expect(page.locator('#where')).toHaveAccessibleName(/^Figure \d+/);
  await page.locator('#where').focus();
  await expect(page.locator('#where [data-action="play"]')).toBeEnabled();
  await expect(page.locator('#where')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('#where :focus')).toHaveCount(1);
});

test.describe('a script that does not arrive', () => {
  test.use({ provoked: /Failed to load resource/ });
  test('is said where its figure would stand', async ({ page }) => {
    await page.route('**/assets/flow-*.js', (route) => route.abort('internetdisconnected'));
    await open(page);
    await page.locator('#flow-part').scrollIntoViewIfNeeded();
    await expect(page.locator('#flow .failed')).toContainText('has not arrived');
    await page.unroute('**/assets/flow-*.js');
    await page.locator('#flow [data-action="reload"]').click();
    await page.locator('#flow-part').scrollIntoViewIfNeeded();
    await expect(page.locator('#flow [data-action="play"]')).toBeEnabled();
  });
});

test('a link leads to its part, whatever the figures above it become', async ({ page }) => {
  await open(page);
  await page.locator('nav a[href="#chapter-3"]').click();
  await expect(page.locator('#attention [data-action="play"]')).toBeEnabled();
  await expect(page.locator('#clock [data-action="play"]')).toBeAttached();
  await expect.poll(() => page.locator('#chapter-3').evaluate((part) => Math.abs(part.getBoundingClientRect().top))).toBeLessThan(60);
});
