/** The ways to score: when the decoder asks, and what the score is called. See src/layers/attention/kind.h. */

/** @typedef {import('../core/protocol.d.ts').ScoreKind} ScoreKind */

/** Or 'product': q . h_j in a model that was trained with another score. @typedef {ScoreKind | 'product'} Score */

/** Luong's scores ask with s_i, the state after the step; the others with s_{i-1}, the state before it. @type {ReadonlySet<Score>} */
const kAfterStep = new Set(/** @type {ScoreKind[]} */ (['dot', 'scaled-dot', 'general', 'concat', 'location']));

/** @param {Score} kind */
export const asksAfterStep = (kind) => kAfterStep.has(kind);

/** Index of the state that asks before token i is written, i from 1. @param {Score} kind @param {number} i */
export const queryIndex = (kind, i) => (asksAfterStep(kind) ? i : i - 1);

/** The score sums over tanh units; the others over products. @param {Score} kind */
export const isTanh = (kind) => kind === 'additive' || kind === 'concat' || kind === 'hard';
