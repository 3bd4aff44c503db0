/**
 * One worker and what it owes: calls go out, answers come back, and a worker that dies, or keeps silent while it works, is noticed. It is
 * not replaced here: its owner learns of the death and may hand the calls that are left to another engine.
 */
import { failure } from './failures.js';

/** @typedef {import('./protocol.d.ts').Answer} Answer */
/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./protocol.d.ts').Start} Start */
/** @typedef {import('./protocol.d.ts').StepCounts} StepCounts */
/** @typedef {Exclude<import('./protocol.d.ts').WorkerCall, 'start'>} Asked */
/**
 * @typedef {object} Call  a call under way
 * @property {number} id
 * @property {Asked} call
 * @property {Calls[Asked]['argument']} argument
 * @property {(result: any) => void} resolve
 * @property {(reason: unknown) => void} reject
 * @property {((steps: StepCounts) => void) | undefined} onSteps
 */

/**
 * A worker has died when it has been silent for this many beats in a row while it should work. Beats that the page slept through do not
 * count.
 */
const kSilentBeats = 4;
const kStartId = 0;

/**
 * @param {object} options
 * @param {() => Worker} options.startWorker
 * @param {Start} options.start
 * @param {number} options.beat  milliseconds between two questions whether the worker is alive
 * @param {(code: 'dead' | 'network') => void} options.onDeath  'network': it failed before it said a word, so its script has not arrived
 */
export function createEngine({ startWorker, start, beat, onDeath }) {
  /** @type {Map<number, Call>} */
  const calls = new Map();
  /** @type {() => void} */
  let resolveStart = () => {};
  /** @type {(reason: unknown) => void} */
  let rejectStart = () => {};
  const started = new Promise((/** @type {(value?: undefined) => void} */ resolve, reject) => {
    resolveStart = resolve;
    rejectStart = reject;
  });
  started.catch(() => {});
  let starting = true;
  let ended = false;
  let heard = false;
  let silence = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const worker = startWorker();

  function end() {
    ended = true;
    clearInterval(timer);
    worker.terminate();
  }

  /** @param {'dead' | 'network'} code */
  function die(code) {
    if (ended) return;
    end();
    onDeath(code);
  }

  /** Beats only while there is something to wait for. */
  function watch() {
    const working = !ended && (starting || calls.size > 0);
    if (!working) {
      clearInterval(timer);
      timer = undefined;
    } else if (timer === undefined) {
      silence = 0;
      timer = setInterval(() => {
        if (silence >= kSilentBeats) return die('dead');
        silence += 1;
        worker.postMessage({ id: kStartId, call: 'ping' });
      }, beat);
    }
  }

  /** @param {Answer} answer */
  function hear(answer) {
    if (ended) return;
    heard = true;
    silence = 0;
    if (answer.kind === 'pong') return;
    const isStart = answer.id === kStartId;
    if (answer.kind === 'error') {
      const { code, message } = answer.error;
      // A trap leaves the core in no known state; without memory it cannot even start, and another worker could not either.
      if (code === 'crashed' || (code === 'memory' && !isStart)) return die('dead');
      const reason = failure(code, answer.call, isStart && code !== 'model' ? undefined : message);
      if (isStart) rejectStart(reason);
      else calls.get(answer.id)?.reject(reason);
    } else if (answer.kind === 'steps') {
      return calls.get(answer.id)?.onSteps?.(answer.steps);
    } else if (isStart) resolveStart();
    else calls.get(answer.id)?.resolve(answer.result);
    if (isStart) starting = false;
    calls.delete(answer.id);
    watch();
  }

  worker.onmessage = (event) => hear(event.data);
  worker.onmessageerror = () => die('dead');
  worker.onerror = (event) => {
    event.preventDefault();
    die(heard ? 'dead' : 'network');
  };
  worker.postMessage({ id: kStartId, call: 'start', argument: start });
  watch();

  return {
    started,
    /** @param {Call} call */
    send(call) {
      calls.set(call.id, call);
      worker.postMessage({ id: call.id, call: call.call, argument: call.argument });
      watch();
    },
    /** @param {number} id */
    abort(id) {
      if (!calls.delete(id)) return;
      worker.postMessage({ id, call: 'abort' });
      watch();
    },
    /** Ends the worker; what it still owed. @returns {Call[]} */
    end() {
      end();
      const left = [...calls.values()];
      calls.clear();
      return left;
    },
  };
}
