/** "Is it an explanation?" in words: which token is in focus, the figure's sentence, and what the article quotes. */
import { html, nothing } from 'lit-html';
import { english } from '../ui/english.js';
import { answersAt, first, inWords, isFar, kFar, kFarthest, kPairs } from '../lib/explaining.js';
import { strength } from '../lib/fading.js';
import { clamp, percent, signed, weight } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';

/** @typedef {import('./explanation.js').Context} Context */
/** @typedef {import('./explanation.js').Data} Data */
/** @typedef {import('../lib/trace.js').Token} Token */

/** @param {Token | undefined} token */
export function french(token) {
  if (token && isEnd(token)) return html`the end`;
  const text = token ? pieceLabel(token) : '';
  return /[\p{L}\p{N}]/u.test(text) ? html`<i lang="fr">${text}</i>` : html`“${text}”`;
}
/** The same without markup. @param {Token | undefined} token */
export const plain = (token) => (token ? (isEnd(token) ? 'the end' : `“${pieceLabel(token)}”`) : '');

/** The written token in focus. @param {Context} context @param {Data} data */
export const wordOf = ({ moment }, { explained }) => clamp(moment, 0, explained.trace.steps.length - 1);

/**
 * The English token in focus: the one pointed at, the one chosen, else the one that leave-one-out puts first.
 * @param {Context} context @param {Data} data
 */
export function columnOf(context, { explained }) {
  const { look, column } = context.state;
  const answers = answersAt(explained, wordOf(context, /** @type {Data} */ (context.data)));
  const chosen = column && column.of === explained ? column.j : answers ? first(answers.left_out) : 0;
  return clamp(look ?? chosen, 0, explained.trace.source_tokens.length - 1);
}

/** Of token i, under the bound that is chosen; null: not searched for. @param {Context} context @param {Data} data @param {number} i */
export const rowsAt = ({ choice }, { rows }, i) =>
  rows !== null && rows.step === i && rows.bound === choice('explain.bound') ? rows.written : null;

/** The three numbers of one English token, to be heard. @param {Data} data @param {number} i @param {number} j */
export function heard({ explained }, i, j) {
  const answers = answersAt(explained, i);
  if (!answers) return '';
  const [a, g, l] = [answers.attention[j] ?? NaN, answers.gradient[j] ?? NaN, answers.left_out[j] ?? NaN];
  return `${plain(explained.trace.source_tokens[j])}: weight ${weight(a)}, gradient ${strength(g)}, left out ${weight(l)}.`;
}

/** @param {Context} context */
export function summary(context) {
  const { data } = context;
  if (!data) return '';
  const { explained } = data;
  const { trace, agreement } = explained;
  const i = wordOf(context, data);
  const answers = answersAt(explained, i);
  const word = `Token ${i + 1} of ${trace.steps.length}, ${plain(trace.steps[i]?.token)}`;
  if (!answers) return `${word}. The sentence is a single token, so there is nothing to rank.`;
  const top = (/** @type {readonly number[]} */ values) => plain(trace.source_tokens[first(values)]);
  const taus = kPairs.flatMap(({ pair, name }) => {
    const tau = agreement[i]?.[pair];
    return tau ? [`${name} ${signed(tau.tau)}`] : [];
  });
  const rows = rowsAt(context, data, i);
  const bound = context.choice('explain.bound');
  const row = !rows
    ? ''
    : isFar(rows)
      ? ` A very different row, at distance ${weight(rows.adversary?.distance ?? NaN)}, changes the output by no more than ${bound}.`
      : ` No very different row that changes the output by no more than ${bound} was found.`;
  const tops = `attention puts ${top(answers.attention)} first, the gradient ${top(answers.gradient)}, leave-one-out ${top(answers.left_out)}`;
  return `${word}: ${tops}. Agreement: ${taus.join(', ')}.${row}`;
}

/** What is found for the token in focus. @param {Context} context */
export function quote(context) {
  const { data } = context;
  if (!data) return null;
  const { explained } = data;
  const { trace, agreement } = explained;
  const i = wordOf(context, data);
  const answers = answersAt(explained, i);
  if (!answers) return html`Your sentence is a single token. There is nothing to rank, and no other row of weights.`;
  const word = french(trace.steps[i]?.token);
  const tops = [first(answers.attention), first(answers.gradient), first(answers.left_out)];
  const name = (/** @type {number | undefined} */ j) => english(trace.source_tokens[j ?? 0]);
  const agreed = tops.every((j) => j === tops[0]);
  const tau = agreement[i]?.attention_left_out;
  const rows = rowsAt(context, data, i);
  return html`For ${word},
    ${
      agreed
        ? html`all three put ${name(tops[0])} first.`
        : html`attention puts ${name(tops[0])} first, the gradient ${name(tops[1])}, leave-one-out ${name(tops[2])}.`
    }
    ${tau ? html`Over all English tokens attention and leave-one-out give ${inWords(tau.tau)} (τ = ${signed(tau.tau)}).` : ''}
    ${rows ? ofTheRows(rows, word, context.choice('explain.bound')) : ''}`;
}

/** An output that has changed by no more than this is nearly the same, and a row that is nearer than this nearly the learned one. */
const kLittle = 0.05;
const kNear = 0.15;

/** @param {import('../core/protocol.d.ts').OtherRowsWritten} rows @param {unknown} word @param {string} bound */
function ofTheRows({ adversary, uniform }, word, bound) {
  const even =
    uniform.effect <= Number(bound)
      ? html`Even the uniform row would do.`
      : html`The uniform row changes the output by ${weight(uniform.effect)}.`;
  if (!adversary) return html`No other row that changes the output by no more than ${bound} was found for it. ${even}`;
  const { distance, effect } = adversary;
  if (distance > kFar)
    return html`A very different row (distance ${weight(distance)} of at most ${weight(kFarthest)}) changes the output by
    ${effect.toFixed(3)}. ${effect <= kLittle ? html`Where B looked hardly decided what it wrote.` : nothing} ${even}`;
  return html`The farthest row found that changes the output by no more than ${bound} is at distance ${weight(distance)} (of at most
    ${weight(kFarthest)}): as far as the search can say, to write ${word} B has to look
    ${distance < kNear ? 'about where it looked' : 'at least in part where it looked'}. ${even}`;
}

/** What was measured over many sentences. @param {Context} context */
export function quoteMany({ data }) {
  const averages = data?.averages;
  if (!averages) return null;
  const { taus, sentences, tokens, far, uniform, bound } = averages;
  const said = (/** @type {import('../lib/explaining.js').Mean} */ { mean, interval: [low, high] }) =>
    html`<b>${signed(mean)}</b> (95&nbsp;% interval ${signed(low)} to ${signed(high)})`;
  return html`Over ${sentences} sentences of ours, ${tokens.toLocaleString('en')} written tokens, the mean τ of attention and gradient is
    ${said(taus.attention_gradient.tau)}, of attention and leave-one-out ${said(taus.attention_left_out.tau)}, of gradient and leave-one-out
    ${said(taus.gradient_left_out.tau)}. What a ranking puts first is another matter: attention and leave-one-out put the same token
    first at <b>${percent(taus.attention_left_out.same_first.mean)}</b> of the written tokens, attention and gradient at
    ${percent(taus.attention_gradient.same_first.mean)}. For <b>${percent(far.mean)}</b> of the tokens a row farther than 0.4 from the
    learned one changes the output by at most ${bound}; for ${percent(uniform.mean)} the uniform row does.`;
}
