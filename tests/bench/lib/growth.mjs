/**
 * The exponent p of cost = c x^p: the slope of the least-squares line through (log x, log cost). Where a cost has a constant part besides,
 * as most have, p is smaller than the power of its growing part.
 * @param {number[]} xs positive, two or more different @param {number[]} costs positive
 * @returns {{ exponent: number, factor: number, error: number }} error: the largest relative distance of a cost from the fit
 */
export function fitPower(xs, costs) {
  if (xs.length !== costs.length || new Set(xs).size < 2) throw new Error('fitPower: two or more different sizes, each with a cost.');
  const x = xs.map(Math.log),
    y = costs.map(Math.log);
  const mean = (/** @type {number[]} */ v) => v.reduce((a, b) => a + b, 0) / v.length;
  const mx = mean(x),
    my = mean(y);
  let sxy = 0,
    sxx = 0;
  x.forEach((one, k) => {
    sxy += (one - mx) * /** @type {number} */ (y[k] - my);
    sxx += (one - mx) ** 2;
  });
  const exponent = sxy / sxx,
    factor = Math.exp(my - exponent * mx);
  const error = Math.max(...xs.map((one, k) => Math.abs((factor * one ** exponent) / /** @type {number} */ (costs[k]) - 1)));
  return { exponent, factor, error };
}
