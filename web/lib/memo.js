/** Remembers the last results of a pure function, so that the same arguments give the same object and nothing below is drawn again. */

/**
 * @template {readonly unknown[]} Arguments
 * @template Result
 * @param {(...args: Arguments) => Result} compute @param {number} [size] results kept
 * @returns {(...args: Arguments) => Result}
 */
export function memo(compute, size = 4) {
  /** @type {{ args: Arguments, result: Result }[]} */
  const kept = [];
  return (...args) => {
    const known = kept.find((one) => one.args.every((value, k) => Object.is(value, args[k])));
    if (known) return known.result;
    const result = compute(...args);
    kept.unshift({ args, result });
    kept.length = Math.min(kept.length, size);
    return result;
  };
}
