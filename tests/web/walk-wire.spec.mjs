/** The reader's walk through "Cut the wire": the cut, presets, pulled cells, sliders, resets, a measurement, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** Scrolls to the figure and waits until it is drawn. @param {Page} page */
async function drawn(page) {
  await page.locator('#wire').scrollIntoViewIfNeeded();
  await expect(page.locator('#wire .wire-editor')).toBeVisible({ timeout: 90_000 });
}
const line = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`#wire [data-line="${name}"]`);
const readout = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`#wire [data-readout="${name}"]`);
const choose = (/** @type {Page} */ page, /** @type {string} */ group, /** @type {string} */ value) => page.locator(`#wire input[name="${group}"][value="${value}"]`).check({ force: true });
const slider = (/** @type {Page} */ page, /** @type {number} */ j) => page.locator(`#wire .slider[data-column="${j}"]`);
const action = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`#wire [data-action="${name}"]`);

test('by mouse: the cut, a preset, a slider, a cell, resets', async ({ page }) => {
  await open(page);
  await drawn(page);
  const own = String(await line(page, 'own').textContent());
  await expect(line(page, 'cut')).toContainText('Not cut yet');
  await choose(page, 'wire-cut', 'last-forward');
  await expect(readout(page, 'cut')).toContainText('It departs at token');
  await expect(page).toHaveURL(/wire\.cut=last-forward/);

  await choose(page, 'wire-alpha', 'uniform');
  await expect(readout(page, 'alpha')).toContainText('It departs at token');
  await choose(page, 'wire-alpha', 'learned');
  await expect(readout(page, 'alpha')).toContainText('the same as before');
  await expect(line(page, 'now')).toContainText(own.trim());

  await control(page, 'wire', 'start').click();
  await expect(scrubber(page, 'wire')).toHaveValue('0');
  await control(page, 'wire', 'next').click();
  await page.locator('#wire .row-panel h3').scrollIntoViewIfNeeded();
  await slider(page, 5).scrollIntoViewIfNeeded();
  const bar = await slider(page, 5).boundingBox();
  if (!bar) throw new Error('The slider has no place.');
  await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(bar.x + bar.width / 2, bar.y + 1, { steps: 6 });
  await page.mouse.up();
  await expect(slider(page, 5)).toHaveAttribute('aria-valuenow', /^(9[5-9]|100)$/);
  await expect(readout(page, 'alpha')).toContainText(/from\s+token 2 on, in \d+\.\d\s+ms/);
  await expect(page).toHaveURL(/wire\.rows=\w+_1\./);
  await action(page, 'reset-row').click();
  await expect(readout(page, 'alpha')).toContainText('the same as before');
  await expect(page).not.toHaveURL(/wire\.rows/);

  const matrix = page.locator('#wire .heat-map');
  await page.locator('#wire .wire-editor .axis').scrollIntoViewIfNeeded();
  const frame = await matrix.locator('.frame').boundingBox();
  if (!frame) throw new Error('The matrix has no place.');
  const [x, y] = [frame.x + frame.width * (2.5 / 7), frame.y + frame.height * 0.05];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 110, { steps: 6 });
  await page.mouse.up();
  await expect(scrubber(page, 'wire')).toHaveValue('0');
  await expect(slider(page, 2)).toHaveAttribute('aria-valuenow', /^(9\d|100)$/);
  await expect(matrix.locator('.mark')).toHaveCount(1);
  await action(page, 'reset-all').click();
  await expect(matrix.locator('.mark')).toHaveCount(0);
  await expect(line(page, 'now')).toContainText(own.trim());
});

test('by keyboard: prediction, cut, matrix, sliders, reset, scrubber, table', async ({ page }) => {
  await open(page);
  await drawn(page);
  await page.locator('#predict-wire input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-wire .answer')).toContainText(/As you said|Not quite/);
  await tabTo(page, '#wire input[name="wire-cut"]');
  await page.keyboard.press('ArrowRight');
  await expect(readout(page, 'cut')).toContainText('never trained like this');
  await expect(page).toHaveURL(/wire\.cut=last-forward/);
  await tabTo(page, '#wire .heat-map');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect(scrubber(page, 'wire')).toHaveValue('0');
  const before = Number(await slider(page, 0).getAttribute('aria-valuenow'));
  await page.keyboard.press('-');
  await expect(slider(page, 0)).not.toHaveAttribute('aria-valuenow', String(before));
  await tabTo(page, '#wire .slider');
  await page.keyboard.press('ArrowRight');
  await expect(slider(page, 1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(slider(page, 1)).toHaveAttribute('aria-valuenow', '100');
  await expect(slider(page, 0)).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('PageDown');
  await expect(slider(page, 1)).toHaveAttribute('aria-valuenow', '75');
  await tabTo(page, '#wire [data-action="reset-all"]');
  await page.keyboard.press('Enter');
  await expect(slider(page, 0)).toHaveAttribute('aria-valuenow', String(before));
  await tabTo(page, '#wire input[type="range"]');
  await page.keyboard.press('End');
  await expect(page.locator('#wire .row-panel h3')).toContainText('end');
  await tabTo(page, '#wire summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#wire .table-view table')).toHaveCount(3);
});

test('a link brings back cut, preset and changed row; a measurement can be cancelled, and ends with a score', async ({ page }) => {
  await open(page);
  await drawn(page);
  await control(page, 'wire', 'start').click();
  await slider(page, 6).focus();
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/wire\.rows/);
  const link = page.url().replace('#', '#wire.cut=vector&wire.alpha=one-hot&');
  const now = String(await line(page, 'now').textContent());
  await page.goto('about:blank');
  await page.goto(link.replace('wire.alpha=one-hot&', ''));
  await shows(page, 'The cat sat on the mat.');
  await drawn(page);
  await expect(page.locator('#wire input[name="wire-cut"][value="vector"]')).toBeChecked();
  await expect(slider(page, 6)).toHaveAttribute('aria-valuenow', '100');
  await expect(line(page, 'now')).toHaveText(now);

  const uniform = page.locator('#wire [data-action="measure"][data-policy="uniform"]');
  await uniform.click();
  await action(page, 'cancel-measure').click();
  await expect(page.locator('#wire .wire-scores [role="status"]')).toContainText('cancelled');
  await uniform.click();
  await expect(page.locator('#wire .wire-scores tr').nth(5).locator('.here')).toContainText(/\d\.\d \(\d+\.\d to \d+\.\d\)/, { timeout: 120_000 });
});

test('another sentence lets go of the rows of the one before', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=Hello.&wire.rows=abc_0.0-1000`);
  await shows(page, 'Hello.');
  await drawn(page);
  await expect(page.locator('#wire .heat-map .mark')).toHaveCount(0);
  await expect(readout(page, 'alpha')).toContainText('the same as before');
});
