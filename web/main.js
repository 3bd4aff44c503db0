/** Joins the article, the figures and the two translators. */
import { createClient } from './core/client.js';
import { attention } from './figures/attention.js';
import { beam } from './figures/beam.js';
import { clock } from './figures/clock.js';
import { explanation } from './figures/explanation.js';
import { flow } from './figures/flow.js';
import { hard } from './figures/hard.js';
import { ladderFigure } from './figures/ladder.js';
import { left } from './figures/left.js';
import { length } from './figures/length.js';
import { whereItLooks, whereTheyPart } from './figures/predictions.js';
import { squeeze } from './figures/squeeze.js';
import { twoTranslators } from './figures/two-translators.js';
import { where } from './figures/where.js';
import { wire } from './figures/wire.js';
import { readAddress } from './lib/address.js';
import { loadEvidence } from './lib/evidence.js';
import { createShared, kUsual } from './lib/shared.js';
import { translating } from './lib/translating.js';
import { addressBar } from './ui/address-bar.js';
import { chooser } from './ui/chooser.js';
import { engineStatus } from './ui/engine-status.js';
import { mountFigure, mountView } from './ui/figure.js';
import { mountPrediction } from './ui/prediction.js';
import { reachable } from './ui/reachable.js';
import { mountQuotes } from './ui/quotes.js';

/** @typedef {import('./core/protocol.d.ts').Failure} Failure */

/** @param {string} id */
const element = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found;
};

const start = readAddress(location.hash, kUsual);
const store = createShared(start);

/** @param {Partial<import('./lib/shared.js').Engine>} patch */
const engine = (patch) => store.set({ engine: { ...store.get().engine, ...patch } });
const client = createClient({
  onProgress: ({ received, total }) => engine({ received, total }),
  onSlow: () => engine({ slow: true }),
  onNote: (note) => engine({ notes: [...store.get().engine.notes, note] }),
});
/** @param {Failure} error */
const broken = (error) => store.set({ busy: false, engine: { ...store.get().engine, phase: 'failed', message: error.message } });
store.set({ models: client.models });
const { translate, climb } = translating(store, client, broken);

/** @param {Promise<import('./core/protocol.d.ts').Readiness>} ready */
async function begin(ready) {
  try {
    const { phase, message, sentences } = await ready;
    engine({ phase, message, sentences, slow: false });
    await translate();
  } catch (error) {
    broken(/** @type {Failure} */ (error));
  }
}
const retry = () => {
  engine({ phase: 'loading', message: '', received: 0, slow: false });
  void begin(client.retry());
};

/** A new sentence begins at rest everywhere. @param {string} text */
const type = (text) => store.set({ text, moments: kUsual.moments });

/** Failures of a question after which the translators do not work either. */
const kBroken = new Set(['dead', 'memory', 'closed']);
/** @type {import('./core/protocol.d.ts').Client['ask']} */
const ask = (name, argument, options) =>
  client.ask(name, argument, options).catch((error) => {
    if (kBroken.has(error.code)) broken(error);
    throw error;
  });
const page = { store, type, ask, evidence: loadEvidence };

const opening = mountFigure(element('two-translators'), twoTranslators, page);
mountFigure(element('squeeze'), squeeze, page);
mountFigure(element('left'), left, page);
mountFigure(element('length'), length, page);
mountFigure(element('flow'), flow, page);
mountFigure(element('clock'), clock, page);
mountFigure(element('attention'), attention, page);
mountFigure(element('wire'), wire, page);
mountFigure(element('tree'), beam, page);
mountFigure(element('where'), where, page);
mountFigure(element('hard'), hard, page);
mountFigure(element('explanation'), explanation, page);
mountView(element('chooser'), store, (shared) =>
  chooser({ shared, actions: { text: type, beam: (beam) => store.set({ beam, moments: kUsual.moments }), play: opening.play } }),
);
mountView(element('engine'), store, (shared) => engineStatus(shared, retry));
mountView(element('ladder'), store, ladderFigure(climb));
mountPrediction(element('predict-ladder'), whereTheyPart(climb), store, store.get);
mountPrediction(element('predict-look'), whereItLooks(), store, store.get);
mountQuotes(document, store);
for (const equations of document.querySelectorAll('.equations')) reachable(equations);

addressBar(store, start, begin(client.ready));
