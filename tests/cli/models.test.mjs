/** What every shipped model must hold: its size, its card, its sentence, its score on our own sentences. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { json, root } from './tool.mjs';

/** Greedy BLEU on models/sentences.tsv below which a model is broken; each stands about two points under what the shipped one has. */
const kFloors = { 'en-fr-vector': 29, 'en-fr-attention': 50, 'en-fr-forward': 28, 'en-fr-reversed': 28, 'en-fr-wide': 28, 'en-fr-luong-dot': 51.5, 'en-fr-fixed-uniform': 28.5, 'en-fr-fixed-cosine': 25.4, 'en-fr-hard': 44.5, 'en-fr-luong-concat': 55.5, 'en-fr-luong-general': 50, 'en-fr-luong-location': 39.2, 'en-fr-luong-scaled': 51.5, 'en-fr-vector-short': 32.5, 'en-fr-attention-short': 53, 'en-en-rebuild': 54.5 };

for (const [name, floor] of Object.entries(kFloors)) {
  const folder = `models/${name}`;

  const megabytes = name === 'en-fr-wide' ? 4.3 : 2.2;
  test(`${name} weighs at most ${megabytes} MB`, () => {
    assert.ok(statSync(`${root}${folder}/model.safetensors`).size <= megabytes * 1e6);
  });

  test(`${name} has a card that names data, licence, command and scores`, () => {
    const card = readFileSync(`${root}${folder}/README.md`, 'utf8');
    for (const words of ['Attribution: www.manythings.org/anki and tatoeba.org', 'CC BY 2.0', 'supplement', `./run train ${name}`, 'BLEU', 'minutes']) {
      assert.ok(card.includes(words), words);
    }
  });

  test(`${name} scores above ${floor} BLEU on our own sentences`, () => {
    const scores = json(['evaluate', '--model', folder, '--pairs', 'models/sentences.tsv', '--beam', '1', '--json']);
    assert.equal(scores.sentences, 400);
    assert.ok(scores.bleu > floor, `BLEU ${scores.bleu}`);
  });
}

test('en-fr-attention translates the opening sentence, and looks where a reader would', () => {
  const { translation, source_tokens, target_tokens, attention } = json(['translate', '--model', 'models/en-fr-attention', '--beam', '5', '--json', 'The cat sat on the mat.']);
  assert.equal(translation, "Le chat s'est assis sur le tapis.");
  for (const [french, english] of [['▁chat', '▁cat'], ['▁assis', '▁sat'], ['▁tapis', '▁mat']]) {
    const row = attention[target_tokens.indexOf(french)];
    const best = row.indexOf(Math.max(...row));
    assert.equal(source_tokens[best], english);
    assert.ok(row[best] >= 0.5, `${french} looks at ${english} with ${row[best]}`);
  }
});
