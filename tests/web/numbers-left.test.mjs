/**
 * The sentences of "What is left" say what the native tool says: the same words come out whether the probes and the rebuilding decoder
 * answered in the page's binary or on the command line.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asText, contextOf, evidence, sharedFor, startCore } from './figure-harness.mjs';
const { left } = await import('../../web/figures/left.js');

const root = fileURLToPath(new URL('../../', import.meta.url));
const tool = `${root}build/release/regard`;

/** Every eightieth of our own sentences, and two that nobody would write for a test. */
const ours = readFileSync(`${root}models/sentences.tsv`, 'utf8').trim().split('\n').filter((line) => !line.startsWith('#'));
const sentences = [
  .../** @type {string[]} */ ([0, 80, 160, 240, 320].map((k) => (ours[k] ?? '').split('\t')[0])),
  'Hello',
  `The cat sat on the mat, and the dog sat on the rug, and ${'the boy read a book, and '.repeat(4)}my mother sang to the baby.`,
];

/** As a reader sees it; "< 1 %" is no tag. @param {unknown} template */
const read = (template) =>
  asText(template)
    .replace(/<\u00a0/g, '‹')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** @param {string[]} parameters */
const ask = (...parameters) => JSON.parse(execFileSync(tool, parameters, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }));
/** @param {string} piece */
const token = (piece) => ({ piece, text: piece.replaceAll('▁', ' ') });

/** @param {'vector' | 'states'} kind @param {string} text */
function probe(kind, text) {
  const { answers } = ask('probe', '--model', 'models/en-fr-vector', '--kind', kind, '--json', text);
  return answers.map((/** @type {any} */ { position, probability, top }) => ({
    position: position - 1,
    target_step: null,
    probability,
    top: top.map((/** @type {any} */ one) => ({ ...token(one.piece), probability: one.probability })),
    frequent: { ...token(''), id: 0, word: 0, unknown: false },
  }));
}

/** The words that pieces make, counted as the core counts them. @param {string[]} pieces */
function steps(pieces) {
  let word = -1;
  return pieces.map((piece, k) => {
    if (k === 0 || piece.startsWith('▁')) word += 1;
    return { token: { ...token(piece), id: 0, word, unknown: false }, probability: 0, top: [] };
  });
}

assert.ok(existsSync(tool), 'build/release/regard is not built.');
const core = await startCore();

for (const sentence of sentences) {
  test(`the probe's numbers for "${sentence.slice(0, 40)}" are the tool's`, async () => {
    const shared = await sharedFor(core, sentence);
    const here = await contextOf(core, left, shared);
    const { tokens } = /** @type {any} */ (here.data);
    const answers = { vector: probe('vector', sentence), states: probe('states', sentence) };
    const data = /** @type {any} */ ({ tokens, ...answers, rebuilt: null, evidence: evidence() });
    const there = await contextOf(core, left, shared, { data });
    for (const [name, quote] of Object.entries(left.quotes ?? {})) {
      const said = read(quote(here));
      assert.notEqual(said, '', name);
      assert.equal(read(quote(there)), said, name);
    }
    for (const question of Object.values(left.questions ?? {}))
      for (const { value } of question.ask(here)?.choices ?? [])
        assert.equal(read(question.answer(there, value)), read(question.answer(here, value)));
    for (const moment of [1, Math.ceil(here.timeline.end / 2), here.timeline.end])
      assert.equal(left.summary({ ...there, moment }), left.summary({ ...here, moment }));
  });

  for (const beam of [1, 5]) {
    test(`the sentence rebuilt with beam ${beam} from "${sentence.slice(0, 40)}" is the tool's`, async () => {
      const shared = await sharedFor(core, sentence, { choices: { 'left.view': 'rebuild' }, beam });
      const here = await contextOf(core, left, shared);
      const { tokens } = /** @type {any} */ (here.data);
      const written = ask('translate', '--model', 'models/en-en-rebuild', '--beam', String(beam), '--json', sentence);
      const rebuilt = { translation: written.translation, truncated: written.truncated, steps: steps(written.target_tokens) };
      const data = /** @type {any} */ ({ tokens, vector: probe('vector', sentence), states: null, rebuilt, evidence: evidence() });
      const there = await contextOf(core, left, shared, { data });
      const quote = /** @type {NonNullable<typeof left.quotes>} */ (left.quotes).left;
      const said = read(quote?.(here));
      assert.match(said, /Given C and nothing else/);
      assert.equal(read(quote?.(there)), said);
      assert.equal(here.timeline.rest, there.timeline.rest);
      for (let moment = 1; moment <= here.timeline.end; ++moment)
        assert.equal(left.summary({ ...there, moment }), left.summary({ ...here, moment }));
    });
  }
}
