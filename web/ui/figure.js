/**
 * What every figure has, so that a figure brings only its own drawing: a moment shared through the address, a player, a sentence that sums
 * it
 * up for a screen reader, its numbers as a table, and a link to its state.
 */
import { html, nothing } from 'lit-html';
import { announcer } from './announce.js';
import { mount, still } from './mount.js';
import { player } from './player.js';
import { shareLink } from './share.js';
import { measureAt } from '../lib/measure.js';
import { clamp } from '../lib/numbers.js';

/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/shared.js').SharedStore} SharedStore */
/**
 * @typedef {object} Timeline
 * @property {number} end             moments run from first to end
 * @property {number} [first]         0 unless said
 * @property {number} rest            the moment shown until the reader chooses another
 * @property {number} [split]         where the second part begins, for a timeline of two parts
 * @property {readonly string[]} ends what stands under the two ends of the scrubber
 * @property {readonly import('./player.js').Mark[]} marks
 */
/**
 * @template State
 * @typedef {object} Context    all that a figure may draw from
 * @property {State} state
 * @property {(patch: Partial<State>) => void} set
 * @property {Shared} shared
 * @property {number} t             the moment, fractional while playing
 * @property {number} moment        the moment, whole
 * @property {Timeline} timeline
 * @property {(moment: number) => void} go
 * @property {(text: string) => void} type     changes the sentence of the whole page
 * @property {(sentence: string) => void} say   tells a screen reader
 * @property {number} width
 * @property {(size: number) => (text: string) => number} measureAt
 */
/**
 * @template State
 * @typedef {object} Figure
 * @property {import('../lib/address.js').MomentName} moment   the name of its moment in the address
 * @property {State} initial
 * @property {(shared: Shared) => Timeline} timeline
 * @property {(t: number, shared: Shared) => number} pace       moments in a second at speed 1
 * @property {(context: Context<State>) => unknown} view        the drawing
 * @property {(context: Context<State>) => string} summary      its state in one sentence
 * @property {(context: Context<State>) => unknown} table       its numbers as a table
 */

/**
 * @template State
 * @param {HTMLElement} root its id is the name that links use
 * @param {Figure<State>} figure
 * @param {SharedStore} store
 * @param {(text: string) => void} type
 */
export function mountFigure(root, figure, store, type) {
  let own = figure.initial;
  let playing = false;
  let speed = 1;
  let t = NaN;
  let open = false;
  const name = figure.moment;
  const stage = document.createElement('div');
  const live = document.createElement('p');
  live.className = 'visually-hidden';
  live.setAttribute('role', 'status');
  root.replaceChildren(stage, live);
  const say = announcer(live);

  /** @param {number | null} moment */
  const settle = (moment) => store.set({ moments: { ...store.get().moments, [name]: moment } });
  const actions = {
    play() {
      const { end, first = 0, rest } = figure.timeline(store.get());
      const from = store.get().moments[name] ?? rest;
      t = from >= end ? first : from;
      playing = true;
      refresh();
    },
    pause() {
      playing = false;
      actions.go(Math.round(t));
    },
    /** @param {number} moment */
    go(moment) {
      const { end, first = 0, rest } = figure.timeline(store.get());
      playing = false;
      const to = clamp(moment, first, end);
      settle(to === rest ? null : to);
      say(figure.summary(context(0)));
    },
    /** @param {number} next */
    speed(next) {
      speed = next;
      refresh();
    },
  };
  /** @param {Partial<State>} patch */
  const set = (patch) => {
    own = { ...own, ...patch };
    refresh();
  };
  /** @param {number} width @returns {Context<State>} */
  function context(width) {
    const shared = store.get();
    const timeline = figure.timeline(shared);
    const at = clamp(playing ? t : (shared.moments[name] ?? timeline.rest), timeline.first ?? 0, timeline.end);
    return {
      state: own,
      set,
      shared,
      timeline,
      width,
      measureAt,
      go: actions.go,
      type,
      say,
      t: still() ? Math.floor(at + 1e-6) : at,
      moment: Math.round(at),
    };
  }
  /** @param {number} seconds */
  function tick(seconds) {
    const shared = store.get();
    const { end, rest } = figure.timeline(shared);
    const before = Math.round(t);
    t += seconds * figure.pace(t, shared) * speed;
    if (t >= end) {
      playing = false;
      settle(end === rest ? null : end);
    }
    if (Math.round(t) !== before) say(figure.summary(context(0)));
  }
  const { refresh } = mount(stage, {
    tick,
    playing: () => playing,
    view: (width) => {
      const now = context(width);
      const ready = now.shared.pair !== null;
      const saying = ready ? figure.summary(now) : 'waiting for the models';
      return html`${figure.view(now)} ${player({ ...now.timeline, moment: now.moment, playing, speed, enabled: ready, saying, actions })}
        <div class="figure-foot">
          <details
            class="table-view"
            @toggle=${(/** @type {Event} */ event) => {
              open = /** @type {HTMLDetailsElement} */ (event.target).open;
              refresh();
            }}
          >
            <summary>The same as a table</summary>
            ${!open ? nothing : ready ? figure.table(now) : html`<p>There are no numbers until the models are here.</p>`}
          </details>
          ${shareLink(root.id, store.get)}
        </div>`;
    },
  });
  store.subscribe((shared, before) => {
    if (shared.pair !== before.pair) playing = false;
    refresh();
  });
  return { play: actions.play, go: actions.go };
}

/**
 * A part of the page that is drawn from the shared state and has no moments.
 * @param {HTMLElement} root
 * @param {SharedStore} store
 * @param {(shared: Shared, width: number) => unknown} view
 */
export function mountView(root, store, view) {
  root.replaceChildren();
  const { refresh } = mount(root, { view: (width) => view(store.get(), width) });
  store.subscribe(refresh);
  return { refresh };
}
