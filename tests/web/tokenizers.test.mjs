// Our tokenizer.json files give the same ids in npm's @huggingface/tokenizers as in our own core.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { Tokenizer } = createRequire(fromRoot('web/package.json'))('@huggingface/tokenizers');

const tricky = [
  "'", "''", "'a'", "a'", "l'herbe", "l''herbe", "aujourd'hui", "don't", "rock 'n' roll", "qu'est-ce qu'il y a ?", "c'-'d",
  '-', '--', '---', ' - ', 'a-b', 'a--b', '-a-', 'est-ce', 'y a-t-il', 'arc-en-ciel', "-t'il", "l'-a", 'dix-neuf', '10-20', '-5',
  '.', '...', '…', 'a.b', '3.14', '1,000,000', '12:30', '50 %', '5€', '$5', '(a)', '[b]', '{c}', '<d>', 'e|f', 'g\\h', 'i^j', 'k_l',
  'm`n', '~', '#', '@', 'a&b', '"q"', '« mot »', '«mot»', '“curly” ‘quotes’', 'ça', 'ÇA', 'œuf', 'e\u0301', 'naïve', 'ß', 'İstanbul',
  '漢字', 'かな', 'Привет', '😀', '👩‍👩‍👧', 'a😀b', '\u2581', '\u2581a', 'a\u2581b', 'a \u2581 b', '\u2581\u2581', "\u2581'\u2581-\u2581.",
  'a\u00a0b', 'a\u3000b', 'a\tb', ' a  b ', 'zero\u200bwidth', '\u00ad', 'a\u2014b', '\ufeffa', '<unk', 's>', '< s >', '</ s>',
  'supercalifragilisticexpialidocious', 'anticonstitutionnellement', 'AAAAAAAA', 'aaaaaaaaa', 'lalalalalala', 'x'.repeat(400),
  '\u00d7\u00f7', '¡hola!', '¿qué?', '1st 2nd 3rd', 'e-mail: a@b.fr', 'http://a.b/c?d=e&f#g', 'C++20', "Tom's dog's tail",
  "S'il te plaît !",
];

/** Lines of awkward characters, always the same ones. */
const generated = (count) => {
  const characters = 'aeinorstlucdzéèàœ\'\'---.,!?()<>&0123«»…\u2581\u2581ñ漢😀    ';
  const parts = [...characters, "l'", "qu'", '-ce', 'the', 'les ', '\u2581-', "'-"];
  let state = 1;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return Array.from({ length: count }, () => Array.from({ length: 1 + below(40) }, () => parts[below(parts.length)]).join(''));
};

/** Whether the library would take part of the line for a command; to us it is text. */
const spellsSpecial = (line) => /<unk>|<s>|<\/s>/.test(line);

const ours = (language, lines) => {
  const built = ['dev', 'release'].map((preset) => fromRoot(`build/${preset}/tests/token_ids`));
  const tool = [process.env.REGARD_TOKEN_IDS ?? '', ...built].find(existsSync);
  assert.ok(tool, 'the target token_ids is not built: cmake --build --preset dev --target token_ids');
  const run = spawnSync(tool, [fromRoot(`models/tokenizer.${language}.json`)], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const rows = run.stdout.split('\n').slice(0, -1);
  assert.equal(rows.length, lines.length);
  return rows.map((row) => row.split('\t'));
};

const sentences = (column) => {
  const rows = readFileSync(fromRoot('models/sentences.tsv'), 'utf8').trimEnd().split('\n');
  return rows.map((row) => row.split('\t')[column]);
};

for (const [language, column] of [['en', 0], ['fr', 1]]) {
  const load = () => new Tokenizer(JSON.parse(readFileSync(fromRoot(`models/tokenizer.${language}.json`), 'utf8')), {});

  test(`the library gives the ids of our ${language} tokenizer for every sentence and every tricky line`, () => {
    const lines = [...sentences(column), ...tricky, ...generated(1000)].filter((line) => !spellsSpecial(line));
    assert.ok(lines.length > 1500);
    const library = load();
    for (const [clean, ids] of ours(language, lines)) assert.equal(library.encode(clean).ids.join(' '), ids, JSON.stringify(clean));
  });

  test(`the library gives back every ${language} sentence from our ids`, () => {
    const library = load();
    for (const [clean, ids] of ours(language, sentences(column))) {
      const text = library.decode(ids.split(' ').map(Number), { clean_up_tokenization_spaces: false });
      assert.equal(text.trim(), clean);
    }
  });
}
