/** A browser without SIMD for WebAssembly. */
import { test, expect, open, translation } from './support.mjs';

test.use({
  launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--js-flags=--no-enable-sse4-1'] }),
});

test('without SIMD the scalar binary is loaded, said, and translates the same', async ({ page }) => {
  const binaries = /** @type {string[]} */ ([]);
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) binaries.push(request.url());
  });
  await open(page);
  await expect(page.locator('[data-engine="note"]')).toContainText('lacks SIMD');
  expect(binaries).toHaveLength(1);
  expect(binaries[0]).toContain('scalar');
  await expect(translation(page, 'attention')).toHaveText("Le chat s'est assis sur le tapis.");
});
