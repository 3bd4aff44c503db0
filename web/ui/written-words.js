/** The words a translator wrote, as chips, one of them chosen: what the figure below speaks of. */
import { html } from 'lit-html';
import { chips } from './chips.js';
import { chipLabel } from './lane-layout.js';
import { flow } from '../lib/flow.js';

/**
 * @param {object} options
 * @param {readonly import('../lib/trace.js').Token[]} options.written
 * @param {number} options.i          the one chosen
 * @param {number} options.width
 * @param {(size: number) => (text: string) => number} options.measureAt
 * @param {string} options.does       what choosing one does, for a screen reader
 * @param {(i: number) => void} options.onChoose
 */
export function writtenWords({ written, i, width, measureAt, does, onChoose }) {
  const size = width < 460 || written.length > 24 ? 15 : 17;
  const words = flow(written, chipLabel, { width, measure: measureAt(size), height: 28, pitch: 34, padding: 6, gap: 6, least: 24 });
  const height = words.height + 4;
  return html`<svg
    class="written-words"
    width=${width}
    height=${height}
    viewBox=${`0 -2 ${width} ${height}`}
    role="group"
    aria-label="The French words"
  >
    ${chips({
      name: 'French words',
      side: 'target',
      tokens: written,
      flow: words,
      top: 0,
      size,
      shown: () => 1,
      cursor: i,
      mood: () => '',
      pressed: (index) => index === i,
      says: (index) => `token ${index + 1} of ${written.length}: ${does}`,
      onLook: () => {},
      onChoose,
    })}
  </svg>`;
}
