/**
 * Formulas as native MathML, rendered when the page is built: <math-tex>c_i = \sum_j \alpha_{ij} h_j</math-tex>, with the attribute
 * `display` for a line of its own. \class{is-attention}{..} and \data{symbol=alpha}{..} mark parts of a formula: classes that begin with
 * "is-" and data attributes stay. All other classes and all styles are dropped: the page's policy forbids inline style.
 */
import temml from 'temml';

/** @param {string} text */
const plain = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** @param {string} tex @param {boolean} display @returns {string} a <math> element; throws on what is no TeX */
export function mathml(tex, display) {
  return temml
    .renderToString(tex, { displayMode: display, throwOnError: true, trust: true, strict: false })
    .replace(/ style="[^"]*"/g, '')
    .replace(/ class="([^"]*)"/g, (_, names) => {
      const kept = String(names)
        .split(/\s+/)
        .filter((name) => name.startsWith('is-'));
      return kept.length > 0 ? ` class="${kept.join(' ')}"` : '';
    });
}

/** @param {string} html */
export function renderFormulas(html) {
  return html.replace(/<math-tex([^>]*)>([\s\S]*?)<\/math-tex>/g, (_, attributes, source) => {
    const tex = plain(String(source)).trim();
    try {
      return mathml(tex, /\bdisplay\b/.test(attributes));
    } catch (error) {
      throw new Error(`The formula ${tex} cannot be rendered: ${/** @type {Error} */ (error).message}`);
    }
  });
}

/** @returns {import('vite').Plugin} */
export function regardMath() {
  return { name: 'regard-math', transformIndexHtml: { order: 'pre', handler: renderFormulas } };
}
