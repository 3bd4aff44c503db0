/**
 * The same tokens ranked by several measures: a column each, the largest number on top, and a line for each token from column to column.
 * Where the lines cross, two measures disagree.
 */
import { svg, nothing } from 'lit-html';

/**
 * @typedef {object} RankColumn
 * @property {string} title @property {string} short    where there is little room
 * @property {string} kind                  actor
 * @property {readonly number[]} values     one for each token, 0 or more
 * @property {readonly number[]} order      tokens, the largest value first
 * @property {(value: number) => string} says
 */
/**
 * @typedef {object} RankSlopes
 * @property {string} name                  for a screen reader
 * @property {readonly string[]} tokens
 * @property {readonly RankColumn[]} columns
 * @property {number} at                    the token in focus
 * @property {number} width
 * @property {(text: string) => number} measure
 * @property {(j: number | null) => void} onLook
 * @property {(j: number) => void} onChoose
 * @property {(by: number) => void} onStep      to another written token
 */

const kTop = 30;
const kRow = 34;
/** Ranks that are drawn; tokens further down share a line. */
const kRanks = 12;
const kRoomy = 118;
/** Room for the frame of a rank at either side. */
const kEdge = 3;

/** @type {Record<string, number>} */
const kMoves = { ArrowUp: -1, ArrowDown: 1, Home: -999, End: 999 };
/** @type {Record<string, number>} */
const kSteps = { ArrowLeft: -1, ArrowRight: 1 };

/** As much of a text as there is room for. @param {string} text @param {number} room @param {(text: string) => number} measure */
function fitted(text, room, measure) {
  if (measure(text) <= room) return text;
  let length = text.length - 1;
  while (length > 1 && measure(`${text.slice(0, length)}…`) > room) --length;
  return `${text.slice(0, length)}…`;
}

/** @param {RankSlopes} chart */
export function rankSlopes({ name, tokens, columns, at, width, measure, onLook, onChoose, onStep }) {
  const n = tokens.length;
  const drawn = Math.min(n, kRanks);
  const gap = Math.round(Math.min(76, Math.max(24, width * 0.085)));
  const wide = Math.floor((width - 2 * kEdge - gap * (columns.length - 1)) / columns.length);
  const roomy = wide >= kRoomy;
  const more = n - drawn;
  const height = kTop + drawn * kRow + (more > 0 ? 26 : 4);
  const left = (/** @type {number} */ c) => kEdge + c * (wide + gap);
  const ranks = columns.map(({ order }) => {
    const rank = tokens.map(() => 0);
    order.forEach((j, k) => (rank[j] = k));
    return rank;
  });
  const middle = (/** @type {number} */ rank) => kTop + Math.min(rank, drawn) * kRow + (rank < drawn ? kRow / 2 : 12);
  /** The first column's order is the one that the arrow keys follow. */
  const place = ranks[0]?.[at] ?? 0;

  /** @param {MouseEvent} event @returns {number | null} */
  const under = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const rank = Math.floor((event.clientY - box.top - kTop) / kRow);
    const x = event.clientX - box.left;
    const c = columns.findIndex((_, k) => x >= left(k) - gap / 2 && x < left(k) + wide + gap / 2);
    return rank >= 0 && rank < drawn ? (columns[c]?.order[rank] ?? null) : null;
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const move = kMoves[event.key];
    const step = kSteps[event.key];
    if (move === undefined && step === undefined) return;
    event.preventDefault();
    if (move !== undefined) onChoose(columns[0]?.order[Math.min(n - 1, Math.max(0, place + move))] ?? 0);
    if (step !== undefined) onStep(step);
  };
  /** From column c to the next. @param {number} j @param {number} c */
  const line = (j, c) => {
    const [from, to] = [middle(ranks[c]?.[j] ?? 0), middle(ranks[c + 1]?.[j] ?? 0)];
    const [x, end] = [left(c) + wide + 2, left(c + 1) - 3];
    const bend = (end - x) * 0.45;
    const [high, low] = [from.toFixed(1), to.toFixed(1)];
    return `M${x} ${high}C${(x + bend).toFixed(1)} ${high} ${(end - bend).toFixed(1)} ${low} ${end} ${low}`;
  };
  const lines = (/** @type {number} */ j) => columns.slice(1).map((_, c) => line(j, c)).join('');
  return svg`<svg class="rank-slopes" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} tabindex="0"
      role="application" aria-roledescription="chart"
      aria-label=${`${name} Arrow keys move: up and down along the ranking by ${columns[0]?.title ?? ''}, left and right to another French token.`}
      @keydown=${onKey} @pointermove=${(/** @type {PointerEvent} */ event) => onLook(under(event))} @pointerleave=${() => onLook(null)}
      @click=${(/** @type {MouseEvent} */ event) => {
        const j = under(event);
        if (j !== null) onChoose(j);
      }}>
    ${tokens.map((_, j) => (j === at ? nothing : svg`<path class="slope" d=${lines(j)}></path>`))}
    <path class="slope at" d=${lines(at)}></path>
    ${columns.map(({ title, short, kind, values, order, says }, c) => {
      const x = left(c);
      const most = Math.max(...values, 0);
      return svg`<g class=${kind}>
        <text class="title" x=${x} y="14">${roomy ? title : short}</text>
        <path class="rule" d=${`M${x} 22h${wide}`}></path>
        ${order.slice(0, drawn).map((j, rank) => {
          const value = values[j] ?? 0;
          const said = says(value);
          const top = kTop + rank * kRow;
          const room = roomy ? wide - 52 : wide - 8;
          return svg`<g class=${j === at ? 'rank at' : 'rank'}>
            <rect class="ground" x=${x - 2} y=${top + 1} width=${wide + 4} height=${kRow - 2} rx="3"></rect>
            <text class="name" lang="en" x=${x + 4} y=${top + 17}>${fitted(tokens[j] ?? '', room, measure)}</text>
            ${roomy ? svg`<text class="value" x=${x + wide - 4} y=${top + 17} text-anchor="end">${said}</text>` : nothing}
            <rect class="rail" x=${x + 4} y=${top + 23} width=${wide - 8} height="4"></rect>
            <rect class="fill" x=${x + 4} y=${top + 23} width=${(most > 0 ? (value / most) * (wide - 8) : 0).toFixed(1)} height="4"></rect>
          </g>`;
        })}
        ${more > 0 ? svg`<text class="more" x=${x + 4} y=${height - 9}>${roomy ? `and ${more} more` : `+ ${more}`}</text>` : nothing}
      </g>`;
    })}
  </svg>`;
}
