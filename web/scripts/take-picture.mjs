/** Takes the picture of the README, web/readme.png: the first figure of the built site, with a sentence on which the translators part. */
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { serve } from './serve.mjs';

const kText = 'The cat sat on the mat and the dog slept under the table while my mother read a book in the kitchen.';
const kMargin = 24;

/** @param {string} path from web/ */
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const site = await serve({ root: at('dist'), port: 8800 });
const browser = await chromium.launch({ executablePath: process.env['REGARD_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1180, height: 1800 } });
await page.goto(`${site.url}#${new URLSearchParams({ text: kText })}`);
await page.waitForFunction(() => document.querySelector('[data-translation="attention"]')?.textContent !== '');
const top = await page.locator('#chooser').evaluate((one) => one.getBoundingClientRect().top + scrollY);
const bottom = await page.locator('#two-translators .verdict').evaluate((one) => one.getBoundingClientRect().bottom + scrollY);
await page.screenshot({ path: at('readme.png'), fullPage: true, clip: { x: 0, y: top - kMargin, width: 1180, height: bottom - top + 2 * kMargin } });
console.log((await page.locator('[data-translation]').allTextContents()).join('\n'));
await browser.close();
await site.close();
