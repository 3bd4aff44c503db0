/** How the models are doing, in one place of constant height: fetching, running, failed, recorded. */
import { html, nothing } from 'lit-html';
import { megabytes } from '../lib/numbers.js';

const slowly = html`<p class="remark" role="status" data-engine="slow">
  The network is slow. The text needs no models; the figures will start by themselves.
</p>`;

/** @param {import('../lib/shared.js').Shared} shared @param {() => void} retry */
export function engineStatus({ engine, pair, problem }, retry) {
  const { phase, received, total, slow, message, notes } = engine;
  const remarks = notes.map((note) => html`<p class="remark" data-engine="note">${note}</p>`);
  const bytes = total > 0 ? html`: <span class="number">${megabytes(received)} of ${megabytes(total)}</span>` : '…';
  if (phase === 'loading') {
    return html`<div class="engine" data-engine="loading">
        <label for="engine-progress">Fetching the two translators${bytes}</label>
        <progress id="engine-progress" max=${total || 1} .value=${total ? received : 0}></progress>
      </div>
      ${slow ? slowly : nothing}${remarks}`;
  }
  if (phase === 'failed') {
    return html`<div class="engine failed" role="alert" data-engine="failed">
        <p>${message}</p>
        <button type="button" class="primary" data-action="retry" @click=${retry}>Try again</button>
      </div>
      ${remarks}`;
  }
  if (phase === 'recorded')
    return html`<div class="engine recorded" data-engine="recorded">
        <p><strong>Recorded.</strong> ${message}</p>
      </div>
      ${remarks}`;
  return html`<div class="engine live" data-engine="live">
      <p>
        <span class="lamp" aria-hidden="true"></span>
        ${
          pair || problem
            ? html`Both translators run in this page, on your device${total > 0 ? html` (${megabytes(total)} fetched)` : nothing}.`
            : 'Starting the two translators…'
        }
      </p>
    </div>
    ${remarks}`;
}
