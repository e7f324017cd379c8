import type { HolderRow } from './verdict.ts';

/** The pods of one node as the rolling update counts them: those that do not terminate, new and old. */
export type NodeSides = {
  readonly wanted: boolean;
  readonly nodeGone: boolean;
  /** Any pod at all, a terminating one too. */
  readonly occupied: boolean;
  readonly fresh: number;
  readonly freshAvailable: boolean;
  readonly old: number;
  readonly oldAvailable: boolean;
};

/** What is asked of a pod: a cell tells it of each of its pods. */
export type SidePod = { readonly updated: boolean; readonly available: boolean; readonly terminating: boolean };

export type SideHolder = { readonly kind: 'Holder' | 'Unavailable'; readonly row: HolderRow };
export type SideRow =
  | SideHolder
  | { readonly kind: 'Candidate' }
  /** The whole update fails on it, until garbage collection has taken its pod [RU8i]. */
  | { readonly kind: 'Halt' }
  | { readonly kind: 'None' };

const NONE: SideRow = { kind: 'None' };
const CANDIDATE: SideRow = { kind: 'Candidate' };
const HALT: SideRow = { kind: 'Halt' };

export function countSides(
  pods: readonly SidePod[],
  { wanted, nodeGone }: Pick<NodeSides, 'wanted' | 'nodeGone'>,
): NodeSides {
  const live = pods.filter(({ terminating }) => !terminating);
  const fresh = live.filter(({ updated }) => updated);
  const old = live.filter(({ updated }) => !updated);
  return {
    wanted,
    nodeGone,
    occupied: pods.length > 0,
    fresh: fresh.length,
    freshAvailable: fresh[0]?.available === true,
    old: old.length,
    oldAvailable: old[0]?.available === true,
  };
}

/** Finds the row of RU5 (without surge) or RU8 (with it) that a node is in, as the controller of 1.31 and later does. */
export function classifySides(sides: NodeSides, surge: boolean): SideRow {
  return surge ? classifySurge(sides) : classifyUnavailable(sides);
}

/** Every node with any pod counts, wanted or not, and every wanted node without one [RU4]. */
function classifyUnavailable({ wanted, occupied, fresh, old, freshAvailable, oldAvailable }: NodeSides): SideRow {
  if (fresh > 1 || old > 1) return { kind: 'Holder', row: 'RU5a' };
  if (fresh === 0 && old === 0) return wanted || occupied ? { kind: 'Holder', row: 'RU5b' } : NONE;
  if (fresh === 1 && old === 1) return { kind: 'Holder', row: 'RU5c' };
  if (fresh === 1) return freshAvailable ? NONE : { kind: 'Holder', row: 'RU5e' };
  return oldAvailable ? CANDIDATE : { kind: 'Holder', row: 'RU5f' };
}

function classifySurge({ wanted, nodeGone, fresh, old, freshAvailable, oldAvailable }: NodeSides): SideRow {
  if (fresh > 1 || old > 1) return { kind: 'Holder', row: 'RU8h' };
  if (old === 0) return !wanted || freshAvailable ? NONE : { kind: 'Unavailable', row: 'RU8a' };
  if (fresh === 1) return freshAvailable ? NONE : { kind: 'Holder', row: 'RU8f' };
  if (nodeGone) return HALT;
  // RU8c and RU8d use no budget and wait for none.
  if (!wanted) return NONE;
  return oldAvailable ? CANDIDATE : { kind: 'Unavailable', row: 'RU8b' };
}
