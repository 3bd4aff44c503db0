/** The states a reader can meet: too long, unknown, offline, damaged, a dead worker. */
import { test, expect, open, shows, translation, control, siteAddress, kOpening } from './support.mjs';

const kTyped = 'My brother is in the garden.';
const note = '#sentence-note';

test('a sentence over the limit is refused with its length, and the one before stays', async ({ page }) => {
  await open(page);
  await page.locator('#sentence').fill('The cat sat on the mat and '.repeat(12));
  await expect(page.locator(note)).toHaveAttribute('data-state', 'problem');
  await expect(page.locator(note)).toContainText(/60/);
  await shows(page, kOpening);
  await page.locator('#sentence').fill(kTyped);
  await shows(page, kTyped);
  await expect(page.locator(note)).toHaveAttribute('data-state', 'ready');
});

test('an empty sentence is said', async ({ page }) => {
  await open(page);
  await page.locator('#sentence').fill('   ');
  await expect(page.locator(note)).toHaveAttribute('data-state', 'problem');
});

test('unknown characters are named, never silently dropped', async ({ page }) => {
  await open(page);
  await page.locator('#sentence').fill('The 猫 sat on the mat.');
  await expect(page.locator(`${note} kbd`)).toContainText('猫');
  await expect(translation(page, 'attention')).not.toBeEmpty();
});

test.describe('downloads', () => {
  test.use({ provoked: /Failed to load resource/ });
  const models = '**/*.safetensors';

  test('offline: it is said, and trying again works once the network is back', async ({ page, context }) => {
    await page.route(models, (route) => route.abort('internetdisconnected'));
    await page.goto(siteAddress());
    const failed = page.locator('[data-engine="failed"]');
    await expect(failed).toContainText('offline');
    await expect(page.locator('main')).toContainText('Read an English sentence once');
    await page.unroute(models);
    await context.setOffline(true);
    await page.locator('[data-action="retry"]').click();
    await expect(page.locator('[data-engine="failed"]')).toContainText('offline');
    await context.setOffline(false);
    await page.locator('[data-action="retry"]').click();
    await expect(page.locator('[data-engine="live"]')).toBeVisible();
    await shows(page, kOpening);
  });

  /** Answers with one bit of the file turned over. @param {import('@playwright/test').Route} route */
  async function damaged(route) {
    const response = await route.fetch();
    const body = await response.body();
    const middle = body.length >> 1;
    body[middle] = (body[middle] ?? 0) ^ 4;
    await route.fulfill({ response, body });
  }

  test('a damaged model is not used; trying again fetches a sound one', async ({ page }) => {
    await page.route(models, damaged);
    await page.goto(siteAddress());
    await expect(page.locator('[data-engine="failed"]')).toContainText(/damaged/);
    await expect(translation(page, 'attention')).toBeEmpty();
    await page.unroute(models);
    await page.locator('[data-action="retry"]').click();
    await expect(page.locator('[data-engine="live"]')).toBeVisible();
    await shows(page, kOpening);
  });

  test('a download damaged once heals by itself', async ({ page }) => {
    await page.route(models, damaged, { times: 1 });
    await open(page);
  });

  test('a missing model, a busy server and a login page are told apart', async ({ page }) => {
    for (const [answer, sentence] of /** @type {const} */ ([
      [{ status: 404 }, /not on the server/],
      [{ status: 503 }, /server could not send/],
      [{ status: 200, contentType: 'text/html', body: '<h1>Log in</h1>' }, /log in/],
    ])) {
      await page.route(models, (route) => route.fulfill(answer));
      await page.goto(siteAddress());
      await expect(page.locator('[data-engine="failed"]')).toContainText(sentence);
      await page.unroute(models);
    }
  });

  test('a figure says that its probe did not arrive, and tries again on request; the rest of the page works on', async ({ page }) => {
    const probes = '**/*-where-*.safetensors';
    await page.route(probes, (route) => route.fulfill({ status: 503 }));
    await open(page);
    await page.locator('#where').scrollIntoViewIfNeeded();
    const failed = page.locator('#where .waiting.failed').first();
    await expect(failed).toContainText(/server could not send/);
    await page.locator('#sentence').fill(kTyped);
    await shows(page, kTyped);
    await page.unroute(probes);
    await page.locator('#where').scrollIntoViewIfNeeded();
    await page.locator('#where [data-action="again"]').first().click();
    await expect(page.locator('#where .waiting.failed')).toHaveCount(0);
    await expect(control(page, 'where', 'play')).toBeEnabled();
  });

  test('bytes and a bar are shown while models arrive', async ({ page }) => {
    /** @type {(value?: unknown) => void} */
    let release = () => {};
    const held = new Promise((resolve) => (release = resolve));
    await page.route(models, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(siteAddress());
    await expect(page.locator('[data-engine="loading"]')).toContainText(/\d\.\d MB of \d\.\d MB/);
    await expect(page.locator('[data-engine="loading"] progress')).toBeVisible();
    await expect(page.locator('[data-engine="slow"]')).toBeVisible();
    release();
    await shows(page, kOpening);
  });
});

test.describe('a worker that dies', () => {
  test.use({ provoked: /provoked by a test/ });

  /** @param {import('@playwright/test').Page} page */
  const crash = async (page) => {
    const [worker] = page.workers();
    if (!worker) throw new Error('There is no worker.');
    await worker.evaluate(() => void setTimeout(() => {
      throw new Error('provoked by a test');
    }));
  };

  test('is replaced once, and that is said; the second time it asks', async ({ page }) => {
    await open(page);
    await crash(page);
    await page.locator('#sentence').fill(kTyped);
    await shows(page, kTyped);
    await expect(page.locator('[data-engine="note"]')).toContainText('started anew');
    await crash(page);
    await page.locator('#sentence').fill(kOpening);
    await expect(page.locator('[data-engine="failed"]')).toContainText('stopped working twice');
    await page.locator('[data-action="retry"]').click();
    await shows(page, kOpening);
  });

  test('without a word is noticed by its silence', async ({ page }) => {
    await open(page);
    await page.workers()[0]?.evaluate(() => self.close());
    await page.locator('#sentence').fill(kTyped);
    await shows(page, kTyped);
    await expect(page.locator('[data-engine="note"]')).toContainText('started anew');
  });
});
