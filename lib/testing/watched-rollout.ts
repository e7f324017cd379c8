import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { type CellContext, deriveCell, readBasis } from '#lib/fleet/cell-source.ts';
import { createMemory } from '#lib/fleet/memory.ts';
import type { SimulatedCluster } from '#lib/simulator/cluster.ts';
import { beginToLook, type Records, recordsOf } from './watched-cluster.ts';

/** What the rules say of one DaemonSet of an embedded cluster at one moment, without any network between them. */
export type Look = {
  readonly now: number;
  readonly outcome: DaemonSetOutcome;
  readonly cells: ReadonlyMap<NodeName, Cell>;
};

export type WatchedRollout = {
  /** Undefined when the DaemonSet is not there. */
  readonly look: () => Look | undefined;
  /** Takes a change of the embedded cluster over into the records. */
  readonly take: Records['take'];
};

/** Follows the cluster change by change: whoever asks sees what was there right before the next one. */
export function watchRollout(cluster: Pick<SimulatedCluster, 'store' | 'clock'>, name: string): WatchedRollout {
  const { store, take } = recordsOf(cluster.store);
  const memory = createMemory();
  const derivation = beginToLook(store, memory);

  function cellsOf(uid: Uid, now: number): Map<NodeName, Cell> {
    const daemonSet = store.daemonSet(uid);
    if (daemonSet === undefined) return new Map();
    const basis = readBasis(daemonSet, { store, memory });
    const context: CellContext = { store, memory, knowledge: { pods: 'Known', nodes: 'Known' }, now };
    const cells = derivation.nodeNames().map((node) => [node, deriveCell(basis, node, context)] as const);
    return new Map(cells.flatMap(([node, cell]) => (cell === undefined ? [] : [[node, cell]])));
  }

  return {
    take,
    look: () => {
      const now = cluster.clock.now();
      derivation.look(now);
      const uid = derivation.daemonSetUids().find((each) => derivation.daemonSet(each)?.name === name);
      const outcome = uid === undefined ? undefined : derivation.told(uid)?.outcome;
      return uid === undefined || outcome === undefined ? undefined : { now, outcome, cells: cellsOf(uid, now) };
    },
  };
}
