/** The reader's walks, in every browser: by mouse, by keyboard, by link. */
import { test, expect, open, shows, translation, control, scrubber, tabTo, siteAddress, kOpening } from './support.mjs';

const kTyped = 'My brother is in the garden.';
const kFigures = ['two-translators', 'squeeze', 'attention'];

test('the opening sentence comes out in French from both translators', async ({ page }) => {
  await open(page);
  await expect(translation(page, 'vector')).not.toBeEmpty();
  await expect(translation(page, 'attention')).toHaveText("Le chat s'est assis sur le tapis.");
  await expect(page.locator('#two-translators .verdict')).toContainText(/Same sentence from both|They part at token \d+/);
});

test('by mouse: steps, scrubs, plays and pauses every figure', async ({ page }) => {
  await open(page);
  for (const figure of kFigures) {
    await page.locator(`#${figure}`).scrollIntoViewIfNeeded();
    await expect(control(page, figure, 'play')).toBeEnabled();
    const slider = scrubber(page, figure);
    const first = Number(await slider.getAttribute('min'));
    const last = Number(await slider.getAttribute('max'));
    await control(page, figure, 'start').click();
    await expect(slider).toHaveValue(String(first));
    await control(page, figure, 'next').click();
    await expect(slider).toHaveValue(String(first + 1));
    await control(page, figure, 'back').click();
    await expect(slider).toHaveValue(String(first));
    await control(page, figure, 'end').click();
    await expect(slider).toHaveValue(String(last));
    const box = await slider.boundingBox();
    if (!box) throw new Error('The scrubber has no place.');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect.poll(async () => Math.abs(Number(await slider.inputValue()) - (first + last) / 2)).toBeLessThanOrEqual(1);
    await control(page, figure, 'start').click();
    await control(page, figure, 'play').click();
    await expect(control(page, figure, 'play')).toHaveText(/Pause/);
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(first);
    await control(page, figure, 'play').click();
    await expect(control(page, figure, 'play')).toHaveText(/Play/);
    const rested = await slider.inputValue();
    await page.waitForTimeout(1200);
    await expect(slider).toHaveValue(rested);
  }
});

test('by mouse: plays to the end, faster on request', async ({ page }) => {
  await open(page);
  const slider = scrubber(page, 'two-translators');
  await page.locator('#two-translators .speed select').selectOption('4');
  await slider.fill(String(Number(await slider.getAttribute('max')) - 3));
  await expect(translation(page, 'attention')).toBeEmpty();
  await control(page, 'two-translators', 'play').click();
  await expect(translation(page, 'attention')).not.toBeEmpty();
  await expect(control(page, 'two-translators', 'play')).toHaveText(/Play/);
});

test('by mouse: a word pointed at shows its own candidates, a word pressed keeps them', async ({ page }) => {
  await open(page);
  const lane = page.locator('[data-lane="attention"]');
  const word = lane.locator('[data-row="target"] [data-index="1"]');
  await word.hover();
  await expect(lane).toContainText('the word you point at');
  await word.click();
  await page.mouse.move(2, 2);
  await expect(word).toHaveAttribute('aria-pressed', 'true');
  await expect(lane).toContainText('the word you point at');
  await word.click();
  await expect(word).toHaveAttribute('aria-pressed', 'false');
});

test('by mouse: a cell of the matrix opens its row', async ({ page }) => {
  await open(page);
  const matrix = page.locator('#attention .heat-map');
  await page.locator('#attention').scrollIntoViewIfNeeded();
  await matrix.focus();
  await page.keyboard.press('PageUp');
  const first = await matrix.getAttribute('aria-label');
  const box = await matrix.boundingBox();
  if (!box) throw new Error('The matrix has no place.');
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.8);
  await expect(matrix).not.toHaveAttribute('aria-label', first ?? '');
});

test('by keyboard: from the top through typing, playing, stepping, scrubbing and a word', async ({ page }) => {
  await open(page);
  await tabTo(page, '.skip');
  await tabTo(page, '#sentence');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(kTyped, { delay: 8 });
  await shows(page, kTyped);
  await page.keyboard.press('Enter');
  await expect(control(page, 'two-translators', 'play')).toHaveText(/Pause/);
  await tabTo(page, '#two-translators [data-row="source"] [data-index]');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#two-translators [data-row="source"] [data-index="1"]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#two-translators [data-row="source"] [data-index="1"]').first()).toHaveAttribute('aria-pressed', 'true');
  await tabTo(page, '#two-translators [data-action="start"]');
  await page.keyboard.press('Enter');
  const slider = scrubber(page, 'two-translators');
  await expect(slider).toHaveValue('0');
  await tabTo(page, '#two-translators [data-action="next"]');
  await page.keyboard.press('Space');
  await expect(slider).toHaveValue('1');
  await tabTo(page, '#two-translators input[type="range"]');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveValue('2');
  await page.keyboard.press('End');
  await expect(translation(page, 'attention')).not.toBeEmpty();
  await tabTo(page, '#two-translators summary');
  await page.keyboard.press('Enter');
  await expect(page.locator('#two-translators table')).toBeVisible();
  await tabTo(page, '#attention .heat-map');
  await page.keyboard.press('Home');
  await page.keyboard.press('PageUp');
  const matrix = page.locator('#attention .heat-map');
  const corner = await matrix.getAttribute('aria-label');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(matrix).not.toHaveAttribute('aria-label', corner ?? '');
});

test('while a sentence is typed, the last one wins', async ({ page }) => {
  await open(page);
  const field = page.locator('#sentence');
  await field.fill('');
  await field.pressSequentially('I lost my keys', { delay: 60 });
  await field.pressSequentially(' in the snow.', { delay: 300 });
  await shows(page, 'I lost my keys in the snow.');
  await expect(page.locator('#sentence-note')).toHaveAttribute('data-state', 'ready');
});

test('the ladder and the list choose sentences', async ({ page }) => {
  await open(page);
  const rung = page.locator('#chooser .ladder input').nth(1);
  await rung.check({ force: true });
  await shows(page, 'The cat sat on the mat and the dog slept under the table.');
  await page.locator('#examples').selectOption({ index: 1 });
  await shows(page, 'I bought a red car.');
  await expect(page.locator('#sentence')).toHaveValue('I bought a red car.');
  await page.locator('#beam').selectOption('1');
  await expect(page).toHaveURL(/beam=1/);
});

test('a copied link brings back the sentence, the moment and the place', async ({ page, browserName }) => {
  await open(page);
  const field = page.locator('#sentence');
  await field.fill(kTyped);
  await shows(page, kTyped);
  await control(page, 'two-translators', 'start').click();
  await control(page, 'two-translators', 'next').click();
  await control(page, 'two-translators', 'next').click();
  await page.locator('#two-translators [data-action="share"]').click();
  await expect(page.locator('#two-translators .copied')).not.toBeEmpty();
  // Firefox lets no test read the clipboard; its address bar holds the same state a moment later.
  if (browserName === 'firefox') await expect(page).toHaveURL(/step=2/);
  const address = browserName === 'chromium' ? await page.evaluate(() => navigator.clipboard.readText()) : page.url();
  expect(address.startsWith(`${siteAddress()}#`)).toBe(true);
  const other = await page.context().newPage();
  await other.goto(address);
  await shows(other, kTyped);
  await expect(other.locator('#sentence')).toHaveValue(kTyped);
  await expect(scrubber(other, 'two-translators')).toHaveValue('2');
  await other.close();
});

test('reload keeps what is shown, back and forward change it', async ({ page }) => {
  await open(page);
  await page.locator('#sentence').fill(kTyped);
  await shows(page, kTyped);
  await scrubber(page, 'two-translators').fill('3');
  await page.reload();
  await shows(page, kTyped);
  await expect(scrubber(page, 'two-translators')).toHaveValue('3');
  await page.evaluate(() => (location.hash = '#text=Hello.'));
  await shows(page, 'Hello.');
  await page.goBack();
  await shows(page, kTyped);
});

test('an address that makes no sense is survived', async ({ page }) => {
  const hostile = '<img src=x onerror=alert(1)>';
  page.on('dialog', () => expect.fail('nothing in an address is ever run'));
  await page.goto(`${siteAddress()}#text=${encodeURIComponent(hostile)}&step=-7&beam=99&word=1e9&at=%22`);
  await expect(page.locator('#sentence')).toHaveValue(hostile);
  await expect(page.locator('main img')).toHaveCount(0);
  await page.locator('#sentence').fill(kOpening);
  await shows(page, kOpening);
});
