/** Formulas become MathML that a strict policy lets through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFormulas } from './vite-math.js';

test('a formula becomes MathML, with its marks and without inline style', () => {
  const html = renderFormulas(
    '<p><math-tex display>\\class{is-attention}{\\alpha_{ij}} = \\data{symbol=e}{e_{ij}} \\; \\mathrm{if}\\ a &lt; b</math-tex></p>',
  );
  assert.match(html, /^<p><math display="block"[^>]*>.*<\/math><\/p>$/s);
  assert.match(html, /class="is-attention"/);
  assert.match(html, /data-symbol="e"/);
  assert.doesNotMatch(html, /style=|class="(?!is-)/);
  assert.match(html, /&lt;/);
});

test('what is no TeX fails the build and names the formula', () => {
  assert.throws(() => renderFormulas('<math-tex>\\frac{a</math-tex>'), /The formula \\frac\{a cannot be rendered/);
});

test('each formula of a chapter is rendered, and the text between them is left alone', () => {
  const html = renderFormulas('<math-tex>C</math-tex> and <math-tex>c_i</math-tex> <math>kept</math>');
  assert.equal(html.match(/<math[ >]/g)?.length, 3);
  assert.match(html, /<\/math> and <math/);
});
