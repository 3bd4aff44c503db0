/**
 * SHA-256 as lower-case hexadecimal, also where the browser keeps its own from pages: on plain http other than localhost, as in a
 * classroom's network.
 */

const kRounds = 64;

/** The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function constants() {
  const primes = /** @type {number[]} */ ([]);
  for (let n = 2; primes.length < kRounds; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  /** @param {number} root */
  const bits = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  return { start: primes.slice(0, 8).map((p) => bits(Math.sqrt(p))), round: primes.map((p) => bits(Math.cbrt(p))) };
}

/** @param {number} x @param {number} n */
const turn = (x, n) => (x >>> n) | (x << (32 - n));

/** FIPS 180-4, 6.2. @param {Uint8Array} bytes @returns {string} */
export function sha256InScript(bytes) {
  const { start, round } = constants();
  const length = (Math.ceil((bytes.length + 9) / 64) * 64) | 0;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  const hash = Int32Array.from(start);
  const w = new Int32Array(kRounds);
  const k = Int32Array.from(round);
  for (let at = 0; at < length; at += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
    for (let t = 16; t < kRounds; t++) {
      const x = w[t - 15] ?? 0;
      const y = w[t - 2] ?? 0;
      w[t] = (w[t - 16] ?? 0) + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (w[t - 7] ?? 0) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
    for (let t = 0; t < kRounds; t++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (k[t] ?? 0) + (w[t] ?? 0)) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, n) => (hash[n] = (hash[n] ?? 0) + value));
  }
  return Array.from(hash, (value) => (value >>> 0).toString(16).padStart(8, '0')).join('');
}
