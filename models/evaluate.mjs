/**
 * Measures the models and writes models/results.json: every score that the page and the cards print, with its interval, the command that
 * prints it again and the SHA-256 of the weights it belongs to. Run by `./run train --evaluate [DATA]`.
 *
 * A measurement stands as long as its command, the weights and the files it reads are the same; --again measures everything anew, --only BEGIN
 * only what has an id that begins so ("recall", "evaluate/en-fr-vector/"), and keeps the rest as it is.
 * Commands name the corpus's folder DATA. A model that is not trained to its end is left out, and named.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const resultsPath = `${root}models/results.json`;
const tool = process.env['REGARD_TOOL'] ?? `${root}build/release/regard`;

/** @typedef {{ id: string, command: string, inputs: string, result: any }} Measurement */
/** @typedef {{ id: string, model?: string, words: string[], reads?: string[] }} Plan   reads: files of the project besides those in words */

const kTest = 'DATA/test.tsv.gz';
/** Joins whose mean lengths, 6 to 76 words, make the lines of quality against length; at least 100 groups each. */
const kJoins = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12];
/** Like en-fr-attention but for the score, or for what is done with it. */
const kKinds = ['en-fr-luong-dot', 'en-fr-luong-scaled', 'en-fr-luong-general', 'en-fr-luong-concat', 'en-fr-luong-location', 'en-fr-fixed-uniform', 'en-fr-fixed-cosine', 'en-fr-hard'];
const kTranslators = ['en-fr-attention', 'en-fr-vector', 'en-fr-forward', 'en-fr-reversed', 'en-fr-wide', 'en-fr-attention-short', 'en-fr-vector-short', ...kKinds];
/** The probes of each model: what is asked, of the states named. */
const kProbes = {
  'en-fr-vector': ['vector', 'states', 'where'],
  'en-fr-attention': ['states', 'contexts', 'where'],
  'en-fr-forward': ['vector', 'where'],
  'en-fr-reversed': ['vector', 'where'],
  'en-fr-wide': ['vector', 'where'],
};
/** What takes the place of B's attention weights. */
const kPolicies = ['learned', 'one-hot', 'sampled', 'diagonal', 'another', 'uniform', 'shuffled', 'vector', 'last-forward'];
const kRecallSeeds = 10;
const kCellSeeds = 5;

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, k) => k + 1);

/** @returns {Plan[]} */
function plans() {
  const evaluate = (/** @type {string} */ model, /** @type {string} */ what, /** @type {string[]} */ ...words) => ({
    id: `evaluate/${model}/${what}`, model, words: ['evaluate', '--model', `models/${model}`, ...words],
  });
  const translation = kTranslators.flatMap((model) => [
    evaluate(model, 'test', '--pairs', kTest, '--beam', '5'),
    evaluate(model, 'sentences', '--pairs', 'models/sentences.tsv', '--beam', '5'),
    evaluate(model, 'sentences/greedy', '--pairs', 'models/sentences.tsv', '--beam', '1'),
    evaluate(model, 'long-sentences', '--pairs', 'models/long-sentences.tsv', '--words', '10-19,20-29,30-40', '--beam', '1'),
    ...kJoins.map((join) => evaluate(model, `join-${join}`, '--pairs', kTest, '--join', `${join}`, '--seed', '1', '--beam', '1')),
  ]);
  const join3 = ['en-fr-attention', 'en-fr-vector'].map((model) => evaluate(model, 'join-3/beam', '--pairs', kTest, '--join', '3', '--seed', '1', '--beam', '5'));
  const against = ['en-fr-attention', 'en-fr-vector'].map((model) => evaluate(model, 'sentences/against-greedy', '--pairs', 'models/sentences.tsv', '--beam', '5', '--against', '1'));
  const drawn = [1, 2, 3].flatMap((seed) => [
    evaluate('en-fr-hard', `join-1/drawn-${seed}`, '--pairs', kTest, '--beam', '1', '--sample', `${seed}`),
    evaluate('en-fr-hard', `sentences/drawn-${seed}`, '--pairs', 'models/sentences.tsv', '--beam', '1', '--sample', `${seed}`),
  ]);
  const rebuild = [
    evaluate('en-en-rebuild', 'sentences', '--pairs', 'models/sentences.tsv', '--beam', '5'),
    ...[1, 2, 3, 4, 5, 6].map((join) => evaluate('en-en-rebuild', `join-${join}`, '--pairs', kTest, '--join', `${join}`, '--seed', '1', '--beam', '1')),
  ];
  const align = ['en-fr-attention', 'en-fr-attention-short', ...kKinds].map((model) => ({
    id: `align/${model}`, model, words: ['align', '--model', `models/${model}`, '--links', 'models/alignments.tsv'],
  }));
  const recall = [
    ...['plain', 'reversed', 'wide', 'attention'].flatMap((net) => upTo(kRecallSeeds).map((seed) => ({ net, seed }))),
    ...['lstm', 'tanh'].flatMap((net) => upTo(kCellSeeds).map((seed) => ({ net, seed }))),
  ].map(({ net, seed }) => ({ id: `recall/${net}/${seed}`, words: ['recall', '--net', net, '--seed', `${seed}`] }));
  const gradient = ['en-fr-attention', 'en-fr-vector', 'en-fr-forward', 'en-fr-reversed', 'en-fr-wide'].flatMap((model) => {
    const flow = (/** @type {string} */ what, /** @type {string[]} */ ...words) => ({ id: `gradient/${model}/${what}`, model, words: ['gradient', '--model', `models/${model}`, ...words] });
    return [
      flow('test', '--pairs', kTest, '--sentences', '500', '--seed', '1'),
      flow('long-sentences', '--pairs', 'models/long-sentences.tsv', '--seed', '1'),
      flow('long-sentences/untrained', '--untrained', '1', '--pairs', 'models/long-sentences.tsv', '--seed', '1'),
    ];
  });
  const probes = Object.entries(kProbes).flatMap(([model, kinds]) => kinds.flatMap((kind) => {
    const probe = (/** @type {string} */ what, /** @type {string[]} */ ...words) => ({
      id: `probe/${model}/${kind}/${what}`, model, words: ['probe', '--model', `models/${model}`, '--kind', kind, ...words],
      reads: [`models/${model}/probes.safetensors`, ...(kind === 'where' ? ['models/where.tsv'] : [])],
    });
    return kind === 'where'
      ? [probe('ladders', '--ladders', '200', '--untrained', '1')]
      : [probe('sentences', '--pairs', 'models/sentences.tsv', '--data', 'DATA', '--untrained', '1'), probe('long-sentences', '--pairs', 'models/long-sentences.tsv')];
  }));
  const explain = { id: 'explain/en-fr-attention', model: 'en-fr-attention', words: ['explain', '--model', 'models/en-fr-attention', '--pairs', 'models/sentences.tsv'] };
  const steer = kPolicies.map((policy) => ({
    id: `steer/en-fr-attention/${policy}`, model: 'en-fr-attention',
    words: ['steer', '--model', 'models/en-fr-attention', '--policy', policy, '--pairs', 'models/sentences.tsv'],
  }));
  return [...translation, ...join3, ...against, ...drawn, ...rebuild, ...align, ...gradient, explain, ...steer, ...probes, ...recall];
}

/** Whether the training of a model came to its end: updates of its curve against those of its recipe. @param {string} name */
function isTrained(name) {
  const folder = `${root}models/${name}/`;
  if (!existsSync(`${folder}model.safetensors`) || !existsSync(`${folder}curve.tsv`)) return false;
  const { updates } = JSON.parse(readFileSync(`${folder}recipe.json`, 'utf8'));
  return Number(readFileSync(`${folder}curve.tsv`, 'utf8').trim().split('\n').at(-1)?.split('\t')[0]) === updates;
}

/** @param {string} path */
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** What the result depends on besides the command: the model and the files that the command reads. @param {Plan} plan @param {string} data */
function inputsOf({ model, words, reads = [] }, data) {
  const files = [...words.filter((word) => /\.(tsv|tsv\.gz)$/.test(word)), ...reads];
  const paths = files.map((word) => (word.startsWith('DATA/') ? `${data}${word.slice(4)}` : root + word));
  return [...(model ? [`${root}models/${model}/model.safetensors`] : []), ...paths].map(sha256).join(' ');
}

/** Size, length and time of training of every model that is there. @param {string[]} names */
function describeModels(names) {
  return Object.fromEntries(names.map((name) => {
    const folder = `${root}models/${name}/`;
    const last = readFileSync(`${folder}curve.tsv`, 'utf8').trim().split('\n').at(-1)?.split('\t') ?? [];
    const parameters = /parameters +(\d+)/.exec(execFileSync(tool, ['inspect', `models/${name}`], { cwd: root, encoding: 'utf8' }))?.[1];
    return [name, {
      weights: sha256(`${folder}model.safetensors`), bytes: statSync(`${folder}model.safetensors`).size, parameters: Number(parameters),
      updates: Number(last[0]), minutes: Number(last[1]), dev_perplexity: Number(last[3]),
    }];
  }));
}

const kScoresBegin = '<!-- scores: written by ./run train --evaluate -->';
const kScoresEnd = '<!-- end of scores -->';
/** The rows of a card's table: what the id of a measurement ends with, and how the card calls it. */
const kRows = [
  ['test', 'test, beam 5'], ['join-1', 'test, greedy'],
  ...[1, 2, 3].map((seed) => [`join-1/drawn-${seed}`, `test, greedy, positions drawn (seed ${seed})`]), ['join-3/beam', 'test, three sentences joined, beam 5'], ['join-3', 'test, three sentences joined, greedy'],
  ['join-6', 'test, six sentences joined, greedy'], ['long-sentences', 'our long sentences, greedy'], ['sentences', 'our own sentences, beam 5'],
  ['sentences/greedy', 'our own sentences, greedy'],
];

/** Student's t, two-sided 95 %, by the number of seeds. */
const kStudent = { 5: 2.776, 10: 2.262 };

/** Mean and 95 % interval over seeds, cut to low .. high; none for a number of seeds that is not planned. @param {number[]} values */
function overSeeds(values, low = -Infinity, high = Infinity) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = kStudent[/** @type {5 | 10} */ (values.length)] * Math.sqrt(variance / values.length);
  return { mean, interval: Number.isFinite(half) ? [Math.max(low, mean - half), Math.min(high, mean + half)] : null };
}

/** The recall task's lines: each net's mean over its seeds, with Student's 95 % interval. @param {Measurement[]} measurements */
function recallLines(measurements) {
  const nets = [...new Set(measurements.flatMap(({ id }) => /^recall\/(\w+)\//.exec(id)?.[1] ?? []))];
  return Object.fromEntries(nets.map((net) => {
    const runs = measurements.filter(({ id }) => id.startsWith(`recall/${net}/`)).map(({ result }) => result);
    const [first] = runs;
    const slope = (/** @type {string} */ when) => overSeeds(runs.map(({ gradient }) => gradient[when].slope_within_token.log10_a_step));
    return [net, {
      seeds: runs.length, updates: first.updates, parameters: first.parameters, symbols: first.symbols, longest_in_training: first.longest_in_training,
      by_length: first.by_length.map((/** @type {{ length: number }} */ { length }, /** @type {number} */ k) => ({
        length, symbols_right: overSeeds(runs.map(({ by_length }) => by_length[k].symbols_right), 0, 1), exact: overSeeds(runs.map(({ by_length }) => by_length[k].exact), 0, 1),
      })),
      gradient: { untrained: slope('untrained'), trained: slope('trained') },
    }];
  }));
}

const kStates = { vector: 'C', states: 'h_j', contexts: 'c_i' };
/** @param {number | undefined} share */
const percent = (share) => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);

/** What probes find in the model's states, as a table. @param {string} name @param {Measurement[]} measurements */
function probesOf(name, measurements) {
  const rows = measurements.filter(({ id }) => id.startsWith(`probe/${name}/`)).map(({ id, command, result }) => {
    const [, , kind = '', set = ''] = id.split('/');
    const { accuracy, interval: [low, high], count, baselines: { most_frequent: frequent, swapped, untrained } } = result;
    const question = kind === 'where' ? 'who sat where? (200 ladders)' : `${kStates[/** @type {keyof typeof kStates} */ (kind)]}: which token stood at position j? (our ${set.replace('-', ' ')})`;
    const cells = [question, percent(accuracy), `${percent(low)} to ${percent(high)}`, percent(frequent?.accuracy), percent(swapped?.accuracy), percent(untrained?.accuracy), count.toLocaleString('en')];
    return `| ${cells.join(' | ')} | \`${command}\` |`;
  });
  if (!rows.length) return [];
  return [
    '', 'What linear probes find in the frozen states (accuracy, 95 % interval by bootstrap over sentences), beside the most frequent answer, the same question about another sentence of',
    'the same length, and the same probe trained on an untrained encoder:', '',
    '| question | found | interval | most frequent | another sentence | untrained | questions | command |', '| --- | --- | --- | --- | --- | --- | --- | --- |', ...rows,
  ];
}

/** Attention as a word alignment, as a table. @param {string} name @param {Measurement[]} measurements */
function alignmentOf(name, measurements) {
  const measured = measurements.find(({ id }) => id === `align/${name}`);
  if (!measured) return [];
  const { aer, aer_interval: [low, high], uniform_aer, diagonal_aer } = measured.result;
  return [
    '', `Alignment error rate of its attention on 100 sentences aligned by hand (Och & Ney 2003; lower is better): ${aer.toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)};`,
    `uniform ${uniform_aer.toFixed(3)}, diagonal ${diagonal_aer.toFixed(3)}. \`${measured.command}\``,
  ];
}

/** The block of scores in a model's card. @param {string} name @param {Measurement[]} measurements */
function scoresOf(name, measurements) {
  const of = (/** @type {string} */ what) => measurements.find(({ id }) => id === `evaluate/${name}/${what}`);
  const rows = kRows.flatMap(([what = '', label]) => {
    const measured = of(what);
    if (!measured) return [];
    const { bleu, bleu_interval: [low, high], perplexity, exact_match, sentences } = measured.result;
    const cells = [label, bleu.toFixed(2), `${low.toFixed(1)} to ${high.toFixed(1)}`, perplexity.toFixed(2), `${(100 * exact_match).toFixed(1)} %`, sentences.toLocaleString('en'), `\`${measured.command}\``];
    return [`| ${cells.join(' | ')} |`];
  });
  const lengths = (of('test')?.result.by_source_words ?? []).filter((/** @type {any} */ row) => row.sentences >= 100);
  return [
    kScoresBegin, '| what | BLEU | interval | perplexity | exact | sentences | command |', '| --- | --- | --- | --- | --- | --- | --- |', ...rows, '',
    ...(lengths.length ? ['By length of the source, test, beam 5 (lengths with fewer than 100 sentences left out):', '', '| words | sentences | BLEU | interval |', '| --- | --- | --- | --- |'] : []),
    ...lengths.map((/** @type {any} */ { from, to, sentences, bleu, bleu_interval: [low, high] }) => `| ${from}-${to} | ${sentences} | ${bleu.toFixed(2)} | ${low.toFixed(1)} to ${high.toFixed(1)} |`),
    ...probesOf(name, measurements), ...alignmentOf(name, measurements),
    kScoresEnd,
  ].join('\n');
}

/** Puts the scores into every card that has a place for them. @param {string[]} names @param {Measurement[]} measurements */
function writeCards(names, measurements) {
  for (const name of names) {
    const path = `${root}models/${name}/README.md`;
    const card = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const begin = card.indexOf(kScoresBegin);
    const end = card.indexOf(kScoresEnd);
    if (begin < 0 || end < begin) {
      console.error(`regard: models/${name}/README.md has no place for scores`);
      continue;
    }
    writeFileSync(path, card.slice(0, begin) + scoresOf(name, measurements) + card.slice(end + kScoresEnd.length));
  }
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(`regard: ${sentence}`);
  process.exit(1);
}

const [data, ...flags] = process.argv.slice(2);
if (!data || !existsSync(`${data}/test.tsv.gz`)) fail(`${data ?? 'The corpus'} has no test.tsv.gz: give the corpus's folder.`);
if (!existsSync(tool)) fail(`The tool ${tool} is not built.`);
const again = flags.includes('--again');
const only = flags.includes('--only') ? (flags[flags.indexOf('--only') + 1] ?? '') : '';
/** @type {Measurement[]} */
const before = existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, 'utf8')).measurements : [];
const known = new Map(before.map((measurement) => [measurement.id, measurement]));

const all = plans();
const names = [...new Set(all.flatMap(({ model }) => model ?? []))];
const trained = names.filter(isTrained);
const models = describeModels(trained);
for (const name of names.filter((one) => !trained.includes(one))) console.error(`regard: models/${name} is not trained yet and is left out`);
const wanted = all.filter(({ id, model, reads = [] }) => {
  if (model && !trained.includes(model)) return false;
  const missing = reads.find((path) => !existsSync(root + path));
  if (missing) console.error(`regard: ${missing} is not there, so ${id} is left out`);
  return !missing;
});

/** @type {Measurement[]} */
const measurements = [];
const write = () => {
  // One measurement a line, so that a change shows as a line.
  const measured = new Map(measurements.map((measurement) => [measurement.id, measurement]));
  const kept = wanted.flatMap(({ id }) => measured.get(id) ?? known.get(id) ?? []);
  const text = `{\n"made_by": "./run train --evaluate DATA",\n"models": ${JSON.stringify(models, null, 2)},\n"recall": ${JSON.stringify(recallLines(kept))},\n"measurements": [\n${kept.map((one) => JSON.stringify(one)).join(',\n')}\n]\n}\n`;
  writeFileSync(`${resultsPath}.part`, text);
  renameSync(`${resultsPath}.part`, resultsPath);
};

for (const [k, plan] of wanted.entries()) {
  const command = `regard ${plan.words.join(' ')} --json`;
  const inputs = inputsOf(plan, data);
  const old = known.get(plan.id);
  const stands = old && old.command === command && old.inputs === inputs;
  if (stands && !(again && plan.id.startsWith(only))) {
    measurements.push(old);
    continue;
  }
  if (!plan.id.startsWith(only)) continue;
  console.error(`regard: [${k + 1}/${wanted.length}] ${command}`);
  const words = plan.words.map((word) => word.replace(/^DATA(?=$|\/)/, data));
  const { status, stdout, stderr } = spawnSync(tool, [...words, '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) {
    console.error(stderr.trim());
    process.exitCode = 1;
    continue;
  }
  const result = JSON.parse(stdout);
  // A time is no property of the model.
  delete result.seconds;
  measurements.push({ id: plan.id, command, inputs, result });
  write();
}
write();
writeCards(trained, measurements);
console.error(`regard: ${measurements.length} measurements are in models/results.json`);
