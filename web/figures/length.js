/** */
import { waiting } from '../ui/waiting.js';

/** @typedef {{}} State */

/** @type {import('../ui/figure.js').Figure<State, {}>} */
export const length = {
  moment: 'length',
  initial: {},
  wants: ({ pair }) => (pair ? pair.vector.source : null),
  compute: async () => ({}),
  timeline: () => ({ end: 1, rest: 1, ends: ['', ''], marks: [] }),
  pace: () => 1,
  view: ({ computing, shared }) => waiting(computing, shared, 'The numbers'),
  summary: () => '',
  table: () => '',
  quotes: {},
  questions: {},
};
