import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, NamespaceRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import { type Cell, type CellInput, type CellKnowledge, computeCell } from '#lib/domain/placement/cell.ts';
import { type FailedCreate, latestFailedCreate, latestFailedDelete } from '#lib/domain/rollout/failed-create.ts';
import { currentRevision, ownRevisions } from '#lib/domain/rollout/revisions.ts';
import { findRolloutBegin, type RememberedRevision, type RolloutBegin } from '#lib/domain/rollout/rollout-begin.ts';
import type { CurrentRevision } from '#lib/domain/rollout/verdict.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { Memory } from './memory.ts';

/** What every cell of one DaemonSet rests on, apart from its node and its pods. */
export type CellBasis = {
  readonly daemonSet: DaemonSetRecord;
  readonly revision: CurrentRevision;
  readonly failedCreate: FailedCreate | undefined;
  readonly failedDelete: FailedCreate | undefined;
  readonly namespace: NamespaceRecord | undefined;
  /** When we saw the current revision become the current one. */
  readonly rememberedRevision: RememberedRevision | undefined;
  readonly begin: RolloutBegin | undefined;
};

export type CellContext = {
  readonly store: StoreReader;
  readonly memory: Memory;
  readonly knowledge: CellKnowledge;
  readonly now: Millis;
};

type Readable = Pick<CellContext, 'store' | 'knowledge'>;

function newestPodOf(daemonSet: DaemonSetRecord, store: StoreReader): Millis | undefined {
  let newest: Millis | undefined;
  for (const node of store.nodesOfDaemonSet(daemonSet.uid)) {
    for (const { creationTimestamp } of store.podsOfCell(daemonSet.uid, node)) {
      if (creationTimestamp !== undefined) newest = Math.max(newest ?? -Infinity, creationTimestamp);
    }
  }
  return newest;
}

/** A refusal is answered by a newer pod; looking for it costs a walk over all of them, so only where one was refused. */
function failedCreateOf(daemonSet: DaemonSetRecord, store: StoreReader): FailedCreate | undefined {
  const events = store.eventsOf(daemonSet.uid);
  if (latestFailedCreate(events) === undefined) return undefined;
  return latestFailedCreate(events, newestPodOf(daemonSet, store));
}

const REVISION = 'revision';

function rememberedRevision(uid: Uid, memory: Memory): RememberedRevision | undefined {
  const remembered = memory.remembered(uid, REVISION);
  if (remembered === undefined) return undefined;
  return { number: Number(remembered.value), since: remembered.since, seenBegin: remembered.seenBegin };
}

/** Takes down which revision is the current one; true when the basis may be another now. */
export function rememberRevision({ daemonSet, revision }: CellBasis, memory: Memory, now: Millis): boolean {
  memory.noteGeneration(daemonSet.uid, daemonSet.generation, now);
  const { current } = revision;
  if (current === undefined) return false;
  const before = memory.remembered(daemonSet.uid, REVISION);
  return memory.noteValue(daemonSet.uid, REVISION, `${current.number}`, now) !== before;
}

export function readBasis(
  daemonSet: DaemonSetRecord,
  { store, memory }: Pick<CellContext, 'store' | 'memory'>,
): CellBasis {
  const { uid, namespace } = daemonSet;
  const revisions = store.revisionsOf(uid);
  const revision = currentRevision(daemonSet, revisions);
  const remembered = rememberedRevision(uid, memory);
  return {
    daemonSet,
    revision,
    failedCreate: failedCreateOf(daemonSet, store),
    failedDelete: latestFailedDelete(store.eventsOf(uid)),
    namespace: store.namespace(namespace),
    rememberedRevision: remembered,
    begin: findRolloutBegin(revision, ownRevisions(daemonSet, revisions), remembered),
  };
}

/** For a DaemonSet whose revisions or events cannot be read. */
export function bareBasis(daemonSet: DaemonSetRecord): CellBasis {
  const nothing = { failedCreate: undefined, failedDelete: undefined, namespace: undefined };
  const unknown = { rememberedRevision: undefined, begin: undefined };
  return { daemonSet, revision: { by: 'none' }, ...nothing, ...unknown };
}

/**
 * Two bases with the same digest give the same cells. The status is left out but for what the revision makes of it: it
 * changes with every pod, and must not cost a look at every node.
 */
export function digestOfBasis({ daemonSet, revision, failedCreate, namespace, begin }: CellBasis): string {
  const { template, updateStrategy, minReadySeconds, templateGeneration } = daemonSet;
  const { creationTimestamp, deletionTimestamp } = daemonSet;
  return JSON.stringify([
    template.digest,
    updateStrategy,
    minReadySeconds,
    templateGeneration,
    creationTimestamp,
    deletionTimestamp,
    revision,
    failedCreate,
    namespace?.deletionTimestamp,
    begin,
  ]);
}

/** What was read with rights that are gone is not told any more. */
export function readableNode(node: NodeName, { store, knowledge }: Readable): NodeRecord | undefined {
  return knowledge.nodes === 'Forbidden' ? undefined : store.node(node);
}

export function readablePods(daemonSet: Uid, node: NodeName, { store, knowledge }: Readable): readonly PodRecord[] {
  return knowledge.pods === 'Forbidden' ? [] : store.podsOfCell(daemonSet, node);
}

export function cellInput(basis: CellBasis, node: NodeName, context: CellContext): CellInput {
  const { store, memory, knowledge, now } = context;
  const { uid } = basis.daemonSet;
  return {
    nodeName: node,
    node: readableNode(node, context),
    knowledge,
    daemonSet: basis.daemonSet,
    pods: readablePods(uid, node, context),
    podsOnNode: () => store.podsOnNode(node),
    revision: basis.revision,
    failedCreate: basis.failedCreate,
    eventsOf: (uid) => store.eventsOf(uid),
    namespace: basis.namespace,
    absentSince: memory.absentSince(uid, node),
    begin: basis.begin,
    leavingSince: memory.leavingSince(uid, node),
    now,
  };
}

/** There is such a cell: the node is there, or a pod of the DaemonSet still says so. */
export function isCell({ node, pods }: CellInput): boolean {
  return node !== undefined || pods.length > 0;
}

export function deriveCell(basis: CellBasis, node: NodeName, context: CellContext): Cell | undefined {
  const input = cellInput(basis, node, context);
  return isCell(input) ? computeCell(input) : undefined;
}
