/**
 * What waits for what, laid out in time: one row for each token, one column for each time step. A recurrent layer is a staircase, a cell
 * for each token, each waiting for the one before; self-attention has all its cells in the first column, with a line from every token.
 */
import { svg, nothing } from 'lit-html';
import { dependentSteps, links } from '../lib/layer-race.js';
import { memo } from '../lib/memo.js';
import { clamp } from '../lib/numbers.js';

/** @typedef {import('../lib/layer-race.js').LayerName} LayerName */
/** @typedef {ReturnType<typeof graphPlaces>} Places */

const kTop = 26;
const kLetter = 15;
const kCurved = 20;

/**
 * Where everything stands; the same for both layers, so that they can be compared.
 * @param {readonly string[]} labels of the tokens @param {number} width @param {(text: string) => number} measure
 */
export function graphPlaces(labels, width, measure) {
  const n = Math.max(1, labels.length);
  const rowPitch = clamp(300 / n, 7, 27);
  const gutter = Math.min(width * 0.26, 14 + Math.max(24, ...labels.map(measure)));
  const reach = clamp(width * 0.2, 44, 110);
  const first = gutter + reach;
  const pitch = Math.min(44, (width - first - 14) / Math.max(1, n - 1));
  const cell = clamp(Math.min(rowPitch, n > 1 ? Math.max(pitch, 5) : 44) * 0.6, 4.5, 15);
  const every = Math.ceil(kLetter / rowPitch);
  return {
    n,
    width,
    height: kTop + n * rowPitch + 8,
    gutter,
    cell,
    every,
    /** @param {number} step from 1 */
    x: (step) => first + (step - 1) * pitch,
    /** @param {number} j from 0 */
    y: (j) => kTop + (j + 0.5) * rowPitch,
    /** The row at a height. @param {number} y */
    row: (y) => clamp(Math.floor((y - kTop) / rowPitch), 0, n - 1),
    /** Time steps that can be named without crowding. */
    ticks: Array.from({ length: n }, (_, k) => k + 1).filter((step) => step === 1 || step === n || (step % Math.ceil(26 / pitch) === 0 && (n - step) * pitch > 24)),
  };
}

/** @param {number} value */
const short = (value) => String(Number(value.toFixed(1)));

/** The staircase from cell `from` to the next one: along in time, then down. @param {Places} places @param {number} from */
const stair = ({ x, y, cell }, from) =>
  `M${short(x(from + 1) + cell / 2)} ${short(y(from))}H${short(x(from + 2))}V${short(y(from + 1) - cell / 2)}`;

/** From a token to a cell of the first column; straight where there are very many. @param {Places} places @param {number} from @param {number} to */
const cord = ({ n, gutter, x, y, cell }, from, to) => {
  const [a, b] = [gutter, x(1) - cell / 2];
  if (n > kCurved) return `M${short(a)} ${short(y(from))}L${short(b)} ${short(y(to))}`;
  const bend = (b - a) * 0.45;
  return `M${short(a)} ${short(y(from))}C${short(a + bend)} ${short(y(from))} ${short(b - bend)} ${short(y(to))} ${short(b)} ${short(y(to))}`;
};

/** All lines of self-attention: n times n of them. */
const web = memo((/** @type {Places} */ places) => links('attention', places.n).map(({ from, to }) => cord(places, from, to)).join(''));

/**
 * @param {object} options
 * @param {LayerName} options.layer
 * @param {readonly string[]} options.labels
 * @param {Places} options.places
 * @param {number} options.t       time, in steps
 * @param {number} options.row     the path shown leads from the first word to this one
 * @param {string} options.says    its drawing in words
 * @param {(row: number | null, keep: boolean) => void} options.onRow
 */
export function dependencyGraph({ layer, labels, places, t, row, says, onRow }) {
  const { n, width, height, gutter, cell, every, x, y, ticks } = places;
  const steps = dependentSteps(n)[layer];
  const recurrent = layer === 'recurrent';
  /** The step in which a cell is computed. @param {number} j */
  const stepOf = (j) => (recurrent ? j + 1 : 1);
  /** How much of a cell is computed. @param {number} j */
  const share = (j) => clamp(t - stepOf(j) + 1, 0, 1);
  const chain = links('recurrent', n);
  const path = recurrent ? chain.filter((link) => link.to <= row) : row > 0 ? [{ from: 0, to: row }] : [];
  /** @param {{ from: number, to: number }} link */
  const drawn = (link) => (recurrent ? stair(places, link.from) : cord(places, link.from, link.to));
  const begun = (/** @type {{ from: number, to: number }} */ link) => share(link.to) > 0;
  const rowOf = (/** @type {PointerEvent | MouseEvent} */ event) =>
    places.row(event.clientY - /** @type {Element} */ (event.currentTarget).getBoundingClientRect().top);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const to = { ArrowUp: row - 1, ArrowDown: row + 1, Home: 0, End: n - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onRow(clamp(to, 0, n - 1), true);
  };
  return svg`<svg class=${`dependencies ${layer}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}
      role="application" aria-roledescription="graph" tabindex="0" aria-label=${`${says} Arrow keys choose the word.`}
      @keydown=${onKey} @pointermove=${(/** @type {PointerEvent} */ event) => onRow(rowOf(event), false)}
      @pointerleave=${() => onRow(null, false)} @click=${(/** @type {MouseEvent} */ event) => onRow(rowOf(event), true)}>
    <rect class="row-band" x="0" y=${short(y(row) - (y(1) - y(0)) / 2)} width=${width} height=${short(y(1) - y(0))}></rect>
    ${ticks.map((step) => svg`<text class=${`tick ${step === Math.round(t) ? 'at' : ''}`} x=${short(x(step))} y="12" text-anchor="middle">${step}</text>`)}
    <path class="now" d=${t > 0 ? `M${short(x(Math.max(1, t)))} 17V${short(height - 4)}` : ''}></path>
    ${
      recurrent
        ? svg`<path class="input" d=${labels.map((_, j) => `M${short(gutter)} ${short(y(j))}H${short(x(j + 1) - cell / 2)}`).join('')}></path>`
        : nothing
    }
    ${
      recurrent
        ? svg`<path class="link" d=${chain.map(drawn).join('')}></path>
          <path class="link begun" d=${chain.filter(begun).map(drawn).join('')}></path>`
        : svg`<path class="link begun" d=${t > 0 ? web(places) : ''} opacity=${short(clamp(t, 0, 1))}
          stroke-opacity=${clamp(2.6 / n, 0.07, 0.4).toFixed(2)}></path>`
    }
    <path class="path ahead" d=${path.filter((link) => !begun(link)).map(drawn).join('')}></path>
    <path class="path" d=${path.filter(begun).map(drawn).join('')}></path>
    ${labels.map((label, j) => {
      const named = j === row || ((j % every === 0 || j === n - 1) && Math.abs(j - row) >= every && (j === n - 1 || n - 1 - j >= every));
      return svg`${named ? svg`<text class=${`word ${j === row ? 'at' : ''}`} x=${short(gutter - 9)} y=${short(y(j))} dy="0.33em" text-anchor="end">${label}</text>` : nothing}
        <circle class="token-dot" cx=${short(gutter)} cy=${short(y(j))} r=${short(Math.min(3, cell / 2.4))}></circle>
        <rect class="cell" x=${short(x(stepOf(j)) - cell / 2)} y=${short(y(j) - cell / 2)} width=${short(cell)} height=${short(cell)} rx="2"></rect>
        ${
          share(j) > 0
            ? svg`<rect class="cell done" x=${short(x(stepOf(j)) - cell / 2)} y=${short(y(j) - cell / 2)} width=${short(cell * share(j))}
              height=${short(cell)} rx="2"></rect>`
            : nothing
        }`;
    })}
    ${
      !recurrent && n > 4 && x(n) - x(1) > 130
        ? svg`<text class="tick idle" x=${short(x(1) + 26)} y=${short(y((n - 1) / 2))} dy="0.33em" opacity=${short(clamp(t - steps + 1, 0, 1))}>nothing left to wait for</text>`
        : nothing
    }
  </svg>`;
}
