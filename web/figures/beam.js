/** Chapter 3.3: the tree of a beam search: what was kept, what was cut, what ended, where each looked, and which of them won. */
import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { beamQuote, checkBeam, fateOf, howOften, leading, looksQuote, manyQuote, says, summary } from './beam-words.js';
import { beamFormulas } from '../ui/beam-formulas.js';
import { beamTable, endingsTable } from '../ui/beam-table.js';
import { beamTree } from '../ui/beam-tree.js';
import { choice } from '../ui/choice.js';
import { reachable } from '../ui/reachable.js';
import { waiting } from '../ui/waiting.js';
import { weightRow } from '../ui/weight-row.js';
import { branchAt, endings, fatesAt, greedyPath, pathTo, stepsOf, textOf } from '../lib/beam.js';
import { count } from '../lib/numbers.js';
import { row } from '../lib/trace.js';

/** @typedef {import('../lib/trace.js').Trace} Trace */
/** @typedef {import('../lib/beam.js').BeamTree} BeamTree */
/**
 * @typedef {object} Measured    over our own sentences, with a beam of 5 and greedily
 * @property {number} sentences @property {number} bleu @property {number} greedy
 * @property {number | null} different       null: not counted yet
 * @property {number | null} moreProbable    of those
 */
/**
 * @typedef {object} Data
 * @property {BeamTree & { trace: Trace }} tree
 * @property {Trace} greedy                 what a beam of 1 writes
 * @property {number} beam
 * @property {'vector' | 'attention'} model
 * @property {Record<'vector' | 'attention', Measured | null>} measured
 */
/** @typedef {{ chosen: { of: unknown, index: number } | null }} State    chosen in this tree */
/** @typedef {import('../ui/figure.js').Context<State, Data>} Context */

const kStepsASecond = 0.8;

/** @param {Record<string, any>} results @param {'vector' | 'attention'} model @returns {Measured | null} */
function measuredOf(results, model) {
  const [beam, greedy, against] = ['', '/greedy', '/against-greedy'].map((what) => results[`evaluate/en-fr-${model}/sentences${what}`]);
  if (!beam || !greedy) return null;
  return {
    sentences: beam.sentences,
    bleu: beam.bleu,
    greedy: greedy.bleu,
    different: against?.against.different ?? null,
    moreProbable: against?.against.more_probable ?? null,
  };
}

/** @param {import('../lib/shared.js').Shared} shared */
const wished = ({ choices }) => ({
  model: /** @type {'vector' | 'attention'} */ (choices['tree.model'] ?? 'attention'),
  beam: Number(choices['tree.width'] ?? 5),
});

/** @param {import('../ui/computing.js').Job} job @returns {Promise<Data>} */
async function compute({ shared, ask, evidence }) {
  const text = /** @type {import('../lib/shared.js').Pair} */ (shared.pair).attention.source;
  const { model, beam } = wished(shared);
  const { results } = await evidence();
  const tree = await ask('tree', { model, text, beam });
  const greedy = await ask('write', { model, text, beam: 1, target: null });
  return { tree, greedy, beam, model, measured: { vector: measuredOf(results, 'vector'), attention: measuredOf(results, 'attention') } };
}

/** The branch in focus: the one chosen, while it is shown, else the one that leads. @param {Context} context @param {Data} data */
export function focusOf({ state, moment }, { tree }) {
  const chosen = state.chosen?.of === tree ? branchAt(tree, state.chosen.index) : undefined;
  return chosen && chosen.step < moment ? Number(state.chosen?.index) : leading(tree, moment);
}

/** What is known of the branch in focus. @param {Context} context @param {Data} data @param {number} at */
function branchPart({ width }, { tree, beam }, at) {
  const branch = branchAt(tree, at);
  const path = pathTo(tree, at);
  const text = textOf(tree, path);
  const tokens = tree.trace.source_tokens;
  return html`<div class=${`branch-part ${width > 820 ? 'beside' : ''}`}>
    <div>
      <p class="branch-path">${text === '' ? html`<span class="quiet">nothing written</span>` : html`<q lang="fr">${text}</q>`}</p>
      <p class="branch-fate">${fateOf(tree, at, beam)}</p>
      ${beamFormulas(tree, at)}
    </div>
    <div>
      ${
        tree.alpha
          ? html`<p>Where it looked before its last token</p>
              <div class="scroll" ${ref(reachable)}>
                ${weightRow('Weights of this branch over the English tokens', tokens, row(tree.alpha, branch.row))}
              </div>`
          : html`<p class="remark">
              A has no attention: every branch goes on from the same C, and there is nothing to look at.
            </p>`
      }
    </div>
  </div>`;
}

/** @param {Context} context */
function choices({ choice: chosen, choose }) {
  return html`<div class="choices">
    ${choice({
      name: 'beam-width',
      legend: 'Beam',
      choices: [
        { value: '1', label: '1, greedy' },
        { value: '3', label: '3' },
        { value: '5', label: '5' },
      ],
      value: chosen('tree.width'),
      onChoose: (value) => choose('tree.width', value),
    })}
    ${choice({
      name: 'beam-model',
      legend: 'Translator',
      choices: [
        { value: 'attention', label: 'B, with attention' },
        { value: 'vector', label: 'A, one vector' },
      ],
      value: chosen('tree.model'),
      onChoose: (value) => choose('tree.model', value),
    })}
  </div>`;
}

/** @param {Context} context */
function view(context) {
  const { data, shared, state, computing, fresh, set, t, moment, measureAt } = context;
  if (!data) return html`<div class="beam">${choices(context)} ${waiting(computing, shared, 'The tree of the search')}</div>`;
  const { tree, beam } = data;
  const at = focusOf(context, data);
  const fates = fatesAt(tree, moment - 1);
  const over = moment >= stepsOf(tree).length;
  const best = new Set(over ? pathTo(tree, tree.best) : []);
  const greedy = greedyPath(tree);
  const ended = endings(tree, moment);
  const follows = shared.moments.tree !== null || state.chosen?.of === tree || t < moment;
  const from = new Set((stepsOf(tree)[moment - 1] ?? []).map((index) => branchAt(tree, index).parent)).size;
  return html`<div class=${`beam ${fresh && !shared.busy ? '' : 'stale'}`} aria-busy=${fresh ? 'false' : 'true'}>
    ${choices(context)}
    ${computing.problem && !fresh ? waiting(computing, shared, 'The tree of the search') : nothing}
    <p class="beam-step">
      Token ${moment}: of the best continuations of ${count(from, 'hypothesis', 'hypotheses')}, <b>${fates.kept}</b> kept,
      <b>${fates.ended}</b> ended, <b>${fates.cut}</b> cut${
        ended.length > 0 ? `; ${count(ended.length, 'translation')} finished so far` : ''
      }.
    </p>
    <div class="scroll tree-scroll" ${ref(reachable)}>
      ${guard([tree, t, at, follows], () =>
        beamTree({
          tree,
          beam,
          t,
          moment,
          at,
          follows,
          path: new Set(pathTo(tree, at)),
          greedy: new Set(greedy.path),
          best,
          measureAt,
          says: (index) => says(tree, index),
          onChoose: (index) => set({ chosen: { of: tree, index } }),
        }),
      )}
    </div>
    <ul class="beam-key">
      <li><span class="swatch kept" aria-hidden="true"></span>kept, with log <i>p</i> of all tokens so far</li>
      <li><span class="swatch cut" aria-hidden="true"></span>cut: the best of them, below the line</li>
      <li><span class="swatch ended" aria-hidden="true"></span>ended</li>
      <li><span class="swatch greedy" aria-hidden="true"></span>the greedy path</li>
      ${over ? html`<li><span class="swatch best" aria-hidden="true"></span>the winner</li>` : nothing}
    </ul>
  </div>`;
}

/** Under the player: the branch in focus, and what has ended. @param {Context} context */
function below(context) {
  const { data, fresh, moment } = context;
  if (!data) return nothing;
  const { tree } = data;
  return html`<div class=${`beam ${fresh ? '' : 'stale'}`}>
    ${branchPart(context, data, focusOf(context, data))}
    ${endingsTable(tree, endings(tree, moment), moment >= stepsOf(tree).length)}
  </div>`;
}

/** @type {import('../ui/figure.js').Figure<State, Data>} */
export const beam = {
  moment: 'tree',
  initial: { chosen: null },
  wants: (shared) => (shared.pair ? JSON.stringify([shared.pair.attention.source, ...Object.values(wished(shared))]) : null),
  compute,
  timeline: (_, data) => {
    const end = data ? Math.max(1, stepsOf(data.tree).length) : 1;
    const cut = data ? greedyPath(data.tree).cut : null;
    const marks = cut === null ? [] : [{ at: cut + 1, label: 'the greedy path is cut', kind: '' }];
    return { first: 1, end, rest: end, ends: ['first token', 'the search is over'], marks };
  },
  pace: () => kStepsASecond,
  view,
  below,
  summary,
  table: ({ data }) => (data ? beamTable(data.tree) : nothing),
  quotes: { beam: beamQuote, 'beam-looks': looksQuote, 'beam-many': manyQuote },
  questions: { 'predict-beam': howOften, 'check-beam': checkBeam },
};
