/** Arithmetic on rows of numbers. */

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Number(a[k]) * Number(b[k]);
  return sum;
}

/** Cosine of the angle between two rows: 1 the same direction, 0 unrelated. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function cosine(a, b) {
  const size = Math.sqrt(dot(a, a) * dot(b, b));
  return size > 0 ? dot(a, b) / size : NaN;
}

/** Half the sum of |a - b|: of two rows that sum to 1, the share that lies elsewhere. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function totalVariation(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(Number(a[k]) - Number(b[k]));
  return sum / 2;
}
