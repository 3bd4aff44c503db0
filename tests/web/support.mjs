/** What the browser tests share: the site's address, a watch over the console and the network, and the words for what a reader does. */
import { createRequire } from 'node:module';

// The packages belong to the page (web/package.json); these tests stand outside its folder.
export const require = createRequire(new URL('../../web/package.json', import.meta.url));
/** @type {typeof import('@playwright/test')} */
const { test: base, expect } = require('@playwright/test');
export { expect };

/** @typedef {import('@playwright/test').Page} Page */

/**
 * Every test fails on a console message, an uncaught error, or a request to another host.
 * `provoked`: the messages that a test causes itself, such as a download it has made fail.
 */
export const test = base.extend({
  provoked: [/** @type {RegExp | null} */ (null), { option: true }],
  watched: [
    async ({ page, provoked }, use) => {
      const site = new URL(siteAddress());
      const said = /** @type {string[]} */ ([]);
      const strangers = /** @type {string[]} */ ([]);
      page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (/^(https?|wss?):$/.test(protocol) && origin !== site.origin) strangers.push(request.url());
      });
      await use();
      expect(said.filter((line) => !provoked?.test(line)), 'the console stays silent').toEqual([]);
      expect(strangers, 'no request leaves the origin').toEqual([]);
    },
    { auto: true },
  ],
});

/** Where the site is served; ends with a slash. */
export function siteAddress() {
  const address = process.env.REGARD_SITE;
  if (!address) throw new Error('REGARD_SITE is not set: run these tests through ./run test.');
  return address;
}

export const kOpening = 'The cat sat on the mat.';

/** Text without its spaces, as the tokens of a sentence spell it. @param {string} text */
const spelt = (text) => text.replace(/\s+/g, '');

/** The figure draws this sentence's traces. @param {Page} page @param {string} sentence */
export async function shows(page, sentence) {
  const tokens = page.locator('[data-lane="attention"] [data-row="source"] [data-index]');
  await expect.poll(() => tokens.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')).join(''))).toBe(spelt(sentence));
  await expect(page.locator('#two-translators .lanes')).toHaveAttribute('aria-busy', 'false');
}

/** Opens the page and waits until both translators have translated. @param {Page} page @param {{ hash?: string, sentence?: string }} [options] */
export async function open(page, { hash = '', sentence = kOpening } = {}) {
  await page.goto(siteAddress() + hash);
  await expect(page.locator('[data-engine="live"]')).toContainText('Both translators run');
  await shows(page, sentence);
}

/** @param {Page} page @param {'vector' | 'attention'} kind */
export const translation = (page, kind) => page.locator(`[data-translation="${kind}"]`);

/** A control of a figure's player. @param {Page} page @param {string} figure id @param {string} action */
export const control = (page, figure, action) => page.locator(`#${figure} [data-action="${action}"]`);

/** A figure's scrubber. @param {Page} page @param {string} figure id */
export const scrubber = (page, figure) => page.locator(`#${figure} input[type="range"]`);

/** Presses Tab until the focus is on a match, and checks that it can be seen there. @param {Page} page @param {string} selector */
export async function tabTo(page, selector) {
  const limit = 150;
  for (let k = 0; k < limit; ++k) {
    await page.keyboard.press('Tab');
    // On the place of a figure that is being fetched, a reader waits for it.
    const fetched = () => page.evaluate(() => !document.activeElement?.querySelector(':scope > div > .to-come'));
    if (!(await fetched())) await expect.poll(fetched, { message: 'a figure that has the focus arrives' }).toBe(true);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      // The page may still be scrolling to it.
      const seen = () => page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused) return false;
        const box = focused.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return top !== null && (focused.contains(top) || top.contains(focused) || top.closest('label')?.contains(focused) === true);
      });
      await expect.poll(seen, { message: `${selector} is not covered while it has the focus`, timeout: 5000 }).toBe(true);
      return;
    }
  }
  throw new Error(`Tab does not reach ${selector}.`);
}

/** Waits until the page keeps its height: a figure that is still being computed above would move what is below. @param {Page} page */
export async function settled(page) {
  let last = -1;
  const keeps = async () => {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const same = height === last;
    last = height;
    return same;
  };
  await expect.poll(keeps, { intervals: [900] }).toBe(true);
}
