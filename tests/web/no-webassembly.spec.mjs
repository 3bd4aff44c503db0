/** A browser without WebAssembly, and one without scripts. */
import { test, expect, shows, translation, control, siteAddress, kOpening } from './support.mjs';

test.use({
  launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--js-flags=--jitless'] }),
});

test('without WebAssembly recorded traces are shown, and called recorded', async ({ page }) => {
  await page.goto(siteAddress());
  await expect(page.locator('[data-engine="recorded"]')).toContainText('Recorded.');
  await shows(page, kOpening);
  await expect(translation(page, 'attention')).toHaveText("Le chat s'est assis sur le tapis.");
  await expect(page.locator('#sentence')).toBeDisabled();
  await control(page, 'two-translators', 'start').click();
  await control(page, 'two-translators', 'next').click();
  await page.locator('#chooser .ladder input:enabled').nth(1).check({ force: true });
  await shows(page, 'The cat sat on the mat and the dog slept under the table.');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('the article is there, and says which places need scripts', async ({ page }) => {
    await page.goto(siteAddress());
    await expect(page.locator('h1')).toHaveText('Why attention?');
    await expect(page.locator('.needs-scripts').first()).toBeVisible();
    await expect(page.locator('math').first()).toBeVisible();
  });
});
