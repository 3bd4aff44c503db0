/** Real browsers on the built site (web/dist), served under a sub-path. `./run test` names the browsers by REGARD_CHROMIUM and REGARD_FIREFOX. */
import { cpus } from 'node:os';

const chromium = process.env.REGARD_CHROMIUM ?? '/usr/bin/chromium';
const firefox = process.env.REGARD_FIREFOX ?? '/usr/bin/firefox-esr';

export default {
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: 'results',
  globalSetup: './start-server.mjs',
  reporter: [['list'], ['./tally.mjs']],
  timeout: 180_000,
  expect: { timeout: 45_000 },
  workers: Math.max(1, Math.min(2, cpus().length)),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  use: { viewport: { width: 1280, height: 900 }, actionTimeout: 20_000, locale: 'en-GB' },
  projects: [
    {
      name: 'Chromium',
      use: {
        browserName: 'chromium',
        permissions: ['clipboard-read', 'clipboard-write'],
        launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] },
      },
    },
    {
      name: 'Firefox',
      testMatch: 'walk*.spec.mjs',
      use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: { executablePath: firefox } },
    },
  ],
};
