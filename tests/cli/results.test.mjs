/** models/results.json: what it claims belongs to the weights that are there, is in the cards, and can be printed again. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { json, root } from './tool.mjs';

/** @type {{ models: Record<string, { weights: string, updates: number, minutes: number }>, measurements: { id: string, command: string, inputs: string, result: any }[] }} */
const { models, measurements } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
/** @param {string} id */
const result = (id) => {
  const found = measurements.find((measurement) => measurement.id === id);
  assert.ok(found, `${id} is measured`);
  return found.result;
};
/** BLEU of a sum over tokens of another machine's products may differ in a few sentences. */
const kAcrossMachines = 0.3;

test('the results are those of the weights that are there', () => {
  for (const [name, { weights, updates, minutes }] of Object.entries(models)) {
    assert.equal(createHash('sha256').update(readFileSync(`${root}models/${name}/model.safetensors`)).digest('hex'), weights, name);
    assert.equal(JSON.parse(readFileSync(`${root}models/${name}/recipe.json`, 'utf8')).updates, updates, name);
    assert.ok(minutes > 0 && minutes <= 100, `${name} took ${minutes} minutes`);
  }
  for (const { id, inputs } of measurements) {
    const name = /^(?:evaluate|align|gradient|explain|probe|steer)\/([^/]+)/.exec(id)?.[1];
    if (name) assert.ok(inputs.startsWith(models[name]?.weights ?? 'none'), id);
  }
});

test('every model that is shipped is measured', () => {
  const shipped = readdirSync(`${root}models`).filter((name) => existsSync(`${root}models/${name}/model.safetensors`));
  assert.deepEqual(shipped.sort(), Object.keys(models).sort());
});

test('translators trained for the comparison had the same updates and schedule', () => {
  const schedule = (/** @type {string} */ name) => {
    const { updates, warm_up, peak_learning_rate, last_learning_rate, shards, target_tokens_a_shard, seed, dropout } = JSON.parse(readFileSync(`${root}models/${name}/recipe.json`, 'utf8'));
    return { updates, warm_up, peak_learning_rate, last_learning_rate, shards, target_tokens_a_shard, seed, dropout };
  };
  for (const name of Object.keys(models).filter((one) => one.startsWith('en-fr-'))) assert.deepEqual(schedule(name), schedule('en-fr-vector'), name);
});

test('every point of the curves of quality against length stands for at least 100 sentences', () => {
  const points = measurements.filter(({ id }) => /^evaluate\/.*\/join-\d+$/.test(id));
  assert.ok(points.length >= 10 * 2);
  for (const { id, result: { sentences } } of points) assert.ok(sentences >= 100, id);
  for (const { id, result: { by_source_words } } of measurements.filter((one) => one.id.endsWith('/long-sentences') && one.id.startsWith('evaluate'))) {
    assert.equal(by_source_words.length, 3, id);
    for (const { sentences } of by_source_words) assert.ok(sentences >= 100, id);
  }
});

test('attention keeps at least 70 % of its score on two joined sentences at six', () => {
  const kept = (/** @type {string} */ name) => result(`evaluate/${name}/join-6`).bleu / result(`evaluate/${name}/join-2`).bleu;
  assert.ok(kept('en-fr-attention') >= 0.7, `attention keeps ${kept('en-fr-attention')}`);
  assert.ok(kept('en-fr-vector') < kept('en-fr-attention'), `the vector keeps ${kept('en-fr-vector')}`);
});

test('the scores in the cards are those of the results', () => {
  let rows = 0;
  for (const name of Object.keys(models)) {
    const card = readFileSync(`${root}models/${name}/README.md`, 'utf8');
    for (const [, cells = '', command = ''] of card.matchAll(/^\| ([^`\n]*) \| `(regard evaluate [^`]*)` \|$/gm)) {
      const measured = measurements.find((one) => one.command === command);
      assert.ok(measured, `${name}: ${command}`);
      const [, bleu, interval, perplexity] = cells.split(' | ');
      assert.equal(bleu, measured.result.bleu.toFixed(2), command);
      assert.equal(interval, measured.result.bleu_interval.map((/** @type {number} */ edge) => edge.toFixed(1)).join(' to '), command);
      assert.equal(perplexity, measured.result.perplexity.toFixed(2), command);
      ++rows;
    }
  }
  assert.ok(rows >= 6 * 2);
});

for (const name of ['en-fr-vector', 'en-fr-attention', 'en-fr-vector-short']) {
  test(`the greedy score of ${name} on our own sentences can be printed again`, () => {
    const measured = measurements.find(({ id }) => id === `evaluate/${name}/sentences/greedy`);
    assert.ok(measured);
    const { bleu, sentences } = json(measured.command.split(' ').slice(1));
    assert.equal(sentences, measured.result.sentences);
    assert.ok(Math.abs(bleu - measured.result.bleu) <= kAcrossMachines, `${bleu} against ${measured.result.bleu}`);
  });
}
