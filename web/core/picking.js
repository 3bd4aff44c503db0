/** The small nets that learn to pick, and the gradients of one: in slices between which messages are heard. */

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./answers.js').Surroundings} Surroundings */

/** Updates and estimates of one slice: some milliseconds. */
const kUpdates = 10;
const kEstimates = 50;

/**
 * @param {import('./protocol.d.ts').CoreModule} core
 * @returns {Pick<import('./answers.js').Answers, 'cloud' | 'pick'>}
 */
export const createPicking = (core) => ({
  async cloud({ seed, after, example, samples }, { breathe }) {
    const since = performance.now();
    const { cloud, error } = core.createGradientCloud(seed, after, example);
    if (error) throw error;
    try {
      for (let drawn = 0; drawn < samples; drawn += kEstimates) {
        if (!cloud.draw(Math.min(kEstimates, samples - drawn)))
          throw { code: 'bad-cloud', message: `${samples} estimates are more than are kept.` };
        await breathe();
      }
      return { ...cloud.inspect(), milliseconds: performance.now() - since };
    } finally {
      cloud.delete();
    }
  },
  async pick({ kind, seed, updates, every }, { breathe }) {
    const since = performance.now();
    const { run, error } = core.createPickRun(kind, seed);
    if (error) throw error;
    try {
      const measured = [run.measure()];
      for (let done = 0; done < updates; ) {
        const next = Math.min(updates, (Math.floor(done / every) + 1) * every);
        for (; done < next; done = run.updates()) {
          run.advance(Math.min(kUpdates, next - done));
          await breathe();
        }
        measured.push(run.measure());
      }
      return {
        logLikelihood: measured.map((one) => one.logLikelihood),
        right: measured.map((one) => one.right),
        ...run.sizes(),
        milliseconds: performance.now() - since,
      };
    } finally {
      run.delete();
    }
  },
});
