/**
 * What became of each token of a given translation, all before it given: its probability before and now, and how far the whole distribution
 * moved.
 */
import { html, nothing, svg } from 'lit-html';
import { percent } from '../lib/numbers.js';
import { isEnd, pieceLabel } from '../lib/trace.js';
import { nats } from '../lib/wire.js';

const kHigh = 40;

/**
 * @param {object} options
 * @param {import('../lib/wire.js').Steered} options.steered
 * @param {number} options.at     the token in focus; -1: none
 */
export const forcedChanges = ({ steered: { own, changes }, at }) =>
  html`<ol class="forced-changes" aria-label="B’s own translation, token by token: probability before and now, divergence in nats">
    ${own.steps.map(({ token }, i) => {
      const change = changes[i];
      if (!change) return nothing;
      const { own_probability: before, probability: now, divergence } = change;
      const bar = (/** @type {number} */ p, /** @type {number} */ x, /** @type {string} */ kind) =>
        svg`<rect class=${kind} x=${x} y=${((1 - p) * kHigh).toFixed(1)} width="9" height=${(p * kHigh).toFixed(1)}></rect>`;
      return html`<li class=${i === at ? 'at' : ''}>
        <svg viewBox=${`0 0 20 ${kHigh}`} preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class="rail" width="20" height=${kHigh}></rect>${bar(before, 0, 'before')}${bar(now, 11, 'now')}`}
        </svg>
        <span class="word" lang=${isEnd(token) ? 'en' : 'fr'}>${isEnd(token) ? 'end' : pieceLabel(token)}</span>
        <span class="number"><span class="visually-hidden">before ${percent(before)}, now </span>${percent(now)}</span>
        <span class="number quiet"><span class="visually-hidden">divergence </span>${nats(divergence)}</span>
      </li>`;
    })}
  </ol>`;
