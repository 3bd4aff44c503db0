/** The core's permutation (src/core/rng.h): the order that `regard evaluate --join K --seed N` cuts into groups. */

const kWord = (1n << 64n) - 1n;

/** @param {bigint} x @param {bigint} k */
const rotate = (x, k) => ((x << k) | (x >> (64n - k))) & kWord;

/** xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64. @param {bigint} seed @returns {() => bigint} */
function generator(seed) {
  /** @type {[bigint, bigint, bigint, bigint]} */
  const state = [0n, 0n, 0n, 0n];
  let from = seed;
  for (let k = 0; k < 4; ++k) {
    from = (from + 0x9e3779b97f4a7c15n) & kWord;
    let z = from;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & kWord;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & kWord;
    state[k] = z ^ (z >> 31n);
  }
  return () => {
    const result = (rotate((state[1] * 5n) & kWord, 7n) * 9n) & kWord;
    const t = (state[1] << 17n) & kWord;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 45n);
    return result;
  };
}

/** 0 .. n - 1 in the order of Fisher and Yates. @param {number} n @param {number} seed */
export function seededOrder(n, seed) {
  const next = generator(BigInt(seed));
  /** Uniform in 0 .. limit - 1, without bias. @param {number} limit */
  const below = (limit) => {
    const whole = kWord - (kWord % BigInt(limit));
    let draw = next();
    while (draw >= whole) draw = next();
    return Number(draw % BigInt(limit));
  };
  const order = Array.from({ length: n }, (_, k) => k);
  for (let i = n; i > 1; --i) {
    const j = below(i);
    [order[i - 1], order[j]] = [Number(order[j]), Number(order[i - 1])];
  }
  return order;
}
