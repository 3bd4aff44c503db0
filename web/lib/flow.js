/** Places words on lines, as pure arithmetic: the same tokens, width and measure give the same boxes. */
import { wordGroups } from './trace.js';

/** @typedef {import('./trace.js').Token} Token */
/** @typedef {{ x: number, y: number, width: number, height: number, line: number }} Box */
/** @typedef {Box & { index: number }} TokenBox */
/** @typedef {Box & { first: number, last: number }} GroupBox */
/** @typedef {{ tokens: TokenBox[], groups: GroupBox[], height: number, lines: number }} Flow */
/**
 * @typedef {object} FlowOptions
 * @property {number} width        room for a line
 * @property {(text: string) => number} measure   width of a text in the chip's type
 * @property {number} height       height of a chip
 * @property {number} pitch        distance from one line to the next
 * @property {number} padding      room beside a token's text
 * @property {number} gap          room between two words
 * @property {number} least        narrowest token, so that a finger finds it
 */

/**
 * Tokens of one word stand together without a gap; a word too wide for the line is broken between its tokens.
 * One line is centred, several are set flush left.
 * @param {readonly Token[]} tokens @param {(token: Token) => string} label @param {FlowOptions} options
 * @returns {Flow}
 */
export function flow(tokens, label, options) {
  const { width, measure, height, pitch, padding, gap, least } = options;
  const widths = tokens.map((token) => Math.min(width, Math.max(least, Math.ceil(measure(label(token))) + 2 * padding)));
  /** @type {TokenBox[]} */
  const boxes = [];
  /** @type {GroupBox[]} */
  const groups = [];
  let x = 0;
  let line = 0;
  for (const { first, last } of wordGroups(tokens)) {
    const wide = widths.slice(first, last + 1).reduce((sum, w) => sum + w, 0);
    if (x > 0 && x + wide > width) {
      x = 0;
      line += 1;
    }
    /** @type {GroupBox | null} */
    let group = null;
    for (let index = first; index <= last; index++) {
      const w = widths[index] ?? 0;
      if (group && x + w > width) {
        x = 0;
        line += 1;
        group = null;
      }
      if (!group) {
        group = { x, y: line * pitch, width: 0, height, line, first: index, last: index };
        groups.push(group);
      }
      boxes.push({ index, x, y: line * pitch, width: w, height, line });
      group.width += w;
      group.last = index;
      x += w;
    }
    x += gap;
  }
  if (line === 0 && boxes.length > 0) {
    const shift = Math.max(0, (width - (x - gap)) / 2);
    for (const box of [...boxes, ...groups]) box.x += shift;
  }
  return { tokens: boxes, groups, lines: line + 1, height: line * pitch + height };
}
