/**
 * What the core computes for a figure: begun when the figure is near the screen and something is wanted, given up for a newer wish, and
 * kept while the newer one is computed, so that nothing jumps.
 */

/** @typedef {import('../lib/shared.js').Shared} Shared */
/**
 * @typedef {object} Job
 * @property {Shared} shared    what is shown when the job begins
 * @property {<Name extends import('../core/protocol.d.ts').Question>(name: Name, argument: import('../core/protocol.d.ts').Calls[Name]['argument']) =>
 *   Promise<import('../core/protocol.d.ts').Calls[Name]['result']>} ask    the client's, with the job's signal
 * @property {() => Promise<import('../lib/evidence.js').Evidence>} evidence    what was measured beforehand
 * @property {AbortSignal} signal
 * @property {(part: any) => void} [show]    shows what is there already, while the rest is computed; of the type that the job gives
 */
/**
 * @typedef {object} Computing
 * @property {boolean} busy
 * @property {{ received: number, total: number } | null} progress   of a download
 * @property {string} problem    why there is no answer; '' when nothing is wrong
 * @property {() => void} again
 */

/** How many wishes are remembered with their answers. */
const kKept = 8;

/**
 * @template Data
 * @param {object} options
 * @param {((shared: Shared) => string | null) | undefined} options.wants
 * @param {((job: Job) => Promise<Data>) | undefined} options.compute
 * @param {import('../lib/shared.js').SharedStore} options.store
 * @param {import('../core/protocol.d.ts').Client['ask']} options.ask
 * @param {() => Promise<import('../lib/evidence.js').Evidence>} options.evidence
 * @param {() => void} options.changed
 */
export function createComputing({ wants, compute, store, ask, evidence, changed }) {
  /** @type {Map<string, Data>} */
  const known = new Map();
  /** What is shown; not whole: a part, while the job is at work or after it gave up. @type {{ key: string, data: Data, whole: boolean } | null} */
  let last = null;
  /** @type {{ key: string, stop: AbortController } | null} */
  let running = null;
  /** The wish that failed, and why. @type {{ key: string, message: string } | null} */
  let failed = null;
  /** @type {Computing['progress']} */
  let progress = null;
  let isNear = false;

  const key = () => wants?.(store.get()) ?? null;

  function look() {
    const wanted = key();
    if (!compute || wanted === null || running?.key === wanted) return;
    running?.stop.abort();
    running = null;
    progress = null;
    if (failed?.key === wanted || (last?.key === wanted && last.whole)) return;
    const data = known.get(wanted);
    if (data !== undefined) {
      last = { key: wanted, data, whole: true };
      changed();
    } else if (isNear) void run(wanted, compute);
  }

  /** @param {string} wanted @param {(job: Job) => Promise<Data>} work */
  async function run(wanted, work) {
    const stop = new AbortController();
    const { signal } = stop;
    running = { key: wanted, stop };
    failed = null;
    progress = null;
    changed();
    try {
      const data = await work({
        shared: store.get(),
        signal,
        evidence,
        show(data) {
          if (signal.aborted) return;
          last = { key: wanted, data, whole: false };
          changed();
        },
        ask: (name, argument) =>
          ask(name, argument, {
            signal,
            onProgress: (now) => {
              if (signal.aborted) return;
              progress = now;
              changed();
            },
          }),
      });
      if (signal.aborted) return;
      known.set(wanted, data);
      for (const old of known.keys()) if (known.size > kKept) known.delete(old);
      last = { key: wanted, data, whole: true };
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Error && error.name === 'Failure')) throw error;
      failed = { key: wanted, message: error.message };
    } finally {
      if (running?.stop === stop) {
        running = null;
        progress = null;
        changed();
      }
    }
  }

  return {
    look,
    near() {
      isNear = true;
      look();
    },
    /** @returns {{ data: Data | null, fresh: boolean, computing: Computing }} */
    now() {
      const wanted = key();
      return {
        data: last?.data ?? null,
        fresh: last !== null && last.key === wanted,
        computing: {
          busy: running !== null,
          progress,
          problem: failed !== null && failed.key === wanted ? failed.message : '',
          again() {
            failed = null;
            look();
          },
        },
      };
    },
  };
}
