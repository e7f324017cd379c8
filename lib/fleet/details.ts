import type { NodeName } from '#lib/domain/keys.ts';
import type { DaemonSetRecord, NodeRecord } from '#lib/domain/objects.ts';
import type { Cell } from '#lib/domain/placement/cell.ts';
import { explainPlacement } from '#lib/domain/placement/explain.ts';
import { automaticTolerations } from '#lib/domain/placement/tolerations.ts';
import { effectiveBudget } from '#lib/domain/rollout/budget-limit.ts';
import { ownRevisions } from '#lib/domain/rollout/revisions.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import type { CellDetails, DaemonSetDetails, NodeDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { attempt } from './attempt.ts';
import { groupEvents, type PlacedEvent } from './event-groups.ts';
import { podDetails } from './pod-details.ts';
import { templateUpdateOf } from './template-update.ts';
import type { DaemonSetView, NodeView } from './view.ts';

/*
 * Views as they cross to the browser. The records hold nothing that must not leave, such as environment and arguments,
 * and what the records may tell is chosen here once more, field by field.
 */

type Pods = Pick<StoreReader, 'podsOfCell' | 'revisionsOf' | 'eventsOf'>;

/** The pods that the cell speaks of: none while pods may not be read. */
function podsOf(daemonSet: DaemonSetRecord, node: NodeName, { evidence }: Cell, store: Pods): CellDetails['pods'] {
  if (evidence.pods.length === 0) return [];
  const own = ownRevisions(daemonSet, store.revisionsOf(daemonSet.uid));
  const shown = new Set(evidence.pods.map((pod) => pod.uid));
  const pods = store.podsOfCell(daemonSet.uid, node).filter((pod) => shown.has(pod.uid));
  return pods.map((pod) => podDetails(pod, own));
}

function cellDetails(daemonSet: DaemonSetRecord, node: NodeName, cell: Cell, store: Pods): CellDetails {
  return {
    node,
    state: cell.kind,
    reasons: cell.evidence.reasons,
    pods: attempt(
      () => podsOf(daemonSet, node, cell, store),
      () => [],
    ),
    ...(cell.since === undefined ? {} : { since: cell.since }),
  };
}

/** Events about the DaemonSet, and about the pods that its cells speak of. */
function* eventsOf({ daemonSet, cells }: DaemonSetView, store: Pods): Generator<PlacedEvent> {
  for (const event of store.eventsOf(daemonSet.uid)) yield { event };
  for (const [node, cell] of cells) {
    for (const { uid } of cell.evidence.pods) for (const event of store.eventsOf(uid)) yield { event, node };
  }
}

function strategyOf(daemonSet: DaemonSetRecord, desired: number): DaemonSetDetails['updateStrategy'] {
  const { updateStrategy } = daemonSet;
  const budget = effectiveBudget(daemonSet, desired);
  if (updateStrategy.kind === 'OnDelete' || budget === undefined) return { kind: 'OnDelete' };
  const { maxUnavailable, maxSurge } = updateStrategy;
  return { kind: 'RollingUpdate', maxUnavailable, maxSurge, effective: { kind: budget.kind, pods: budget.limit } };
}

function placementOf(daemonSet: DaemonSetRecord, nodes: readonly NodeRecord[]): DaemonSetDetails['placement'] {
  const { spec } = daemonSet.template;
  const { requiredNodeAffinity, nodeSelector, tolerations } = spec;
  return {
    selector: daemonSet.selector,
    nodeSelector,
    ...(requiredNodeAffinity === undefined ? {} : { requiredNodeAffinity }),
    tolerations,
    automaticTolerations: automaticTolerations(spec),
    ...explainPlacement(daemonSet, nodes),
  };
}

/** `nodes` are those that may be read. */
export function daemonSetDetails(
  view: DaemonSetView,
  summary: PictureDaemonSet,
  nodes: readonly NodeRecord[],
  store: Pods,
): DaemonSetDetails {
  const { daemonSet, counted } = view;
  const { creationTimestamp, generation, minReadySeconds, template, status } = daemonSet;
  const { priorityClassName, initContainers, containers } = template.spec;
  return {
    summary,
    ...(creationTimestamp === undefined ? {} : { createdAt: creationTimestamp }),
    generation,
    observedGeneration: status.observedGeneration,
    minReadySeconds,
    updateStrategy: strategyOf(daemonSet, counted.desiredNumberScheduled),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    images: [...initContainers, ...containers].map(({ name, image }) => ({ container: name, image })),
    placement: placementOf(daemonSet, nodes),
    update: templateUpdateOf(view) ?? null,
    cells: [...view.cells].map(([node, cell]) => cellDetails(daemonSet, node, cell, store)),
    budget: view.budget ?? null,
    causes: view.causes,
    excludedCauses: view.excludedCauses,
    commonTraits: view.commonTraits ?? [],
    progress: view.progress,
    alerts: view.alerts,
    whatIf: view.whatIf ?? null,
    preflight: view.preflight ?? null,
    pushSafety: view.pushSafety ?? null,
    events: groupEvents(eventsOf(view, store), daemonSet.name),
  };
}

function nodeFields(node: NodeRecord | undefined): Omit<NodeDetails, 'name' | 'daemonSets' | 'room' | 'completeAfter'> {
  const conditions = node?.conditions.map(({ type, status, reason, message, lastTransitionTime }) => ({
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }),
  }));
  const info = Object.entries(node?.nodeInfo ?? {}).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]]));
  return {
    exists: node !== undefined,
    ...(node?.creationTimestamp === undefined ? {} : { createdAt: node.creationTimestamp }),
    unschedulable: node?.unschedulable ?? false,
    labels: node?.labels ?? {},
    taints: node?.taints ?? [],
    conditions: conditions ?? [],
    nodeInfo: Object.fromEntries(info),
    internalIPs: node?.internalIPs ?? [],
    allocatable: node?.allocatable ?? {},
  };
}

/** All but its room, which is another question. */
export function nodeDetails({ name, node, cells }: NodeView, store: Pods): Omit<NodeDetails, 'room' | 'completeAfter'> {
  return {
    name,
    ...nodeFields(node),
    daemonSets: cells.map(({ daemonSet, cell }) => ({
      namespace: daemonSet.namespace,
      name: daemonSet.name,
      ...cellDetails(daemonSet, name, cell, store),
    })),
  };
}
