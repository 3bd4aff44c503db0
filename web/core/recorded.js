/** The recording that the site's build made, as the client's answers where there is no WebAssembly. */
import { failure } from './failures.js';

/** @typedef {import('./protocol.d.ts').Pair} Pair */
/** @typedef {import('./protocol.d.ts').Trace} Trace */
/** @typedef {import('./protocol.d.ts').RecordedMatrix} RecordedMatrix */

/** @param {RecordedMatrix} matrix */
const matrix = ({ data, shape }) => ({ data: Float32Array.from(data), shape });

/** @param {RecordedMatrix | null} recorded */
const needed = (recorded) => matrix(recorded ?? { data: [], shape: [0, 0] });

/** @param {import('./protocol.d.ts').RecordedTrace} trace @returns {Trace} */
const revive = (trace) => ({
  ...trace,
  encoder_states: needed(trace.encoder_states),
  context: needed(trace.context),
  decoder_states: needed(trace.decoder_states),
  contexts: needed(trace.contexts),
  scores: trace.scores && matrix(trace.scores),
  alpha: trace.alpha && matrix(trace.alpha),
});

/** @param {Uint8Array} bytes of recorded.json */
export function readRecording(bytes) {
  const { traces } = /** @type {import('./protocol.d.ts').Recording} */ (JSON.parse(new TextDecoder().decode(bytes)));
  /** @type {Map<string, Pair>} */
  const pairs = new Map(traces.map(({ text, vector, attention }) => [text, { vector: revive(vector), attention: revive(attention) }]));
  return {
    sentences: [...pairs.keys()],
    /** Throws a Failure for a sentence that was not recorded. @param {string} text @param {string} call @returns {Pair} */
    pair(text, call) {
      const found = pairs.get(text.trim());
      if (!found) throw failure('not-recorded', call);
      return found;
    },
  };
}
