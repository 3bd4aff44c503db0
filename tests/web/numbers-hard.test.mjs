/**
 * Soft and hard: what the figure says with numbers of the page's core is what it says with those of the native tool, and what it says of
 * nets that learn is what they did.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asText, contextOf, evidence, sharedFor, startCore } from './figure-harness.mjs';

const { hard } = await import('../../web/figures/hard.js');
const { waysOf } = await import('../../web/lib/hard-translator.js');
const { band, errorOf, kCloud, kEvery, kPickKinds, kSeeds, kStops, kUpdates, momentOf, reached, samplesAt, samplesFor, tally, usualError } = await import('../../web/lib/hard.js');

const root = fileURLToPath(new URL('../../', import.meta.url));
/** @param {string[]} words */
const regard = (...words) => JSON.parse(execFileSync('build/release/regard', [...words, '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }));

/** As a reader sees it. @param {unknown} template */
const read = (template) => asText(template).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
/** Quotes, summary, readouts, charts, formulas and tables. @param {any} context */
const everything = (context) => [
  ...Object.values(hard.quotes ?? {}).map((quote) => read(quote(context))),
  hard.summary(context),
  read(hard.view(context)),
  read(hard.table(context)),
];

const core = await startCore();
const sentences = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n').map((line) => line.split('\t')[0] ?? '');
const kChosen = [3, 57, 121, 260, 330].map((k) => String(sentences[k]));
const kWays = /** @type {const} */ ([
  { 'hard.look': 'drawn', 'hard.draws': '8' },
  { 'hard.look': 'drawn', 'hard.draws': '5', 'hard.temperature': '4' },
  { 'hard.look': 'largest' },
  { 'hard.look': 'drawn', 'hard.draws': '3', 'hard.temperature': '0.5' },
  {},
]);
/** @type {Record<string, string>} */
const kPolicies = { soft: 'learned', drawn: 'sampled', largest: 'one-hot' };

const { seed, after, example, samples } = kCloud;
const nativeCloud = regard('hard', '--seed', String(seed), '--after', String(after), '--example', String(example), '--samples', String(samples));
const matrix = (/** @type {number[]} */ data, /** @type {number} */ columns) => ({ data: Float32Array.from(data), shape: [data.length / columns, columns] });
const kind = (/** @type {any} */ one) => ({ variance: one.variance, points: matrix(one.points, 2), means: matrix(one.means, 2), distance: matrix(one.distance, 1) });

test('the cloud is the native tool\u2019s', async () => {
  const here = await core.ask('cloud', kCloud);
  const close = (/** @type {number} */ a, /** @type {number} */ b) => assert.ok(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b)), `${a} ${b}`);
  close(here.bound, nativeCloud.bound);
  close(here.norm, nativeCloud.norm);
  assert.deepEqual([here.paths, here.parameters, here.allParameters], [nativeCloud.paths, nativeCloud.parameters, nativeCloud.all_parameters]);
  for (const name of /** @type {const} */ (['without', 'with'])) {
    close(here[name].variance, nativeCloud[name].variance);
    here[name].points.data.forEach((/** @type {number} */ value, /** @type {number} */ k) => close(value, nativeCloud[name].points[k]));
    here[name].distance.data.forEach((/** @type {number} */ value, /** @type {number} */ k) => close(value, nativeCloud[name].distance[k]));
  }
});

for (const [k, sentence] of kChosen.entries())
  test(`\u201c${sentence}\u201d: every number is the native tool\u2019s`, async () => {
    const choices = /** @type {Record<string, string>} */ (kWays[k]);
    const page = await contextOf(core, hard, await sharedFor(core, sentence, { choices }));
    const { data } = page;
    assert.ok(data?.cloud);
    const steer = (/** @type {string} */ look, /** @type {number} */ draw = 1) =>
      regard('steer', '--model', 'models/en-fr-attention', '--policy', String(kPolicies[look]), '--seed', String(draw), '--temperature', choices['hard.temperature'] ?? '1', sentence);
    const draws = Number(choices['hard.draws'] ?? 1);
    const shown = steer(choices['hard.look'] ?? 'soft', draws);
    const looked = {
      ...data.looked,
      fixed: { soft: steer('soft').translation, largest: steer('largest').translation },
      drawn: Array.from({ length: draws }, (_, n) => steer('drawn', n + 1).translation),
      shown: {
        ...data.looked.shown,
        alpha: matrix(shown.steps.flatMap((/** @type {any} */ one) => one.alpha), data.looked.shown.source_tokens.length),
      },
    };
    const cloud = { ...data.cloud, ...nativeCloud, allParameters: nativeCloud.all_parameters, logLikelihood: nativeCloud.log_likelihood, without: kind(nativeCloud.without), with: kind(nativeCloud.with) };
    for (const moment of [0, 12, kStops])
      assert.deepEqual(everything({ ...page, moment, data: { ...data, looked, cloud } }), everything({ ...page, moment }), `moment ${moment}`);
  });

test('nets that learn begin as the native tool\u2019s do, and what is said of them is what they did', async () => {
  const page = await contextOf(core, hard, await sharedFor(core, 'Hello.'));
  const curves = /** @type {any} */ (page.data).curves;
  const { runs } = regard('hard', '--curves', '--runs', '2', '--updates', '60', '--every', String(kEvery));
  for (const { kind: name, seed: which, right, log_likelihood } of runs) {
    const here = curves[name][which - 1];
    // Later they part: what they learn hangs on the last bit of every sum, and the native sums are wider.
    log_likelihood.forEach((/** @type {number} */ value, /** @type {number} */ n) => assert.ok(Math.abs(value - here.logLikelihood[n]) < 2e-3, `${name} ${which} ${n}: ${value} ${here.logLikelihood[n]}`));
    assert.equal(right.length, 4);
  }
  const said = read(hard.quotes?.['hard-learning']?.(page));
  for (const name of kPickKinds) {
    assert.equal(curves[name].length, kSeeds);
    for (const curve of curves[name]) assert.equal(curve.right.length, kUpdates / kEvery + 1);
    const many = curves[name].filter((/** @type {any} */ curve) => reached(curve, 0.95) !== null).length;
    assert.ok(said.includes(`${many} of ${kSeeds}`), `${said}: ${name} ${many}`);
  }
  const late = (/** @type {string} */ name) => curves[name].reduce((/** @type {number} */ sum, /** @type {any} */ { right }) => sum + right.at(-1), 0) / kSeeds;
  assert.ok(late('soft') > 0.9 && late('hard-without-baseline') < late('soft'), `${late('soft')} ${late('hard-without-baseline')}`);
});

test('estimates are averaged from one to all, and what a mean is usually off falls with their root', async () => {
  assert.deepEqual([samplesAt(0), samplesAt(kStops / 3), samplesAt(kStops)], [1, 10, samples]);
  assert.equal(momentOf(100), (2 * kStops) / 3);
  const { cloud } = /** @type {any} */ ((await contextOf(core, hard, await sharedFor(core, 'Hello.'))).data);
  const needed = samplesFor(cloud, 'with', 0.1);
  assert.ok(usualError(cloud, 'with', needed) <= 0.1 && usualError(cloud, 'with', needed - 1) > 0.1);
  assert.ok(errorOf(cloud, 'with', samples) < 3 * usualError(cloud, 'with', samples));
});

test('a tally counts alike translations, and a band holds every seed', () => {
  assert.deepEqual(tally(['a', 'b', 'b']), [{ text: 'b', times: 2 }, { text: 'a', times: 1 }]);
  assert.deepEqual(tally([]), []);
  const curve = (/** @type {number[]} */ right) => ({ right, logLikelihood: [], parameters: 1, examples: 1, milliseconds: 1 });
  assert.deepEqual(band([curve([0, 1]), curve([0.5, 0.5]), curve([1, 0.6])]), [
    { x: 0, y: 0.5, low: 0, high: 1 },
    { x: kEvery, y: 0.6, low: 0.5, high: 1 },
  ]);
  assert.equal(reached(curve([0, 0.95]), 0.95), kEvery);
  assert.equal(reached(curve([0, 0.9]), 0.95), null);
});

test('of the translator trained with draws the figure says what was measured', async () => {
  const page = await contextOf(core, hard, await sharedFor(core, 'Hello.'));
  const { results } = evidence();
  const ways = waysOf(evidence());
  assert.deepEqual(ways.map(({ trained, look }) => `${trained} ${look}`), ['soft soft', 'soft largest', 'soft drawn', 'hard largest', 'hard drawn']);
  const bleu = (/** @type {string} */ id) => results[id].bleu;
  const mean = (/** @type {string} */ set) => [1, 2, 3].reduce((sum, seed) => sum + bleu(`evaluate/en-fr-hard/${set}/drawn-${seed}`), 0) / 3;
  const expected = [bleu('evaluate/en-fr-attention/join-1'), bleu('evaluate/en-fr-hard/join-1'), mean('join-1')];
  const said = read(hard.quotes?.['hard-translator']?.(page));
  for (const score of [...expected, bleu('steer/en-fr-attention/one-hot'), bleu('evaluate/en-fr-hard/sentences/greedy')]) {
    assert.ok(said.includes(score.toFixed(1)), `${said}: ${score}`);
  }
  const table = read(hard.below?.(page));
  for (const score of [...expected, mean('sentences'), bleu('steer/en-fr-attention/sampled')]) assert.ok(table.includes(score.toFixed(1)), `${score}`);
  assert.ok(table.includes(results['align/en-fr-hard'].aer.toFixed(3)));
  const without = { ...page, data: { .../** @type {any} */ (page.data), evidence: { ...evidence(), results: {} } } };
  assert.equal(hard.quotes?.['hard-translator']?.(without), null);
  assert.ok(!read(hard.below?.(without)).includes('trained with draws'));
});
