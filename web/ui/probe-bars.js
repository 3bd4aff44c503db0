/**
 * A sentence under a probe: over every word two bars, what C and what h_j give the true token, each with its average over many sentences.
 */
import { svg, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { chips } from './chips.js';
import { chipLabel, scaleFor } from './lane-layout.js';
import { flow } from '../lib/flow.js';
import { measureAt } from '../lib/measure.js';
import { memo } from '../lib/memo.js';
import { count, percent } from '../lib/numbers.js';
import { isRight } from '../lib/probing.js';

/** @typedef {import('../lib/probing.js').WordAnswer} WordAnswer */
/** @typedef {import('../lib/trace.js').Token} Token */
/** @typedef {import('../lib/probing.js').AtPosition} AtPosition */
/** @typedef {{ name: string, symbol: string, answers: readonly WordAnswer[] | null, averages: readonly AtPosition[] }} Reading */

const kTick = 16;
const kBetween = 7;

/** Where everything stands. */
const place = memo((/** @type {readonly Token[]} */ tokens, /** @type {number} */ width) => {
  const scale = scaleFor(tokens.length, width);
  const roomy = tokens.length * 90 < width;
  const plot = scale.height < 30 ? 46 : roomy ? 110 : 72;
  const above = kTick + plot + kBetween;
  const source = flow(tokens, chipLabel, {
    width,
    measure: measureAt(scale.size),
    height: scale.height,
    padding: Math.max(Math.round(scale.size * 0.42), 8),
    gap: scale.gap,
    least: roomy ? 66 : 30,
    pitch: above + scale.height + 14,
  });
  return { scale, plot, above, source, height: above + source.height + 4 };
});

/**
 * @param {object} options
 * @param {readonly Token[]} options.tokens
 * @param {readonly [Reading, Reading]} options.readings    C and h_j
 * @param {number} options.at         index of the token in focus
 * @param {number} options.cursor
 * @param {number} options.width
 * @param {(j: number | null) => void} options.onLook
 * @param {(j: number) => void} options.onChoose
 */
export function probeBars({ tokens, readings, at, cursor, width, onLook, onChoose }) {
  const { scale, plot, above, source, height } = place(tokens, width);
  const asked = readings[0].answers?.length ?? 0;
  /** @param {number} j */
  const says = (j) => {
    if (j >= asked) return `token ${j + 1} of ${tokens.length}: not asked`;
    const given = readings.map(({ name, answers }) => `${name} ${answers ? percent(answers[j]?.probability ?? NaN) : 'not yet'}`);
    return `token ${j + 1} of ${tokens.length}: ${given.join(', ')}`;
  };
  return svg`<svg class="probe-bars" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="group"
      aria-label=${`The probability that the probe gives each token, from C and from its own state; ${count(tokens.length, 'token')}`}>
    ${guard([tokens, ...readings.flatMap(({ answers, averages }) => [answers, averages]), width], () =>
      source.tokens.map((box, j) => {
        const top = box.y + kTick;
        if (j >= asked) return svg`<path class="unasked" d=${`M${box.x + 3} ${top + plot}h${box.width - 6}`}></path>`;
        const wide = Math.min(plot > 100 ? 28 : 18, (box.width - 9) / 2);
        const left = box.x + (box.width - 2 * wide - 3) / 2;
        return readings.map((reading, k) => bar(reading, j, tokens[j], { x: left + k * (wide + 3), y: top, width: wide, height: plot }));
      }),
    )}
    ${chips({
      name: 'English words',
      side: 'source',
      tokens,
      flow: source,
      top: above,
      size: scale.size,
      shown: () => 1,
      cursor,
      mood: (j) => (j === at ? 'reading' : ''),
      pressed: (j) => j === at,
      says,
      onLook,
      onChoose,
    })}
  </svg>`;
}

/**
 * One bar; a tick over it where the first answer is the true token; a line at the average.
 * @param {Reading} reading @param {number} j @param {Token | undefined} token
 * @param {{ x: number, y: number, width: number, height: number }} box
 */
function bar({ symbol, answers, averages }, j, token, { x, y, width, height }) {
  const answer = answers?.[j];
  const usual = averages.find((one) => one.position === j + 1);
  const high = Math.max(answer ? 1 : 0, (answer?.probability ?? 0) * height);
  const line = usual ? y + (1 - usual.probability) * height : null;
  return svg`<g class=${`reading ${symbol}`} data-symbol=${symbol}>
    <rect class="rail" x=${x} y=${y} width=${width} height=${height}></rect>
    ${
      answer
        ? svg`<rect class="fill" x=${x} y=${(y + height - high).toFixed(1)} width=${width} height=${high.toFixed(1)}></rect>`
        : nothing
    }
    ${line === null ? nothing : svg`<path class="usual" d=${`M${x - 1} ${line.toFixed(1)}h${width + 2}`}></path>`}
    ${answer && isRight(answer, token) ? svg`<path class="right" d=${`M${x + width / 2 - 4} ${y - 7}l3 3.5 5.5 -7`}></path>` : nothing}
  </g>`;
}
