/** The reader's walk through "The cat on the mat": rungs, ladders, places and the sentence, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Scrolls to the figure and waits until its ladder has been climbed. @param {Page} page */
async function climbed(page) {
  await page.locator('#where').scrollIntoViewIfNeeded();
  await expect(page.locator('#where .where-growing')).toBeVisible({ timeout: 90_000 });
}
const readout = (/** @type {Page} */ page) => page.locator('#where .where-readout');
const asked = (/** @type {Page} */ page) => page.locator('#where .where-ladder h3');

test('by mouse: rungs, a chart’s point, another ladder, a place, a rung as the page’s sentence', async ({ page }) => {
  await open(page);
  await climbed(page);
  const slider = scrubber(page, 'where');
  await control(page, 'where', 'start').click();
  await expect(readout(page)).toContainText('6 words.');
  await expect(readout(page)).toContainText('mat');
  await control(page, 'where', 'next').click();
  await expect(readout(page)).toContainText('13 words.');
  const chart = page.locator('#where .where-ladder .line-chart').first();
  const last = await chart.locator('g.vector .dot').nth(7).boundingBox();
  if (!last) throw new Error('The point has no place.');
  await page.mouse.click(last.x + last.width / 2, last.y + last.height / 2);
  await expect(slider).toHaveValue('7');
  await expect(readout(page)).toContainText('42 words.');

  const sofa = page.locator('#where .place-bars.vector button').nth(1);
  await sofa.click();
  await expect(sofa).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.move(2, 2);
  await expect(page.locator('#where .formulas')).toContainText(`${await sofa.getAttribute('data-place')}`);

  await page.locator('#where [data-action="ladder-next"]').click();
  await expect(asked(page)).toContainText('Where did the girl sit?');
  await expect(page).toHaveURL(/where\.ladder=2/);
  await page.locator('#where [data-action="ladder-before"]').click();
  await expect(asked(page)).toContainText('Where did the cat sit?');
  await expect(page).not.toHaveURL(/where\.ladder/);

  await control(page, 'where', 'start').click();
  await control(page, 'where', 'next').click();
  await page.locator('#where [data-action="take"]').click();
  await shows(page, 'The cat sat on the mat and the dog slept under the table.');
  await expect(slider).toHaveValue('1');
  await expect(page.locator('#where [data-action="take"]')).toHaveAttribute('aria-disabled', 'true');
});

test('by keyboard: prediction, places, ladder number, chart, scrubber, table', async ({ page }) => {
  await open(page);
  await climbed(page);
  await page.locator('#predict-where input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-where .answer')).toContainText(/As you said|Not quite/);
  await tabTo(page, '#where .place-bars.vector button');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('#where .place-bars.vector button').nth(1)).toHaveAttribute('aria-pressed', 'true');
  await tabTo(page, '#where .ladder-number input');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('34');
  await page.keyboard.press('Enter');
  await expect(asked(page)).toContainText('Where did the boy sit?', { timeout: 20_000 });
  await tabTo(page, '#where .where-ladder .line-chart');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'where')).toHaveValue('0');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber(page, 'where')).toHaveValue('1');
  await tabTo(page, '#where input[type="range"]');
  await page.keyboard.press('End');
  await expect(scrubber(page, 'where')).toHaveValue('7');
  await tabTo(page, '#where summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#where table').first()).toBeVisible();
});

test('a link brings back the ladder, the rung and the sentence; a sentence without “sat” is said to be outside', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=Hello.&where=3&where.ladder=4`);
  await shows(page, 'Hello.');
  await climbed(page);
  await expect(asked(page)).toContainText('Where did the bird sit?');
  await expect(scrubber(page, 'where')).toHaveValue('3');
  await expect(page.locator('#where .ladder-number input')).toHaveValue('4');
  await expect(page.locator('#where .where-sense')).toContainText('Outside of what the probe was trained on');
  await expect(page.locator('#where .place-bars button')).toHaveCount(10);
});
