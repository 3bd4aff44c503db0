/** The reader's walk through the scoring functions: the same translation, each its own, the difference of two, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Scrolls to the figure and waits until all translators have written. @param {Page} page @returns {Promise<number>} how many there are */
async function drawn(page) {
  test.skip((await page.locator('#scores').count()) === 0, 'The site does not have its models yet.');
  await page.locator('#scores').scrollIntoViewIfNeeded();
  await expect(page.locator('#scores .score-costs')).toBeVisible({ timeout: 90_000 });
  await expect(page.locator('#scores :is(.waiting, .stale)')).toHaveCount(0, { timeout: 60_000 });
  return page.locator('#scores .alpha-panel').count();
}
const panel = (/** @type {Page} */ page, /** @type {number} */ k) => page.locator('#scores .alpha-panel').nth(k);
const chooses = (/** @type {Page} */ page, /** @type {string} */ value) => page.locator(`#scores input[name="scores-view"][value="${value}"]`).check({ force: true });

test('by mouse: rows beside rows, each its own translation, a cell, the costs', async ({ page }) => {
  await open(page);
  const count = await drawn(page);
  await expect(panel(page, 0)).toContainText('additive');
  await expect(page.locator('#scores .score-formulas li')).toHaveCount(count);
  await expect(page.locator('#scores [data-score="additive"]')).toContainText('65,664');
  await expect(page.locator('#scores [data-score]')).toHaveCount(count);
  const frame = await panel(page, 0).locator('.frame').boundingBox();
  if (!frame) throw new Error('The matrix has no place.');
  await page.mouse.click(frame.x + frame.width * (1.5 / 7), frame.y + frame.height * 0.15);
  await expect(scrubber(page, 'scores')).toHaveValue('1');
  for (let k = 0; k < count; ++k) await expect(panel(page, k).locator('.panel-reads')).toContainText('cat weighs');
  await control(page, 'scores', 'start').click();
  await expect(scrubber(page, 'scores')).toHaveValue('0');
  await chooses(page, 'own');
  await expect(panel(page, 0).locator('q')).toContainText('Le chat');
  await expect(page).toHaveURL(/scores\.view=own/);
  await page.locator('#check-scores input').first().check({ force: true });
  await expect(page.locator('#check-scores .answer')).toContainText('As you said');
});

test('by keyboard: a matrix, the scrubber, the table, the question', async ({ page }) => {
  await open(page);
  await drawn(page);
  await page.locator('#scores input[name="scores-view"]').first().focus();
  await tabTo(page, '#scores .heat-map');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'scores')).toHaveValue('0');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber(page, 'scores')).toHaveValue('1');
  await expect(panel(page, 0).locator('.panel-reads')).toContainText('cat weighs');
  await tabTo(page, '#scores input[type="range"]');
  await page.keyboard.press('End');
  await expect(panel(page, 0).locator('.panel-reads')).toContainText('the end');
  await tabTo(page, '#scores summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#scores .table-view table').first()).toBeVisible();
  await page.locator('#predict-scores input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-scores .answer')).toContainText(/As you said|Not quite|not been measured/);
});

test('a link brings back the difference of two', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=The+dog+is+asleep.&scores=1&scores.view=difference`);
  await shows(page, 'The dog is asleep.');
  await drawn(page);
  await expect(page.locator('#scores .alpha-panel')).toHaveCount(3, { timeout: 60_000 });
  await expect(scrubber(page, 'scores')).toHaveValue('1');
  await expect(panel(page, 2).locator('h3')).toHaveText('additive − dot');
  await expect(panel(page, 2)).toContainText('the wiring differs, too');
  await expect(panel(page, 2).locator('.panel-reads')).toContainText(/of this row .+ of the weight lies elsewhere/);
  await expect(page.locator('#scores input[name="scores-second"][value="additive"]')).toBeDisabled();
});
