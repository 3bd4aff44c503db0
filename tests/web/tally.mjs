/** A Playwright reporter: one line "PROJECT PASSED FAILED" for each project, into the file that REGARD_TALLY names. */
import { writeFileSync } from 'node:fs';

export default class Tally {
  /** @type {import('@playwright/test/reporter').Suite | undefined} */
  #root;

  /** @param {unknown} _config @param {import('@playwright/test/reporter').Suite} root */
  onBegin(_config, root) {
    this.#root = root;
  }

  /** @param {{ status: string }} result */
  onEnd({ status }) {
    const file = process.env.REGARD_TALLY;
    if (!file) return;
    let failures = 0;
    const lines = (this.#root?.suites ?? []).map((project) => {
      const tests = project.allTests();
      const passed = tests.filter((one) => one.outcome() === 'expected').length;
      const failed = tests.filter((one) => one.outcome() === 'unexpected' || one.outcome() === 'flaky').length;
      failures += failed;
      return `${project.title} ${passed} ${failed}`;
    });
    if (status !== 'passed' && failures === 0) lines.push('Browsers 0 1');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }
}
