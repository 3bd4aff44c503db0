/** The walk through Figure 6, the gradient: words, tokens, weights, cells, averages, by mouse and by keyboard, and back by link. */
import { test, expect, open, control, scrubber, tabTo } from './support.mjs';

/** @param {import('@playwright/test').Page} page */
const chart = (page) => page.locator('#flow .gradient-chart');
/** @param {import('@playwright/test').Page} page @param {string} name @param {string} value */
const key = (page, name, value) => page.locator(`#flow input[name="flow-${name}"][value="${value}"]`);

test('by mouse: a French word, an English token, the weights before training, a cell, and a link back', async ({ page }) => {
  await open(page);
  await page.locator('#flow-part').scrollIntoViewIfNeeded();
  await expect(chart(page)).toBeVisible();
  await expect(page.locator('#flow .flow-question')).toHaveText(/How strongly does\s+sat\s+move\s+assis/);
  await page.locator('#flow [data-row="target"] [data-index="7"]').click();
  await expect(scrubber(page, 'flow')).toHaveValue('7');
  await expect(page.locator('#flow .flow-question')).toHaveText(/mat\s+move\s+tapis/);
  const box = await chart(page).boundingBox();
  if (!box) throw new Error('The chart has no place.');
  await page.mouse.move(box.x + 100, box.y + 80);
  await expect(page.locator('#flow .flow-question')).toHaveText(/The\s+move\s+tapis/);
  await page.mouse.move(box.x - 8, box.y - 8);
  await expect(page.locator('#flow .flow-question')).toHaveText(/mat\s+move\s+tapis/);
  await page.mouse.click(box.x + 100, box.y + 80);
  await page.mouse.move(box.x - 8, box.y - 8);
  await expect(page.locator('#flow .flow-question')).toHaveText(/The\s+move\s+tapis/);
  await key(page, 'weights', 'untrained').check({ force: true });
  await expect(page.locator('[data-quote="flow"]')).toContainText('Before training, tapis is moved most by');
  await key(page, 'cell', 'tanh').check({ force: true });
  await expect(page.locator('#flow .cell-reading')).toContainText('tanh, 5 seeds');
  await expect(page).toHaveURL(/flow=7&flow\.weights=untrained&flow\.cell=tanh/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#flow-part').scrollIntoViewIfNeeded();
  await expect(other.locator('[data-quote="flow"]')).toContainText('Before training, tapis is moved most by');
  await expect(scrubber(other, 'flow')).toHaveValue('7');
  await expect(key(other, 'weights', 'untrained')).toBeChecked();
  await expect(key(other, 'cell', 'tanh')).toBeChecked();
  await other.close();
});

test('by keyboard: through the figure, and its questions answer', async ({ page }) => {
  await open(page);
  await page.locator('#flow-part').scrollIntoViewIfNeeded();
  await expect(chart(page)).toBeVisible();
  await page.locator('#predict-flow input').first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#predict-flow .answer')).toContainText('Over 398 sentences');
  await tabTo(page, '#flow [data-row="target"] [data-index]');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(scrubber(page, 'flow')).toHaveValue('0');
  await tabTo(page, '#flow .gradient-chart');
  await page.keyboard.press('End');
  await expect(chart(page)).toHaveAttribute('aria-label', /moves “Le”\. “\.”, 0 steps from an end/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await expect(chart(page)).toHaveAttribute('aria-label', /moves “chat”\. “mat”, 1 step from an end/);
  await expect(scrubber(page, 'flow')).toHaveValue('1');
  await tabTo(page, '#flow [data-action="play"]');
  await page.keyboard.press('Enter');
  await expect(control(page, 'flow', 'play')).toHaveText(/Pause/);
  await expect.poll(async () => Number(await scrubber(page, 'flow').inputValue())).toBeGreaterThan(1);
  await page.keyboard.press('Enter');
  await tabTo(page, '#flow .line-chart');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#flow .point')).toContainText(/A, one reader, trained: \S+ at \d+ steps/);
  await tabTo(page, '#flow .table-view summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#flow .flow-tables table')).toHaveCount(3);
  await page.locator('#check-flow input[value="wiring"]').check({ force: true });
  await expect(page.locator('#check-flow .answer')).toContainText('As you said.');
});
