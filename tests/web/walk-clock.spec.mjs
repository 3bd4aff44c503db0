/** A walk through figure 7, the clock: by mouse, by keyboard, by link; and a measurement begun, watched and stopped. */
import { test, expect, open, control, scrubber, tabTo, shows } from './support.mjs';

const kSentence = 'My brother is in the garden.';

/** @param {import('./support.mjs').Page} page */
const clock = (page) => page.locator('#clock');
/** @param {import('./support.mjs').Page} page @param {'recurrent' | 'attention'} layer */
const layer = (page, layer) => page.locator(`#clock .layer.${layer}`);

test('the clock by mouse: steps, a word’s way, another width, a measurement', async ({ page }) => {
  await open(page, { hash: '#at=clock' });
  await expect(layer(page, 'recurrent').locator('header')).toContainText('7 of 7 steps, done');
  await control(page, 'clock', 'start').click();
  await control(page, 'clock', 'next').click();
  await expect(layer(page, 'recurrent').locator('header')).toContainText('1 of 7 steps');
  await expect(layer(page, 'attention').locator('header')).toContainText('1 of 1 step, done');
  const graph = layer(page, 'recurrent').locator('svg.dependencies');
  await graph.hover({ position: { x: 20, y: 60 } });
  await expect(layer(page, 'attention').locator('.counts')).toContainText('From The to cat: 1 link');
  await graph.click({ position: { x: 20, y: 26 + 27 * 2.5 } });
  await page.mouse.move(2, 2);
  await expect(layer(page, 'recurrent').locator('.counts')).toContainText('From The to sat: 2 links');
  await clock(page).locator('input[name="clock-width"][value="128"]').check({ force: true });
  await expect(page).toHaveURL(/clock\.width=128/);
  await expect(page.locator('[data-quote="clock"]')).toContainText('does not know before it has measured it');

  await page.locator('[data-action="measure-race"]').click();
  const bar = clock(page).locator('progress');
  await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThanOrEqual(4);
  await page.locator('[data-action="cancel-race"]').click();
  await expect(clock(page).locator('.race-status')).toContainText('Stopped');
  await expect(page.locator('[data-quote="clock"]')).toContainText('On your device, 128 numbers wide');
  expect(await clock(page).locator('.race-charts .dot').count()).toBeGreaterThanOrEqual(4);

  await page.locator('[data-action="spread-race"]').click();
  await expect(clock(page).locator('.race-said')).toContainText(/messages included|offers one core/);
  await page.locator('[data-action="cancel-race"]').click();
  await expect(page.locator('[data-action="spread-race"]')).toBeEnabled();
});

test('the clock by keyboard, and by link', async ({ page }) => {
  await open(page, { hash: `#text=${encodeURIComponent(kSentence)}&clock=2&clock.width=64&at=clock`, sentence: kSentence });
  await expect(scrubber(page, 'clock')).toHaveValue('2');
  await expect(layer(page, 'recurrent').locator('header')).toContainText('2 of');
  await expect(page.locator('[data-action="spread-race"]')).toBeDisabled();
  await page.locator('#predict-clock').scrollIntoViewIfNeeded();
  await page.locator('#predict-clock input').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#predict-clock .answer')).toContainText('Counted: 2.0');
  await tabTo(page, '#clock svg.dependencies');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(layer(page, 'attention').locator('.counts')).toContainText('From My to brother: 1 link');
  await tabTo(page, '#clock input[type="range"]');
  await page.keyboard.press('Home');
  await expect(layer(page, 'attention').locator('header')).toContainText('0 of 1 step');
  await tabTo(page, '#clock input[name="clock-width"]');
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/clock\.width=128/);
  await tabTo(page, '#clock .table-view > summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#clock table')).toContainText('1,024');
  await page.reload();
  await shows(page, kSentence);
  await expect(scrubber(page, 'clock')).toHaveValue('0');
  await expect(clock(page).locator('input[name="clock-width"][value="128"]')).toBeChecked();
});
