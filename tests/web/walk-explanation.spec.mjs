/** The walk through "Is it an explanation?": guess, words, rankings, another row and its bound, by mouse and by keyboard. */
import { test, expect, open, control, scrubber, tabTo } from './support.mjs';

/** @param {import('@playwright/test').Page} page */
const chart = (page) => page.locator('#explanation .rank-slopes');
/** @param {import('@playwright/test').Page} page @param {string} value */
const bound = (page, value) => page.locator(`#explanation input[name="explain-bound"][value="${value}"]`);

test('by mouse: a guess, a French word, an English token, a looser bound, and a link back', async ({ page }) => {
  await open(page);
  await page.locator('#explanation-part').scrollIntoViewIfNeeded();
  await expect(chart(page)).toBeVisible();
  await page.locator('#predict-explanation input').first().check({ force: true });
  await expect(page.locator('#predict-explanation .answer')).toContainText('of the probability goes elsewhere');
  await page.locator('#explanation [data-row="target"] [data-index="7"]').click();
  await expect(scrubber(page, 'explanation')).toHaveValue('7');
  await expect(page.locator('#explanation .focus-reading')).toHaveText(/mat\s+gets the weight/);
  await expect(page.locator('#explanation .row-written')).toHaveCount(3);
  await chart(page).hover({ position: { x: 40, y: 30 + 34 * 3 + 10 } });
  await expect(page.locator('#explanation .focus-reading')).not.toHaveText(/^\s*mat\s/);
  await page.locator('#explanation .agreements').hover();
  await expect(page.locator('#explanation .focus-reading')).toHaveText(/mat\s+gets the weight/);
  await bound(page, '0.2').check({ force: true });
  await expect(page.locator('#explanation .row-written').nth(1)).toContainText('at most 0.2');
  await expect(page).toHaveURL(/explain=7&explain\.bound=0\.2/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#explanation-part').scrollIntoViewIfNeeded();
  await expect(other.locator('#explanation .row-written').nth(1)).toContainText('at most 0.2');
  await expect(scrubber(other, 'explanation')).toHaveValue('7');
  await expect(bound(other, '0.2')).toBeChecked();
  await other.close();
});

test('by keyboard: through the figure, and its questions answer', async ({ page }) => {
  await open(page);
  await page.locator('#explanation-part').scrollIntoViewIfNeeded();
  await expect(chart(page)).toBeVisible();
  await page.locator('#predict-explanation input').first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#predict-explanation .answer')).toContainText('of the probability goes elsewhere');
  await tabTo(page, '#explanation [data-row="target"] [data-index]');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(scrubber(page, 'explanation')).toHaveValue('0');
  await tabTo(page, '#explanation .rank-slopes');
  await page.keyboard.press('End');
  const last = await chart(page).getAttribute('aria-label');
  await page.keyboard.press('ArrowUp');
  await expect(chart(page)).not.toHaveAttribute('aria-label', last ?? '');
  await page.keyboard.press('ArrowRight');
  await expect(scrubber(page, 'explanation')).toHaveValue('1');
  await expect(page.locator('#explanation .row-written')).toHaveCount(3);
  await tabTo(page, '#explanation input[name="explain-bound"]');
  await page.keyboard.press('ArrowRight');
  await expect(bound(page, '0.2')).toBeChecked();
  await tabTo(page, '#explanation [data-action="play"]');
  await page.keyboard.press('Enter');
  await expect(control(page, 'explanation', 'play')).toHaveText(/Pause/);
  await expect.poll(async () => Number(await scrubber(page, 'explanation').inputValue())).toBeGreaterThan(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('#explanation .row-written')).toHaveCount(3);
  await tabTo(page, '#explanation .table-view summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#explanation .explanation-tables table')).toHaveCount(3);
  await page.locator('#check-explanation input[value="free"]').check({ force: true });
  await expect(page.locator('#check-explanation .answer')).toContainText('As you said.');
});
