/** What stands where a figure's numbers will be, and the quiet line that says how their computation is doing. */
import { html, nothing } from 'lit-html';
import { megabytes } from '../lib/numbers.js';

/** @param {import('./computing.js').Computing} computing @param {import('../lib/shared.js').Shared} shared @param {string} what "The probe’s answers" */
export function waiting({ busy, progress, problem, again }, { engine }, what) {
  if (problem !== '' || engine.phase === 'recorded')
    return html`<div class="waiting failed" role="status">
      <p>${problem || `${what} are computed as you read, and this browser does not run WebAssembly.`}</p>
      ${problem ? html`<button type="button" data-action="again" @click=${again}>Try again</button>` : nothing}
    </div>`;
  if (engine.phase === 'failed') return html`<div class="waiting" role="status"><p>Without the models there is nothing to compute.</p></div>`;
  if (progress && progress.received < progress.total)
    return html`<div class="waiting" role="status">
      <p>Fetching what this figure needs: ${megabytes(progress.received)} of ${megabytes(progress.total)}.</p>
      <progress max=${progress.total} value=${progress.received} aria-label="Download"></progress>
    </div>`;
  return html`<div class="waiting" role="status"><p>${busy ? 'Computing…' : `${what} will stand here.`}</p></div>`;
}
