/** Vertical cords between two points, drawn whole or up to a part of their length. */

/** @typedef {readonly [number, number]} Point */

/** @param {Point} a @param {Point} b @param {number} u @returns {Point} */
const between = (a, b, u) => [a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u];

/** @param {number} x */
const short = (x) => Math.round(x * 10) / 10;

/**
 * Path of a cubic cord that leaves `from` and reaches `to` vertically, cut after the share u of its parameter (de Casteljau).
 * @param {Point} from @param {Point} to @param {number} [u] 0 to 1
 */
export function cord(from, to, u = 1) {
  const bend = (to[1] - from[1]) * 0.5;
  /** @type {Point} */
  const p1 = [from[0], from[1] + bend];
  /** @type {Point} */
  const p2 = [to[0], to[1] - bend];
  const a = between(from, p1, u);
  const b = between(p1, p2, u);
  const c = between(p2, to, u);
  const ab = between(a, b, u);
  const bc = between(b, c, u);
  const end = between(ab, bc, u);
  /** @param {Point} point */
  const at = ([x, y]) => `${short(x)} ${short(y)}`;
  return `M${at(from)}C${at(a)} ${at(ab)} ${at(end)}`;
}

/**
 * Where ribbons of the given weights end side by side, so that together they are `room` wide: the weights of one word sum to 1, and it
 * shows.
 * @param {ArrayLike<number>} weights @param {number} centre @param {number} room
 * @returns {number[]} the middle of each ribbon's end
 */
export function stack(weights, centre, room) {
  let at = centre - room / 2;
  return Array.from(weights, (weight) => {
    const middle = at + (weight * room) / 2;
    at += weight * room;
    return middle;
  });
}
