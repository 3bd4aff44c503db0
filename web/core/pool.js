/**
 * Workers beside the page's own, for work that can be split: started when it is asked for, each with the compiled core and no models, and
 * ended when nothing more has been asked for a while.
 */
import { createEngine } from './engine.js';
import { failure } from './failures.js';

/** @typedef {import('./protocol.d.ts').Calls} Calls */
/** @typedef {import('./engine.js').Asked} Asked */
/** @typedef {<Name extends Asked>(name: Name, argument: Calls[Name]['argument']) => Promise<Calls[Name]['result']>} Ask */
/** @typedef {ReturnType<typeof createPool>} Pool */
/** @typedef {{ engine: ReturnType<typeof createEngine>, ask: Ask, started: Promise<void>, close: () => void }} Member */

/** Milliseconds without a question after which the workers are ended. */
const kIdle = 1500;

/** @param {{ startWorker: () => Worker, beat: number }} options */
export function createPool({ startWorker, beat }) {
  /** @type {Member[]} */
  let members = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let idle;
  let nextId = 1;

  function end() {
    clearTimeout(idle);
    const ended = members;
    members = [];
    for (const one of ended) one.close();
  }

  /** @param {import('./protocol.d.ts').Start} start @returns {Member} */
  function add(start) {
    // One dead worker ends the work that it had a share of.
    const engine = createEngine({ startWorker, start, beat, onDeath: end });
    /** @type {(reason: unknown) => void} */
    let giveUp = () => {};
    const started = Promise.race([engine.started, new Promise((_, reject) => (giveUp = reject))]).then(() => {});
    started.catch(() => {});
    return {
      engine,
      started,
      ask: (name, argument) =>
        new Promise((resolve, reject) => {
          engine.send({ id: nextId++, call: name, argument, resolve, reject, onSteps: undefined });
        }),
      close() {
        const reason = failure('no-workers', 'spread', 'A worker with a share of the work has stopped.');
        giveUp(reason);
        for (const call of engine.end()) call.reject(reason);
      },
    };
  }

  return {
    end,
    /** Ends the workers unless something else is asked soon. */
    rest() {
      clearTimeout(idle);
      idle = setTimeout(end, kIdle);
    },
    /**
     * @param {number} count @param {import('./protocol.d.ts').Start} start
     * @returns {Promise<Ask[]>} a way to ask each of them
     */
    async open(count, start) {
      clearTimeout(idle);
      const bare = { ...start, models: {}, probes: {}, where: '' };
      while (members.length < count) members.push(add(bare));
      const wanted = members.slice(0, count);
      await Promise.all(wanted.map(({ started }) => started));
      return wanted.map(({ ask }) => ask);
    },
  };
}
