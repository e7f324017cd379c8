import type { NodeName } from '#lib/domain/keys.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import type { CausedCell, CausesInput } from '#lib/domain/rollout/causes/rollout-causes.ts';
import { isEmpty, isSettled } from '#lib/domain/rollout/cell-facts.ts';
import type { DaemonSetOutcome } from '#lib/domain/rollout/daemonset.ts';
import { ownRevisions } from '#lib/domain/rollout/revisions.ts';
import { type CellBasis, type CellContext, readableNode } from './cell-source.ts';

/** A cell as the causes of its DaemonSet look at it; undefined when it has nothing to say. */
export function toCausedCell({ node, kind, facts, causes, progressAt, readsRoom }: Cell): CausedCell | undefined {
  if (causes.length === 0 && !readsRoom && (isSettled(facts) || isEmpty(facts))) return undefined;
  return { node, state: kind, facts, causes, progressAt };
}

function siblingsOf({ uid, namespace }: DaemonSetRecord, { store }: CellContext): readonly DaemonSetRecord[] {
  return [...store.daemonSetUids()].flatMap((other) => {
    const sibling = other === uid ? undefined : store.daemonSet(other);
    return sibling?.namespace === namespace ? [sibling] : [];
  });
}

/** What the causes of one DaemonSet are found from; `nodes` are all that the picture has. */
export function causesInput(
  basis: CellBasis,
  outcome: DaemonSetOutcome,
  cells: readonly CausedCell[],
  nodes: readonly NodeName[],
  context: CellContext,
): CausesInput {
  const { daemonSet, failedCreate } = basis;
  const { store, knowledge, now } = context;
  return {
    daemonSet,
    outcome,
    revisions: ownRevisions(daemonSet, store.revisionsOf(daemonSet.uid)),
    cells,
    nodeCount: knowledge.nodes === 'Known' ? nodes.length : undefined,
    nodeOf: (name) => readableNode(name, context),
    siblings: siblingsOf(daemonSet, context),
    events: store.eventsOf(daemonSet.uid),
    failedCreate,
    knowledge,
    now,
  };
}
