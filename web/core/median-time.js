/** How long something short takes, by a clock that may be coarse. */

/** A batch of runs lasts at least so many milliseconds, and so many steps of the clock. */
const kBatch = 5;
const kSteps = 10;
/** Batches are timed until both are reached. */
const kBatches = 5;
const kBudget = 100;

let known = 0;
/** The smallest step that the clock has been seen to make, in milliseconds. */
function clockStep() {
  if (known > 0) return known;
  const steps = [0, 0, 0].map(() => {
    const since = performance.now();
    let now = since;
    while (now === since) now = performance.now();
    return now - since;
  });
  known = Math.min(...steps);
  return known;
}

/** The value that a share of all lies below, between two neighbours where none is at the place. @param {readonly number[]} values at least one @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [Number(sorted[Math.floor(at)]), Number(sorted[Math.ceil(at)])];
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Milliseconds of one run: the median over batches, each long enough for the clock, and between `low` and `high` the middle half of them.
 * @param {(runs: number) => void | Promise<void>} run   does it so many times
 * @param {() => Promise<void>} breathe    between batches; throws to give up
 */
export async function medianTime(run, breathe) {
  const least = Math.max(kBatch, kSteps * clockStep());
  /** @param {number} runs */
  const time = async (runs) => {
    const since = performance.now();
    await run(runs);
    return performance.now() - since;
  };
  let runs = 1;
  let spent = 0;
  /** Milliseconds of one run in each batch. @type {number[]} */
  let batches = [];
  while (batches.length < kBatches || spent < kBudget) {
    const took = await time(runs);
    await breathe();
    if (took < least) {
      // Too short for the clock, and earlier ones may have been long only because the device did something else.
      runs *= took * 4 < least ? 4 : 2;
      batches = [];
      spent = 0;
    } else {
      batches.push(took / runs);
      spent += took;
    }
  }
  const [low = 0, milliseconds = 0, high = 0] = [0.25, 0.5, 0.75].map((share) => quantile(batches, share));
  return { milliseconds, low, high, runs: batches.length * runs };
}
