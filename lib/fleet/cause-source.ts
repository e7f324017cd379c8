import type { NodeName } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { CausedCell, CausesInput } from '#lib/domain/rollout/causes/causes-input.ts';
import type { OddTaints } from '#lib/domain/rollout/causes/odd-taints.ts';
import { isEmpty, isSettled } from '#lib/domain/rollout/cell-facts.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { ownRevisions } from '#lib/domain/rollout/revisions.ts';
import { type CellContext, readableNode, readablePods } from './cell-source.ts';
import type { TellingInput } from './told.ts';

/** What the causes of a DaemonSet read beside its cells. */
export type CauseContext = CellContext & {
  /** All that the picture has. */
  readonly nodes: readonly NodeName[];
  readonly oddTaints: OddTaints;
};

/** A cell as the causes of its DaemonSet look at it; undefined when it has nothing to say. */
export function toCausedCell(cell: Cell): CausedCell | undefined {
  const { node, kind, facts, causes, progressAt, progressKind, readsRoom } = cell;
  if (causes.length === 0 && !readsRoom && (isSettled(facts) || isEmpty(facts))) return undefined;
  return { node, state: kind, facts, causes, progressAt, progressKind };
}

function siblingsOf({ uid, namespace }: DaemonSetRecord, { store }: CellContext): readonly DaemonSetRecord[] {
  return [...store.daemonSetUids()].flatMap((other) => {
    const sibling = other === uid ? undefined : store.daemonSet(other);
    return sibling?.namespace === namespace ? [sibling] : [];
  });
}

function* readableNodes(context: CauseContext): Generator<NodeRecord> {
  for (const name of context.nodes) {
    const node = readableNode(name, context);
    if (node !== undefined) yield node;
  }
}

/** What the causes of one DaemonSet are found from. */
export function causesInput(
  outcome: DaemonSetOutcome,
  { basis, cells, context, fineNodes }: TellingInput,
): CausesInput {
  const { daemonSet, failedCreate, namespace } = basis;
  const { store, memory, knowledge, nodes, oddTaints, now } = context;
  const { uid } = daemonSet;
  return {
    daemonSet,
    outcome,
    revisions: ownRevisions(daemonSet, store.revisionsOf(uid)),
    cells,
    nodeCount: knowledge.nodes === 'Known' ? nodes.length : undefined,
    nodeOf: (name) => readableNode(name, context),
    siblings: siblingsOf(daemonSet, context),
    events: store.eventsOf(uid),
    failedCreate,
    namespace,
    knowledge,
    podsOf: (name) => readablePods(uid, name, context),
    eventsOf: (id) => store.eventsOf(id),
    nodes: () => readableNodes(context),
    oddTaints,
    lostPods: memory.lostPods(uid),
    fineNodes,
    generationRises: memory.generationRises(uid),
    now,
  };
}
