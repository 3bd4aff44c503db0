/** The walk through one step of attention: cells, terms, numbers of the context, the changed output, symbols in text and figure, and back by link. */
import { test, expect, open, scrubber, settled, tabTo } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} name */
const part = (page, name) => page.locator(`#attention [data-part="${name}"]`);
/** @param {Page} page */
const oneTerm = (page) => part(page, 'score').locator('.one-term');
/** @param {Page} page @param {string} name @param {string} value */
const key = (page, name, value) => page.locator(`#attention input[name="word-${name}"][value="${value}"]`);

/** Scrolls to the figure and waits until its steps have been taken apart. @param {Page} page */
async function apart(page) {
  await page.locator('#attention').scrollIntoViewIfNeeded();
  await expect(part(page, 'output')).toContainText('of the probability goes to other tokens');
  await settled(page);
}

test('by mouse: a term, a number of the context, another context, another score', async ({ page }) => {
  await open(page);
  await apart(page);
  await expect(oneTerm(page)).toContainText('the largest term');
  const strips = part(page, 'score').locator('.number-strips');
  await strips.scrollIntoViewIfNeeded();
  const box = await strips.boundingBox();
  if (!box) throw new Error('The strips have no place.');
  // Relative to the strips: figures above may still grow.
  await strips.click({ position: { x: box.width * (10.5 / 128), y: box.height / 2 } });
  await expect(oneTerm(page)).toContainText('Number 11 of 128:');
  await page.mouse.move(2, 2);
  await expect(oneTerm(page)).toContainText('Number 11 of 128:');
  await part(page, 'score').locator('.terms tbody tr').nth(1).click();
  await page.mouse.move(2, 2);
  await expect(part(page, 'score').locator('.terms tr.at')).toHaveCount(1);

  const numbers = part(page, 'context').locator('.number-strips');
  await numbers.scrollIntoViewIfNeeded();
  const place = await numbers.boundingBox();
  if (!place) throw new Error('The numbers have no place.');
  await numbers.click({ position: { x: place.width * (128.5 / 256), y: place.height - 8 } });
  await expect(part(page, 'context').locator('caption')).toHaveText('Number 129 of 256');

  const before = await part(page, 'output').locator('.changes').innerText();
  await key(page, 'change', 'mean').check({ force: true });
  await expect(part(page, 'output')).toContainText('Every state gets the same weight');
  await expect(part(page, 'output').locator('.changes')).not.toHaveText(before);
  await expect(page).toHaveURL(/word\.change=mean/);

  await key(page, 'score', 'product').check({ force: true });
  await expect(page.locator('#attention .counterfactual')).toContainText('never trained for it');
  await expect(part(page, 'score').locator('.terms caption')).toContainText('of 256 terms');
  await expect(page.locator('#attention .symbols [data-symbol="v"]')).toHaveCount(0);
  await expect(page).toHaveURL(/word\.score=product/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#attention').scrollIntoViewIfNeeded();
  await expect(other.locator('#attention .counterfactual')).toBeVisible();
  await other.close();
});

test('by mouse: a symbol lights up in the text, the formulas and the figure, both ways', async ({ page }) => {
  await open(page);
  await apart(page);
  const section = page.locator('#chapter-3');
  await section.locator('.equations [data-symbol="weight"]').first().hover();
  await expect(page.locator('#attention > div > div[data-lit]').first()).toHaveAttribute('data-lit', 'weight');
  await section.locator('p [data-symbol="score"]').first().hover();
  await expect(page.locator('#attention > div > div[data-lit]').first()).toHaveAttribute('data-lit', 'score');
  await page.locator('#attention .symbols [data-symbol="context"]').hover();
  await expect(section).toHaveAttribute('data-lit', 'context');
  await page.mouse.move(2, 2);
});

test('by keyboard: cells, symbols, terms, numbers, the output, the table, the question', async ({ page }) => {
  await open(page);
  await apart(page);
  await page.locator('#predict-look input').first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('#predict-look .answer')).toContainText(/As you said|Not quite/);
  await tabTo(page, '#attention .heat-map');
  await page.keyboard.press('PageUp');
  await expect(scrubber(page, 'attention')).toHaveValue('0');
  await page.keyboard.press('Home');
  await expect(part(page, 'score').locator('p').first()).toContainText('How well does The fit?');
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'score').locator('p').first()).toContainText('How well does cat fit?');
  await tabTo(page, '#attention .symbols [data-symbol="query"]');
  await expect(page.locator('#chapter-3')).toHaveAttribute('data-lit', 'query');
  await tabTo(page, '#attention [data-part="score"] .number-strips');
  await page.keyboard.press('Home');
  await expect(oneTerm(page)).toContainText('Number 1 of 128:');
  await page.keyboard.press('ArrowRight');
  await expect(oneTerm(page)).toContainText('Number 2 of 128:');
  await page.keyboard.press('Escape');
  await expect(oneTerm(page)).toContainText('the largest term');
  await tabTo(page, '#attention [data-part="context"] .number-strips');
  await page.keyboard.press('End');
  await expect(part(page, 'context').locator('caption')).toHaveText('Number 256 of 256');
  await tabTo(page, '#attention input[name="word-change"]');
  await page.keyboard.press('ArrowRight');
  await expect(part(page, 'output')).toContainText('Every state gets the same weight');
  await tabTo(page, '#attention summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#attention .table-view table')).toBeVisible();
  await tabTo(page, '#check-look input');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#check-look .answer')).toContainText('Only differences of scores count');
});
