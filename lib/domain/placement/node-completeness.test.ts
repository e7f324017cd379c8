import { expect, test } from 'vitest';
import { CELL_STATES, type CellState } from './cell-state.ts';
import {
  type Completeness,
  completenessOf,
  type Expectation,
  expectationOf,
  type NodeCount,
  TROUBLED_STATES,
} from './node-completeness.ts';

test('[NC1] every state of a cell says whether it should run there and whether it does', () => {
  const expected: Record<CellState, Expectation> = {
    failed: 'DoesNotRun',
    missing: 'DoesNotRun',
    starved: 'DoesNotRun',
    nodeDown: 'DoesNotRun',
    misscheduled: 'RunsUnwanted',
    unknown: 'Unknown',
    progressing: 'DoesNotRun',
    old: 'Runs',
    ok: 'Runs',
    excluded: 'NotWanted',
  };
  expect(Object.fromEntries(CELL_STATES.map((state) => [state, expectationOf(state)]))).toStrictEqual(expected);
});

const rows: readonly (Partial<NodeCount> & {
  readonly worst: CellState;
  readonly name: string;
  readonly is: Completeness;
})[] = [
  { name: '[NC2] all that want it run', worst: 'ok', wanted: 9, lacking: 0, is: 'Complete' },
  { name: '[NC2] an old revision runs too', worst: 'old', wanted: 9, lacking: 0, is: 'Complete' },
  { name: '[NC2] one that is starved', worst: 'starved', wanted: 9, lacking: 1, is: 'Incomplete' },
  { name: '[NC2] a node that is down', worst: 'nodeDown', wanted: 9, lacking: 9, is: 'Incomplete' },
  { name: '[NC3] what is missing is on its way', worst: 'progressing', wanted: 9, lacking: 1, is: 'UnderWay' },
  {
    name: '[NC3] a leftover pod beside what is on its way',
    worst: 'misscheduled',
    wanted: 9,
    lacking: 1,
    is: 'UnderWay',
  },
  {
    name: '[NC3] a leftover pod alone leaves it complete',
    worst: 'misscheduled',
    wanted: 9,
    lacking: 0,
    is: 'Complete',
  },
  { name: '[NC3] unknown is not complete', worst: 'unknown', wanted: 8, lacking: 0, unknown: 1, is: 'Unknown' },
  {
    name: '[NC3] unknown hides what is on its way',
    worst: 'unknown',
    wanted: 8,
    lacking: 1,
    unknown: 1,
    is: 'Unknown',
  },
  {
    name: '[NC3] a leftover pod is worse than unknown, and does not hide it',
    worst: 'misscheduled',
    wanted: 8,
    lacking: 0,
    unknown: 1,
    is: 'Unknown',
  },
  { name: '[NC3] no DaemonSet wants it', worst: 'excluded', wanted: 0, lacking: 0, is: 'NotWanted' },
];
test.for(rows)('$name: $is', ({ worst, wanted = 0, lacking = 0, unknown = 0, is }) => {
  expect(completenessOf({ worst, wanted, lacking, unknown })).toBe(is);
});

test('[NC2] the states that make a node incomplete are the worst of all, so that the worst of a node tells it', () => {
  expect(TROUBLED_STATES).toStrictEqual(CELL_STATES.slice(0, TROUBLED_STATES.length));
});
