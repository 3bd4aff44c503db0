/**
 * Figure 10, the tree of the beam search: what it says with the native tool's tree is what it says with that of the page's core, for five
 * sentences, both translators and every width; and what it says of many sentences was measured.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, sharedFor, startCore } from './figure-harness.mjs';
import { alike, matrix, read, regard, root } from './native-tool.mjs';

const { beam } = await import('../../web/figures/beam.js');
const { branchAt, distance, endings, greedyPath, kLengthPower, ownLogProbability, pathTo, stepsOf, textOf } = await import('../../web/lib/beam.js');
const { percent } = await import('../../web/lib/numbers.js');

const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [20, 103, 190, 271, 356].map((k) => String(lines[k]?.split('\t')[0]));

const core = await startCore();

/** What is the same in two trees whatever their numbers. @param {{ parent: number, step: number, piece: string, fate: string, row: number }} branch */
const shape = ({ parent, step, piece, fate, row }) => ({ parent, step, piece, fate, row });

/** Of each branch, its tokens from the beginning on. @param {{ parent: number, piece: string }[]} branches @returns {string[]} */
function paths(branches) {
  /** @type {string[]} */
  const all = [];
  for (const { parent, piece } of branches) all.push(`${all[parent] ?? ''} ${piece}`);
  return all;
}

for (const model of /** @type {const} */ (['attention', 'vector']))
  for (const width of ['5', '3', '1'])
    test(`${model}, a beam of ${width}: the tree is the native tool’s`, async () => {
      for (const sentence of sentences) {
        const shared = await sharedFor(core, sentence, { choices: /** @type {any} */ ({ 'tree.model': model, 'tree.width': width }) });
        const page = await contextOf(core, beam, shared);
        assert.ok(page.data);
        const { tree } = page.data;
        const native = regard('translate', '--model', `models/en-fr-${model}`, '--beam', width, '--json', '--tree', sentence);
        const { branches, alpha, best } = native.tree;
        assert.equal(native.translation, tree.trace.translation);
        // Continuations as likely as each other to a rounding may stand in either order, so the native ones are brought into the page's.
        const keys = [tree.branches, branches].map(paths);
        const place = new Map(keys[1]?.map((key, k) => [key, k]));
        assert.equal(place.size, branches.length, 'no path is there twice');
        const order = (keys[0] ?? []).map((key) => place.get(key) ?? -1);
        assert.deepEqual(
          order.map((k) => ({ ...branches[k], parent: branches[k]?.parent < 0 ? -1 : order.indexOf(branches[k]?.parent) })).map(shape),
          tree.branches.map(shape),
        );
        const data = {
          ...page.data,
          tree: { ...tree, alpha: matrix(alpha), best: order.indexOf(best), branches: tree.branches.map((one, k) => ({ ...branches[order[k] ?? -1], parent: one.parent, text: one.text })) },
        };
        for (let moment = 1; moment <= page.timeline.end; ++moment) {
          const [here, there] = [page, { ...page, data }].map((context) => {
            const at = /** @type {any} */ ({ ...context, moment, t: moment });
            return [beam.summary(at), ...Object.values(beam.quotes ?? {}).map((quote) => read(quote(at))), read([beam.view(at), beam.below?.(at)]), read(beam.table(at))].join(' | ');
          });
          alike(String(here), String(there), `${sentence}, moment ${moment}`);
        }
      }
    });

test('a tree is consistent: paths, sums, scores, the winner, the greedy path', async () => {
  for (const sentence of sentences)
    for (const model of /** @type {const} */ (['attention', 'vector'])) {
      const { trace, ...tree } = await core.ask('tree', { model, text: sentence, beam: 5 });
      const { attention, vector } = await core.translate(sentence, 5);
      assert.equal(trace.translation, (model === 'attention' ? attention : vector).translation);
      assert.equal(textOf(tree, pathTo(tree, tree.best)), trace.translation);
      assert.equal(endings(tree)[0], tree.best);
      assert.equal(tree.alpha === null, model === 'vector');
      tree.branches.forEach(({ step, log_probability: sum, score }, index) => {
        const path = pathTo(tree, index);
        assert.equal(path.length, step + 1);
        assert.ok(Math.abs(path.reduce((total, one) => total + ownLogProbability(tree, one), 0) - sum) < 1e-9);
        assert.ok(Math.abs(sum / (step + 1) ** kLengthPower - score) < 1e-9);
      });
      for (const step of stepsOf(tree)) assert.ok(step.filter((index) => branchAt(tree, index).fate !== 'cut').length <= 5);
      const greedy = await core.ask('write', { model, text: sentence, beam: 1, target: null });
      const { path, cut } = greedyPath(tree);
      const pieces = path.map((index) => branchAt(tree, index).piece);
      assert.deepEqual(pieces, greedy.steps.slice(0, path.length).map(({ token }) => token.piece), 'the likeliest tokens are those of greedy decoding');
      if (cut === null) assert.equal(path.length, greedy.steps.length);
    }
});

test('the distance of two rows of weights', () => {
  assert.equal(distance([0.5, 0.5, 0], [0.5, 0.5, 0]), 0);
  assert.equal(distance([1, 0], [0, 1]), 1);
  assert.ok(Math.abs(distance([0.7, 0.3], [0.4, 0.6]) - 0.3) < 1e-12);
});

test('what is said of many sentences was measured', async () => {
  const { measurements } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
  const result = (/** @type {string} */ id) => measurements.find((/** @type {{ id: string }} */ one) => one.id === id)?.result;
  const page = await contextOf(core, beam, await sharedFor(core, 'Hello.'));
  const many = read(beam.quotes?.['beam-many']?.(page));
  for (const model of ['attention', 'vector']) {
    const [five, greedy, against] = ['', '/greedy', '/against-greedy'].map((what) => result(`evaluate/en-fr-${model}/sentences${what}`));
    assert.equal(against.bleu, five.bleu);
    for (const said of [five.bleu.toFixed(2), greedy.bleu.toFixed(2), `${against.against.different} of ${five.sentences} sentences`, percent(against.against.different / five.sentences)])
      assert.ok(many.includes(said.replace(/\u00a0/g, ' ')), `“${many}” says ${said}`);
  }
});
