/** Joins the article, the figures and the two translators. */
import { createClient } from './core/client.js';
import { twoTranslators } from './figures/two-translators.js';
import { whereTheyPart } from './figures/where-they-part.js';
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
import { whenNear } from './ui/when-near.js';

/** @typedef {import('./core/protocol.d.ts').Failure} Failure */

/** What is being fetched, once its styles are there too. @template Fetched @param {Promise<Fetched>} fetched @returns {Promise<Fetched>} */
const styled = async (fetched) => (await Promise.all([fetched, import('./styles/figures.css')]))[0];

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
mountView(element('chooser'), store, (shared) =>
  chooser({ shared, actions: { text: type, beam: (beam) => store.set({ beam, moments: kUsual.moments }), play: opening.play } }),
);
mountView(element('engine'), store, (shared) => engineStatus(shared, retry));
mountPrediction(element('predict-ladder'), whereTheyPart(climb), store, store.get);
mountQuotes(document, store);
for (const equations of document.querySelectorAll('.equations')) reachable(equations);

/**
 * A figure that is fetched when it is near.
 * @template State, Data
 * @param {string} id @param {() => Promise<import('./ui/figure.js').Figure<State, Data>>} load
 */
const later = (id, load) =>
  whenNear(
    element(id),
    () => styled(load()),
    (figure) => mountFigure(element(id), figure, page),
  );
later('squeeze', async () => (await import('./figures/squeeze.js')).squeeze);
later('left', async () => (await import('./figures/left.js')).left);
later('length', async () => (await import('./figures/length.js')).length);
later('flow', async () => (await import('./figures/flow.js')).flow);
later('clock', async () => (await import('./figures/clock.js')).clock);
later('attention', async () => {
  const [{ attention }, { whereItLooks }] = await Promise.all([import('./figures/attention.js'), import('./figures/where-it-looks.js')]);
  mountPrediction(element('predict-look'), whereItLooks(), store, store.get);
  return attention;
});
later('wire', async () => (await import('./figures/wire.js')).wire);
later('tree', async () => (await import('./figures/beam.js')).beam);
later('where', async () => (await import('./figures/where.js')).where);
// These two are on the page where the site has their models.
if (document.getElementById('scores')) later('scores', async () => (await import('./figures/scores.js')).scores);
if (document.getElementById('fixed')) later('fixed', async () => (await import('./figures/fixed.js')).fixed);
later('hard', async () => (await import('./figures/hard.js')).hard);
later('explanation', async () => (await import('./figures/explanation.js')).explanation);
whenNear(
  element('ladder'),
  () => styled(import('./figures/ladder.js')),
  ({ ladderFigure }) => mountView(element('ladder'), store, ladderFigure(climb)),
);

addressBar(store, start, begin(client.ready));
