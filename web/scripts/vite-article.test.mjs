import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinParts } from './vite-article.js';

test('a part takes the place of its mark, indented as the mark is', () => {
  const html = '<main>\n  <article-part name="a-part"></article-part>\n</main>';
  assert.equal(
    joinParts(html, (name) => `<p>${name}\n\n  more</p>\n`),
    '<main>\n  <p>a-part\n\n    more</p>\n</main>',
  );
});
