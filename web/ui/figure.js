/**
 * What every figure has, so that a figure brings only its own drawing: a moment and choices shared through the address, a player, what the
 * core computes for it while it is near, a sentence that sums it up for a screen reader, its sentences in the article, its numbers as a
 * table, and a link to its state.
 */
import { html, nothing, render } from 'lit-html';
import { announcer } from './announce.js';
import { createComputing } from './computing.js';
import { mount, still } from './mount.js';
import { player } from './player.js';
import { mountPrediction } from './prediction.js';
import { shareLink } from './share.js';
import { lightAround } from './symbols.js';
import { choiceOf, withChoice } from '../lib/address.js';
import { measureAt } from '../lib/measure.js';
import { clamp } from '../lib/numbers.js';

/** @typedef {import('../lib/address.js').ChoiceName} ChoiceName */
/** @typedef {import('../lib/shared.js').Shared} Shared */
/** @typedef {import('../lib/shared.js').SharedStore} SharedStore */
/**
 * @typedef {object} Page    what a figure reaches beyond its root
 * @property {SharedStore} store
 * @property {(text: string) => void} type     changes the sentence of the whole page
 * @property {import('../core/protocol.d.ts').Client['ask']} ask
 * @property {() => Promise<import('../lib/evidence.js').Evidence>} evidence
 */
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
 * @template [Data=null]
 * @typedef {object} Context    all that a figure may draw from
 * @property {State} state
 * @property {(patch: Partial<State>) => void} set
 * @property {Shared} shared
 * @property {(name: ChoiceName) => string} choice
 * @property {(name: ChoiceName, value: string) => void} choose
 * @property {Data | null} data     what was computed last
 * @property {boolean} fresh        it belongs to what is shown now
 * @property {import('./computing.js').Computing} computing
 * @property {number} t             the moment, fractional while playing
 * @property {number} moment        the moment, whole
 * @property {Timeline} timeline
 * @property {(moment: number) => void} go
 * @property {(text: string) => void} type     changes the sentence of the whole page
 * @property {(sentence: string) => void} say   tells a screen reader
 * @property {Page['ask']} ask      for what the reader starts
 * @property {number} width
 * @property {(size: number) => (text: string) => number} measureAt
 */
/**
 * @template State
 * @template [Data=null]
 * @typedef {object} Figure
 * @property {import('../lib/address.js').MomentName} moment   the name of its moment in the address
 * @property {State} initial
 * @property {(shared: Shared) => string | null} [wants]       what `compute` is to be run for; null: nothing yet
 * @property {(job: import('./computing.js').Job) => Promise<Data>} [compute]   with the core or the evidence
 * @property {(shared: Shared, data: Data | null) => Timeline} timeline
 * @property {(t: number, shared: Shared) => number} pace       moments in a second at speed 1
 * @property {(context: Context<State, Data>) => boolean} [ready]     there is something to go through; else: what is computed is there
 * @property {(context: Context<State, Data>) => unknown} view        the drawing
 * @property {(context: Context<State, Data>) => unknown} [below]      under the player: what belongs to the figure and has no moments
 * @property {(context: Context<State, Data>) => string} summary      its state in one sentence
 * @property {(context: Context<State, Data>) => unknown} table       its numbers as a table
 * @property {(state: State) => string | null} [lit]                  the symbol that is lit, in the article around the figure too
 * @property {(symbol: string | null) => Partial<State>} [light]      how its state changes when a symbol of the article is pointed at
 * @property {Record<string, (context: Context<State, Data>) => unknown>} [quotes]  sentences for the article's [data-quote]; null: not yet
 * @property {Record<string, import('./prediction.js').Question<Context<State, Data>>>} [questions]   by the id of their element
 */

/**
 * @template State, Data
 * @param {HTMLElement} root its id is the name that links use
 * @param {Figure<State, Data>} figure
 * @param {Page} page
 */
export function mountFigure(root, figure, { store, type, ask, evidence }) {
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
  const quotes = Object.entries(figure.quotes ?? {}).flatMap(([quote, said]) =>
    [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-quote="${quote}"]`))].map((element) => ({ element, said })),
  );
  const filled = new Set();
  const changed = () => {
    refresh();
    for (const question of questions) question.refresh();
  };
  const computation = createComputing({ wants: figure.wants, compute: figure.compute, store, ask, evidence, changed });
  const timelineNow = () => figure.timeline(store.get(), computation.now().data);

  /** @param {number | null} moment */
  const settle = (moment) => store.set({ moments: { ...store.get().moments, [name]: moment } });
  const actions = {
    play() {
      const { end, first = 0, rest } = timelineNow();
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
      const { end, first = 0, rest } = timelineNow();
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
  const { lit, light } = figure;
  /** Shows the lit symbol in the article. */
  const shine =
    lit && light
      ? lightAround(root, (symbol) => {
          if (symbol !== lit(own)) set(light(symbol));
        })
      : null;
  /** @param {Partial<State>} patch */
  const set = (patch) => {
    own = { ...own, ...patch };
    if (lit) shine?.(lit(own));
    refresh();
  };
  /** @param {number} width @returns {Context<State, Data>} */
  function context(width) {
    const shared = store.get();
    const timeline = timelineNow();
    const at = clamp(playing ? t : (shared.moments[name] ?? timeline.rest), timeline.first ?? 0, timeline.end);
    return {
      state: own,
      set,
      shared,
      choice: (choice) => choiceOf(shared.choices, choice),
      choose: (choice, value) => store.set({ choices: withChoice(store.get().choices, choice, value) }),
      ...computation.now(),
      timeline,
      width,
      measureAt,
      go: actions.go,
      type,
      say,
      ask,
      t: still() ? Math.floor(at + 1e-6) : at,
      moment: Math.round(at),
    };
  }
  /** @param {number} seconds */
  function tick(seconds) {
    const { end, rest } = timelineNow();
    const before = Math.round(t);
    t += seconds * figure.pace(t, store.get()) * speed;
    if (t >= end) {
      playing = false;
      settle(end === rest ? null : end);
    }
    if (Math.round(t) !== before) say(figure.summary(context(0)));
  }
  /** @param {Context<State, Data>} now */
  function quote(now) {
    for (const { element, said } of quotes) {
      const words = said(now);
      if (words === null) continue;
      if (!filled.has(element)) element.replaceChildren();
      filled.add(element);
      render(words, element);
    }
  }
  const { refresh } = mount(stage, {
    tick,
    playing: () => playing,
    onNear: computation.near,
    view: (width) => {
      const now = context(width);
      const ready = figure.ready ? figure.ready(now) : figure.compute ? now.data !== null : now.shared.pair !== null;
      const saying = ready ? figure.summary(now) : 'waiting for the models';
      if (ready) quote(now);
      return html`${figure.view(now)} ${player({ ...now.timeline, moment: now.moment, playing, speed, enabled: ready, saying, actions })}
        ${ready && figure.below ? figure.below(now) : nothing}
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
  const questions = Object.entries(figure.questions ?? {}).map(([id, { chosen, ...question }]) => {
    const place = document.getElementById(id);
    if (!place) throw new Error(`The page has no element #${id}.`);
    const begin = () => {
      computation.near();
      chosen?.();
    };
    return mountPrediction(place, { ...question, chosen: begin }, store, () => context(0));
  });
  store.subscribe((shared, before) => {
    if (shared.pair !== before.pair) playing = false;
    computation.look();
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
