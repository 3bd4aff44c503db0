/**
 * A beam search as a tree: a column for every step, in it the continuations that were kept, the more probable higher, below them the best
 * that were cut. A pure function of a tree and a moment. One tab stop; arrow keys move along the branches.
 */
import { svg, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { chipLabel } from './lane-layout.js';
import { branchAt, stepsOf } from '../lib/beam.js';
import { memo } from '../lib/memo.js';
import { clamp, signed } from '../lib/numbers.js';
import { isEnd } from '../lib/trace.js';

/** @typedef {import('../lib/beam.js').BeamTree} BeamTree */
/**
 * @typedef {object} TreeDrawing
 * @property {BeamTree} tree
 * @property {number} beam
 * @property {number} t                 steps that are shown, fractional while playing
 * @property {number} moment
 * @property {number} at                the branch in focus
 * @property {boolean} follows            scrolls so far that the branch in focus is seen
 * @property {ReadonlySet<number>} path     the branches that lead to it
 * @property {ReadonlySet<number>} greedy   the greedy path
 * @property {ReadonlySet<number>} best     those of the winner, once it is known
 * @property {(size: number) => (text: string) => number} measureAt
 * @property {(index: number) => string} says
 * @property {(index: number) => void} onChoose
 */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

const kHigh = 28;
const kPitch = 34;
const kBetween = 16;
const kTop = 26;
const kSize = 15;
const kNumber = 40;
const kJoint = 26;
/** Continuations shown below those kept, at most as many as those. */
const kLeastCut = 3;

/** Where every branch that is drawn stands. */
export const treeLayout = memo((/** @type {BeamTree} */ tree, /** @type {number} */ beam, /** @type {TreeDrawing['measureAt']} */ measureAt) => {
  const measure = measureAt(kSize);
  /** @type {Map<number, Box>} */
  const boxes = new Map();
  const steps = stepsOf(tree);
  const cuts = Math.max(beam, kLeastCut);
  /** @type {number[]} */
  const lefts = [];
  let x = 0;
  steps.forEach((indices, s) => {
    const drawn = indices.filter((index, rank) => branchAt(tree, index).fate !== 'cut' || rank < beam + cuts);
    let cut = 0;
    let kept = 0;
    const shown = drawn.filter((index) => branchAt(tree, index).fate !== 'cut' || cut++ < cuts);
    cut = 0;
    const width = Math.ceil(Math.max(...shown.map((index) => measure(chipLabel({ ...branchAt(tree, index), word: 0 })))) + kNumber + 22);
    lefts[s] = x;
    for (const index of shown) {
      const y = branchAt(tree, index).fate === 'cut' ? kTop + beam * kPitch + kBetween + cut++ * kPitch : kTop + kept++ * kPitch;
      boxes.set(index, { x, y, width, height: kHigh });
    }
    x += width + kJoint;
  });
  return { boxes, lefts, width: Math.max(1, x - kJoint), height: kTop + beam * kPitch + kBetween + cuts * kPitch };
});

/** @param {Box} from @param {Box} to */
const joint = (from, to) => {
  const [x0, y0, x1, y1] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const middle = (x0 + x1) / 2;
  return `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`;
};

/** Scrolls the tree, and nothing else, so far that a branch is seen. @param {Element} branch @param {Box} box */
function show(branch, box) {
  const scroller = branch.closest('.scroll');
  if (!scroller) return;
  if (box.x < scroller.scrollLeft + 30 || box.x + box.width > scroller.scrollLeft + scroller.clientWidth - 30)
    scroller.scrollLeft = box.x + box.width / 2 - scroller.clientWidth / 2;
}

/** @param {Box} box */
const keepInView = (box) => (/** @type {Element | undefined} */ chosen) => {
  if (chosen) requestAnimationFrame(() => show(chosen, box));
};

/** The branch to which an arrow key leads; null: none. @param {TreeDrawing} drawing @param {string} key */
function reached({ tree, beam, measureAt, at, moment }, key) {
  const { boxes } = treeLayout(tree, beam, measureAt);
  const here = branchAt(tree, at);
  const height = (/** @type {number} */ index) => boxes.get(index)?.y ?? 0;
  const column = (stepsOf(tree)[here.step] ?? []).filter((index) => boxes.has(index)).sort((a, b) => height(a) - height(b));
  const place = column.indexOf(at);
  if (key === 'ArrowUp' || key === 'ArrowDown') return column[clamp(place + (key === 'ArrowUp' ? -1 : 1), 0, column.length - 1)] ?? null;
  if (key === 'Home') return column[0] ?? null;
  if (key === 'End') return column.at(-1) ?? null;
  if (key === 'ArrowLeft') return here.parent < 0 ? null : here.parent;
  if (key !== 'ArrowRight' || here.step + 1 >= moment) return null;
  const next = (stepsOf(tree)[here.step + 1] ?? []).filter((index) => boxes.has(index));
  return next.find((index) => branchAt(tree, index).parent === at) ?? null;
}

/** @param {TreeDrawing} drawing */
export function beamTree(drawing) {
  const { tree, beam, t, moment, at, follows, path, greedy, best, measureAt, says, onChoose } = drawing;
  const { boxes, lefts, width, height } = treeLayout(tree, beam, measureAt);
  /** @param {number} step */
  const shown = (step) => clamp(t - step, 0, 1);
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const known = /^(Arrow|Home$|End$)/.test(event.key);
    if (!known && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const next = known ? reached(drawing, event.key) : at;
    if (next === null) return;
    onChoose(next);
    const box = /** @type {Element} */ (event.currentTarget).closest('svg');
    requestAnimationFrame(() => /** @type {SVGElement | null | undefined} */ (box?.querySelector(`[data-branch="${next}"]`))?.focus());
  };
  const all = [...boxes].filter(([index]) => shown(branchAt(tree, index).step) > 0);
  return svg`<svg class="beam-tree" width=${width + 4} height=${height} viewBox=${`-2 0 ${width + 4} ${height}`} role="group"
      aria-label="The tree of the search. Arrow keys move along its branches.">
    ${lefts.map((x, step) => {
      if (shown(step) <= 0) return nothing;
      return svg`<text class="tick ${step === moment - 1 ? 'at' : ''}" x=${x} y="14" opacity=${shown(step)}>token ${step + 1}</text>`;
    })}
    <path class="fence" d=${`M0 ${kTop + beam * kPitch + kBetween / 2 - 3}H${width}`}></path>
    <g class="joints">${all.map(([index, box]) => {
      const branch = branchAt(tree, index);
      const from = boxes.get(branch.parent);
      if (!from) return nothing;
      const kind = `${branch.fate} ${best.has(index) ? 'best' : ''} ${path.has(index) ? 'on' : ''}`;
      return svg`<path class=${`joint ${kind}`} d=${joint(from, box)} opacity=${shown(branch.step)}></path>`;
    })}</g>
    ${all.map(([index, box]) => {
      const branch = branchAt(tree, index);
      const end = isEnd(branch);
      const chosen = index === at;
      const kind = `${branch.fate} ${best.has(index) ? 'best' : ''} ${path.has(index) ? 'on' : ''} ${end ? 'end' : ''}`;
      const label = chipLabel({ ...branch, word: 0 });
      const middle = box.y + box.height / 2;
      return svg`<g class=${`branch ${kind}`} role="button" tabindex=${chosen ? 0 : -1} aria-pressed=${chosen ? 'true' : 'false'}
          data-branch=${index} lang=${end ? 'en' : 'fr'} aria-label=${`${label} ${signed(branch.log_probability)}`}
          aria-description=${says(index)} opacity=${shown(branch.step)}
          @click=${() => onChoose(index)} @keydown=${onKey}
          @focus=${(/** @type {FocusEvent} */ event) => show(/** @type {Element} */ (event.currentTarget), box)}
          ${chosen && follows ? ref(keepInView(box)) : nothing}>
        <rect x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="6"></rect>
        <text x=${box.x + 9} y=${middle} dy="0.34em" font-size=${end ? 12 : kSize} aria-hidden="true">${label}</text>
        <text class="number" x=${box.x + box.width - 8} y=${middle} dy="0.34em" text-anchor="end" aria-hidden="true"
          >${signed(branch.log_probability)}</text>
        ${
          greedy.has(index)
            ? svg`<path class="greedy" d=${`M${box.x + 7} ${box.y + box.height - 3.5}H${box.x + box.width - 7}`}></path>`
            : nothing
        }
      </g>`;
    })}
  </svg>`;
}
