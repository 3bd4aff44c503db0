/**
 * Every figure on sentences nobody chose: the twenty unseen ones, one token, the most tokens there can be, unknown characters. Each is
 * computed, drawn wide and narrow, summed up and tabulated, and nothing that is no number or no word comes out.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inputs } from '../../web/scripts/inputs.js';
import { asText, contextOf, figures, sharedFor, startCore } from './figure-harness.mjs';

/** @type {{ english: string }[] | string[]} */
const unseen = JSON.parse(readFileSync(new URL('unseen.json', import.meta.url), 'utf8'));
const sentences = [
  ...unseen.map((one) => (typeof one === 'string' ? one : one.english)),
  'Hello',
  '.',
  '猫 sat on the mat.',
  'A cat sat on a mat and '.repeat(8).trim(),
  'The cat sat on the mat, the dog sat on the bed.',
];

const core = await startCore();
const models = /** @type {import('../../web/core/protocol.d.ts').ModelName[]} */ (Object.keys(inputs.models));
for (const [name, figure] of Object.entries(await figures())) {
  test(`the figure ${name} draws any sentence`, async () => {
    for (const sentence of sentences) {
      const shared = await sharedFor(core, sentence, { models });
      const context = await contextOf(core, figure, shared);
      const { end, first = 0 } = context.timeline;
      for (const moment of new Set([first, Math.floor((first + end) / 2), end])) {
        for (const width of [320, 1100]) {
          const there = { ...context, moment, t: moment, width };
          const said = [figure.summary(there), ...[figure.view(there), figure.below?.(there), figure.table(there), ...Object.values(figure.quotes ?? {}).map((quote) => quote(there))].map(asText)];
          const wrong = said.map((text) => /.{0,60}(NaN|undefined|Infinity|\[object).{0,60}/.exec(text)?.[0]).find(Boolean);
          assert.equal(wrong, undefined, `"${sentence}", moment ${moment}, width ${width}: ${wrong}`);
        }
      }
      for (const question of Object.values(figure.questions ?? {})) {
        for (const { value } of question.ask(context)?.choices ?? []) assert.doesNotMatch(asText(question.answer(context, value)), /NaN|undefined|Infinity|\[object/, sentence);
      }
    }
  });
}
