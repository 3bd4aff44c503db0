import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { growthPlans, nativePlans, webPlans } from '../plans.mjs';
import { intoReadme } from './readme.mjs';
import { report } from './report.mjs';
import { targets } from './targets.mjs';

const config = {
  embedding: 128,
  encoder_width: 256,
  decoder_width: 256,
  attention_width: 256,
  source_vocabulary: 8000,
  target_vocabulary: 8000,
};
const names = ['en-fr-attention', 'emb128', 'emb256', 'training-step', 'training-attention'];
const cases = Object.fromEntries(
  names.map((name) => [name, { config, parameters: 1e6, source_lengths: [12], target_lengths: [14], target_tokens: 320 }]),
);

/**
 * Results as if every run of a peer took twice as long as one of ours, and every rate were the same.
 * @param {import('../measure.mjs').Plan[]} plans
 */
const invented = (plans) =>
  plans.map(({ name, kind, case: of, entries }) => ({
    plan: name,
    kind,
    case: of,
    taken: entries.map((one) => ({
      ...one,
      times: 1,
      flops: 1e6,
      bytes: 1e6,
      seconds: [1, 2, 3].map((s) => (one.label.startsWith('Regard') ? s : 2 * s)),
    })),
  }));
const abouts = /** @type {any} */ (cases);
const results = {
  machine: { cpu: 'a processor', cores: 2, pinned: '', load_before: 0.1, load_highest: 1.2, ended: '2026-01-01 00:00' },
  versions: { Node: '20' },
  effort: { rounds: 3, seconds: 0.1, warmUp: 1 },
  cases,
  places: [
    { name: 'Chromium', measured: invented([...webPlans(abouts), ...growthPlans('ours')]) },
    { name: 'native', measured: invented([...nativePlans(abouts), ...growthPlans('native')]) },
  ],
};

test('every target is compared with its measurement, round by round', () => {
  const found = targets(results);
  const against = found.find(({ what }) => what.startsWith('a training step against TensorFlow.js'));
  assert.equal(against?.measured?.median, 2);
  assert.equal(against?.measured?.low, 2);
  assert.equal(found.find(({ what }) => what.startsWith('matrix product'))?.measured?.median, 1);
});

test('what was not measured says so, and a busy machine is named', () => {
  const text = report({ ...results, machine: { ...results.machine, load_before: 2 }, places: [] });
  assert.match(text, /not measured/);
  assert.match(text, /Others used the machine/);
  assert.doesNotMatch(report(results), /Others used the machine/);
});

test('costs that do not grow have the exponent 0', () => {
  assert.match(report(results), /\(sentence length\)\^0\.00|\(sentence length\)\^-0\.00/);
});

test('the tables of the README are those of the kept results', () => {
  const at = (/** @type {string} */ name) => new URL(`../${name}`, import.meta.url);
  const readme = readFileSync(at('README.md'), 'utf8');
  if (!existsSync(at('results.json'))) return assert.match(readme, /Nothing was kept yet/);
  assert.equal(intoReadme(readme, report(JSON.parse(readFileSync(at('results.json'), 'utf8')))), readme);
});
