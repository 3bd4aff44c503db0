/** Runs the native tool. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const path = process.env['REGARD_TOOL'] ?? `${root}build/release/regard`;

/** @param {string[]} words @param {string} [input] */
export function regard(words, input = '') {
  if (!existsSync(path)) throw new Error(`The tool is not built: ${path} is missing. ./run test builds it.`);
  const { status, stdout, stderr } = spawnSync(path, words, { cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, out: stdout, err: stderr };
}

/** @param {string[]} words @param {string} [input] */
export function json(words, input) {
  const { status, out, err } = regard(words, input);
  if (status !== 0) throw new Error(`regard ${words.join(' ')}: ${err}`);
  return JSON.parse(out);
}
