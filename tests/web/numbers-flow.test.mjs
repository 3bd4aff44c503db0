/**
 * Figure 6, the gradient, says the same of what the native tool computes as of what the page's core does, for every word of five
 * sentences, trained and untrained; and what it says of many sentences is what was measured.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, evidence, sharedFor, startCore, words } from './figure-harness.mjs';
import { matrix, regard, root } from './native-tool.mjs';

const { flow } = await import('../../web/figures/flow.js');
const { averagesOf, change, fades, fraction, strength } = await import('../../web/lib/fading.js');
const { sentenceOf } = await import('../../web/lib/gradients.js');

const lines = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n');
const sentences = [7, 88, 171, 254, 337].map((k) => String(lines[k]?.split('\t')[0]));

/**
 * What the tool computes, as the page's core would give it.
 * @param {'vector' | 'attention'} model @param {string} text @param {string} target @param {boolean} untrained
 * @param {import('../../web/lib/trace.js').Trace} here for the tokens' texts, where the pieces are the same
 */
function natively(model, text, target, untrained, here) {
  const folder = `models/en-fr-${model}`;
  const norms = regard('gradient', '--model', folder, ...(untrained ? ['--untrained', '1'] : []), '--json', '--target', target, text);
  const trace = regard('trace', '--model', folder, '--json', '--target', target, text);
  const pieces = (/** @type {{ piece: string }[]} */ tokens) => tokens.map(({ piece }) => piece);
  assert.deepEqual(norms.source_tokens, pieces([...here.source_tokens]));
  assert.deepEqual(norms.target_tokens, pieces(here.steps.map(({ token }) => token)));
  const steps = here.steps.map((step, i) => ({ ...step, probability: trace.steps[i].probability }));
  return /** @type {any} */ ({
    total: matrix(norms.total),
    recurrent: matrix(norms.recurrent),
    attention: matrix(norms.attention),
    trace: { ...here, steps, alpha: trace.alpha && matrix(trace.alpha), scores: null },
  });
}

const core = await startCore();

for (const untrained of [false, true]) {
  test(`the tool and the page say the same, ${untrained ? 'untrained' : 'trained'}`, async () => {
    for (const sentence of sentences) {
      const shared = await sharedFor(core, sentence, { choices: untrained ? { 'flow.weights': 'untrained' } : {} });
      const here = await contextOf(core, flow, shared);
      const known = here.data?.sentence;
      assert.ok(known && here.data);
      const target = String(shared.pair?.attention.translation);
      const told = (/** @type {'vector' | 'attention'} */ model) => natively(model, sentence, target, untrained, known.traces[model]);
      const data = { averages: here.data.averages, sentence: sentenceOf(told('vector'), told('attention'), untrained) };
      const there = await contextOf(core, flow, shared, { data });
      // The table has too many numbers for none of them to lie where rounding turns.
      for (const part of /** @type {const} */ (['vector', 'recurrent', 'attention', 'total']))
        known.norms[part].data.forEach((norm, k) => {
          const other = Number(data.sentence.norms[part].data[k]);
          assert.ok(Math.abs(norm - other) <= 1e-3 * other, `${sentence}, ${part}: ${norm} is not ${other}`);
        });
      for (let moment = 0; moment <= here.timeline.end; ++moment) {
        const [page, tool] = [here, there].map((context) => {
          const at = { ...context, moment, t: moment };
          return [words(flow.quotes?.flow?.(at)), flow.summary(at), words(flow.view(at))];
        });
        assert.match(String(page?.[0]), /\d/);
        assert.deepEqual(page, tool, `${sentence}, token ${moment + 1}`);
      }
    }
  });
}

test('what is said of many sentences was measured', () => {
  const { measurements, recall } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
  const averages = averagesOf(/** @type {any} */ (evidence()));
  const near = (/** @type {number} */ a, /** @type {number} */ b) => assert.ok(Math.abs(a - b) < 1e-4, `${a} is not ${b}`);
  for (const { model, part, slope, shorter, curve } of Object.values(averages.paths)) {
    for (const [what, said] of /** @type {const} */ ([['long-sentences', slope.trained], ['long-sentences/untrained', slope.untrained], ['test', shorter]])) {
      const { result } = measurements.find((/** @type {{ id: string }} */ { id }) => id === `gradient/${model}/${what}`);
      near(said.value, result[part].slope_within_token.log10_a_step);
      near(Number(said.interval?.[0]), result[part].slope_within_token.interval[0]);
      if (what === 'test') assert.equal(averages.shorterSentences, result.sentences);
      else {
        assert.equal(averages.sentences, result.sentences);
        const drawn = curve[what === 'long-sentences' ? 'trained' : 'untrained'];
        result[part].by_distance.forEach((/** @type {{ steps: number, mean_log10: number }} */ one, /** @type {number} */ k) => {
          assert.equal(drawn[k]?.[0], one.steps);
          near(Math.log10(Number(drawn[k]?.[1])), one.mean_log10);
        });
      }
    }
  }
  for (const { net, slope, seeds } of averages.cells) {
    near(slope.trained.value, recall[net].gradient.trained.mean);
    near(slope.untrained.value, recall[net].gradient.untrained.mean);
    assert.equal(seeds, recall[net].seeds);
  }
});

test('a slope is said in words', () => {
  assert.equal(fades(Math.log10(0.5)), 'fades by 50\u00a0% a step: it halves every 1.0 steps, and after 20 steps 1/1 million is left');
  assert.equal(fades(Math.log10(0.9)), 'fades by 10\u00a0% a step: it halves every 6.6 steps, and after 20 steps 12\u00a0% is left');
  assert.equal(fades(-0.005), 'hardly fades: half of it is still there after 60 steps');
  assert.equal(fades(0.003), 'does not fade');
  assert.equal(fades(Math.log10(1.2)), 'grows by 20\u00a0% a step');
  assert.deepEqual([-0.135, 0, 0.0024].map((slope) => change(slope, 1)), ['−26.7\u00a0%', '0.0\u00a0%', '+0.6\u00a0%']);
  assert.deepEqual([0.5, 0.0123, 1e-7, 3e-13].map(fraction), ['50\u00a0%', '1/81', '1/10 million', '1/10¹³']);
  assert.deepEqual([12.3, 1.5, 0.104, 0.0099, 0.00091, 0].map(strength), ['12', '1.5', '0.10', '1/100', '1/1,100', '0']);
});
