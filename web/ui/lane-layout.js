/** Where everything in a lane stands. Pure: the same trace, width and measure give the same places. */
import { flow } from '../lib/flow.js';
import { isEnd, targetTokens } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/trace.js').Token} Token */
/** @typedef {import('../lib/flow.js').Flow} Flow */
/** @typedef {{ size: number, height: number, state: number, gap: number }} Scale */
/**
 * @typedef {object} LaneLayout
 * @property {number} width
 * @property {number} height
 * @property {Scale} scale
 * @property {Flow} source          y counted from 0
 * @property {Flow} target          y counted from targetTop
 * @property {number} targetTop
 * @property {{ x: number, y: number, width: number, height: number } | null} vector
 * @property {number} room          how wide the ribbons of one word are together
 */

/** Text of a chip. @param {Token} token */
export const chipLabel = (token) => (isEnd(token) ? 'end' : token.text.trim() || '␣');

/** Type and chip sizes: large for a short sentence, close for a long one. @param {number} tokens @param {number} width @returns {Scale} */
export function scaleFor(tokens, width) {
  if (width < 460 || tokens * 62 > 3 * width) return { size: 15, height: 28, state: 10, gap: 6 };
  return { size: 19, height: 36, state: 12, gap: 9 };
}

/**
 * @param {object} options
 * @param {readonly Token[]} options.source
 * @param {Trace | null} options.trace     null while there is nothing yet but the words
 * @param {'vector' | 'attention'} options.kind
 * @param {number} options.width
 * @param {(size: number) => (text: string) => number} options.measureAt
 * @returns {LaneLayout}
 */
export function laneLayout({ source, trace, kind, width, measureAt }) {
  const scale = scaleFor(source.length, width);
  const place = {
    width,
    measure: measureAt(scale.size),
    height: scale.height,
    padding: Math.round(scale.size * 0.42),
    gap: scale.gap,
    least: 24,
  };
  const reading = flow(source, chipLabel, { ...place, pitch: scale.height + scale.state + 18 });
  const below = reading.height + 4 + scale.state;
  const vectorWidth = Math.min(440, width - 8);
  const vector = kind === 'vector' ? { x: (width - vectorWidth) / 2, y: below + 42, width: vectorWidth, height: 30 } : null;
  const targetTop = Math.round(vector ? vector.y + vector.height + 64 : below + 136);
  const writing = flow(trace ? targetTokens(trace) : [], chipLabel, { ...place, pitch: scale.height + 30 });
  const written = trace ? writing.height : scale.height;
  return {
    width,
    height: targetTop + written + 24,
    scale,
    source: reading,
    target: writing,
    targetTop,
    vector,
    room: scale.height < 30 ? 12 : 18,
  };
}

/**
 * Middle of the lower edge of the state under a source token.
 * @param {Pick<LaneLayout, 'source' | 'scale'>} layout
 * @param {number} j
 * @returns {[number, number]}
 */
export function stateFoot(layout, j) {
  const box = layout.source.tokens[j];
  return box ? [box.x + box.width / 2, box.y + box.height + 4 + layout.scale.state] : [0, 0];
}

/** Middle of the upper edge of a target token. @param {LaneLayout} layout @param {number} i @returns {[number, number]} */
export function targetHead(layout, i) {
  const box = layout.target.tokens[i];
  return box ? [box.x + box.width / 2, layout.targetTop + box.y] : [0, 0];
}
