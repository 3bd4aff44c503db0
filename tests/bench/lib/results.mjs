/** What a run of the benchmark keeps, and how to find something in it. */
import { kReadOnce } from '../plans.mjs';
import { mean, spread } from './statistics.mjs';
import { lowerBound } from './work.mjs';

/** @typedef {import('../measure.mjs').Measured} Measured */
/** @typedef {import('../measure.mjs').Taken} Taken */
/** @typedef {import('./statistics.mjs').Spread} Spread */
/** @typedef {{ name: string, measured: Measured[] }} Place Chromium, Node or native */
/**
 * @typedef {{ config: import('./work.mjs').Sizes, parameters: number, source_lengths: number[], target_lengths: number[],
 *   target_tokens: number }} AboutCase
 */
/**
 * @typedef {{ machine: Record<string, any>, versions: Record<string, string>, effort: import('../measure.mjs').Effort,
 *   cases: Record<string, AboutCase>, places: Place[] }} Results
 */

/** @param {Taken} one */
export const isTimed = (one) => one.seconds.length > 0;

/** @param {Place | undefined} place @param {string} plan */
export const planOf = (place, plan) => place?.measured.find((one) => one.plan === plan);

/**
 * The timed entry whose label begins so, the fastest where there are several.
 * @param {Measured | undefined} measured @param {string} label @param {Record<string, any>} [sizes] that its spec must have
 */
export function find(measured, label, sizes = {}) {
  const fits = (/** @type {Taken} */ one) => Object.entries(sizes).every(([key, value]) => one.spec[key] === value);
  const found = measured?.taken.filter((one) => one.label.startsWith(label) && isTimed(one) && fits(one)) ?? [];
  return found.sort((a, b) => spread(a.seconds).median - spread(b.seconds).median)[0];
}

/** The register-only peak: that number of chains which gets most done. @param {Place | undefined} place */
export function peakOf(place) {
  const peaks = planOf(place, 'matrix product')?.taken.filter((one) => one.spec.kind === 'peak' && isTimed(one)) ?? [];
  const speed = (/** @type {Taken} */ one) => (one.flops ?? 0) / spread(one.seconds).median;
  return peaks.sort((a, b) => speed(b) - speed(a))[0];
}

/** What share of the peak a kernel reaches, round by round. @param {Place} place @param {Taken} kernel */
export function shareOfPeak(place, kernel) {
  const peak = /** @type {Taken} */ (peakOf(place)),
    usual = spread(peak.seconds).median;
  const atPeak = (/** @type {number} */ round) => ((kernel.flops ?? 0) / (peak.flops ?? 1)) * (peak.seconds[round] ?? usual);
  return spread(kernel.seconds.map((seconds, round) => atPeak(round) / seconds));
}

/**
 * The share of the F32 lower bound that the F32 path reaches, round by round.
 * @param {Results} results @param {Place | undefined} place @param {string} name of a case
 */
export function shareOfBound(results, place, name) {
  const measured = planOf(place, name);
  const ours = find(measured, 'Regard, F32'),
    read = find(measured, kReadOnce),
    peak = peakOf(place),
    about = results.cases[name];
  if (!ours || !read || !peak || !about) return undefined;
  const flops = (peak.flops ?? 0) / spread(peak.seconds).median;
  return spread(
    ours.seconds.map((seconds, round) => {
      const machine = { peak: flops, bandwidth: (read.bytes ?? 0) / /** @type {number} */ (read.seconds[round]) };
      const bounds = about.source_lengths.map((length, k) =>
        lowerBound(about.config, length, /** @type {number} */ (about.target_lengths[k]), machine),
      );
      return mean(bounds) / seconds;
    }),
  );
}
