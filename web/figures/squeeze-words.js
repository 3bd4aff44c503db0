/** What the figure squeeze says: its sentences for the article and for a screen reader, its table, its questions. */
import { html, nothing } from 'lit-html';
import { english } from '../ui/english.js';
import { count, percent, signed } from '../lib/numbers.js';
import { argMax } from '../lib/trace.js';
import { carried, gatesOf, kept, likeness, mean, numberAt, readersOf, standsAt, widthOf } from '../lib/squeeze.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/squeeze.js').Reader} Reader */
/** @typedef {import('./squeeze.js').Context} Context */

/** @param {readonly Reader[]} readers @param {Reader} reader */
const nameOf = (readers, { way }) => (readers.length > 1 ? `the ${way} reader` : 'the reader');
/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Trace} trace */
function encoder(trace) {
  const readers = readersOf(trace);
  const width = readers[0]?.width;
  return readers.length > 1 ? `A’s encoder, two readers of ${width} numbers each,` : `The encoder with one reader of ${width} numbers`;
}

/** How much goes into how little. @param {Trace} trace @param {number} k tokens read */
export function readout(trace, k) {
  const width = widthOf(readersOf(trace));
  if (k === 0) return html`Nothing read yet. C has room for <b>${width}</b> numbers.`;
  return html`After ${count(k, 'token')} the encoder has made <b>${(k * width).toLocaleString('en')}</b> numbers. C keeps <b>${width}</b>:
    <b>${k} to 1</b>${k === trace.source_tokens.length ? ' at the end' : ''}.`;
}

/** What the gates did with the tokens just read. @param {Trace} trace @param {number} k */
export function gateWords(trace, k) {
  if (k === 0) return 'No gate has opened yet.';
  const readers = readersOf(trace);
  const n = trace.source_tokens.length;
  const said = readers.map((reader, r) => {
    const gates = gatesOf(trace, reader, k);
    return gates
      ? html`${r > 0 ? '; at ' : 'At '}${english(trace.source_tokens[standsAt(reader, k, n)])}, ${nameOf(readers, reader)} keeps
          <b>${percent(mean(gates.update))}</b> of the state before and lets <b>${percent(mean(gates.reset))}</b> of it speak in the
          proposal`
      : nothing;
  });
  const over = `Averages over the ${readers[0]?.width} numbers of ${readers.length > 1 ? 'each' : 'the state'}.`;
  return html`${said}. ${k === 1 ? 'Before the first token that state is all zeros.' : over}`;
}

/**
 * One number of a reader's k-th step, for a screen reader.
 * @param {Trace} trace @param {number} k @param {import('../lib/squeeze.js').Cell} cell
 */
export function numberInWords(trace, k, cell) {
  const readers = readersOf(trace);
  const reader = /** @type {Reader} */ (readers[cell.reader]);
  const { after, before, gates } = numberAt(trace, reader, k, cell.k);
  const open = gates ? `, update gate ${signed(gates.update)}, reset gate ${signed(gates.reset)}` : '';
  return `${capital(nameOf(readers, reader))}, number ${cell.k + 1} of ${reader.width}: ${signed(after)}, before ${signed(before)}${open}.`;
}

/** @param {Context} context */
export function summary({ data, moment: k, choice }) {
  if (!data) return '';
  const { trace } = data;
  const readers = readersOf(trace);
  const tokens = trace.source_tokens;
  const n = tokens.length;
  if (k === 0) return `${n} tokens, none read yet: the vector is empty.`;
  const last = readers.map((reader) => `“${tokens[standsAt(reader, k, n)]?.text.trim()}”`);
  const alike = readers.map((reader) => {
    const value = likeness(trace, reader)[standsAt(reader, k, n)] ?? NaN;
    return `${nameOf(readers, reader)}’s state has likeness ${signed(value)} to its end`;
  });
  const ends = k === n ? 'All read: this is C.' : `${capital(alike.join(', '))}.`;
  const open = readers.flatMap((reader) => {
    const gates = choice('read.gates') === 'on' ? gatesOf(trace, reader, k) : null;
    return gates ? [`${nameOf(readers, reader)} keeps ${percent(mean(gates.update))} of the state before`] : [];
  });
  const way = readers.length > 1 ? ' each way, the last ones' : ', the last one';
  return `${k} of ${n} tokens read${way} ${last.join(' and ')}. ${ends}${open.length > 0 ? ` ${capital(open.join(', '))}.` : ''}`;
}

/** @param {Context} context */
export function table({ data }) {
  if (!data) return nothing;
  const { trace } = data;
  const readers = readersOf(trace);
  const columns = readers.flatMap((reader) => {
    const name = readers.length > 1 ? `${reader.way}: ` : '';
    const gates = /** @type {const} */ ([
      ['kept at this token', kept(trace, reader)],
      ['brought to the end', carried(trace, reader)],
    ]);
    const known = gates.flatMap(([what, shares]) => (shares ? [{ what, shares }] : []));
    return [
      { name: `${name}likeness to C`, says: (/** @type {number} */ j) => signed(likeness(trace, reader)[j] ?? NaN) },
      ...known.map(({ what, shares }) => ({ name: `${name}${what}`, says: (/** @type {number} */ j) => percent(shares[j] ?? NaN) })),
    ];
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the states and their gates">
    <table>
      <caption>
        Likeness: cosine of a state with what its reader hands over in the end (1: the same direction). Kept: mean of z, the share of the
        state before that stays. Brought to the end: product of all later z, averaged over the numbers.
      </caption>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Token</th>
          ${columns.map(({ name }) => html`<th scope="col">${capital(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${trace.source_tokens.map(
          (token, j) =>
            html`<tr>
              <th scope="row">${j + 1}</th>
              <td lang="en">${token.text.trim()}</td>
              ${columns.map(({ says }) => html`<td class="number">${says(j)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @type {Record<string, (context: Context) => unknown>} */
export const quotes = {
  /** How much goes into how little. */
  squeeze: ({ data }) => {
    if (!data) return null;
    const { trace } = data;
    const readers = readersOf(trace);
    const tokens = trace.source_tokens;
    const n = tokens.length;
    const width = widthOf(readers);
    const first = readers.map((reader, r) => {
      const j = standsAt(reader, 1, n);
      const name = nameOf(readers, reader);
      return html`${r > 0 ? `, ${name}` : capital(name)}’s state right after ${english(tokens[j])} ${r > 0 ? 'one' : 'has a likeness'} of
      ${signed(likeness(trace, reader)[j] ?? NaN)}${r > 0 ? '' : ' to what it hands over in the end'}`;
    });
    return html`Your sentence is ${count(n, 'token')}. ${encoder(trace)} makes ${count(n, 'state')} of ${width} numbers,
    ${(n * width).toLocaleString('en')} in all, and C keeps ${width} of them: ${n} to 1. ${first}.`;
  },
  /** What the update gate keeps. */
  'squeeze-gates': ({ data }) => {
    const trace = data?.trace;
    if (!trace?.update_gates) return null;
    const readers = readersOf(trace);
    const tokens = trace.source_tokens;
    const n = tokens.length;
    if (n < 2) return html`Your sentence has one token, so there is no state before it that a gate could keep.`;
    return readers.map((reader, r) => {
      const shares = kept(trace, reader) ?? [];
      const [from, second, last] = [1, 2, n].map((k) => standsAt(reader, k, n));
      const says = (/** @type {number | undefined} */ j) => html`${percent(shares[j ?? 0] ?? NaN)} at ${english(tokens[j ?? 0])}`;
      const name = nameOf(readers, reader);
      return html`${r === 0 ? `On average over its numbers, ${name}` : capital(name)} keeps ${says(second)}, its second
      token${n > 2 ? html`, and ${says(last)}, its last` : ''}. Of its state after ${english(tokens[from ?? 0])}, its first, the update gates
      alone bring ${percent(carried(trace, reader)?.[from ?? 0] ?? NaN)} to the end. `;
    });
  },
};

/** @param {boolean} right */
const verdict = (right) => html`<strong>${right ? 'As you said.' : 'Not quite.'}</strong>`;

/** @type {Record<string, import('../ui/prediction.js').Question<Context>>} */
export const questions = {
  /** How many numbers has C for a longer sentence? */
  'predict-numbers': {
    ask: () => ({
      key: 'numbers',
      choices: [
        { value: 'more', label: 'seven times as many' },
        { value: 'root', label: 'more, but not seven times' },
        { value: 'same', label: 'exactly as many' },
      ],
    }),
    answer: ({ data }, guess) =>
      html`${verdict(guess === 'same')} C is one vector${data ? html` of ${data.trace.context.shape[1]} numbers` : ''}, whether six words
      went into it or forty. Its size was fixed before anybody typed a sentence.`,
  },
  /** What does a gate of 0.9 do? */
  'check-squeeze': {
    ask: () => ({
      key: 'gate',
      choices: [
        { value: 'anew', label: 'nearly all of it is written anew' },
        { value: 'keeps', label: 'nearly all of it stays as it was' },
        { value: 'skips', label: 'the token is not read' },
      ],
    }),
    answer: ({ data }, guess) => {
      const right = html`${verdict(guess === 'keeps')} Nine tenths of the state before stay, and a tenth of the proposal comes in. The token
      is read all the same: both the gate and the proposal are computed from it.`;
      const trace = data?.trace;
      const reader = trace && readersOf(trace)[0];
      const later = reader ? (kept(trace, reader)?.slice(1) ?? []) : [];
      if (!trace || !reader || later.length < 2) return right;
      const most = argMax(later.map((share) => -share)) + 1;
      const least = argMax(later) + 1;
      const says = (/** @type {number} */ j) => html`${english(trace.source_tokens[j])} (mean z ${signed(later[j - 1] ?? NaN)})`;
      return html`${right} In your sentence ${nameOf(readersOf(trace), reader)}, once it has a state, writes most anew at ${says(most)} and
      least at ${says(least)}.`;
    },
  },
};
