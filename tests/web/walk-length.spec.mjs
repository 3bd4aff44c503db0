/** Quality against length: points by mouse and by keyboard, a measurement on this device, a link. */
import { test, expect, open, control, scrubber, tabTo } from './support.mjs';

/** @param {import('./support.mjs').Page} page */
const figure = (page) => page.locator('#length');
/** @param {import('./support.mjs').Page} page @param {string} name @param {string} value */
const key = (page, name, value) => figure(page).locator(`input[name="${name}"][value="${value}"]`);

/** @param {import('./support.mjs').Page} page */
async function drawn(page) {
  await figure(page).scrollIntoViewIfNeeded();
  await expect(figure(page).locator('.length-panels')).toBeVisible({ timeout: 20000 });
  await expect(figure(page).locator('.length-sample')).toHaveAttribute('aria-busy', 'false', { timeout: 20000 });
}

test('by mouse: a point shows its text, and another line its own translation', async ({ page }) => {
  await open(page);
  await drawn(page);
  await expect(scrubber(page, 'length')).toHaveValue('6');
  const shown = figure(page).locator('.length-samples .shown');
  await expect(shown.locator('[data-translation-of="vector"] dd')).not.toBeEmpty();
  // The second mark of B's line, from the chart itself.
  const mark = figure(page).locator('.line-chart.choosable').first().locator('g.attention .dot').nth(1);
  await mark.click();
  await expect(scrubber(page, 'length')).toHaveValue('2');
  await expect(key(page, 'length-line', 'attention')).toBeChecked();
  await expect(page).toHaveURL(/length=2/);
  await key(page, 'length-line', 'reversed').check({ force: true });
  await drawn(page);
  await expect(shown.locator('[data-translation-of="reversed"] dd')).not.toBeEmpty();
  const before = await shown.locator('[lang="en"]').textContent();
  await figure(page).locator('[data-action="another"]').click();
  await expect(shown.locator('[lang="en"]')).not.toHaveText(before ?? '');
  await control(page, 'length', 'end').click();
  await expect(shown).toContainText('60 tokens');
  await expect(figure(page).locator('[data-action="measure"]')).toBeDisabled();
});

test('measured here: ten sentences land on the plot, and fifty can be cancelled', async ({ page }) => {
  await open(page, { hash: '#length=1' });
  await drawn(page);
  await key(page, 'length-count', '10').check({ force: true });
  await figure(page).locator('[data-action="measure"]').click();
  await expect(figure(page).locator('.measure-status')).toContainText('On your device, 10 of our sentences', { timeout: 20000 });
  await expect(figure(page).locator('.loose')).toHaveCount(4);
  await key(page, 'length-count', '50').check({ force: true });
  await figure(page).locator('[data-action="measure"]').click();
  await expect(figure(page).locator('.measure-status progress')).toBeVisible();
  await figure(page).locator('[data-action="cancel-measure"]').click();
  await expect(figure(page).locator('.measure-status')).toContainText('cancelled');
  await expect(figure(page).locator('.loose')).toHaveCount(4);
});

test('by keyboard: along a line, to another, to single sentences; and a link brings it back', async ({ page }) => {
  await open(page);
  await drawn(page);
  const chart = figure(page).locator('.line-chart.choosable').first();
  await page.locator('#predict-length input').first().focus();
  await tabTo(page, '#length .line-chart.choosable');
  await page.keyboard.press('ArrowLeft');
  await expect(scrubber(page, 'length')).toHaveValue('5');
  await page.keyboard.press('ArrowUp');
  await expect(key(page, 'length-line', 'reversed')).toBeChecked();
  await expect(chart).toHaveAttribute('aria-label', /the reversed reader, at 32 words/);
  await key(page, 'length-view', 'joined').focus();
  await page.keyboard.press('ArrowRight');
  await expect(key(page, 'length-view', 'single')).toBeChecked();
  await drawn(page);
  await tabTo(page, '#length input[type="range"]');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'length')).toHaveValue('1');
  await expect(page).toHaveURL(/length=1.*length\.view=single.*length\.line=reversed|length=1.*length\.line=reversed.*length\.view=single/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await drawn(other);
  await expect(key(other, 'length-view', 'single')).toBeChecked();
  await expect(key(other, 'length-line', 'reversed')).toBeChecked();
  await expect(scrubber(other, 'length')).toHaveValue('1');
  await other.close();
});
