/** The tables of one place (Chromium, Node, native), in Markdown. */
import { between, digits, table } from './format.mjs';
import { fitPower } from './growth.mjs';
import { find, isTimed, peakOf, planOf, shareOfBound, shareOfPeak } from './results.mjs';
import { mean, rate, scaled, speedUp, spread } from './statistics.mjs';
import { encoderFlops, weightsAToken } from './work.mjs';

/** @typedef {import('./results.mjs').Place} Place */
/** @typedef {import('./results.mjs').Results} Results */
/** @typedef {import('./results.mjs').Taken} Taken */

const kMilli = 1e3,
  kMicro = 1e6,
  kGiga = 1e9;

const gigaflops = (/** @type {Taken} */ one) => rate(spread(one.seconds), (one.flops ?? 0) / kGiga);
const gigabytes = (/** @type {Taken} */ one) => rate(spread(one.seconds), (one.bytes ?? 0) / kGiga);

/** How much of the speed of plain reading a kernel reaches, for as many bytes. @param {Taken[]} all @param {Taken} one */
function shareOfReading(all, one) {
  const read = all.find(({ spec }) => spec.kind === 'read' && spec.bytes === one.bytes);
  if (!read) return '';
  const speed = (/** @type {Taken} */ taken, /** @type {number} */ round) =>
    (taken.bytes ?? 0) / /** @type {number} */ (taken.seconds[round]);
  return between(spread(one.seconds.map((_, round) => speed(one, round) / speed(read, round))));
}

/** @param {Place} place */
export function kernelTables(place) {
  const peak = peakOf(place);
  if (!peak) return '';
  const timed = (/** @type {string} */ plan) => planOf(place, plan)?.taken.filter(isTimed) ?? [];
  const vector = timed('matrix-vector product');
  return [
    `Register-only peak: ${between(gigaflops(peak), ' GF/s')}, with ${peak.spec.chains} chains of ` +
      `${peak.vectors?.fused ? 'fused multiply-add' : 'multiply and add'} on vectors of ${peak.vectors?.lanes} floats.`,
    table(
      ['matrix product', 'GF/s', 'of the peak'],
      timed('matrix product')
        .filter(({ spec }) => spec.kind === 'product')
        .map((one) => [`${one.label} ${one.spec.m}`, between(gigaflops(one)), between(shareOfPeak(place, one))]),
    ),
    table(
      ['matrix-vector product', 'GF/s', 'GB/s of weights', 'of reading as many bytes'],
      vector
        .filter(({ spec }) => spec.kind === 'product')
        .map((one) => [
          `${one.label} ${one.spec.n}x${one.spec.k}`,
          between(gigaflops(one)),
          between(gigabytes(one)),
          shareOfReading(vector, one),
        ]),
    ),
    table(
      ['other kernels', 'microseconds', 'of the peak'],
      timed('other kernels').map((one) => [
        one.spec.kind === 'softmax' ? `softmax ${one.spec.n}` : `gru_cell ${one.spec.batch}x${one.spec.width}`,
        between(scaled(spread(one.seconds), kMicro)),
        one.flops ? between(shareOfPeak(place, one)) : '',
      ]),
    ),
    table(
      ['reading memory', 'GB/s'],
      timed('reading memory').map((one) => [`${(one.bytes ?? 0) / 1024} KiB`, between(gigabytes(one))]),
    ),
  ].join('\n\n');
}

/** How many times slower than ours, in words. @param {Taken} one @param {Taken | undefined} ours */
const timesOurs = (one, ours) => (ours && one !== ours ? between(speedUp(one.seconds, ours.seconds)) : '1');

/** @param {Results} results @param {Place} place */
export function sentenceTables(results, place) {
  const tables = place.measured
    .filter(({ kind }) => kind === 'sentence')
    .map((measured) => {
      const { config, parameters, source_lengths, target_lengths } = results.cases[/** @type {string} */ (measured.case)];
      const tokens = mean(target_lengths),
        sources = mean(source_lengths),
        ours = find(measured, 'Regard');
      const bound = shareOfBound(results, place, measured.plan);
      const millions = (/** @type {number} */ count) => `${(count / 1e6).toFixed(2)} M`;
      const about = [
        `${measured.plan}: ${millions(parameters)} parameters, ${millions(weightsAToken(config))} of them read a token`,
        source_lengths.length === 1 ? 'one sentence' : `${source_lengths.length} sentences`,
        `${digits(sources)} tokens in, ${digits(tokens)} out`,
        `encoder ${(encoderFlops(config, sources) / 1e6).toFixed(1)} MFLOP`,
        ...(bound ? [`share of the F32 lower bound reached in F32: ${between(bound)}`] : []),
      ];
      const rows = measured.taken
        .filter(({ spec }) => spec.kind === 'sentence')
        .map((one) => {
          if (!isTimed(one)) return [one.label, one.remark ?? '', '', ''];
          const s = spread(one.seconds);
          return [one.label, between(scaled(s, kMilli)), between(scaled(s, kMilli / tokens)), timesOurs(one, ours)];
        });
      return `${about.join('; ')}.\n\n${table([measured.plan, 'ms a sentence', 'ms a token', `times ${ours?.label ?? 'ours'}`], rows)}`;
    });
  return tables.join('\n\n');
}

/** @param {Results} results @param {Place} place */
export function trainingTables(results, place) {
  const tables = place.measured
    .filter(({ kind }) => kind === 'training')
    .map((measured) => {
      const about = results.cases[/** @type {string} */ (measured.case)],
        ours = find(measured, 'Regard');
      const rows = measured.taken.map((one) => {
        if (!isTimed(one)) return [one.label, one.remark ?? '', '', '', '', ''];
        const s = spread(one.seconds);
        return [
          one.label,
          between(scaled(s, kMilli)),
          between(rate(s, 1)),
          between(rate(s, about.target_tokens)),
          timesOurs(one, ours),
          one === ours ? '' : (one.difference ?? 0).toExponential(0),
        ];
      });
      const name = `${measured.plan} (${(about.parameters / 1e6).toFixed(2)} M parameters)`;
      return table([name, 'ms an update', 'updates/s', 'target tokens/s', 'times ours', 'losses differ by'], rows);
    });
  return tables.join('\n\n');
}

/** @param {Place} place */
export function growthTables(place) {
  const tables = place.measured
    .filter(({ kind }) => kind === 'growth')
    .map((measured) => {
      const timed = measured.taken.filter(isTimed),
        sizes = timed.map(({ label }) => Number(label));
      if (new Set(sizes).size < 2) return '';
      const name = measured.plan.replace('growth by ', ''),
        spreads = timed.map(({ seconds }) => spread(seconds));
      const medians = spreads.map(({ median }) => median);
      const all = fitPower(sizes, medians),
        last = fitPower(sizes.slice(-2), medians.slice(-2));
      const rows = timed.map((one, k) => {
        const s = /** @type {import('./statistics.mjs').Spread} */ (spreads[k]);
        return [one.label, between(scaled(s, kMilli)), digits((s.median * kMilli) / one.spec.most_tokens)];
      });
      return [
        table([name, 'ms a sentence', 'ms a token'], rows),
        `Cost of a sentence ~ (${name})^${all.exponent.toFixed(2)}, off by at most ${(100 * all.error).toFixed(0)} %; ` +
          `between the two largest ^${last.exponent.toFixed(2)}.`,
      ].join('\n\n');
    });
  return tables.join('\n\n');
}

/**
 * What each part takes: the difference of an entry to the one before it, round by round.
 * @param {Place} place
 */
export function partsTables(place) {
  const tables = place.measured
    .filter(({ kind, taken }) => kind === 'parts' && taken.every(isTimed))
    .map(({ plan, taken }) => {
      const whole = /** @type {Taken} */ (taken[taken.length - 1]).seconds;
      const rows = taken.map((one, k) => {
        const before = taken[k - 1]?.seconds;
        const alone = one.seconds.map((seconds, round) => seconds - (before?.[round] ?? 0));
        const share = spread(alone.map((seconds, round) => seconds / /** @type {number} */ (whole[round])));
        return [one.label, between(scaled(spread(alone), kMilli)), `${(100 * share.median).toFixed(0)} %`];
      });
      return table([plan, 'ms', 'share'], rows);
    });
  return tables.join('\n\n');
}
