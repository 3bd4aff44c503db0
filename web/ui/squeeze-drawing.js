/**
 * The readers at work: words, the states under them, and the vector they fill, a plate for each reader. A pure function of a trace and a
 * moment t, which counts the tokens that each reader has read.
 */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { barcode, sampled } from './barcode.js';
import { chips } from './chips.js';
import { chipLabel, scaleFor, stateFoot } from './lane-layout.js';
import { readShare } from './lane.js';
import { cellAt, cellUnder, plate, plateSize, shareShade } from './plate.js';
import { cord } from '../lib/curve.js';
import { flow } from '../lib/flow.js';
import { measureAt } from '../lib/measure.js';
import { memo } from '../lib/memo.js';
import { clamp, percent } from '../lib/numbers.js';
import { gatesOf, mean, standsAt, stateAfter, widthOf } from '../lib/squeeze.js';
import { row } from '../lib/trace.js';

/** @typedef {import('../lib/squeeze.js').Reader} Reader */
/** @typedef {import('../lib/squeeze.js').Cell} Cell */
/**
 * @typedef {object} Drawing
 * @property {import('../lib/trace.js').Trace | null} trace    null: words and empty plates
 * @property {readonly Reader[]} readers
 * @property {readonly import('../lib/trace.js').Token[]} tokens
 * @property {number} t
 * @property {number} moment
 * @property {boolean} gates        plates of z and r under those of the state
 * @property {Cell} focus           the number whose arithmetic is shown
 * @property {number} cursor        the word that Tab reaches
 * @property {number} width
 * @property {(cell: Cell) => string} says      a number in words
 * @property {(cell: Cell | null) => void} onLook
 * @property {(cell: Cell | null) => void} onCell     chooses a number, or lets it go
 * @property {(cell: Cell | null) => void} onPress    the same by a click: again lets it go
 * @property {(j: number) => void} onWord @property {(j: number) => void} onCursor
 */

const kCords = 96;
const kBetween = 34;
/** @type {Record<import('../lib/squeeze.js').Way, string>} */
const kNames = { forward: 'forward reader →', backward: '← backward reader' };
/** @type {Record<string, (columns: number) => number>} */
const kMoves = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
  Home: () => -Infinity,
  End: () => Infinity,
};

/** Tokens read, for the plates; a state shows a little before its cord has arrived. @param {number} t @param {number} n */
export const readAt = (t, n) => Math.min(n, Math.round(t + 0.2));

/** The drawing's places. */
const place = memo(
  (
    /** @type {Drawing['tokens']} */ tokens,
    /** @type {readonly Reader[]} */ readers,
    /** @type {boolean} */ gates,
    /** @type {number} */ width,
  ) => {
    const scale = scaleFor(tokens.length, width);
    const source = flow(tokens, chipLabel, {
      width,
      measure: measureAt(scale.size),
      height: scale.height,
      padding: Math.round(scale.size * 0.42),
      gap: scale.gap,
      least: 24,
      pitch: scale.height + scale.state + 18,
    });
    const gap = readers.length < 2 ? 0 : width < 520 ? 16 : 28;
    const room = Math.min((800 + gap) / readers.length, (width - gap) / readers.length);
    const size = plateSize(readers[0]?.width ?? 0, room);
    const top = source.height + 4 + scale.state + kCords;
    const left = (width - readers.length * size.width - gap) / 2;
    const rows = gates ? 3 : 1;
    return {
      layout: { scale, source },
      size,
      top,
      pitch: size.height + kBetween,
      left: readers.map((_, k) => left + k * (size.width + gap)),
      height: top + rows * size.height + (rows - 1) * kBetween + 34,
    };
  },
);

/**
 * States under the words, a strip for each reader; a state is there when its reader has passed.
 * @param {Drawing} drawing @param {ReturnType<typeof place>} places
 */
function strips({ trace, readers, tokens, t }, { layout }) {
  const n = tokens.length;
  const part = layout.scale.state / readers.length;
  return svg`<g class="states" data-symbol="h">${layout.source.tokens.map((box, j) => {
    const y = box.y + box.height + 4;
    const x = box.x + 3;
    const width = box.width - 6;
    const cells = Math.max(4, Math.min(12, Math.floor(width / 5)));
    return svg`<rect class="slot" x=${x} y=${y} width=${width} height=${layout.scale.state} rx="2"></rect>${readers.map((reader, r) => {
      const end = standsAt(reader, n, n) === j;
      const strip = { x, y: y + r * part, width, height: part - (readers.length > 1 ? 0.5 : 0) };
      return svg`${
        trace
          ? svg`<g opacity=${readShare(t, reader.way === 'forward' ? j : n - 1 - j)}>${guard([trace, layout], () =>
              barcode(sampled(row(trace.encoder_states, j), reader.from, reader.from + reader.width, cells), strip, 'encoder'),
            )}</g>`
          : nothing
      }${end ? svg`<rect class="end-state" x=${x - 1} y=${strip.y - 1} width=${width + 2} height=${strip.height + 2}></rect>` : nothing}`;
    })}`;
  })}</g>`;
}

/**
 * What the plates of one reader show, from above.
 * @param {Drawing} drawing @param {Reader} reader @param {number} read @param {boolean} close   little room
 */
function rowsOf({ trace, gates, readers, tokens }, reader, read, close) {
  const n = tokens.length;
  const now = trace && gates ? gatesOf(trace, reader, read) : null;
  /** @param {string} name @param {'z' | 'r'} symbol @param {Float32Array | undefined} values @param {string} does */
  const gate = (name, symbol, values, does) => ({
    symbol,
    label: `${close ? '' : `${name} gate `}${symbol}${values ? `: ${percent(mean(values))} ${does}` : ''}`,
    values: values ?? null,
    look: { kind: 'encoder', shadeOf: shareShade },
  });
  return [
    {
      symbol: read === n && n > 0 ? 'C' : 'h',
      label: readers.length > 1 ? kNames[reader.way] : 'one reader →',
      values: trace ? stateAfter(trace, reader, read) : null,
      look: {},
    },
    ...(gates ? [gate('update', 'z', now?.update, 'kept'), gate('reset', 'r', now?.reset, 'let through')] : []),
  ];
}

/** One reader's plates. @param {Drawing} drawing @param {ReturnType<typeof place>} places @param {number} r */
function plates(drawing, places, r) {
  const { trace, readers, tokens, t, focus, says, onLook, onCell, onPress } = drawing;
  const reader = /** @type {Reader} */ (readers[r]);
  const { size, top, pitch } = places;
  const left = places.left[r] ?? 0;
  const read = readAt(t, tokens.length);
  const live = trace !== null && read > 0;
  const chosen = focus.reader === r ? focus.k : 0;
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key === 'Escape') return onCell(null);
    const move = kMoves[event.key];
    if (!move) return;
    event.preventDefault();
    onCell({ reader: r, k: clamp(chosen + move(size.columns), 0, reader.width - 1) });
  };
  /** @param {PointerEvent | MouseEvent} event @returns {Cell | null} */
  const under = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const k = cellUnder(size, event.clientX - box.left, event.clientY - box.top);
    return k === null ? null : { reader: r, k };
  };
  return svg`<g class="reader" role=${live ? 'application' : nothing} aria-roledescription=${live ? 'plate of numbers' : nothing}
      tabindex=${live ? '0' : nothing} aria-label=${live ? `${says({ reader: r, k: chosen })} Arrow keys move.` : nothing}
      data-reader=${reader.way} @keydown=${live ? onKey : nothing}>
    ${rowsOf(drawing, reader, read, size.width < 250).map(({ symbol, label, values, look }, k) => {
      const y = top + k * pitch;
      const at = cellAt(size, chosen);
      return svg`<g class=${k === 0 ? 'state' : 'gate'} data-symbol=${symbol}>
        <text class="label" x=${left - 2} y=${y - 10}>${label}</text>
        ${guard([trace, readers, read, places, k], () => plate(values, reader.width, { x: left, y, ...size }, look))}
        ${
          live
            ? svg`<rect class="hit" x=${left} y=${y} width=${size.width} height=${size.height}
              @pointermove=${(/** @type {PointerEvent} */ event) => onLook(under(event))} @pointerleave=${() => onLook(null)}
              @click=${(/** @type {MouseEvent} */ event) => onPress(under(event))}></rect>
            ${
              focus.reader === r
                ? svg`<rect class="cell-focus" x=${left + at.x - 1.5} y=${y + at.y - 1.5} width=${size.cell + 2} height=${size.cell + 2}
                  rx="2"></rect>`
                : nothing
            }`
            : nothing
        }
      </g>`;
    })}
  </g>`;
}

/** @param {Drawing} drawing */
export function squeezeDrawing(drawing) {
  const { trace, readers, tokens, t, moment, gates, cursor, width, onWord, onCursor } = drawing;
  const places = place(tokens, readers, gates, width);
  const { layout, size, top, left, height } = places;
  const n = tokens.length;
  const numbers = widthOf(readers);
  const share = clamp((t - Math.ceil(t) + 1) / 0.7, 0, 1);
  const k = Math.min(n, Math.ceil(t));
  const reading = readers.map((reader) => standsAt(reader, k, n));
  return svg`<svg class="squeeze-drawing" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="group"
      aria-label="The encoder's states and the vector they fill">
    ${
      trace && k > 0
        ? svg`<g class="cords">${reading.map(
            (j, r) => svg`<path class="pour" d=${cord(stateFoot(layout, j), [(left[r] ?? 0) + size.width / 2, top - 26], share)}></path>`,
          )}</g>`
        : nothing
    }
    ${strips(drawing, places)}
    <g data-symbol="x">${chips({
      name: 'English words',
      side: 'source',
      tokens,
      flow: layout.source,
      top: 0,
      size: layout.scale.size,
      shown: () => 1,
      cursor,
      mood: (j) => (trace && k > 0 && reading.includes(j) ? 'reading' : ''),
      pressed: (j) => moment === j + 1,
      says: (j) => `token ${j + 1} of ${n}: shows the vector after it`,
      onLook: (j) => j !== null && onCursor(j),
      onChoose: onWord,
    })}</g>
    ${readers.map((_, r) => plates(drawing, places, r))}
    <text class="label symbol" data-symbol="C" x=${width / 2} y=${height - 6} text-anchor="middle">
      C${trace ? `: ${numbers} numbers${width < 360 ? '' : ', whatever the sentence'}` : ''}
    </text>
  </svg>`;
}
