/** The reader's walk through "Soft and hard": the ways to look, draws, estimates, nets that learn, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Scrolls to the figure and waits until the estimates are there. @param {Page} page */
async function computed(page) {
  await page.locator('#hard').scrollIntoViewIfNeeded();
  await expect(page.locator('#hard .gradient-cloud').first()).toBeVisible({ timeout: 60_000 });
}
const tallied = (/** @type {Page} */ page) => page.locator('#hard .hard-tally');
const readout = (/** @type {Page} */ page) => page.locator('#hard .hard-readout');

test('by mouse: each way to look, draws, temperature, the mean on its way, nets that learn', async ({ page }) => {
  await open(page);
  await computed(page);
  await expect(page.locator('#hard .hard-ways .chosen')).toContainText('Soft');
  await expect(tallied(page)).toContainText('1 draw at temperature 1: 1 translation.');
  await page.locator('#hard input[value="drawn"]').check({ force: true });
  await expect(page.locator('#hard .hard-ways .chosen')).toContainText('Drawn');
  await page.locator('#hard [data-action="draw"]').click();
  await expect(tallied(page)).toContainText('2 draws');
  await page.locator('#hard [data-action="draw-ten"]').click();
  await expect(tallied(page)).toContainText('12 draws');
  await expect(page).toHaveURL(/hard\.draws=12/);
  await page.locator('#hard input[name="hard-temperature"][value="4"]').check({ force: true });
  await expect(tallied(page)).toContainText('at temperature 4', { timeout: 20_000 });
  await page.locator('#hard [data-action="draw-first"]').click();
  await expect(tallied(page)).toContainText('1 draw at');

  await page.locator('#hard input[name="hard-scale"][value="own"]').check({ force: true });
  await expect(page).toHaveURL(/hard\.scale=own/);
  await control(page, 'hard', 'start').click();
  await expect(readout(page)).toContainText('Mean of 1 estimate:');
  await control(page, 'hard', 'end').click();
  await expect(readout(page)).toContainText('Mean of 1,000 estimates:');
  await page.locator('#predict-hard input').first().check({ force: true });
  await expect(page.locator('#predict-hard .answer')).toContainText(/As you said|Not quite/);
  await expect(page.locator('#hard .hard-learning')).toContainText('30 nets of 879 parameters', { timeout: 150_000 });
  await expect(page.locator('[data-quote="hard-learning"]')).toContainText('of 10');
});

test('by keyboard: ways, draws, the chart of means, scrubber, check, table', async ({ page }) => {
  await open(page);
  await computed(page);
  await page.locator('#hard input[name="hard-look"]').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#hard .hard-ways .chosen')).toContainText('Drawn');
  await tabTo(page, '#hard [data-action="draw"]');
  await page.keyboard.press('Enter');
  await expect(tallied(page)).toContainText('2 draws');
  await tabTo(page, '#hard .hard-training .line-chart');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'hard')).toHaveValue('0');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber(page, 'hard')).toHaveValue('1');
  await tabTo(page, '#hard input[type="range"]');
  await page.keyboard.press('End');
  await expect(scrubber(page, 'hard')).toHaveValue('30');
  await tabTo(page, '#hard summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#hard table').first()).toBeVisible();
  await page.locator('#check-hard input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#check-hard .answer')).toContainText('As you said');
});

test('a link brings back the way, the draws, the temperature and the moment', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=The+dog+is+asleep.&hard=10&hard.look=drawn&hard.temperature=2&hard.draws=4`);
  await shows(page, 'The dog is asleep.');
  await computed(page);
  await expect(tallied(page)).toContainText('4 draws at temperature 2');
  await expect(scrubber(page, 'hard')).toHaveValue('10');
  await expect(readout(page)).toContainText('Mean of 10 estimates:');
});
