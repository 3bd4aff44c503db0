/** One sentence through several translators: what each writes by itself, and what each does when it is made to write B's translation. */
import { clamp } from './numbers.js';
import { argMax, row } from './trace.js';

/** @typedef {import('./trace.js').Trace} Trace */
/** @typedef {import('../core/protocol.d.ts').ModelName} ModelName */
/** @typedef {{ model: ModelName, own: Trace, forced: Trace | null }} Beside   forced: null where the translation cannot be given */

/** Why a translation cannot be given: there is none, or it is longer than the page writes. */
const kUnable = new Set(['empty-text', 'too-long']);

/**
 * @param {Pick<import('../ui/computing.js').Job, 'shared' | 'ask'>} job
 * @param {readonly ModelName[]} models
 * @param {(all: readonly Beside[]) => void} onPart   after each, with those that are there
 * @returns {Promise<readonly Beside[]>}
 */
export async function besideEachOther({ shared, ask }, models, onPart) {
  const b = /** @type {import('./shared.js').Pair} */ (shared.pair).attention;
  const { source: text, beam, translation: target } = b;
  /** @param {ModelName} model */
  const force = (model) =>
    ask('write', { model, text, beam, target }).catch((error) => {
      if (kUnable.has(error.code)) return null;
      throw error;
    });
  /** @type {readonly Beside[]} */
  let all = [];
  for (const model of models) {
    const own = model === 'attention' ? b : await ask('write', { model, text, beam, target: null });
    all = [...all, { model, own, forced: await force(model) }];
    onPart(all);
  }
  return all;
}

/**
 * The column in focus: the one chosen for this source, else the heaviest of row i.
 * @param {{ of: string, j: number } | null} chosen @param {Trace} trace @param {number} i
 */
export function columnOf(chosen, trace, i) {
  const last = trace.source_tokens.length - 1;
  if (chosen && chosen.of === trace.source) return clamp(chosen.j, 0, last);
  return trace.alpha ? clamp(argMax(row(trace.alpha, clamp(i, 0, trace.steps.length - 1))), 0, last) : 0;
}

/**
 * Index of the last row of the longest matrix.
 * @param {Trace | undefined} b @param {readonly Beside[]} all @param {boolean} own  each has written by itself
 */
export const lastRow = (b, all, own) =>
  Math.max(0, Math.max(b?.steps.length ?? 1, ...all.map((one) => (own ? one.own : (one.forced ?? one.own)).steps.length)) - 1);
