/** Width of a text in the page's serif, from a canvas: layout needs no element and no reflow. */

/** @type {CanvasRenderingContext2D | null | undefined} */
let context;
let family = '';
/** @type {Map<string, number>} */
const known = new Map();

/** @param {number} size in px @returns {(text: string) => number} */
export function measureAt(size) {
  context ??= document.createElement('canvas').getContext('2d');
  family ||= getComputedStyle(document.documentElement).getPropertyValue('--serif').trim() || 'serif';
  return (text) => {
    const key = `${size} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (context) context.font = `${size}px ${family}`;
      width = context ? context.measureText(text).width : text.length * size * 0.55;
      known.set(key, width);
    }
    return width;
  };
}
