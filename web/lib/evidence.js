/** What was measured beforehand, as `models/results.json` has it: for results that need minutes of training or many sentences. */

/**
 * @typedef {object} Evidence
 * @property {Record<string, { updates: number, minutes: number, parameters: number, bytes: number }>} models   by folder
 * @property {Record<string, Recall>} recall    the recall task's nets: plain, reversed, wide, attention, lstm, tanh
 * @property {Partial<Record<string, Shapes>>} shapes    of each model's score
 * @property {Record<string, any>} results      by the measurement's id; each has its command
 * @property {() => Promise<import('./own-texts.js').OwnSentences>} sentences   our own, to measure with on the reader's device
 */
/** Of a score's parameters, by name. @typedef {Partial<Record<string, readonly number[]>>} Shapes */
/** @typedef {{ mean: number, interval: [number, number] | null }} OverSeeds */
/**
 * @typedef {object} Recall
 * @property {number} seeds
 * @property {number} longest_in_training
 * @property {{ length: number, symbols_right: OverSeeds, exact: OverSeeds }[]} by_length
 * @property {{ untrained: OverSeeds, trained: OverSeeds }} gradient   slope of log10 |d log p / d x| a step
 */

/** @returns {Promise<Evidence>} */
export const loadEvidence = async () => ({
  ...(await import('virtual:regard-evidence')).default,
  sentences: async () => (await import('virtual:regard-sentences')).default,
});
