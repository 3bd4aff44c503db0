import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeUp, joinParts, withoutIndents } from './vite-article.js';

test('a part takes the place of its mark, indented as the mark is', () => {
  const html = '<main>\n  <article-part name="a-part"></article-part>\n</main>';
  assert.equal(
    joinParts(html, (name) => `<p>${name}\n\n  more</p>\n`, () => true),
    '<main>\n  <p>a-part\n\n    more</p>\n</main>',
  );
});

test('a part is left out while one of the models that it needs is not there', () => {
  const html = '<article-part name="a-part" needs="one other-two"></article-part>';
  const join = (/** @type {string[]} */ ...models) => joinParts(html, (name) => name, (model) => models.includes(model));
  assert.equal(join('one'), '');
  assert.equal(join('other-two', 'one'), 'a-part');
});

test('numbers of figures and parts close up, and chapters keep theirs', () => {
  const figure = (/** @type {number} */ n) => `<figure aria-labelledby="figure-${n}"><figcaption id="figure-${n}"><b>Figure ${n}.</b> As Figure 9 of the paper`;
  const part = (/** @type {string} */ number) => `<span class="number">${number}</span>`;
  assert.equal(
    closeUp([part('4'), figure(1), part('4.3'), figure(3), part('5'), figure(4), part('5.2'), part('5.4')].join('\n')),
    [part('4'), figure(1), part('4.2'), figure(2), part('5'), figure(3), part('5.2'), part('5.3')].join('\n'),
  );
  const head = '<span class="number chapter">6</span>';
  assert.equal(closeUp([head, part('6.2'), part('6.3')].join('\n')), [head, part('6.1'), part('6.2')].join('\n'));
  assert.equal(closeUp('<figcaption id="figure-3-recall"><b>Figure 5.</b>'), '<figcaption id="figure-3-recall"><b>Figure 1.</b>');
});

test('the built page keeps its words and the spaces between them, and no line ends', () => {
  assert.equal(withoutIndents('<p>One\n    <b>two</b>\n  three</p>\n'), '<p>One <b>two</b> three</p> ');
});
