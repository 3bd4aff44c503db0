/**
 * Each figure's drawing, sentence and table for a state, against what it was when somebody looked at it. REGARD_SNAPSHOTS=write renews
 * them; the difference is then read like any other change.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, lines, sharedFor, startCore, words } from './figure-harness.mjs';

const folder = new URL('snapshots/', import.meta.url);
const writes = process.env.REGARD_SNAPSHOTS === 'write';
const kOpening = 'The cat sat on the mat.';

/** @type {{ name: string, module: string, figure: string, sentence?: string, choices?: object, moment?: number, state?: object, width?: number }[]} */
const cases = [
  { name: 'two-translators', module: 'two-translators', figure: 'twoTranslators' },
  { name: 'two-translators-reading-narrow', module: 'two-translators', figure: 'twoTranslators', moment: 3, width: 360 },
  { name: 'squeeze', module: 'squeeze', figure: 'squeeze' },
  { name: 'squeeze-halfway', module: 'squeeze', figure: 'squeeze', moment: 4, width: 360 },
  { name: 'squeeze-gates', module: 'squeeze', figure: 'squeeze', choices: { 'read.gates': 'on' }, moment: 3, state: { cell: { reader: 1, k: 5 } } },
  { name: 'squeeze-wide-gates-narrow', module: 'squeeze', figure: 'squeeze', choices: { 'read.model': 'wide', 'read.gates': 'on' }, moment: 1, width: 320 },
  { name: 'squeeze-forward-nothing-read', module: 'squeeze', figure: 'squeeze', choices: { 'read.model': 'forward' }, moment: 0 },
  { name: 'attention', module: 'attention', figure: 'attention' },
  { name: 'flow', module: 'flow', figure: 'flow' },
  { name: 'flow-first-word-narrow', module: 'flow', figure: 'flow', moment: 0, width: 320, state: { look: 5, point: { line: 1, point: 19 } } },
  {
    name: 'flow-untrained-tanh',
    module: 'flow',
    figure: 'flow',
    sentence: 'Before you go out, please close the windows and turn off the lights.',
    choices: { 'flow.weights': 'untrained', 'flow.cell': 'tanh' },
    moment: 8,
    width: 1100,
  },
];

const core = await startCore();
for (const { name, module, figure: exported, sentence = kOpening, choices = {}, ...options } of cases) {
  test(`the figure ${name} is drawn as it was`, async () => {
    const figure = (await import(`../../web/figures/${module}.js`))[exported];
    const context = await contextOf(core, figure, await sharedFor(core, sentence, { choices }), options);
    const quotes = Object.entries(figure.quotes ?? {}).map(([id, said]) => `## ${id}\n${words(said(context))}`);
    const now = `${[`# ${name}`, figure.summary(context), ...quotes, '## view', lines([figure.view(context), figure.below?.(context)]), '## table', lines(figure.table(context))].join('\n')}\n`;
    const path = new URL(`${name}.txt`, folder);
    if (writes) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, now);
    }
    assert.equal(now, readFileSync(path, 'utf8'));
  });
}
