/** The walk through the tree of the beam search: steps, branches, widths, translators, by mouse, by keyboard, by link. */
import { test, expect, open, shows, control, scrubber, settled, tabTo, siteAddress } from './support.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
const branches = (page) => page.locator('#tree .branch');
/** @param {Page} page @param {string} name @param {string} value */
const key = (page, name, value) => page.locator(`#tree input[name="beam-${name}"][value="${value}"]`);

/** Scrolls to the figure and waits until its tree is there. @param {Page} page */
async function grown(page) {
  await page.locator('#tree').scrollIntoViewIfNeeded();
  await expect(page.locator('#tree .beam[aria-busy="false"] .beam-tree')).toBeVisible();
  await settled(page);
}

test('by mouse: steps, a branch, another width, the other translator', async ({ page }) => {
  await open(page);
  await grown(page);
  await expect(page.locator('#tree .endings .wins')).toHaveCount(1);
  await expect(page.locator('#tree .endings .wins')).toContainText("Le chat s'est assis sur le tapis.");
  await control(page, 'tree', 'start').click();
  await expect(scrubber(page, 'tree')).toHaveValue('1');
  await expect(page.locator('#tree .beam-step')).toContainText('Token 1:');
  await expect(branches(page)).toHaveCount(5);
  await control(page, 'tree', 'next').click();
  await expect(page.locator('#tree .beam-step')).toContainText('Token 2:');
  await expect(page.locator('#tree .branch.cut')).toHaveCount(5);
  const second = branches(page).nth(2);
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('#tree .weight-row li')).toHaveCount(7);
  await page.locator('#tree .branch.cut').last().click();
  await expect(page.locator('#tree .branch-fate')).toContainText('It was cut');
  await control(page, 'tree', 'play').click();
  await expect.poll(async () => Number(await scrubber(page, 'tree').inputValue())).toBeGreaterThan(2);
  await control(page, 'tree', 'play').click();
  await control(page, 'tree', 'end').click();

  await key(page, 'width', '1').check({ force: true });
  await expect(page).toHaveURL(/tree\.width=1/);
  await expect(page.locator('#tree .endings tbody tr')).toHaveCount(1);
  await expect(page.locator('[data-quote="beam"]')).toContainText('That is greedy decoding');
  await key(page, 'width', '3').check({ force: true });
  await expect(page.locator('#tree .endings tbody tr')).toHaveCount(3);
  await key(page, 'model', 'vector').check({ force: true });
  await expect(page.locator('#tree .branch-part')).toContainText('A has no attention');
  await expect(page.locator('#tree .weight-row')).toHaveCount(0);
});

test('by keyboard: the question, choices, the branches of the tree, the table', async ({ page }) => {
  await open(page);
  await grown(page);
  await page.locator('#predict-beam input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-beam .answer')).toContainText(/As you said|Not quite/);
  await tabTo(page, '#tree input[name="beam-width"]');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#tree .endings tbody tr')).toHaveCount(3);
  await tabTo(page, '#tree .branch');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#tree .branch[aria-pressed="true"]')).toBeFocused();
  await expect(page.locator('#tree .branch-fate')).toContainText('It was kept');
  await page.keyboard.press('End');
  await expect(page.locator('#tree .branch-fate')).toContainText('It was cut');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#tree .branch[aria-pressed="true"]')).toBeFocused();
  await tabTo(page, '#tree input[type="range"]');
  await page.keyboard.press('Home');
  await expect(page.locator('#tree .beam-step')).toContainText('Token 1:');
  await tabTo(page, '#tree summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#tree .table-view table')).toContainText('cut');
  await tabTo(page, '#check-beam input');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#check-beam .answer')).toContainText('Every token makes a product of probabilities');
});

test('a link brings back the sentence, the width, the translator and the step', async ({ page }) => {
  await page.goto(`${siteAddress()}#text=I+lost+my+keys.&tree=2&tree.model=vector&tree.width=3`);
  await shows(page, 'I lost my keys.');
  await grown(page);
  await expect(scrubber(page, 'tree')).toHaveValue('2');
  await expect(key(page, 'width', '3')).toBeChecked();
  await expect(key(page, 'model', 'vector')).toBeChecked();
  await expect(page.locator('#tree .beam-step')).toContainText('Token 2:');
});
