/**
 * Lines over two axes, linear or logarithmic, with intervals, marks of different shape, names at their ends and points that can be chosen.
 * A line's `kind` is its class: an actor ("vector", "attention", "source", "target", "gradient") gives the colour, `mark` and `dash` say
 * the same without colour.
 */
import { svg, nothing } from 'lit-html';
import { showWhole } from './reachable.js';

/** @typedef {'circle' | 'square' | 'diamond' | 'triangle' | 'cross'} MarkShape */
/** @typedef {{ x: number, y: number, low?: number, high?: number }} Point */
/**
 * @typedef {object} Line
 * @property {string} name      at its end
 * @property {string} kind
 * @property {readonly Point[]} points   in order of x
 * @property {MarkShape} [mark]    none: a bare line
 * @property {string} [dash]
 * @property {boolean} [faint]
 * @property {boolean} [strong]
 */
/**
 * @typedef {object} Loose    a point of its own, hollow, with whiskers: measured otherwise than the lines
 * @property {string} kind
 * @property {MarkShape} mark
 * @property {number} x @property {number} y @property {number} low @property {number} high
 * @property {string} [label]
 * @property {boolean} [faint]
 */
/**
 * @typedef {object} Axis
 * @property {number} from @property {number} to
 * @property {boolean} [log]
 * @property {readonly number[]} ticks
 * @property {(value: number) => string} says
 * @property {string} label
 */
/** @typedef {{ line: number, point: number }} At */
/**
 * @typedef {object} LineChart
 * @property {string} name          for a screen reader, with what the lines show
 * @property {number} width @property {number} height
 * @property {Axis} x @property {Axis} y
 * @property {readonly Line[]} lines
 * @property {readonly { from: number, to: number, label: string, bare?: boolean }[]} [shades]    parts of the x axis that mean something; bare: named only
 * @property {readonly { x: number, label: string }[]} [marks]       upright lines
 * @property {readonly Loose[]} [loose]
 * @property {At | null} [at]       the chosen point
 * @property {At} [start]           where the arrow keys begin while none is chosen
 * @property {(at: At) => void} [onChoose]      by pointer, or by the arrow keys: along a line, and up and down between lines
 * @property {(at: At) => string} [says]        the chosen point in words
 */

const kEnd = 16;
/** @type {Record<string, [number, number]>} */
const kMoves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };

/** @param {MarkShape} shape @param {number} x @param {number} y @param {number} r */
export function markPath(shape, x, y, r) {
  const at = (/** @type {number[][]} */ corners) => `M${corners.map(([a = 0, b = 0]) => `${(x + a * r).toFixed(1)} ${(y + b * r).toFixed(1)}`).join('L')}Z`;
  if (shape === 'square') return at([[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]);
  if (shape === 'diamond') return at([[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]);
  if (shape === 'triangle') return at([[0, -1.15], [1.1, 0.85], [-1.1, 0.85]]);
  if (shape === 'cross') return at([[-1, -0.35], [-0.35, -1], [0, -0.6], [0.35, -1], [1, -0.35], [0.6, 0], [1, 0.35], [0.35, 1], [0, 0.6], [-0.35, 1], [-1, 0.35], [-0.6, 0]]);
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** Heights at least `kEnd` apart, as near to the wanted ones as that allows, in the same order. @param {readonly number[]} wanted @param {number} top @param {number} bottom */
export function spread(wanted, top, bottom) {
  const order = wanted.map((y, k) => ({ y, k })).sort((a, b) => a.y - b.y);
  order.forEach((one, n) => (one.y = Math.max(one.y, top, n > 0 ? (order[n - 1]?.y ?? 0) + kEnd : -Infinity)));
  for (let n = order.length - 1; n >= 0; --n) {
    const one = /** @type {{ y: number, k: number }} */ (order[n]);
    one.y = Math.min(one.y, n === order.length - 1 ? bottom : (order[n + 1]?.y ?? 0) - kEnd);
  }
  const placed = wanted.map(() => 0);
  for (const { y, k } of order) placed[k] = y;
  return placed;
}

/** @param {Axis} axis @param {number} begin @param {number} end pixels @returns {(value: number) => number} */
export function scale({ from, to, log = false }, begin, end) {
  const f = log ? Math.log : (/** @type {number} */ value) => value;
  return (value) => begin + ((f(value) - f(from)) / (f(to) - f(from))) * (end - begin);
}

/** @param {Loose} one @param {(x: number) => number} px @param {(y: number) => number} py @param {[number, number]} sides of the plot */
function whiskered({ kind, mark, x, y, low, high, label = '', faint }, px, py, [left, right]) {
  const at = px(x);
  const cap = (/** @type {number} */ value) => `M${(at - 5).toFixed(1)} ${py(value).toFixed(1)}h10`;
  const half = 3.2 * label.length;
  return svg`<g class=${`loose ${kind} ${faint ? 'faint' : ''}`}>
    <path class="whisker" d=${`M${at.toFixed(1)} ${py(low).toFixed(1)}V${py(high).toFixed(1)}${cap(low)}${cap(high)}`}></path>
    <path class="hollow" d=${markPath(mark, at, py(y), 5.5)}></path>
    ${
      label === ''
        ? nothing
        : svg`<text class="beside" x=${Math.max(left + half, Math.min(right - half, at)).toFixed(1)} y=${(py(high) - 8).toFixed(1)}
          text-anchor="middle">${label}</text>`
    }
  </g>`;
}

/** @param {LineChart} chart */
export function lineChart({ name, width, height, x, y, lines, shades = [], marks = [], loose = [], at = null, start, onChoose, says }) {
  const names = Math.max(0, ...lines.map((line) => line.name.length));
  const left = 14 + 7.5 * Math.max(...y.ticks.map((value) => y.says(value).length));
  const right = names === 0 ? 12 : Math.min(width * 0.34, 20 + names * 7);
  const top = 30;
  const bottom = height - 44;
  const px = scale(x, left, width - right);
  const py = scale(y, bottom, top);
  const path = (/** @type {readonly Point[]} */ points) => points.map((one, k) => `${k === 0 ? 'M' : 'L'}${px(one.x).toFixed(1)} ${py(one.y).toFixed(1)}`).join('');
  const band = (/** @type {readonly Point[]} */ points) => {
    const bounded = points.filter((one) => one.low !== undefined && one.high !== undefined);
    const edge = (/** @type {Point} */ one, /** @type {number | undefined} */ value) => `${px(one.x).toFixed(1)} ${py(Number(value)).toFixed(1)}`;
    return bounded.length < 2 ? '' : `M${[...bounded.map((one) => edge(one, one.high)), ...[...bounded].reverse().map((one) => edge(one, one.low))].join('L')}Z`;
  };
  const ends = spread(
    lines.map((line) => py(line.points.at(-1)?.y ?? y.from)),
    top,
    bottom,
  );
  const chosen = at && lines[at.line]?.points[at.point];
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const move = kMoves[event.key];
    if (!move || !onChoose) return;
    event.preventDefault();
    const now = at ?? start ?? { line: 0, point: 0 };
    const line = Math.min(lines.length - 1, Math.max(0, now.line + move[0]));
    const points = lines[line]?.points ?? [];
    const here = lines[now.line]?.points[now.point]?.x ?? 0;
    // Another line may lack this x: the nearest there.
    const near = points.reduce((best, one, k) => (Math.abs(one.x - here) < Math.abs((points[best]?.x ?? 0) - here) ? k : best), 0);
    const from = move[0] === 0 ? now.point : near;
    onChoose({ line, point: Math.min(points.length - 1, Math.max(0, from + move[1])) });
  };
  /** The nearest point to a pointer. @param {MouseEvent} event */
  const onClick = (event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const [ex, ey] = [event.clientX - box.left, event.clientY - box.top];
    /** @type {{ at: At, far: number } | null} */
    let best = null;
    for (const [line, { points }] of lines.entries())
      for (const [point, one] of points.entries()) {
        const far = Math.hypot(px(one.x) - ex, py(one.y) - ey);
        if (!best || far < best.far) best = { at: { line, point }, far };
      }
    if (best) onChoose?.(best.at);
  };
  const said = onChoose ? `${name} ${chosen && at && says ? `${says(at)} ` : ''}Arrow keys move.` : name;
  return svg`<svg class=${`line-chart ${onChoose ? 'choosable' : ''}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}
      role=${onChoose ? 'application' : 'img'} aria-roledescription=${onChoose ? 'chart' : nothing} tabindex=${onChoose ? '0' : nothing}
      aria-label=${said} @keydown=${onKey} @click=${onClick} @focus=${onChoose ? showWhole : nothing}>
    ${shades.map(
      ({ from, to, label, bare }) => svg`${
        bare ? nothing : svg`<rect class="shade" x=${px(from)} y=${top} width=${px(to) - px(from)} height=${bottom - top}></rect>`
      }<text class="tick" x=${px(from) + 6} y=${top - 8}>${label}</text>`,
    )}
    ${y.ticks.map(
      (value) => svg`<path class="grid" d=${`M${left} ${py(value).toFixed(1)}H${width - right}`}></path>
      <text class="tick" x=${left - 8} y=${py(value)} dy="0.34em" text-anchor="end">${y.says(value)}</text>`,
    )}
    ${x.ticks.map((value) => svg`<text class="tick" x=${px(value)} y=${bottom + 18} text-anchor="middle">${x.says(value)}</text>`)}
    <text class="tick" x=${left} y=${bottom + 37}>${x.label}</text>
    <text class="tick" x="0" y="12">${y.label}</text>
    ${marks.map(
      (mark) => svg`<path class="upright" d=${`M${px(mark.x).toFixed(1)} ${top}V${bottom}`}></path>
      ${
        px(mark.x) + 10 + 6.5 * mark.label.length > width - right
          ? svg`<text class="tick" x=${px(mark.x) - 5} y=${top + 10} text-anchor="end">${mark.label}</text>`
          : svg`<text class="tick" x=${px(mark.x) + 5} y=${top + 10}>${mark.label}</text>`
      }`,
    )}
    ${lines.map(({ kind, points, faint, strong, dash }) => svg`<g class=${`${kind} ${faint ? 'faint' : ''}${strong ? ' strong' : ''}`}>
      <path class="band" d=${band(points)}></path>
      <path class="line" d=${path(points)} stroke-dasharray=${dash ?? nothing}></path>
    </g>`)}
    ${lines.map(({ kind, points, faint, mark }) =>
      mark ? svg`<g class=${`${kind} ${faint ? 'faint' : ''}`}>${points.map((one) => svg`<path class="dot" d=${markPath(mark, px(one.x), py(one.y), 4.5)}></path>`)}</g>` : nothing,
    )}
    ${lines.map(({ kind, name: text, points, faint, mark }, k) =>
      points.length > 0 && text !== ''
        ? svg`<g class=${`${kind} ${faint ? 'faint' : ''}`}><text class="end" x=${width - right + (mark ? 20 : 8)} y=${ends[k]} dy="0.34em">${text}</text>
          ${mark ? svg`<path class="dot" d=${markPath(mark, width - right + 11, ends[k] ?? 0, 4.5)}></path>` : nothing}</g>`
        : nothing,
    )}
    ${loose.map((one) => whiskered(one, px, py, [left, width - right]))}
    ${chosen ? svg`<circle class="chosen" cx=${px(chosen.x)} cy=${py(chosen.y)} r="9"></circle>` : nothing}
  </svg>`;
}
