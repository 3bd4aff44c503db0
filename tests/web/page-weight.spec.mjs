/** What the page fetches, and when: nothing before the reader is near to what needs it. */
import { test, expect, open, siteAddress } from './support.mjs';

/** Names of the files that are asked for from now on, without their hashes. @param {import('@playwright/test').Page} page */
function asked(page) {
  const names = /** @type {Set<string>} */ (new Set());
  page.on('request', (request) => {
    const name = request.url().slice(siteAddress().length).split(/[?#]/)[0] || 'index.html';
    names.add(name.replace(/^assets\//, '').replace(/-[\w-]{8}(?=\.\w+$)/, ''));
  });
  return names;
}
const kFigures = ['squeeze', 'left', 'length', 'flow', 'clock', 'attention', 'wire', 'beam', 'where', 'scores', 'fixed', 'hard', 'explanation'];
/** @param {Set<string>} names */
const figures = (names) => kFigures.filter((one) => names.has(`${one}.js`));
/** @param {Set<string>} names */
const weights = (names) => [...names].filter((name) => name.endsWith('.safetensors')).sort();

test('until the first figure works, nothing is fetched that only others need', async ({ page }) => {
  const names = asked(page);
  await open(page);
  expect(figures(names)).toEqual([]);
  expect(weights(names)).toEqual(['en-fr-attention-model.safetensors', 'en-fr-vector-model.safetensors']);
  expect([...names].filter((name) => /evidence|sentences|figures|ladder|where|recorded/.test(name))).toEqual([]);
});

test('a figure is fetched when the reader comes near, and what lies far away is not', async ({ page }) => {
  const names = asked(page);
  await open(page);
  await page.locator('#clock-part').scrollIntoViewIfNeeded();
  await expect(page.locator('#clock [data-action="play"]')).toBeEnabled();
  expect(figures(names)).toContain('clock');
  for (const far of ['squeeze', 'wire', 'where', 'scores', 'hard', 'explanation']) expect(figures(names)).not.toContain(far);
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
