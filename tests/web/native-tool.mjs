/** What the tests share that compare the page's numbers with those of the native tool: asking the tool, and reading what a figure says. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { asText } from './figure-harness.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the tool prints as JSON. @param {string[]} words */
export const regard = (...words) => JSON.parse(execFileSync('build/release/regard', words, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 }));

/** The tool's rows as the core's matrix; null where there are none. @param {number[][] | null} rows @returns {any} */
export const matrix = (rows) => rows && { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 0] };

/** Words and numbers, without marks. @param {unknown} template */
export const read = (template) => asText(template).replace(/<\u00a0/g, '‹').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();

/** Every number of one text is within a unit of its last place of the other's; the words are the same. @param {string} page @param {string} tool @param {string} where */
export function alike(page, tool, where) {
  const kNumber = /\d+(?:\.\d+)?/g;
  assert.equal(page.replace(kNumber, '#'), tool.replace(kNumber, '#'), where);
  const [a, b] = [page, tool].map((text) => text.match(kNumber) ?? []);
  a?.forEach((number, k) => {
    const unit = 10 ** -(number.split('.')[1]?.length ?? 0);
    assert.ok(Math.abs(Number(number) - Number(b?.[k])) <= 1.001 * unit, `${where}: ${number} is not ${b?.[k]}`);
  });
}
