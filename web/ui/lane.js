/**
 * One translator at work, drawn as a pure function of its trace, a layout and a moment t.
 * t counts tokens: from 0 to S the sentence is read, one token each; from S to S + T it is written.
 */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { barcode, sampled } from './barcode.js';
import { chips } from './chips.js';
import { stateFoot, targetHead } from './lane-layout.js';
import { cord, stack } from '../lib/curve.js';
import { clamp, cellWeight } from '../lib/numbers.js';
import { column, row, targetTokens } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/trace.js').Token} Token */
/** @typedef {import('./lane-layout.js').LaneLayout} LaneLayout */
/** @typedef {{ side: 'source' | 'target', index: number }} Look   the word whose row or column is shown */
/**
 * @typedef {object} LaneView
 * @property {'vector' | 'attention'} kind
 * @property {readonly Token[]} source
 * @property {Trace | null} trace
 * @property {LaneLayout} layout
 * @property {number} t
 * @property {number} end                 the last moment of the longer lane
 * @property {Look | null} look
 * @property {Look | null} pinned         the word that stays chosen
 * @property {number} focus               target step to show at rest where all of them would be a tangle; -1 none
 * @property {number | null} difference   first step at which the two lanes part
 * @property {{ source: number, target: number }} cursor
 * @property {(look: Look | null) => void} onLook
 * @property {(look: Look) => void} onChoose
 */

/** Share of token i that is read at moment t. @param {number} t @param {number} i */
export const readShare = (t, i) => clamp(t - i, 0, 1);

/** Share of target token i that is written: first its cords, then the word. @param {number} t @param {number} length S @param {number} i */
export function writeShare(t, length, i) {
  const u = clamp(t - length - i, 0, 1);
  return { cords: clamp(u / 0.65, 0, 1), word: clamp((u - 0.45) / 0.55, 0, 1) };
}

/** The target token being written at moment t, -1 while reading. @param {number} t @param {number} length S @param {number} steps T */
export const writing = (t, length, steps) => Math.min(Math.ceil(t - length - 1e-6), steps) - 1;

/** Is the whole sentence there, with no token under way? @param {LaneView} view */
const finished = (view) => view.t >= view.end;

/**
 * States of both directions under the words; a state is there when its reader has passed.
 * @param {Pick<LaneView, 'trace' | 'source' | 't'> & { layout: Pick<LaneLayout, 'source' | 'scale'> }} view
 * @param {number} gone 0 kept to 1 let go
 */
export function states({ trace, layout, source, t }, gone) {
  return svg`<g class="states ${gone > 0 ? 'gone' : ''}" opacity=${1 - 0.72 * gone}>${layout.source.tokens.map((box, j) => {
    const half = layout.scale.state / 2;
    const y = box.y + box.height + 4;
    const x = box.x + 3;
    const width = box.width - 6;
    const cells = Math.max(4, Math.min(12, Math.floor(width / 5)));
    const frame = svg`<rect class="slot" x=${x} y=${y} width=${width} height=${layout.scale.state} rx="2"></rect>`;
    if (!trace) return frame;
    const forward = readShare(t, j);
    const backward = readShare(t, source.length - 1 - j);
    const strips = guard([trace, layout], () => {
      const h = row(trace.encoder_states, j);
      const d = h.length / 2;
      return [
        barcode(sampled(h, 0, d, cells), { x, y, width, height: half - 0.5 }, 'encoder'),
        barcode(sampled(h, d, 2 * d, cells), { x, y: y + half + 0.5, width, height: half - 0.5 }, 'encoder'),
      ];
    });
    return svg`${frame}<g opacity=${(forward + backward) / 2}>${strips}</g>`;
  })}</g>`;
}

/**
 * The vector so far: each direction's state after k tokens. After all of them it is C.
 * @param {Trace} trace @param {number} k tokens read @param {number} cells
 */
export function vectorCells(trace, k, cells) {
  const [length = 0, width = 0] = trace.encoder_states.shape;
  if (k <= 0 || length === 0) return null;
  const d = width / 2;
  const half = Math.floor(cells / 2);
  return {
    forward: sampled(row(trace.encoder_states, Math.min(k, length) - 1), 0, d, half),
    backward: sampled(row(trace.encoder_states, Math.max(0, length - k)), d, width, half),
  };
}

/** The one vector with the two readers' cords into it. @param {LaneView} view */
function vector(view) {
  const { trace, layout, source, t } = view;
  const box = layout.vector;
  if (!box) return nothing;
  const length = source.length;
  const cells = box.width > 360 ? 64 : 40;
  const k = Math.min(length, Math.round(t + 0.2));
  const values = trace ? vectorCells(trace, k, cells) : null;
  const half = box.width / 2;
  const width = trace?.encoder_states.shape[1] ?? 0;
  /** @param {number} j @param {number} x @param {number} share */
  const into = (j, x, share) => svg`<path class="pour" d=${cord(stateFoot(layout, j), [x, box.y - 3], share)}></path>`;
  const reading = Math.ceil(Math.min(t, length)) - 1;
  const share = t >= length ? 1 : clamp((t - reading) / 0.7, 0, 1);
  return svg`<g class="vector">
    ${trace && reading >= 0 ? [into(reading, box.x + half / 2, share), into(length - 1 - reading, box.x + half * 1.5, share)] : nothing}
    <rect class="frame" x=${box.x - 3} y=${box.y - 3} width=${box.width + 6} height=${box.height + 6} rx="5"></rect>
    ${
      values
        ? [
            barcode(values.forward, { x: box.x, y: box.y, width: half - 2, height: box.height }, 'context'),
            barcode(values.backward, { x: box.x + half + 2, y: box.y, width: half - 2, height: box.height }, 'context'),
          ]
        : nothing
    }
    ${
      layout.width > 640
        ? svg`<text class="label symbol" x=${box.x - 14} y=${box.y + box.height / 2} dy="0.34em" text-anchor="end">C</text>
        <text class="label" x=${box.x + box.width + 14} y=${box.y + box.height / 2} dy="0.34em">${width ? `${width} numbers` : ''}</text>`
        : svg`<text class="label" x=${box.x} y=${box.y + box.height + 18}>C${width ? `: ${width} numbers` : ''}</text>`
    }
  </g>`;
}

/** How strongly the cords of target token i show. @param {LaneView} view @param {number} i */
function presence(view, i) {
  const { look, t, source, trace } = view;
  if (look?.side === 'target') return look.index === i ? 'strong' : 'hidden';
  if (look?.side === 'source') return 'column';
  if (finished(view)) {
    if (view.layout.source.lines === 1 && view.layout.target.lines <= 2) return 'all';
    return i === view.focus ? 'strong' : 'hidden';
  }
  return i === writing(t, source.length, trace?.steps.length ?? 0) ? 'strong' : 'past';
}

/** Cords from the vector to the words written: each the same, whatever the word. @param {LaneView} view */
function draws(view) {
  const { trace, layout, source, t } = view;
  const box = layout.vector;
  if (!trace || !box) return nothing;
  return svg`<g class="draws">${trace.steps.map((_, i) => {
    const share = writeShare(t, source.length, i).cords;
    const how = presence(view, i);
    if (share <= 0 || how === 'hidden') return nothing;
    return svg`<path class="draw ${how}" d=${cord([box.x + box.width / 2, box.y + box.height + 3], targetHead(layout, i), share)}></path>`;
  })}</g>`;
}

/** Ribbons from the states a word looks at, as wide as alpha; one word's ribbons end side by side and sum to 1. @param {LaneView} view */
function ribbons(view) {
  const { trace, layout, source, t, look } = view;
  if (!trace?.alpha) return nothing;
  const alpha = trace.alpha;
  const all = trace.steps.map((_, i) => {
    const share = writeShare(t, source.length, i).cords;
    const how = presence(view, i);
    if (share <= 0 || how === 'hidden') return nothing;
    const weights = row(alpha, i);
    const [x, y] = targetHead(layout, i);
    const ends = stack(weights, x, layout.room);
    return svg`<g class="ribbons ${how}" data-step=${i}>${ends.map((end, j) => {
      const weight = weights[j] ?? 0;
      const chosen = how !== 'column' || look?.index === j;
      if (weight < (how === 'strong' || how === 'column' ? 0.02 : 0.06) || !chosen) return nothing;
      return svg`<path d=${cord(stateFoot(layout, j), [end, y], share)}
        stroke-width=${Math.max(0.8, weight * layout.room).toFixed(1)}></path>`;
    })}</g>`;
  });
  return svg`<g class="attention">${all}${weightLabels(view)}</g>`;
}

/** The weights of the word in focus, as numbers at the states (a row) or at the written words (a column). @param {LaneView} view */
function weightLabels(view) {
  const { trace, layout, source, t, look } = view;
  if (!trace?.alpha) return nothing;
  const steps = trace.steps.length;
  /** @param {number} x @param {number} y @param {number} weight */
  const label = (x, y, weight) =>
    weight < 0.045 ? nothing : svg`<text class="weight" x=${x} y=${y} text-anchor="middle">${cellWeight(weight)}</text>`;
  if (look?.side === 'source') {
    return column(trace.alpha, look.index).map((weight, i) => {
      const [x, y] = targetHead(layout, i);
      return writeShare(t, source.length, i).word > 0 ? label(x, y - 5, weight) : nothing;
    });
  }
  const i =
    look?.side === 'target'
      ? look.index
      : finished(view)
        ? presence(view, view.focus) === 'strong'
          ? view.focus
          : -1
        : writing(t, source.length, steps);
  if (i < 0 || i >= steps) return nothing;
  return Array.from(row(trace.alpha, i), (weight, j) => {
    const [x, y] = stateFoot(layout, j);
    return label(x, y + 11, weight);
  });
}

/** A flag at the first word at which the lanes part. @param {LaneView} view */
function flag(view) {
  const { difference, layout, source, t } = view;
  const box = difference === null ? undefined : layout.target.tokens[difference];
  if (!box || difference === null || writeShare(t, source.length, difference).word < 1) return nothing;
  const y = layout.targetTop + box.y;
  const right = box.x > layout.width - 110;
  return svg`<g class="flag" data-mark="difference">
    <path d=${`M${box.x - 3} ${y - 9}V${y + box.height + 18}`}></path>
    <text x=${box.x + (right ? -9 : 4)} y=${y + box.height + 17} text-anchor=${right ? 'end' : 'start'}>first difference</text>
  </g>`;
}

/** @param {LaneView} view */
export function drawLane(view) {
  const { kind, source, trace, layout, t, look, pinned, cursor } = view;
  const name = kind === 'vector' ? 'one vector' : 'attention';
  const target = trace ? targetTokens(trace) : [];
  const current = finished(view) ? -1 : writing(t, source.length, target.length);
  const reading = t < source.length ? Math.ceil(t) - 1 : -1;
  /** @param {number} j */
  const sourceMood = (j) => {
    const marks = [];
    if (j === reading || (trace && t < source.length && j === source.length - 1 - reading && reading >= 0)) marks.push('reading');
    if (look?.side === 'source' && look.index === j) marks.push('looked');
    return marks.join(' ');
  };
  /** @param {number} i */
  const targetMood = (i) => `${i === current ? 'current' : ''} ${look?.side === 'target' && look.index === i ? 'looked' : ''}`;
  /** @param {number} i */
  const targetSays = (i) => {
    const step = trace?.steps[i];
    if (!step) return '';
    const weights = trace?.alpha ? row(trace.alpha, i) : null;
    const best = weights
      ? Array.from(weights, (w, j) => ({ w, j }))
          .sort((a, b) => b.w - a.w)
          .slice(0, 2)
      : [];
    const looks = best.map(({ w, j }) => `${source[j]?.text.trim()} ${cellWeight(w)}`).join(', ');
    return `token ${i + 1}, probability ${Math.round(step.probability * 100)} per cent${looks ? `, looks at ${looks}` : ''}`;
  };
  return svg`<svg class="lane-drawing ${kind} ${isFocused(look)}" width=${layout.width} height=${layout.height}
    viewBox=${`0 0 ${layout.width} ${layout.height}`}
      role="group" aria-label=${`Drawing of the translator with ${name}`}>
    ${kind === 'vector' ? draws(view) : ribbons(view)}
    ${vector(view)}
    ${states(view, kind === 'vector' ? clamp(t - source.length + 1, 0, 1) : 0)}
    ${chips({
      name: `English words, ${name}`,
      side: 'source',
      tokens: source,
      flow: layout.source,
      top: 0,
      size: layout.scale.size,
      shown: () => 1,
      mood: sourceMood,
      pressed: (j) => pinned?.side === 'source' && pinned.index === j,
      says: (j) => `token ${j + 1} of ${source.length}${source[j]?.unknown ? ', unknown to the models' : ''}`,
      cursor: cursor.source,
      onLook: (j) => view.onLook(j === null ? null : { side: 'source', index: j }),
      onChoose: (j) => view.onChoose({ side: 'source', index: j }),
    })}
    ${chips({
      name: `French words, ${name}`,
      side: 'target',
      tokens: target,
      flow: layout.target,
      top: layout.targetTop,
      size: layout.scale.size,
      shown: (i) => writeShare(t, source.length, i).word,
      mood: targetMood,
      pressed: (i) => pinned?.side === 'target' && pinned.index === i,
      says: targetSays,
      cursor: cursor.target,
      onLook: (i) => view.onLook(i === null ? null : { side: 'target', index: i }),
      onChoose: (i) => view.onChoose({ side: 'target', index: i }),
    })}
    ${flag(view)}
  </svg>`;
}

/** @param {Look | null} look */
const isFocused = (look) => (look ? `looking-${look.side}` : '');
