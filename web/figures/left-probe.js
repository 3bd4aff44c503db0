/** The probe's view of "What is left": bars over the words, the answers at one position, and what was measured beforehand. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { likeliest } from '../ui/likeliest.js';
import { probeBars } from '../ui/probe-bars.js';
import { byLengths, byPosition } from '../ui/probe-charts.js';
import { probeFormula } from '../ui/probe-formula.js';
import { reachable } from '../ui/reachable.js';
import { symbolButtons } from '../ui/symbols.js';
import { memo } from '../lib/memo.js';
import { clamp, count, megabytes, percent } from '../lib/numbers.js';
import { averages, byLength, kPositions, rightOnes } from '../lib/probing.js';
import { pieceLabel } from '../lib/trace.js';

/** @typedef {import('./left-data.js').Context} Context */
/** @typedef {import('./left-data.js').Data} Data */
/** @typedef {import('../lib/probing.js').AtPosition} AtPosition */
/** @typedef {import('../lib/probing.js').WordAnswer} WordAnswer */

const kSymbols = /** @type {const} */ ([
  { symbol: 'vector', letter: 'C', index: '', name: 'left bar: asked of the vector', actor: 'is-vector' },
  { symbol: 'states', letter: 'h', index: 'j', name: 'right bar: asked of the word’s own state', actor: 'is-source' },
]);
/** @type {readonly AtPosition[]} */
const kNone = [];

const measured = memo((/** @type {import('../lib/evidence.js').Evidence} */ evidence, /** @type {number} */ n) => ({
  c: averages(evidence, 'vector', n),
  h: averages(evidence, 'states', n),
  lengths: { vector: byLength(evidence, 'vector'), states: byLength(evidence, 'states') },
}));

/** Index of the token in focus. @param {Context} context @param {readonly WordAnswer[]} answers */
const focus = ({ state, moment }, answers) => clamp(state.look ?? moment - 1, 0, Math.max(0, answers.length - 1));

/** @param {Context} context @param {Data} data @param {readonly WordAnswer[]} vector */
export function probeView(context, data, vector) {
  const { state, set, width, go } = context;
  const { tokens, states, evidence } = data;
  const at = focus(context, vector);
  const { c, h } = measured(evidence, tokens.length);
  return html`<div class="left-legend">
      ${symbolButtons(kSymbols, state.symbol, (symbol) => symbol !== state.symbol && set({ symbol }))}
      <p class="quiet">
        Height: the probability of the word that stood there. ✓: the probe’s first answer is that
        word.${c ? ' Line across a bar: the average at that position over many sentences.' : ''}
      </p>
    </div>
    ${probeBars({
      tokens,
      readings: [
        { name: 'from C', symbol: 'vector', answers: vector, averages: c?.rows ?? kNone },
        { name: 'from its own state', symbol: 'states', answers: states, averages: h?.rows ?? kNone },
      ],
      at,
      cursor: at,
      width,
      onLook: (j) => {
        const look = j !== null && j < vector.length ? j : null;
        if (look !== state.look) set({ look });
      },
      onChoose: (j) => j < vector.length && go(j + 1),
    })}
    <p class="left-note quiet">${note(context, data, vector)}</p>
    ${vector[at] ? asked(data, vector[at]) : nothing}`;
}

/**
 * Under the player: the formula at the position in focus, and what was measured.
 * @param {Context} context @param {Data} data @param {readonly WordAnswer[]} vector
 */
export function probeBelow(context, data, vector) {
  const at = focus(context, vector);
  const answer = vector[at];
  const token = data.tokens[at];
  const own = data.states?.[at];
  const average = measured(data.evidence, data.tokens.length).c?.rows[at];
  if (!answer || !token) return nothing;
  const label = pieceLabel(token);
  return html`<div class="left-below">
    <div class="scroll left-formula" ${ref(reachable)}>
      ${probeFormula(at + 1, label, 'vector', answer.probability)} ${own ? probeFormula(at + 1, label, 'states', own.probability) : nothing}
    </div>
    ${average ? html`<p class="left-usual">${usual(average, answer)}</p>` : nothing} ${charts(context, data, vector, at)}
  </div>`;
}

/** What is not here yet, and what never will be. @param {Context} context @param {Data} data @param {readonly WordAnswer[]} vector */
function note({ computing, fresh }, { tokens, states }, vector) {
  const { progress, problem, again, busy } = computing;
  const beyond = tokens.length - vector.length;
  const missing =
    states || !fresh
      ? nothing
      : problem !== ''
        ? html`${problem} <button type="button" data-action="again" @click=${again}>Try again</button>`
        : progress && progress.received < progress.total
          ? `Fetching the probe for the states: ${megabytes(progress.received)} of ${megabytes(progress.total)}. `
          : busy
            ? 'Asking the states… '
            : nothing;
  const last = `the last ${count(beyond, 'token')} of your ${tokens.length}`;
  const unasked = `The probe knows positions 1 to ${kPositions}; ${last} ${beyond === 1 ? 'is' : 'are'} not asked.`;
  return html`${missing}${beyond > 0 ? unasked : nothing}`;
}

/** The answers at one position, side by side. @param {Data} data @param {WordAnswer} answer */
function asked({ tokens, states }, answer) {
  const j = answer.position;
  const token = tokens[j];
  if (!token) return nothing;
  const own = states?.[j] ?? null;
  /** @param {WordAnswer} from */
  const truth = (from) => ({ piece: token.piece, text: token.text, probability: from.probability });
  return html`<div class="left-asked">
    <p class="left-question">Which token stood at position <b>${j + 1}</b>?</p>
    <div class="left-answers">
      ${likeliest({
        title: html`<span class="symbol is-vector">C</span> answers`,
        symbol: 'vector',
        top: answer.top,
        truth: truth(answer),
        mark: 'stood there',
      })}
      ${
        own
          ? likeliest({
              title: html`<span class="symbol is-source">h<sub>${j + 1}</sub></span> answers`,
              symbol: 'states',
              top: own.top,
              truth: truth(own),
              mark: 'stood there',
            })
          : html`<div class="likeliest states"></div>`
      }
    </div>
  </div>`;
}

/** What others would give at this position. @param {AtPosition} average @param {WordAnswer} answer */
function usual({ position, probability, untrained, other, frequent, count: sentences }, answer) {
  const said = [
    html`${percent(probability)} from <span class="symbol is-vector">C</span>`,
    ...(untrained === null ? [] : [html`${percent(untrained)} from the C of an untrained encoder`]),
    ...(other === null ? [] : [html`${percent(other)} from the C of another sentence`]),
  ];
  const listed = said.map((one, k) => html`${k === 0 ? '' : k === said.length - 1 ? ' and ' : ', '}${one}`);
  return html`Measured beforehand: at position ${position} of ${count(sentences, 'sentence')}, what stood there gets ${listed} on average.
  ${
    frequent === null
      ? nothing
      : html`Who always says “${answer.frequent.text.trim()}”, the most frequent token there in training, is right for
        ${percent(frequent)}.`
  }`;
}

/** @param {Context} context @param {Data} data @param {readonly WordAnswer[]} vector @param {number} at */
function charts({ width, go }, { tokens, states, evidence }, vector, at) {
  const { c, h, lengths } = measured(evidence, tokens.length);
  if (!c || vector.length === 0) return nothing;
  const two = width >= 760;
  const chart = two ? Math.floor((width - 40) / 2) : width;
  return html`<div class=${`left-charts ${two ? 'two' : ''}`}>
      <figure class="sub">
        <figcaption>By position: your sentence against averages over ${c.sentences} sentences, measured beforehand</figcaption>
        ${guard([vector, evidence, at, chart], () =>
          byPosition({
            answers: vector,
            vector: c.rows,
            states: h?.rows ?? [],
            at: at + 1,
            width: chart,
            onChoose: (position) => go(position),
          }),
        )}
      </figure>
      <figure class="sub">
        <figcaption>By length: the share of tokens that the probe names right, measured beforehand</figcaption>
        ${guard([vector, evidence, chart], () =>
          byLengths({ vector: lengths.vector, states: lengths.states, answers: vector, tokens, width: chart }),
        )}
      </figure>
    </div>
    <details class="left-measured">
      <summary>What the lines are, and how they were measured</summary>
      <p>
        Averages over sentences of ours that no model was trained on. <b>untrained</b>: the same encoder before its training, with a probe
        trained on it. <b>other C</b>: the same probe reads the vector of another sentence of the same length. <b>frequent</b>: always the
        token that stood most often at the position in
        training.${c.all.untrained === null ? ' The untrained encoder was measured on short sentences only.' : ''}
      </p>
      <p><code>${c.command}</code></p>
      ${h && states ? html`<p><code>${h.command}</code></p>` : nothing}
    </details>`;
}

/** @param {Context} context @param {Data} data @param {readonly WordAnswer[]} vector */
export function probeSummary(context, { tokens, states }, vector) {
  const at = focus({ ...context, state: { ...context.state, look: null } }, vector);
  const answer = vector[at];
  const token = tokens[at];
  if (!answer || !token) return '';
  const first = (/** @type {WordAnswer | undefined} */ one) => one?.top[0]?.text.trim() ?? '';
  const own = states?.[at];
  const from = (/** @type {string} */ name, /** @type {WordAnswer} */ one) =>
    ` From ${name}: ${percent(one.probability)}, first answer “${first(one)}”.`;
  const place = `Position ${at + 1} of ${tokens.length}, “${token.text.trim()}”.`;
  return `${place}${from('C', answer)}${own ? from('its own state', own) : ''}`;
}

/** @param {Data} data @param {readonly WordAnswer[]} vector */
export function probeTable({ tokens, states, evidence }, vector) {
  const { c } = measured(evidence, tokens.length);
  const some = (/** @type {(row: AtPosition) => number | null} */ of) => c?.rows.some((row) => of(row) !== null) ?? false;
  const columns = /** @type {{ name: string, of: (row: AtPosition) => number | null }[]} */ ([
    { name: 'C, average', of: (row) => row.probability },
    { name: 'Untrained', of: (row) => row.untrained },
    { name: 'Another C', of: (row) => row.other },
    { name: 'Most frequent', of: (row) => row.frequent },
  ]).filter(({ of }) => some(of));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the probe's answers">
    <table>
      <caption>
        Probability of the token that stood at each position; the first answers from C name ${rightOnes(vector, tokens).length} of
        ${vector.length} right
      </caption>
      <thead>
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Token</th>
          <th scope="col" class="number">From C</th>
          <th scope="col">C’s first answer</th>
          <th scope="col" class="number">From h<sub>j</sub></th>
          <th scope="col">Its first answer</th>
          ${columns.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${tokens.map((token, j) => {
          const [answer, own, row] = [vector[j], states?.[j], c?.rows[j]];
          return html`<tr>
            <th scope="row">${j + 1}</th>
            <td>${pieceLabel(token)}</td>
            <td class="number">${answer ? percent(answer.probability) : 'not asked'}</td>
            <td>${answer?.top[0] ? pieceLabel(answer.top[0]) : '–'}</td>
            <td class="number">${own ? percent(own.probability) : '–'}</td>
            <td>${own?.top[0] ? pieceLabel(own.top[0]) : '–'}</td>
            ${columns.map(({ of }) => html`<td class="number">${row ? percent(of(row) ?? NaN) : '–'}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
