/**
 * An engine that is a program of its own: asked on its standard input, one JSON object a line, as core/native.cpp describes. It keeps the
 * clock.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @param {string} name @param {string[]} command @param {Record<string, string>} [environment] @returns {import('./engine.mjs').Engine} */
export function startProcess(name, [program, ...words], environment = {}) {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  /** @param {object} question */
  async function ask(question) {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended.`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`${name}: ${answer.error}`);
    return answer;
  }
  return {
    name,
    async make({ spec, about, path }) {
      const made = await ask({ make: { ...about, ...spec, ...(path && { weights: path }) } });
      return {
        flops: made.flops,
        bytes: made.bytes,
        time: async (times) => (await ask({ run: made.job, times })).seconds,
        result: async () => (await ask({ result: made.job })).result,
        drop: async () => void (await ask({ drop: made.job })),
      };
    },
    stop: () => void child.stdin.end(),
  };
}
