/** How the models are doing, while there is something to say about it. */
import { html, nothing } from 'lit-html';
import { megabytes } from '../lib/numbers.js';

/** @param {import('../lib/shared.js').Engine} engine @param {() => void} retry */
export function engineStatus(engine, retry) {
  const { phase, received, total, slow, message, notes } = engine;
  const remarks = notes.map((note) => html`<p class="remark" data-engine="note">${note}</p>`);
  if (phase === 'loading') {
    return html`<div class="engine" data-engine="loading">
      <label for="engine-progress">Fetching the two translators${total > 0 ? html`: <span class="number">${megabytes(received)} of ${megabytes(total)}</span>` : '…'}</label>
      <progress id="engine-progress" max=${total || 1} .value=${total ? received : 0}></progress>
      ${slow ? html`<p class="remark" data-engine="slow">The network is slow. The text below needs no models; this figure will start by itself.</p>` : nothing}
    </div>${remarks}`;
  }
  if (phase === 'failed') {
    return html`<div class="engine failed" role="alert" data-engine="failed"><p>${message}</p>
      <button type="button" data-action="retry" @click=${retry}>Try again</button></div>${remarks}`;
  }
  if (phase === 'recorded') return html`<div class="engine recorded" data-engine="recorded"><p><strong>Recorded.</strong> ${message}</p></div>${remarks}`;
  return remarks;
}
