/** The reader's walk through "Learnable and fixed": three translators, their own words and B's, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Scrolls to the figure and waits until all three have written. @param {Page} page */
async function drawn(page) {
  test.skip((await page.locator('#fixed').count()) === 0, 'The site does not have its models yet.');
  await page.locator('#fixed').scrollIntoViewIfNeeded();
  await expect(page.locator('#fixed .alpha-panel')).toHaveCount(3, { timeout: 90_000 });
  await expect(page.locator('#fixed :is(.waiting, .stale)')).toHaveCount(0);
}
const panel = (/** @type {Page} */ page, /** @type {number} */ k) => page.locator('#fixed .alpha-panel').nth(k);

test('by mouse: each its own translation, B’s forced on all, a word, a cell', async ({ page }) => {
  await open(page);
  await drawn(page);
  await expect(panel(page, 2).locator('q')).toContainText('Le chat');
  await expect(page.locator('#fixed [data-model]')).toHaveCount(3);
  await page.locator('#fixed input[name="fixed-view"][value="same"]').check({ force: true });
  await expect(page).toHaveURL(/fixed\.view=same/);
  await page.locator('#fixed .given-words li').nth(1).click();
  await expect(scrubber(page, 'fixed')).toHaveValue('1');
  for (let k = 0; k < 3; ++k) await expect(panel(page, k).locator('.panel-reads')).toContainText(/chat gets [^;]+;\s+cat weighs/);
  await expect(panel(page, 0).locator('.panel-reads')).toContainText('weighs 0.14');
  await control(page, 'fixed', 'end').click();
  await expect(panel(page, 2).locator('.panel-reads')).toContainText('the end');
  await page.locator('#predict-fixed input').first().check({ force: true });
  await expect(page.locator('#predict-fixed .answer')).toContainText(/As you said|Not quite|not been measured/);
});

test('by keyboard: a matrix, the scrubber, the table, the check', async ({ page }) => {
  await open(page);
  await drawn(page);
  await page.locator('#fixed input[name="fixed-view"]').first().focus();
  await page.keyboard.press('ArrowRight');
  await tabTo(page, '#fixed .heat-map');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'fixed')).toHaveValue('0');
  await page.keyboard.press('ArrowDown');
  await expect(scrubber(page, 'fixed')).toHaveValue('1');
  await tabTo(page, '#fixed input[type="range"]');
  await page.keyboard.press('End');
  await expect(panel(page, 2).locator('.panel-reads')).toContainText('the end');
  await tabTo(page, '#fixed summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#fixed .table-view table').first()).toBeVisible();
  await page.locator('#check-fixed input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#check-fixed .answer')).toContainText('As you said');
});

test('a link brings back the sentence, the view and the word', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=The+dog+is+asleep.&fixed=1&fixed.view=same`);
  await shows(page, 'The dog is asleep.');
  await drawn(page);
  await expect(scrubber(page, 'fixed')).toHaveValue('1');
  await expect(page.locator('#fixed input[name="fixed-view"][value="same"]')).toBeChecked();
});
