/**
 * "Where did the cat sit?": what the figure says with numbers of the page's core is what it says with those of the native tool, and what it
 * says of many ladders is what was measured.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextOf, sharedFor, startCore } from './figure-harness.mjs';
import { read, root } from './native-tool.mjs';
import { where } from '../../web/figures/where.js';
import { otherPlace, placeAt, senseOf, subjectOf, swap, verbOf } from '../../web/lib/where.js';
import { percent } from '../../web/lib/numbers.js';

/** @param {'vector' | 'attention'} kind @param {string[]} options */
const regard = (command, kind, ...options) =>
  JSON.parse(
    execFileSync('build/release/regard', [command, '--model', `models/en-fr-${kind}`, '--json', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }),
  );

const core = await startCore();
const task = await core.ask('whereTask', { ladders: 200 });

/** The probe's answer, in the order of the task. @param {'vector' | 'attention'} kind @param {string} text */
function answer(kind, text) {
  const { places, alpha } = regard('probe', kind, '--kind', 'where', text);
  const of = new Map(places.map((one) => [one.place, one.probability]));
  return { probabilities: task.places.map(({ source }) => of.get(source)), alpha };
}

/** The probability of a word of a given translation: the product of its tokens'. @param {'vector' | 'attention'} kind @param {string} text @param {string} target @param {string} word */
function written(kind, text, target, word) {
  const { steps } = regard('trace', kind, '--target', target, text);
  const texts = steps.map(({ piece }) => (piece === '</s>' ? '' : piece.replaceAll('▁', ' ')));
  const begin = new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u').exec(texts.join(''))?.index ?? NaN;
  let at = 0;
  return steps.reduce((product, { probability }, i) => {
    const from = at;
    at += texts[i].length;
    return from < begin + word.length && at > begin ? product * probability : product;
  }, 1);
}

/** @param {number} number */
function nativeLadder(number) {
  const ladder = task.ladders[number - 1];
  const place = ladder[0].place;
  const right = task.places[place];
  const found = otherPlace(task, ladder);
  const both = (/** @type {(kind: 'vector' | 'attention') => any} */ of) => ({ vector: of('vector'), attention: of('attention') });
  const rungs = ladder.map(({ source, target, words }) => ({
    source,
    target,
    words,
    ...both((kind) => answer(kind, source)),
    written: both((kind) => written(kind, source, target, right.target)),
    swapped: found < 0 ? null : both((kind) => written(kind, swap(source, right.source, task.places[found].source), target, right.target)),
  }));
  return { number, rungs, place, other: found < 0 ? null : found };
}

/** Quotes, summary, readouts, bars, weights, formulas and tables. @param {any} context */
const everything = (context) => [
  ...Object.values(where.quotes ?? {}).map((quote) => read(quote(context))),
  where.summary(context),
  read(where.view(context)),
  read(where.table(context)),
];

for (const number of [1, 34])
  test(`ladder ${number}: every number is the native tool's, at its first, middle and last rung`, async () => {
    const shared = await sharedFor(core, task.ladders[number - 1][0].source, { choices: number === 1 ? {} : { 'where.ladder': String(number) } });
    const page = await contextOf(core, where, shared);
    assert.equal(page.data?.ladder?.number, number);
    const native = { ...page.data, ladder: nativeLadder(number) };
    for (const moment of [0, 4, 7])
      assert.deepEqual(everything({ ...page, moment, data: native }), everything({ ...page, moment }), `rung ${moment + 1}`);
  });

const sentences = readFileSync(`${root}models/sentences.tsv`, 'utf8').split('\n').map((line) => line.split('\t')[0]).filter((text) => /^[A-Z]/.test(text));
for (const sentence of [...[3, 57, 121, 260].map((k) => sentences[k]), 'My friend sat on the bench near the wall, and the dog slept in the kitchen.'])
  test(`“${sentence}”: bars, weights and formulas are the native tool's`, async () => {
    const page = await contextOf(core, where, await sharedFor(core, sentence));
    const { alpha, translation } = regard('trace', 'attention', sentence);
    const { trace } = page.data.sentence;
    assert.equal(translation, trace.translation);
    const native = {
      ...page.data.sentence,
      trace: { ...trace, alpha: { data: Float32Array.from(alpha.flat()), shape: trace.alpha.shape } },
      vector: answer('vector', sentence),
      attention: answer('attention', sentence),
    };
    assert.equal(read(where.view({ ...page, data: { ...page.data, sentence: native } })), read(where.view(page)));
  });

test('what is said of many ladders is what was measured', async () => {
  const { measurements } = JSON.parse(readFileSync(`${root}models/results.json`, 'utf8'));
  const measured = (/** @type {string} */ kind) => measurements.find(({ id }) => id === `probe/en-fr-${kind}/where/ladders`)?.result;
  const [vector, attention] = [measured('vector'), measured('attention')];
  const page = await contextOf(core, where, await sharedFor(core, 'Hello.'));
  const many = read(where.quotes?.['where-many']?.(page)).replace(/\u00a0/g, ' ');
  const untrained = read(where.quotes?.['where-untrained']?.(page)).replace(/\u00a0/g, ' ');
  const says = (/** @type {string} */ text, /** @type {string} */ part) => assert.ok(text.includes(part.replace(/\u00a0/g, ' ')), `“${text}” says “${part}”`);
  says(many, `first wrong answer comes at ${vector.forgotten.median_words} words`);
  says(many, `${200 - vector.forgotten.ladders} ladders never have one`);
  says(many, `of all its answers ${percent(vector.accuracy)} are right`);
  says(many, `at ${vector.written.forgotten.median_words} words in the median`);
  says(many, `Of the answers from B’s states ${percent(attention.accuracy)} are right`);
  says(many, `more likely than not in ${percent(attention.written.accuracy)} of the sentences`);
  says(untrained, `give the right place in ${percent(attention.baselines.untrained.accuracy)} of the same sentences`);
  says(untrained, `it is ${percent(vector.baselines.untrained.accuracy)}, against ${percent(vector.accuracy)} after training and 5 % by chance`);
});

test('the words of a sentence say where somebody sat, or that they do not', () => {
  const { places } = task;
  const place = (/** @type {string} */ text) => {
    const { place: k, oddities } = senseOf(text, places);
    return `${k === null ? '-' : placeAt(places, k).source} ${oddities.join(' ')}`.trim();
  };
  assert.equal(place('The cat sat on the mat.'), 'mat');
  assert.equal(place('The dog slept under the table, and the cat SAT on the mat while it rained on the roof.'), 'mat');
  assert.equal(place('The cat sat down and slept on the bed.'), '- no-place');
  assert.equal(place('The cat sat on the mat near the door.'), '- several-places');
  assert.equal(place('The cat sat on the mat and the dog sat on the bed.'), '- several-sat');
  assert.equal(place('Saturday on the mat.'), '- no-sat');
  assert.equal(place(`The cat sat on the mat${' and it rained'.repeat(14)}.`), 'mat long');
  assert.equal(place('漢字'), '- no-sat');
  for (const [number, [first, ...rungs]] of task.ladders.entries())
    for (const rung of [first, ...rungs]) assert.equal(senseOf(rung.source, places).place, first.place, `ladder ${number + 1}: ${rung.source}`);
});

test('who sat is named as the sentence names him', () => {
  assert.equal(subjectOf('The cat sat on the mat.'), 'the cat');
  assert.equal(subjectOf('Then my old friend sat down.'), 'my old friend');
  assert.equal(subjectOf('John sat there.'), 'John');
  assert.equal(subjectOf('There sat a cat.'), null);
  assert.equal(subjectOf('Nobody came.'), null);
});

test('the verb is the word for sat, or what looks at it most', async () => {
  const { attention } = await core.translate('The girl sat near the door.');
  const verb = verbOf(attention);
  assert.match(attention.steps[verb?.i ?? -1].token.text, /assis/);
  assert.deepEqual(verb?.sat, [2]);
  assert.equal(verbOf((await core.translate('Hello.')).attention), null);
});

test('a place that takes the right one’s stead follows the same French and is not named', () => {
  for (const ladder of task.ladders) {
    const other = otherPlace(task, ladder);
    if (other < 0) continue;
    const right = task.places[ladder[0].place];
    const instead = task.places[other];
    assert.ok(!new RegExp(`\\b${instead.source}\\b`).test(ladder.at(-1).source));
    const lead = (/** @type {string} */ french, /** @type {string} */ word) => french.slice(0, -1 - word.length).split('assis')[1].replace(/^\w* /, '');
    const example = task.ladders.find(([first]) => first.place === other)[0];
    assert.equal(lead(ladder[0].target, right.target), lead(example.target, instead.target));
  }
});
