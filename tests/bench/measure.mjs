/**
 * Takes times, in Node and in a browser alike: makes the jobs, compares what they computed, warms up, and then lets all take turns, so
 * that what disturbs one round disturbs everybody.
 */

/** @typedef {import('./engines/engine.mjs').Engine} Engine */
/** @typedef {import('./engines/engine.mjs').Job} Job */
/**
 * @typedef {{ name: string, kind: 'kernel' | 'sentence' | 'training' | 'parts' | 'growth', case?: string, entries: { engine: string, label: string,
 *   spec: import('./engines/engine.mjs').Spec }[] }} Plan
 *   things that are timed in turns; `case` names what they work on
 * @typedef {{ label: string, engine: string, spec: import('./engines/engine.mjs').Spec, seconds: number[], times: number, flops?: number,
 *   bytes?: number, difference?: number, remark?: string,
 *   vectors?: { lanes: number, fused: boolean } }} Taken
 *   seconds of one run, round by round; empty where it was not timed, and then the remark says why; difference: the largest relative one of
 *   its first losses from ours
 * @typedef {{ rounds: number, seconds: number, warmUp: number }} Effort rounds, and seconds that an entry takes in each and before them
 * @typedef {{ plan: string, kind: string, case?: string, taken: Taken[] }} Measured
 */

const kWarmUpChunk = 0.05; // seconds
const kLossTolerance = 1e-4;
const kLossesCompared = 5;

/**
 * Runs an entry until it had its time, ever more times at once, and returns how often it runs in so many seconds.
 * @param {Job} job @param {number} seconds @param {number} warmUp
 */
async function settle(job, seconds, warmUp) {
  let times = 1;
  let spent = 0;
  let pace = await job.time(1);
  const aim = Math.min(kWarmUpChunk, seconds);
  while (spent < warmUp) {
    const took = await job.time(times);
    spent += Math.max(took, 1e-6);
    pace = took / times;
    if (took < aim) times = Math.min(times * 2, 1 << 22);
  }
  return Math.max(1, Math.round(seconds / Math.max(pace, 1e-9)));
}

/** @param {any[]} expected @param {any[]} seen */
function compareTokens(expected, seen) {
  const other = expected.filter((ids, k) => JSON.stringify(ids) !== JSON.stringify(seen[k])).length;
  return other === 0 ? '' : `other tokens in ${other} of ${expected.length} sentences`;
}

/** The largest relative difference of the first losses. @param {number[]} expected @param {number[]} seen */
const differenceOf = (expected, seen) =>
  Math.max(...expected.slice(0, kLossesCompared).map((loss, k) => Math.abs(/** @type {number} */ (seen[k]) / loss - 1)));

/**
 * @param {Plan} plan @param {Record<string, Engine>} engines @param {(name: string) => Promise<{ about: any, weights: Uint8Array, path?:
 *   string }>} load a case
 * @param {Effort} effort @param {(line: string) => void} say
 * @returns {Promise<Measured>}
 */
export async function measure(plan, engines, load, effort, say) {
  const loaded = plan.case ? await load(plan.case) : undefined;
  /** @type {(Taken & { job?: Job })[]} */
  const entries = [];
  let losses = /** @type {number[] | undefined} */ (undefined);
  for (const { engine, label, spec } of plan.entries) {
    const taken = /** @type {Taken & { job?: Job }} */ ({ label, engine, spec, seconds: [], times: 0 });
    entries.push(taken);
    if (!engines[engine]) {
      taken.remark = 'not installed';
      continue;
    }
    try {
      const job = await engines[engine].make({ spec, ...loaded });
      let remark = '';
      if (spec.kind === 'sentence' && loaded && !spec.until) {
        await job.time(loaded.about.sources.length);
        remark = compareTokens(loaded.about.targets, await job.result());
      } else if (plan.kind === 'training') {
        await job.time(kLossesCompared);
        const seen = await job.result();
        losses ??= seen;
        taken.difference = Number(differenceOf(losses ?? [], seen).toPrecision(2));
        if (!(taken.difference <= kLossTolerance)) remark = `its first losses differ by ${taken.difference} of ours`;
      }
      if (spec.kind === 'peak') taken.vectors = await job.result();
      taken.flops = job.flops;
      taken.bytes = job.bytes;
      if (remark) {
        taken.remark = remark;
        await job.drop();
      } else {
        taken.job = job;
      }
    } catch (error) {
      taken.remark = error instanceof Error ? error.message : String(error);
    }
    if (taken.remark) say(`  ${label}: not timed: ${taken.remark}`);
  }
  const timed = entries.filter((one) => one.job);
  for (const one of timed) {
    one.times = await settle(/** @type {Job} */ (one.job), effort.seconds, effort.warmUp);
    // A round translates every sentence of the case equally often.
    const sentences = one.spec.kind === 'sentence' ? (loaded?.about.sources.length ?? 1) : 1;
    one.times = Math.ceil(one.times / sentences) * sentences;
  }
  for (let round = 0; round < effort.rounds; ++round) {
    // Everybody is first as often as the others.
    for (let k = 0; k < timed.length; ++k) {
      const one = timed[(k + round) % timed.length];
      one.seconds.push((await /** @type {Job} */ (one.job).time(one.times)) / one.times);
    }
  }
  for (const one of timed) {
    await one.job?.drop();
    delete one.job;
  }
  return { plan: plan.name, kind: plan.kind, ...(plan.case && { case: plan.case }), taken: entries };
}
