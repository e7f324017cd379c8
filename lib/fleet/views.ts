import type { Clock } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey, Uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { compareCellStates } from '#lib/domain/placement/cell-state.ts';
import { hashOfPod, ownRevisions } from '#lib/domain/rollout/revisions.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import { attempt } from './attempt.ts';
import type { CauseContext } from './cause-source.ts';
import { bareBasis, type CellBasis, type CellContext, deriveCell, readableNode, readBasis } from './cell-source.ts';
import type { Derivation } from './derive.ts';
import { cellKnowledge, computeKnowledge } from './knowledge.ts';
import type { Memory } from './memory.ts';
import { unknownCell } from './unknown.ts';
import type { DaemonSetView, NodeView } from './view.ts';
import { viewOf } from './whole-view.ts';

export type ViewsOptions = {
  readonly store: StoreReader;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly health: () => ClusterHealth;
  readonly derivation: Pick<
    Derivation,
    'daemonSet' | 'daemonSetUids' | 'told' | 'nodeNames' | 'hasNode' | 'surroundings'
  >;
};

export type Views = {
  readonly daemonSet: (key: ObjectKey) => DaemonSetView | undefined;
  /** The same without its outlook, for who looks at many. */
  readonly daemonSetInShort: (key: ObjectKey) => DaemonSetView | undefined;
  readonly node: (name: NodeName) => NodeView | undefined;
  readonly readableNodes: () => readonly NodeRecord[];
};

/** What one DaemonSet or one node says in full, with the evidence that the picture leaves out; made when it is asked for. */
export function createViews({ store, memory, clock, health, derivation }: ViewsOptions): Views {
  function cellContext(): CauseContext {
    const knowledge = cellKnowledge(computeKnowledge(health()));
    return { store, memory, knowledge, now: clock.now(), ...derivation.surroundings() };
  }

  const tryBasis = (daemonSet: DaemonSetRecord): CellBasis =>
    attempt(
      () => readBasis(daemonSet, { store, memory }),
      () => bareBasis(daemonSet),
    );

  const tryCell = (basis: CellBasis, node: NodeName, context: CellContext): Cell | undefined =>
    attempt(
      () => deriveCell(basis, node, context),
      () => unknownCell(node),
    );

  function countPods(uid: Uid): Map<string, number> {
    const pods = new Map<string, number>();
    for (const outline of store.outlinesOfDaemonSet(uid)) {
      const hash = hashOfPod(outline);
      if (hash !== undefined) pods.set(hash, (pods.get(hash) ?? 0) + 1);
    }
    return pods;
  }

  function revisionsOf(daemonSet: DaemonSetRecord): DaemonSetView['revisions'] {
    const pods = countPods(daemonSet.uid);
    return ownRevisions(daemonSet, store.revisionsOf(daemonSet.uid))
      .toSorted((left, right) => right.revision - left.revision)
      .map((revision) => ({ revision, pods: pods.get(revision.hash ?? revision.name) ?? 0 }));
  }

  function look(key: ObjectKey, inShort: boolean): DaemonSetView | undefined {
    const uid = store.daemonSetByKey(key)?.uid;
    const daemonSet = uid === undefined ? undefined : derivation.daemonSet(uid);
    const told = uid === undefined ? undefined : derivation.told(uid);
    if (daemonSet === undefined || told === undefined) return undefined;
    const basis = tryBasis(daemonSet);
    const context = cellContext();
    const cells = new Map<NodeName, Cell>();
    for (const node of derivation.nodeNames()) {
      const cell = tryCell(basis, node, context);
      if (cell !== undefined) cells.set(node, cell);
    }
    return {
      ...viewOf({ basis, told, cells, context }, inShort),
      revisions: attempt(
        () => revisionsOf(daemonSet),
        () => [],
      ),
    };
  }

  return {
    daemonSet: (key) => look(key, false),
    daemonSetInShort: (key) => look(key, true),
    readableNodes: () => {
      const context = cellContext();
      return derivation.nodeNames().flatMap((name) => readableNode(name, context) ?? []);
    },
    node: (name) => {
      if (!derivation.hasNode(name)) return undefined;
      const context = cellContext();
      const node = readableNode(name, context);
      const cells = derivation.daemonSetUids().flatMap((uid) => {
        const daemonSet = derivation.daemonSet(uid);
        if (daemonSet === undefined) return [];
        const cell = tryCell(tryBasis(daemonSet), name, context);
        return cell === undefined ? [] : [{ daemonSet, cell }];
      });
      cells.sort((left, right) => compareCellStates(left.cell.kind, right.cell.kind));
      return { name, ...(node === undefined ? {} : { node }), cells };
    },
  };
}
