/** The reader's walk through "What is left": positions, words, the chart, the rebuilt sentence, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const kLazy = 'The lazy cow crossed the road.';
const question = (/** @type {Page} */ page) => page.locator('#left .left-question');
const view = (/** @type {Page} */ page, /** @type {string} */ value) => page.locator(`#left input[name="left-view"][value="${value}"]`);

/** Scrolls to the figure and waits until C and the states have answered. @param {Page} page */
async function asked(page) {
  await page.locator('#left').scrollIntoViewIfNeeded();
  await expect(page.locator('#left .likeliest.states li').first()).toBeVisible({ timeout: 60_000 });
}

test('by mouse: positions, a word, a point of the chart, the rebuilt sentence and back', async ({ page }) => {
  await open(page);
  await asked(page);
  const slider = scrubber(page, 'left');
  await control(page, 'left', 'start').click();
  await expect(slider).toHaveValue('1');
  await expect(question(page)).toContainText('position 1?');
  await expect(page.locator('#left .likeliest.vector .chosen')).toContainText('The');
  await control(page, 'left', 'next').click();
  await expect(page).toHaveURL(/left=2/);

  const word = page.locator('#left .probe-bars [data-index="3"]');
  await word.hover();
  await expect(question(page)).toContainText('position 4?');
  await page.mouse.move(2, 2);
  await expect(question(page)).toContainText('position 2?');
  await word.click();
  await expect(slider).toHaveValue('4');

  const chart = page.locator('#left-part .line-chart.choosable');
  await chart.scrollIntoViewIfNeeded();
  const first = await chart.locator('g.vector .dot').first().boundingBox();
  if (!first) throw new Error('The point has no place.');
  await page.mouse.click(first.x + first.width / 2, first.y + first.height / 2);
  await expect(slider).toHaveValue('1');

  await view(page, 'rebuild').check({ force: true });
  await expect(page.locator('#left .word-row.out')).toContainText('cat', { timeout: 60_000 });
  await expect(page).toHaveURL(/left\.view=rebuild/);
  await expect(page.locator('[data-quote="left"]')).toContainText('Given C and nothing else');
  const given = page.locator('#left .word-row button');
  await given.nth(2).click();
  await expect(given.nth(2)).toHaveAttribute('aria-pressed', 'true');
  await expect(slider).toHaveValue('3');
  await view(page, 'probe').check({ force: true });
  await expect(question(page)).toContainText('position 3?');
  await expect(page).not.toHaveURL(/left\.view/);
});

test('by mouse: the ladder makes words fade', async ({ page }) => {
  await open(page);
  await asked(page);
  const right = page.locator('#left .probe-bars .vector .right');
  await expect(right).toHaveCount(7);
  await page.locator('#left .ladder input').nth(2).check({ force: true });
  await expect(page.locator('#left .probe-bars [data-index="19"]')).toBeAttached({ timeout: 30_000 });
  await expect(page.locator('#left .left-body').first()).not.toHaveClass(/stale/);
  expect(await right.count()).toBeLessThan(20);
  await expect(page.locator('#left .probe-bars .states .right')).toHaveCount(20);
});

test('by keyboard: prediction, words, symbols, scrubber, rebuilt words, table, check', async ({ page }) => {
  await open(page);
  await asked(page);
  await page.locator('#predict-left input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-left .answer')).toContainText(/As you said|Not quite/);
  await tabTo(page, '#left .symbols button');
  await expect(page.locator('#left .left').first()).toHaveAttribute('data-lit', 'vector');
  await tabTo(page, '#left .probe-bars [data-index]');
  await page.keyboard.press('Home');
  await expect(question(page)).toContainText('position 1?');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(scrubber(page, 'left')).toHaveValue('2');
  await tabTo(page, '#left input[type="range"]');
  await page.keyboard.press('End');
  await expect(question(page)).toContainText('position 7?');
  await page.locator('#left .line-chart.choosable').focus();
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'left')).toHaveValue('1');
  await view(page, 'probe').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#left .word-row.out')).toContainText('cat', { timeout: 60_000 });
  await tabTo(page, '#left .word-row button');
  await page.keyboard.press('End');
  await expect(question(page)).toContainText('mat.');
  await page.keyboard.press('Enter');
  await expect(scrubber(page, 'left')).toHaveValue('6');
  await tabTo(page, '#left .table-view summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#left table')).toBeVisible();
  await page.locator('#check-left input').nth(1).focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#check-left .answer')).toContainText('As you said');
});

test('a link brings back the view, the position and the sentence; positions beyond the probe are said to be unasked', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=${encodeURIComponent(kLazy)}&left=4&left.view=rebuild`);
  await shows(page, kLazy);
  await page.locator('#left').scrollIntoViewIfNeeded();
  await expect(page.locator('#left .word-row button[aria-pressed="true"]')).toContainText('crossed', { timeout: 60_000 });
  await expect(view(page, 'rebuild')).toBeChecked();
  await expect(scrubber(page, 'left')).toHaveValue('4');
  await view(page, 'probe').check({ force: true });
  await asked(page);
  await page.locator('#left .ladder input').last().check({ force: true });
  await expect(page.locator('#left .left-note')).toContainText('positions 1 to 40', { timeout: 30_000 });
  await expect(scrubber(page, 'left')).toHaveAttribute('max', '40');
});
