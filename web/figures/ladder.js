/** The ladder, measured: how much of our own translation each translator still finds as the sentence grows. */
import { html, svg, nothing } from 'lit-html';
import { kLadder, measured } from '../lib/ladder.js';
import { percent } from '../lib/numbers.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/ladder.js').Measured} Measured */

/** @param {readonly (Measured | null)[]} rungs @param {string} current text @param {number} width */
function chart(rungs, current, width) {
  const height = 250;
  const left = 52;
  const right = 118;
  const top = 18;
  const bottom = height - 46;
  const done = rungs.flatMap((one, k) => (one ? [{ ...one, k }] : []));
  const most = Math.max(...done.map((one) => one.words), 42);
  /** @param {number} words */
  const x = (words) => left + (words / (most + 1)) * (width - left - right);
  /** @param {number} share */
  const y = (share) => bottom - share * (bottom - top);
  /** @param {'vector' | 'attention'} kind */
  const line = (kind) => done.map((one, n) => `${n === 0 ? 'M' : 'L'}${x(one.words).toFixed(1)} ${y(one[kind]).toFixed(1)}`).join('');
  const last = done.at(-1);
  const said = last
    ? `At ${last.words} words one vector finds ${percent(last.vector)} of the reference's words, attention ${percent(last.attention)}.`
    : 'Nothing measured yet.';
  /** Labels at the lines' ends, held apart. */
  const ends = last ? { attention: y(last.attention), vector: y(last.vector) } : null;
  if (ends && Math.abs(ends.attention - ends.vector) < 18) {
    const up = ends.attention <= ends.vector ? -1 : 1;
    const middle = (ends.attention + ends.vector) / 2;
    ends.attention = middle + up * 9;
    ends.vector = middle - up * 9;
  }
  return svg`<svg class="ladder-chart" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="img"
      aria-label=${said}>
    ${[0, 0.25, 0.5, 0.75, 1].map(
      (share) => svg`<path class="grid" d=${`M${left} ${y(share)}H${width - right}`}></path>
      <text class="tick" x=${left - 8} y=${y(share)} dy="0.34em" text-anchor="end">${share * 100} %</text>`,
    )}
    ${rungs.map((one, k) => {
      const words = one?.words ?? kLadder[k]?.english.split(/\s+/).length ?? 0;
      return svg`<text class=${`tick ${kLadder[k]?.english === current ? 'at' : ''}`} x=${x(words)} y=${bottom + 18}
        text-anchor="middle">${words}</text>`;
    })}
    <text class="tick" x=${left} y=${bottom + 38}>words in the sentence</text>
    <path class="line attention" d=${line('attention')}></path>
    <path class="line vector" d=${line('vector')}></path>
    ${done.map(
      (one) => svg`<circle class="dot attention" cx=${x(one.words)} cy=${y(one.attention)} r="4.5"></circle>
      <rect class="dot vector" x=${x(one.words) - 4} y=${y(one.vector) - 4} width="8" height="8"></rect>`,
    )}
    ${
      last && ends
        ? svg`<text class="end attention" x=${x(last.words) + 12} y=${ends.attention} dy="0.34em">B attention</text>
          <text class="end vector" x=${x(last.words) + 12} y=${ends.vector} dy="0.34em">A one vector</text>`
        : nothing
    }
  </svg>`;
}

/** @param {Shared} shared @param {readonly (Measured | null)[]} rungs */
function table(shared, rungs) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the ladder">
    <table class="ladder-table">
      <caption>
        What each translator wrote, rung by rung
      </caption>
      <thead>
        <tr>
          <th scope="col">Words</th>
          <th scope="col">A, one vector</th>
          <th scope="col">found</th>
          <th scope="col">B, attention</th>
          <th scope="col">found</th>
        </tr>
      </thead>
      <tbody>
        ${rungs.map((one, k) => {
          const pair = shared.climb[k];
          if (!one || !pair) return nothing;
          return html`<tr>
            <th scope="row">${one.words}</th>
            <td lang="fr">${pair.vector.translation}</td>
            <td class="number">${percent(one.vector)}</td>
            <td lang="fr">${pair.attention.translation}</td>
            <td class="number">${percent(one.attention)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** @param {() => void} climb */
export const ladderFigure = (climb) => (/** @type {Shared} */ shared, /** @type {number} */ width) => {
  const rungs = measured(shared.climb);
  const done = rungs.filter(Boolean).length;
  const ready = shared.pair !== null;
  const waiting = shared.engine.phase === 'failed' ? 'The models are missing.' : 'Waiting for the models.';
  const before = ready ? `${rungs.length} sentences, both translators.` : waiting;
  const remark = done === rungs.length ? 'Measured on your device, just now.' : before;
  return html`<div class="climb">
    ${done > 0 ? chart(rungs, shared.text, Math.min(width, 860)) : html`<p class="remark">Nothing is measured until you ask for it.</p>`}
    <div class="climb-foot">
      ${
        done < rungs.length
          ? html`<button type="button" class="primary" data-action="climb" ?disabled=${!ready || shared.climbing} @click=${climb}>
              ${shared.climbing ? `Translating rung ${done + 1} of ${rungs.length}…` : 'Climb the ladder'}
            </button>`
          : nothing
      }
      <p role="status" class="quiet">${remark}</p>
    </div>
    ${
      done > 0
        ? html`<details class="table-view">
            <summary>What they wrote, as a table</summary>
            ${table(shared, rungs)}
          </details>`
        : nothing
    }
  </div>`;
};
