/** The clock below the graph: how wide, what is multiplied, what was measured on this device, and the heads in several workers. */
import { html, nothing } from 'lit-html';
import { choice } from './choice.js';
import { countChart, precise, timeChart } from './race-charts.js';
import { headsOf } from '../lib/layer-race.js';

/** @typedef {import('../lib/layer-race.js').Times} Times */
/** @typedef {{ width: number, kind: 'layers' | 'spread', done: number, total: number, stop: () => void }} Running */
/**
 * @typedef {object} RaceClock
 * @property {number} d
 * @property {readonly string[]} widths
 * @property {(width: string) => void} onWidth
 * @property {Times} times         of this width
 * @property {Running | null} running
 * @property {string} problem      why the last measurement failed; '' when it did not
 * @property {boolean} able        the core runs in this browser
 * @property {unknown} said        what the measurement says
 * @property {() => void} onMeasure
 * @property {() => void} onSpread
 * @property {number} width        of the page's column, in px
 */

const kWide = 760;

/** What the workers bring. @param {Times['spread']} spread @param {number} d */
export function spreadSaid(spread, d) {
  const one = spread.at(-1);
  if (!one) return nothing;
  if (one.together === null)
    return html`<p>This browser offers one core, so there is nothing to share the heads out to. In a worker and with its messages, the layer
      takes ${precise(one.alone)} for ${one.length.toLocaleString('en')} tokens.</p>`;
  const faster = spread.filter((now) => now.together !== null && now.together < now.alone);
  const times = one.alone / one.together;
  return html`<p>
    ${one.length.toLocaleString('en')} tokens, messages included: all ${headsOf(d)} heads in one worker <b>${precise(one.alone)}</b>, shared out
    to ${one.workers} workers <b>${precise(one.together)}</b>,
    ${times > 1.05 ? html`<b>${times.toFixed(1)} times</b> as fast.` : html`which is <b>no faster</b> on this device.`}
    ${
      faster.length === spread.length || spread.length < 2
        ? nothing
        : faster.length === 0
          ? 'It pays at none of the lengths measured.'
          : `It pays at ${faster.map((now) => now.length.toLocaleString('en')).join(', ')} tokens and at none of the other lengths measured.`
    }
  </p>`;
}

/** @param {RaceClock} options */
export function raceClock({ d, widths, onWidth, times, running, problem, able, said, onMeasure, onSpread, width }) {
  const wide = width > kWide;
  const each = wide ? (width - 40) / 2 : width;
  const measured = times.timed.length > 0;
  return html`<section class="race" aria-label="The clock">
    <div class="race-row">
      ${choice({
        name: 'clock-width',
        legend: 'Width d',
        choices: widths.map((value) => ({ value, label: value })),
        value: String(d),
        onChoose: onWidth,
      })}
      ${
        running
          ? html`<button type="button" data-action="cancel-race" @click=${running.stop}>Cancel</button>`
          : html`<button type="button" class="primary" data-action="measure-race" ?disabled=${!able} @click=${onMeasure}>
                ${measured ? 'Measure again' : 'Measure on this device'}
              </button>
              <button type="button" data-action="spread-race" ?disabled=${!able || headsOf(d) < 2} @click=${onSpread}>
                ${headsOf(d) < 2 ? 'One head: nothing to share out' : `Share the ${headsOf(d)} heads out to workers`}
              </button>`
      }
      <div class="race-status" role="status">
        ${
          running
            ? html`<progress max=${running.total} value=${running.done} aria-label="Measured"></progress>
                <span>width ${running.width}: ${running.done} of ${running.total}</span>`
            : problem
              ? html`<span>${problem}</span>`
              : nothing
        }
      </div>
    </div>
    <div class=${`race-charts ${wide ? 'wide' : ''}`}>
      <figure class="sub">
        <figcaption>Counted: what each layer multiplies, as it is built here (<span class="is-source">6nd²</span> and
          <span class="is-attention">4nd² + 2n²d</span>), and dotted, Table 1’s terms alone.</figcaption>
        ${countChart({ d, width: each })}
      </figure>
      <figure class="sub">
        <figcaption>Measured: milliseconds for one layer and one text on one core, the middle half of the runs shaded${
          times.spread.some((one) => one.together !== null) ? '; triangles, the heads in several workers, messages included' : ''
        }.</figcaption>
        ${
          measured || times.spread.some((one) => one.together !== null)
            ? timeChart({ d, width: each, times })
            : html`<div class="race-empty"><p>Nothing has been timed yet. The numbers here are those of your device or none.</p></div>`
        }
      </figure>
    </div>
    <div class="race-said" role="status">${said} ${spreadSaid(times.spread, d)}</div>
  </section>`;
}
