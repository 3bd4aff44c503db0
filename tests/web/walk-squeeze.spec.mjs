/** The walk through the figure squeeze: encoders, gates, one number, symbols, by mouse and by keyboard, and back by link. */
import { test, expect, open, control, scrubber, tabTo } from './support.mjs';

/** @param {import('@playwright/test').Page} page @param {string} name @param {string} value */
const key = (page, name, value) => page.locator(`#squeeze input[name="squeeze-${name}"][value="${value}"]`);
/** @param {import('@playwright/test').Page} page */
const arithmetic = (page) => page.locator('#squeeze .formulas li').first();

test('by mouse: another encoder is fetched, its gates are shown, and a link brings both back', async ({ page }) => {
  await open(page);
  const figure = page.locator('#squeeze');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.locator('.readout').first()).toContainText('C keeps 256');
  await expect(key(page, 'model', 'wide').locator('xpath=..')).toContainText('4.3 MB');
  await key(page, 'model', 'wide').check({ force: true });
  await expect(figure.locator('.readout').first()).toContainText('C keeps 512');
  await expect(figure.locator('.reader')).toHaveCount(1);
  await expect(page.locator('[data-quote="squeeze"]')).toContainText('one reader of 512 numbers');
  await key(page, 'gates', 'on').check({ force: true });
  await expect(figure.locator('.plate')).toHaveCount(3);
  await expect(figure.locator('.gate-words')).toContainText(/keeps\s+\d+\s%/);
  await figure.locator('[data-row="source"] [data-index="2"]').click();
  await expect(scrubber(page, 'squeeze')).toHaveValue('3');
  await expect(page).toHaveURL(/read=3&read\.model=wide&read\.gates=on/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#squeeze').scrollIntoViewIfNeeded();
  await expect(other.locator('#squeeze .readout').first()).toContainText('After 3 tokens the encoder has made 1,536 numbers');
  await expect(key(other, 'gates', 'on')).toBeChecked();
  await expect(other.locator('#squeeze .plate')).toHaveCount(3);
  await other.close();
});

test('by mouse: a cell opens its arithmetic, a symbol lights up where it stands', async ({ page }) => {
  await open(page, { hash: '#read=3&read.gates=on' });
  const figure = page.locator('#squeeze');
  await figure.scrollIntoViewIfNeeded();
  await expect(arithmetic(page)).toContainText('which this token changed most');
  const plate = figure.locator('[data-reader="backward"] .hit').first();
  await plate.hover({ position: { x: 4, y: 4 } });
  await expect(arithmetic(page)).toContainText('its number 1 of 128');
  await expect(figure.locator('.cell-focus')).toHaveCount(3);
  await expect(figure.locator('.squeeze').first()).toHaveAttribute('data-lit', 'h');
  await figure.locator('.symbols [data-symbol="C"]').hover();
  await expect(arithmetic(page)).toContainText('which this token changed most');
  await expect(figure.locator('.squeeze').first()).toHaveAttribute('data-lit', 'C');
  await expect(figure.locator('.squeeze').last()).toHaveAttribute('data-lit', 'C');
});

test('by keyboard: an encoder, the gates, a number, a symbol, the table, the questions', async ({ page }) => {
  await open(page);
  const figure = page.locator('#squeeze');
  await figure.scrollIntoViewIfNeeded();
  await expect(control(page, 'squeeze', 'back')).toBeEnabled();
  await page.locator('#predict-numbers input').first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#predict-numbers .answer')).toContainText('C is one vector of 256 numbers');
  await tabTo(page, '#squeeze input[name="squeeze-model"]');
  await page.keyboard.press('ArrowRight');
  await expect(figure.locator('.reader')).toHaveCount(1);
  await tabTo(page, '#squeeze input[name="squeeze-gates"]');
  await page.keyboard.press('ArrowRight');
  await expect(figure.locator('.plate')).toHaveCount(3);
  await tabTo(page, '#squeeze .reader');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(figure.locator('.reader')).toHaveAttribute('aria-label', /number 2 of 256/);
  await expect(arithmetic(page)).toContainText('its number 2 of 256.');
  await page.keyboard.press('Escape');
  await expect(arithmetic(page)).toContainText('which this token changed most');
  await tabTo(page, '#squeeze .symbols [data-symbol="z"]');
  await expect(figure.locator('.squeeze').first()).toHaveAttribute('data-lit', 'z');
  await tabTo(page, '#squeeze summary');
  await page.keyboard.press('Enter');
  await expect(figure.locator('table')).toContainText('Brought to the end');
  await tabTo(page, '#check-squeeze input');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#check-squeeze .answer')).toContainText('the reader, once it has a state, writes most anew at');
});
