/** What this browser can run. */

/** A function that makes a v128 and drops it: valid only where 128-bit SIMD is. */
const kSimdProbe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11]);

export const hasWebAssembly = () => typeof WebAssembly === 'object' && typeof WebAssembly.compile === 'function';

export const hasSimd = () => WebAssembly.validate(kSimdProbe);

/** Threads that can run at once, as the browser tells it. */
export const cores = () => (typeof navigator === 'object' && navigator.hardwareConcurrency) || 1;
