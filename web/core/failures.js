/** Failures with a sentence for the reader. What the core says of a text it says itself. */

/** @typedef {import('./protocol.d.ts').Failure} Failure */

/** @type {Record<string, string>} */
const kSentences = {
  missing: 'A file of the translators is not on the server. The page may have just been renewed: reload it, or try again.',
  server: 'The server could not send the translators. Try again in a moment.',
  network: 'The translators could not be fetched. Perhaps this device is offline.',
  cut: 'The download was cut off before it was complete.',
  size: 'A downloaded file has the wrong length, so it was not used.',
  corrupt: 'A downloaded file is damaged (its checksum is wrong), so it was not used.',
  captive: 'The network answered with a web page instead of the file. Perhaps it wants you to log in first.',
  stalled: 'The download stopped: nothing has arrived for some time.',
  dead: 'The translators stopped working twice, so they were not started again.',
  memory: 'There is not enough free memory for the translators.',
  closed: 'The translators were shut down.',
  unexpected: 'The translators could not be started.',
  'not-recorded': 'Only the recorded sentences can be shown, because this browser does not run WebAssembly.',
};

/** Codes of failures after which nothing works until the next attempt; the others are about a sentence. */
const kEngineCodes = new Set([
  'missing',
  'server',
  'network',
  'cut',
  'size',
  'corrupt',
  'captive',
  'stalled',
  'dead',
  'memory',
  'model',
  'closed',
  'unexpected',
]);

/**
 * @param {string} code @param {string} call what was being done
 * @param {string} [message] instead of the code's own sentence @returns {Failure}
 */
export function failure(code, call, message) {
  const error = new Error(message ?? kSentences[code] ?? 'Something unexpected happened.');
  return Object.assign(error, {
    name: /** @type {const} */ ('Failure'),
    code,
    call,
    about: kEngineCodes.has(code) ? /** @type {const} */ ('engine') : /** @type {const} */ ('sentence'),
  });
}

/** @param {unknown} error @returns {error is Failure} */
export const isFailure = (error) => error instanceof Error && error.name === 'Failure';

/**
 * The value of one of the core's outcomes, or its error thrown.
 * @template {{ error?: import('./protocol.d.ts').CoreError | undefined }} T @param {T} outcome
 */
export function checked(outcome) {
  if (outcome.error) throw outcome.error;
  return /** @type {Exclude<T, { error: import('./protocol.d.ts').CoreError }>} */ (outcome);
}
