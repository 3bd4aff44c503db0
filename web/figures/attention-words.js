/** Figure 8 in words: what is shown and what is in focus, the figure's sentence, what the article quotes, the question after it. */
import { html } from 'lit-html';
import { english } from '../ui/english.js';
import { glances, heaviest, needed, tellingStep } from '../lib/attending.js';
import { bestAfter, productSteps, productTrace, scoreTerms } from '../lib/attention-step.js';
import { clamp, count, percent, signed, weight } from '../lib/numbers.js';
import { argMax, isEnd, pieceLabel, row } from '../lib/trace.js';

/** @typedef {import('./attention.js').Context} Context */
/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../core/protocol.d.ts').AttentionSteps} AttentionSteps */
/** @typedef {import('../core/protocol.d.ts').OutputChange} OutputChange */
/**
 * @typedef {object} Shown
 * @property {Trace} trace
 * @property {readonly import('../lib/trace.js').Token[]} tokens   English
 * @property {import('../lib/score-kinds.js').Score} kind
 * @property {AttentionSteps | null} apart    null: not computed yet
 */

/** A written token without markup. @param {{ piece: string, text: string }} token */
export const french = (token) => (isEnd(token) ? 'end' : pieceLabel(token));
/** @param {{ piece: string, text: string }} token */
export const frenchWord = (token) => (isEnd(token) ? html`the end` : html`<i lang="fr">${pieceLabel(token)}</i>`);

/** The site has a model that was trained with the dot product. @param {import('../lib/shared.js').Shared} shared */
export const hasDot = (shared) => shared.models.includes('luong-dot');

/** The model that is looked at. @param {import('../lib/shared.js').Shared} shared @returns {'attention' | 'luong-dot'} */
export const modelOf = (shared) => (shared.choices['word.score'] === 'dot' && hasDot(shared) ? 'luong-dot' : 'attention');

/**
 * What the figure shows above, at once for the sentence of the page; and in its parts below, where the last numbers stay until the new ones
 * are there. Null: nothing yet.
 * @param {Context} context @returns {{ above: Shown | null, below: Shown | null }}
 */
export function shownOf({ shared, data, fresh, choice }) {
  const pair = shared.pair?.attention;
  const model = modelOf(shared);
  const kept = data && data.trace.model === model ? data : null;
  if (!pair?.alpha) return { above: null, below: null };
  /** @param {Trace} trace @param {import('../lib/score-kinds.js').Score} kind @param {AttentionSteps | null} apart @returns {Shown} */
  const show = (trace, kind, apart) => ({ trace, tokens: trace.source_tokens, kind, apart });
  if (kept && model === 'attention' && choice('word.score') === 'product') {
    const product = show(productTrace(kept.trace, kept), 'product', productSteps(kept.trace, kept));
    return { above: product, below: product };
  }
  const below = kept && show(kept.trace, kept.kind, kept);
  if (model !== 'attention') return { above: below, below };
  if (choice('word.score') === 'product') return { above: null, below: null };
  return { above: show(pair, 'additive', fresh ? kept : null), below };
}

/** The column in focus: the one chosen, else the heaviest of the row. @param {Context} context @param {Shown} shown @param {number} i */
export function columnOf({ state }, { trace }, i) {
  const last = trace.source_tokens.length - 1;
  if (state.column && state.column.of === trace.source) return clamp(state.column.j, 0, last);
  return trace.alpha ? clamp(argMax(row(trace.alpha, i)), 0, last) : 0;
}

/** @param {Context} context */
export function summary(context) {
  const { above } = shownOf(context);
  if (!above) return '';
  const { trace, tokens, kind } = above;
  const i = clamp(context.moment, 0, trace.steps.length - 1);
  const step = trace.steps[i];
  if (!step) return '';
  const all = glances(trace, i);
  const looks = heaviest(all, 2)
    .map((one) => `“${tokens[one.j]?.text.trim()}” ${weight(one.weight)}`)
    .join(', then ');
  const j = columnOf(context, above, i);
  const focus = all[j] ? ` In focus: “${tokens[j]?.text.trim()}”, score ${signed(all[j].score)}, weight ${weight(all[j].weight)}.` : '';
  const spread = `Nine tenths of the weight stand on ${needed(all, 0.9)} of ${all.length} tokens.`;
  const whose = kind === 'product' ? 'A plain product would look' : 'looks';
  const named = `Token ${i + 1} of ${trace.steps.length}, “${pieceLabel(step.token)}”`;
  const change = above.apart && (kind === 'product' ? above.apart.steps[i]?.product : above.apart.steps[i]?.without[j]);
  const with_ = kind === 'product' ? 'With it' : 'Without it';
  const moves = change ? ` ${with_}, ${percent(change.moved)} of the probability goes to other tokens.` : '';
  return `${named}${kind === 'product' ? `. ${whose}` : `, ${whose}`} at ${looks}. ${spread}${focus}${moves}`;
}

/** A score in its terms, and what a difference of scores means. @param {Context} context */
export function stepQuote(context) {
  const { below } = shownOf(context);
  if (!below?.apart || !context.fresh) return null;
  const { trace, tokens, apart } = below;
  const i = clamp(context.moment, 0, trace.steps.length - 1);
  const written = trace.steps[i]?.token;
  const [first, second] = heaviest(glances(trace, i), 2);
  const terms = first && scoreTerms(apart, i, first.j);
  if (!written || !first) return null;
  const sum = terms
    ? html`, a sum of ${terms.terms.length} terms between ${signed(Math.min(...terms.terms) * terms.scale)} and
        ${signed(Math.max(...terms.terms) * terms.scale)}`
    : '';
  return html`Before ${frenchWord(written)}, ${english(tokens[first.j])} has the score ${signed(first.score)}${sum}.
    ${
      second
        ? html`The second best is ${english(tokens[second.j])} with ${signed(second.score)}. Only the difference counts: it is
            ${signed(first.score - second.score)}, so the first gets exp(${signed(first.score - second.score)}) =
            ${Math.exp(first.score - second.score).toPrecision(2)} times the weight of the second.`
        : ''
    }`;
}

/** How much of what is written hangs on the heaviest word. @param {Context} context */
export function withoutQuote(context) {
  const { below } = shownOf(context);
  if (!below?.apart || !context.fresh) return null;
  const { trace, apart } = below;
  const alpha = /** @type {import('../lib/trace.js').Matrix} */ (trace.alpha);
  const steps = apart.steps.map((step, i) => ({ step, piece: trace.steps[i]?.token.piece, j: argMax(row(alpha, i)) }));
  const mean = steps.filter(({ step, piece }) => bestAfter(step.mean)?.piece !== piece);
  const by = (/** @type {number[]} */ moved) => percent(moved.reduce((sum, x) => sum + x, 0) / moved.length);
  const all = `${count(steps.length, 'token')} of this translation`;
  const averaged = html`With the mean of all states in the place of c, ${mean.length} change, and
    ${by(steps.map(({ step }) => step.mean.moved))} of the probability moves.`;
  if (steps.some(({ step }) => step.without.length === 0)) return html`Of the ${all}: ${averaged}`;
  const heavy = steps.map(({ step, piece, j }) => ({ change: /** @type {OutputChange} */ (step.without[j]), piece }));
  const other = heavy.filter(({ change, piece }) => bestAfter(change)?.piece !== piece);
  return html`Of the ${all}, ${other.length} would no longer be the likeliest at their step if their heaviest English token lost its weight; on
    average ${by(heavy.map(({ change }) => change.moved))} of the probability moves to other tokens. ${averaged}`;
}

/** What happens to the weights when every score grows by one? @type {import('../ui/prediction.js').Question<Context>} */
export const checkShift = {
  ask: ({ shared }) =>
    shared.pair
      ? {
          key: 'shift',
          choices: [
            { value: 'grow', label: 'they all grow' },
            { value: 'same', label: 'they stay the same' },
            { value: 'sharper', label: 'the largest grows, the others shrink' },
          ],
        }
      : null,
  answer: ({ shared, moment }, guess) => {
    const trace = shared.pair?.attention;
    if (!trace) return '';
    const i = clamp(moment ?? tellingStep(trace), 0, trace.steps.length - 1);
    const best = heaviest(glances(trace, i), 1)[0];
    return html`<strong>${guess === 'same' ? 'As you said.' : 'Not quite.'}</strong> exp(<i>e</i> + 1) is 2.72 times exp(<i>e</i>), above the
      fraction’s line and in every term below it, so that it cancels:
      ${best ? html`${english(trace.source_tokens[best.j])} keeps its ${weight(best.weight)}.` : ''} Only differences of scores count. That is
      why the largest may be subtracted first. To make the weights sharper, the scores have to be multiplied.`;
  },
};
