/** For every reader: axe, contrast schemes, narrow screens, names and tables, the language of each word, stillness. */
import { readFileSync } from 'node:fs';
import { test, expect, open, shows, control, require } from './support.mjs';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const kLongest = 'table of the longest sentence';

const kComputed = ['squeeze', 'left', 'length', 'flow', 'clock', 'attention', 'wire', 'tree', 'where', 'scores', 'fixed', 'hard', 'explanation'];

/** Goes past every figure, so that each is computed, and opens all that can be opened. @param {import('@playwright/test').Page} page */
async function openEverything(page) {
  for (const figure of kComputed) {
    // A figure whose models are not there yet is not on the page.
    if ((await page.locator(`#${figure}`).count()) === 0) continue;
    await page.locator(`#${figure}`).scrollIntoViewIfNeeded();
    await expect(page.locator(`#${figure} [data-action="play"]`)).toBeEnabled();
    await expect(page.locator(`#${figure} :is(.waiting, .stale)`)).toHaveCount(0);
  }
  await page.locator('details').evaluateAll((all) => all.forEach((one) => ((/** @type {HTMLDetailsElement} */ (one)).open = true)));
  await expect(page.locator('#two-translators table')).toBeVisible();
  await page.evaluate(() => scrollTo(0, 0));
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing in the ${colorScheme} scheme at ${width} pixels`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await open(page);
      await openEverything(page);
      await page.evaluate(axeSource);
      const found = await page.evaluate(async (tags) => {
        const { violations } = await /** @type {any} */ (window).axe.run(document, { runOnly: { type: 'tag', values: tags } });
        return violations.map((/** @type {any} */ one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 4).map((/** @type {any} */ node) => node.target.join(' ')).join(', ')}`);
      }, kTags);
      expect(found).toEqual([]);
    });
  }
}

for (const width of [1440, 768, 390, 320]) {
  test(`nothing scrolls sideways at ${width} pixels, with the ladder's ${kLongest}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page);
    await page.locator('#chooser .ladder input').last().check({ force: true });
    await expect(page.locator('[data-lane="attention"] [data-row="source"] [data-index="30"]')).toBeAttached();
    await openEverything(page);
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(excess).toBeLessThanOrEqual(0);
    const outside = await page.evaluate(() => {
      /** What scrolls by itself, or is cut off on purpose, may reach further. @param {Element} one @returns {boolean} */
      const contained = (one) => one.parentElement !== null && (getComputedStyle(one.parentElement).overflowX !== 'visible' || contained(one.parentElement));
      return [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !contained(one))
        .slice(0, 5)
        .map((one) => one.outerHTML.slice(0, 120));
    });
    expect(outside).toEqual([]);
  });
}

test('every figure has a name and its numbers as a table', async ({ page }) => {
  await open(page);
  await openEverything(page);
  const figures = page.locator('main figure.wide');
  const count = await figures.count();
  expect(count).toBeGreaterThanOrEqual(4);
  for (let k = 0; k < count; ++k) {
    const figure = figures.nth(k);
    await expect(figure).toHaveAccessibleName(/Figure \d/);
    const table = figure.locator('table:has(caption)').first();
    if ((await table.count()) === 0) {
      const start = figure.getByRole('button').first();
      if (await start.isVisible()) await start.click();
    }
    await expect(table).toBeAttached();
    await expect(table.locator('caption')).not.toBeEmpty();
    expect(await table.locator('th[scope]').count()).toBeGreaterThan(1);
  }
});

test('French words are marked as French', async ({ page }) => {
  await open(page);
  await openEverything(page);
  expect(await page.locator('[data-translation]:not([lang="fr"])').count()).toBe(0);
  const unmarked = await page.evaluate(() => {
    const labels = (/** @type {string} */ row) => [...document.querySelectorAll(`[data-lane="attention"] [data-row="${row}"] [data-index]:not(.end)`)].map((one) => one.getAttribute('aria-label') ?? '');
    const english = new Set(labels('source'));
    const french = new Set(labels('target').filter((word) => word.length > 2 && !english.has(word)));
    const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const word = (node.textContent ?? '').trim().replace(/^…/, '');
      if (french.has(word) && node.parentElement?.closest('[lang]')?.getAttribute('lang') !== 'fr') found.push(`${word} in ${node.parentElement?.outerHTML.slice(0, 100)}`);
    }
    return french.size === 0 ? ['no French word was found'] : found;
  });
  expect(unmarked).toEqual([]);
});

test('with reduced motion nothing is animated and stepping still works', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await control(page, 'two-translators', 'start').click();
  await control(page, 'two-translators', 'play').click();
  await page.waitForTimeout(700);
  const running = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length);
  expect(running).toBe(0);
  await control(page, 'two-translators', 'end').click();
  await expect(page.locator('[data-translation="attention"]')).not.toBeEmpty();
});

test('nothing moves until the reader asks', async ({ page }) => {
  await open(page);
  await page.waitForTimeout(1500);
  const running = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length);
  expect(running).toBe(0);
  await shows(page, 'The cat sat on the mat.');
});
