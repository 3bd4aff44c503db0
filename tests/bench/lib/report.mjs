/** From the measured times to the text that is printed and that README.md holds. */
import { growthTables, kernelTables, partsTables, sentenceTables, trainingTables } from './tables.mjs';
import { targetTable } from './targets.mjs';

/** @typedef {import('./results.mjs').Results} Results */

/** Above these load averages others used the machine: before, and while one process of the benchmark worked. */
const kIdle = 0.5,
  kAlone = 1.8;

/** @param {Results} results */
function circumstances({ machine, versions, effort }) {
  const pinned = machine.pinned === '' ? '' : ` (core ${machine.pinned}, to which all were pinned)`;
  const busy = machine.load_before > kIdle || machine.load_highest > kAlone;
  const named = Object.entries(versions)
    .filter(([, version]) => version)
    .map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.cpu}, ${machine.cores} cores, one of them used${pinned}; ${machine.ended} UTC. ${named.join('; ')}.`,
    `Load average before: ${machine.load_before}; highest while it ran, with the benchmark's own 1: ${machine.load_highest}.` +
      (busy ? ' **Others used the machine: trust the ratios, which were taken in turns, more than the times.**' : ''),
    `Medians of ${effort.rounds} rounds of ${effort.seconds} s, with the quartiles in brackets; in each round all of a table took turns.`,
  ].join('\n\n');
}

/** @param {Results} results @returns {string} Markdown */
export function report(results) {
  const parts = [circumstances(results), '### The targets', targetTable(results)];
  for (const place of results.places) {
    const growth = growthTables(place),
      name = place.name === 'native' ? 'Native' : place.name;
    parts.push(`### ${name}`, sentenceTables(results, place), trainingTables(results, place), partsTables(place), kernelTables(place));
    if (growth) parts.push(`### Growth, ${name}`, growth);
  }
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
