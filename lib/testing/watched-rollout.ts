import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { type CellContext, deriveCell, readBasis } from '#lib/fleet/cell-source.ts';
import { createDerivation } from '#lib/fleet/derive.ts';
import { createHistory } from '#lib/fleet/history.ts';
import { computeKnowledge } from '#lib/fleet/knowledge.ts';
import { createMemory } from '#lib/fleet/memory.ts';
import { createMemoryStore } from '#lib/kubernetes/memory-store.ts';
import { projectResource, resourceOfKind } from '#lib/kubernetes/project/object.ts';
import type { SimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Change } from '#lib/simulator/object-store.ts';
import { makeHealth } from './health.ts';

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
  readonly take: (change: Change) => void;
};

const STALL_AFTER_MILLIS = 600_000;

/** Follows the cluster change by change: whoever asks sees what was there right before the next one. */
export function watchRollout(cluster: Pick<SimulatedCluster, 'store' | 'clock'>, name: string): WatchedRollout {
  const store = createMemoryStore();
  const memory = createMemory();
  const derivation = createDerivation({
    store,
    memory,
    history: createHistory(0),
    stallAfterMillis: STALL_AFTER_MILLIS,
  });
  const knowledge = computeKnowledge(makeHealth());
  const take = ({ type, object }: Pick<Change, 'type' | 'object'>): void => {
    const resource = resourceOfKind(object.apiVersion, object.kind);
    const record = resource === undefined ? undefined : projectResource(resource, object);
    if (resource === undefined || record === undefined) return;
    store.apply(resource, [type === 'DELETED' ? { type: 'Delete', uid: record.uid } : { type: 'Put', record }]);
  };
  for (const kind of ['Namespace', 'Node', 'DaemonSet', 'ControllerRevision', 'Pod', 'Event'] as const) {
    for (const object of cluster.store.list(kind)) take({ type: 'ADDED', object });
  }

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
      derivation.update(store.drain(), knowledge, now);
      const uid = derivation.daemonSetUids().find((each) => derivation.daemonSet(each)?.name === name);
      const outcome = uid === undefined ? undefined : derivation.told(uid)?.outcome;
      return uid === undefined || outcome === undefined ? undefined : { now, outcome, cells: cellsOf(uid, now) };
    },
  };
}
