import { CELL_STATES, type CellState } from './cell-state.ts';

/** What is to be on a node and what is: every cell is one of these [NC1]. */
export const EXPECTATIONS = ['Runs', 'DoesNotRun', 'NotWanted', 'RunsUnwanted', 'Unknown'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

const EXPECTATION_OF: Readonly<Record<CellState, Expectation>> = {
  ok: 'Runs',
  old: 'Runs',
  failed: 'DoesNotRun',
  missing: 'DoesNotRun',
  starved: 'DoesNotRun',
  nodeDown: 'DoesNotRun',
  progressing: 'DoesNotRun',
  excluded: 'NotWanted',
  misscheduled: 'RunsUnwanted',
  unknown: 'Unknown',
};

/** Should it run here, and does it [NC1]. Of a node that is down, what runs is hearsay: it counts as not running. */
export function expectationOf(state: CellState): Expectation {
  return EXPECTATION_OF[state];
}

const COMPLETENESS_KINDS = ['Incomplete', 'UnderWay', 'Unknown', 'Complete', 'NotWanted'] as const;
export type Completeness = (typeof COMPLETENESS_KINDS)[number];

/** What is counted over the DaemonSets of one node. */
export type NodeCount = {
  readonly worst: CellState;
  /** DaemonSets that want it, and those of them that do not run there. */
  readonly wanted: number;
  readonly lacking: number;
  /** DaemonSets of which nothing is known there. */
  readonly unknown: number;
};

/** The states that a rollout does not pass through by itself; they are the first in the order of S1. */
const TROUBLE: ReadonlySet<CellState> = new Set<CellState>(['failed', 'missing', 'starved', 'nodeDown']);
export const TROUBLED_STATES: readonly CellState[] = CELL_STATES.filter((state) => TROUBLE.has(state));

/** Whether all that is wanted on a node runs there [NC2] [NC3]. Unknown is never complete. */
export function completenessOf({ worst, wanted, lacking, unknown }: NodeCount): Completeness {
  if (TROUBLE.has(worst)) return 'Incomplete';
  if (unknown > 0) return 'Unknown';
  if (lacking > 0) return 'UnderWay';
  return wanted > 0 ? 'Complete' : 'NotWanted';
}
