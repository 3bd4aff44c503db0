/**
 * The heads of a self-attention layer, some in each worker, and how long that takes: from the question to the summed answer, messages
 * included. What a recurrent layer computes for a token needs the state before, so its tokens cannot be shared out like this.
 */
import { failure } from './failures.js';
import { medianTime } from './median-time.js';

/** @typedef {import('./protocol.d.ts').Matrix} Matrix */

/** Heads first .. first + count - 1 of each of so many workers, as even as can be. @param {number} heads @param {number} workers */
export const shares = (heads, workers) =>
  Array.from({ length: workers }, (_, k) => {
    const first = Math.floor((k * heads) / workers);
    return { first, count: Math.floor(((k + 1) * heads) / workers) - first };
  });

/** @param {readonly Matrix[]} parts of one shape, at least one; the first is changed */
function sum([first, ...others]) {
  const { data, shape } = /** @type {Matrix} */ (first);
  for (const other of others) for (let k = 0; k < data.length; ++k) data[k] = Number(data[k]) + Number(other.data[k]);
  return { data, shape };
}

/**
 * @param {import('./protocol.d.ts').Calls['spread']['argument']} argument
 * @param {object} options
 * @param {import('./pool.js').Ask} options.own   asks the page's own worker, which takes a share
 * @param {import('./pool.js').Pool} options.pool
 * @param {import('./protocol.d.ts').Start} options.start
 * @param {number} options.cores
 * @param {AbortSignal | undefined} options.signal
 * @returns {Promise<import('./protocol.d.ts').SpreadTime>}
 */
export async function spread({ length, ...layers }, { own, pool, start, cores, signal }) {
  const workers = Math.max(1, Math.min(layers.heads, cores));
  const stop = () => pool.end();
  signal?.addEventListener('abort', stop);
  try {
    const others = await pool.open(workers - 1, start);
    const askers = [own, ...others];
    /** @param {number} count of workers */
    const once = async (count) =>
      sum(await Promise.all(shares(layers.heads, count).map((share, k) => /** @type {typeof own} */ (askers[k])('heads', { ...layers, length, ...share }))));
    /** @param {number} count */
    const time = async (count) => {
      const { milliseconds } = await medianTime(
        async (runs) => {
          for (let k = 0; k < runs; ++k) await once(count);
        },
        async () => signal?.throwIfAborted(),
      );
      return milliseconds;
    };
    // The same numbers, in whatever order they are added up.
    const [whole, parts] = [await once(1), await once(workers)];
    const differs = whole.data.some((value, k) => !(Math.abs(value - Number(parts.data[k])) <= 1e-3 * Math.max(1, Math.abs(value))));
    if (differs) throw failure('unexpected', 'spread', 'The heads do not add up to the layer.');
    return { workers, alone: await time(1), together: workers > 1 ? await time(workers) : null };
  } finally {
    signal?.removeEventListener('abort', stop);
    pool.rest();
  }
}
