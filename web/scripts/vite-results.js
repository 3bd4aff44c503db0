/**
 * Measured numbers in the article come from models/results.json when the page is built: <measured-value id="evaluate/en-fr-vector/test"
 * field="bleu"></measured-value> becomes the number, with `decimals` places (1 where it is not said). A field may be a path, "bleu_interval.0".
 */
import { readFileSync } from 'node:fs';

/** @typedef {{ measurements: { id: string, result: any }[] }} Results */

/** @param {string} tag @param {string} name */
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

/** @param {string} html @param {Results} results @returns {string} throws on a number that was not measured */
export function fillInResults(html, { measurements }) {
  return html.replace(/<measured-value([^>]*)><\/measured-value>/g, (_, attributes) => {
    const id = attribute(attributes, 'id');
    const field = attribute(attributes, 'field') ?? '';
    const value = field.split('.').reduce((part, key) => part?.[key], measurements.find((one) => one.id === id)?.result);
    if (typeof value !== 'number') throw new Error(`models/results.json has no number "${field}" of "${id}", which the page prints.`);
    return value.toFixed(Number(attribute(attributes, 'decimals') ?? 1));
  });
}

/** @returns {import('vite').Plugin} */
export function regardResults() {
  const path = new URL('../../models/results.json', import.meta.url);
  return {
    name: 'regard-results',
    transformIndexHtml: { order: 'pre', handler: (html) => fillInResults(html, JSON.parse(readFileSync(path, 'utf8'))) },
  };
}
