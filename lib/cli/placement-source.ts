import type { Millis } from '#lib/base/clock.ts';
import { failure, type Result, success } from '#lib/base/result.ts';
import { judgePodSecurity, type PodSecurityVerdict, podSecurityOf } from '#lib/domain/audit/pod-security.ts';
import { type ObjectKey, objectKey } from '#lib/domain/keys.ts';
import type { NodeRecord, PriorityClassRecord, Resource } from '#lib/domain/objects.ts';
import { type AdmittedPriority, findAdmittedPriority } from '#lib/domain/placement/admitted-priority.ts';
import { findObstacles, type NamespaceKnowledge } from '#lib/domain/placement/obstacles.ts';
import { computePlacement, type RunningDaemonSet } from '#lib/domain/placement/placement-report.ts';
import { compareNodeNames } from '#lib/fleet/node-order.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import { rbacRuleFor } from '#lib/text/describe/health.ts';
import type { PlacementItem, PlacementNote } from './placement-input.ts';
import type { ReadItem } from './placement-manifests.ts';

/** The cluster as far as a DaemonSet that is not applied yet is judged by it. */
export type Stage = {
  readonly source: ClusterSource;
  readonly nodes: readonly NodeRecord[];
  /** Undefined: they may not be read, or there is none, which no cluster is without. */
  readonly classes: readonly PriorityClassRecord[] | undefined;
  readonly knowsNamespaces: boolean;
  readonly now: Millis;
};

/** Room is taken by everybody, so without nodes nothing can be told; the error is one sentence. */
export function setStage(source: ClusterSource, now: Millis): Result<Stage, string> {
  const { store, name } = source;
  if (!isRead(source, 'nodes')) {
    const { note } = source.health().resources.nodes;
    const grant = source.health().asOf === undefined ? `; this RBAC rule would grant it: ${rbacRuleFor('nodes')}` : '';
    return failure(`cannot tell without nodes where it would run: ${name}: ${note ?? 'they were not read'}${grant}`);
  }
  const nodes = [...store.nodeNames()].sort(compareNodeNames).flatMap((node) => store.node(node) ?? []);
  const classes = hasSome(source, 'priorityclasses') ? [...store.priorityClasses()] : undefined;
  return success({ source, nodes, classes, knowsNamespaces: hasSome(source, 'namespaces'), now });
}

function isRead(source: ClusterSource, resource: Resource): boolean {
  return source.health().resources[resource].synced;
}

/** A dump may leave a kind out; a cluster always has a namespace and a class of its own. */
function hasSome(source: ClusterSource, resource: Resource): boolean {
  return isRead(source, resource) && source.health().resources[resource].objects > 0;
}

/** What is to be said once, whatever the DaemonSets are. */
export function findNotes(stage: Stage, items: readonly ReadItem[]): readonly PlacementNote[] {
  const { source, knowsNamespaces } = stage;
  // The classes that every cluster has are known unread.
  const lacksClass = items.some((item) => admittedPriorityOf(item, stage).kind === 'Unknown');
  return [
    ...(hasSome(source, 'pods') || source.health().asOf === undefined ? [] : (['NoPods'] as const)),
    ...(knowsNamespaces ? [] : (['NamespacesUnreadable'] as const)),
    ...(lacksClass ? (['PriorityClassesUnreadable'] as const) : []),
    ...(items.some((item) => item.asksBeyondRoom) ? (['BeyondRoom'] as const) : []),
    ...(items.length > 1 ? (['Alone'] as const) : []),
    'NotRead',
  ];
}

export function judgeItem(item: ReadItem, stage: Stage): PlacementItem {
  const { file, line, daemonSet, problems } = item;
  const { source, nodes, now } = stage;
  const running = findRunning(source, objectKey(daemonSet));
  const priority = admittedPriorityOf(item, stage);
  const report = computePlacement({
    daemonSet,
    running,
    nodes,
    podsOnNode: source.store.podsOnNode,
    outlinesOnNode: source.store.outlinesOnNode,
    priority: priorityOf(priority),
    now,
  });
  const obstacles = findObstacles({
    daemonSet,
    running: running?.daemonSet,
    namespace: findNamespace(item, stage),
    priority,
    podSecurity: judgePods(item, stage),
  });
  return { file, line, daemonSet, problems, obstacles, report };
}

function findRunning({ store }: ClusterSource, key: ObjectKey): RunningDaemonSet | undefined {
  const daemonSet = store.daemonSetByKey(key);
  if (daemonSet === undefined) return undefined;
  const { uid } = daemonSet;
  return { daemonSet, revisions: store.revisionsOf(uid), podsOf: (node) => store.podsOfCell(uid, node) };
}

function admittedPriorityOf(item: ReadItem, stage: Stage): AdmittedPriority {
  return findAdmittedPriority(item.daemonSet.template.spec, classesFor(item, stage));
}

function priorityOf(priority: AdmittedPriority): number | undefined {
  return priority.kind === 'Admitted' && priority.mayPreempt ? priority.value : undefined;
}

/** With the classes that the same files bring along. */
function classesFor({ companions }: ReadItem, { classes }: Stage): readonly PriorityClassRecord[] | undefined {
  const brought = companions.flatMap((record) => (record.kind === 'PriorityClass' ? [record] : []));
  const names = new Set(brought.map(({ name }) => name));
  return classes === undefined ? undefined : [...classes.filter(({ name }) => !names.has(name)), ...brought];
}

/** The namespace as it will be once the files are applied. */
function findNamespace({ daemonSet, companions }: ReadItem, { source, knowsNamespaces }: Stage): NamespaceKnowledge {
  const { namespace } = daemonSet;
  const there = source.store.namespace(namespace);
  const brought = companions.find((record) => record.kind === 'Namespace' && record.name === namespace);
  if (there?.deletionTimestamp !== undefined) return there;
  if (brought?.kind === 'Namespace') {
    // Labels that are there and not in the file stay.
    return there === undefined ? brought : { ...there, labels: { ...there.labels, ...brought.labels } };
  }
  return there ?? (knowsNamespaces ? 'Absent' : 'Unreadable');
}

/** By what the namespace enforces; one without a label is left to the API server's own default, which cannot be read. */
function judgePods(item: ReadItem, stage: Stage): PodSecurityVerdict | undefined {
  const namespace = findNamespace(item, stage);
  if (typeof namespace === 'string') return undefined;
  return judgePodSecurity(item.podSecurity, podSecurityOf(namespace.labels), minorOf(stage.source.version()));
}

function minorOf(version: string | undefined): number | undefined {
  const minor = /^v1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
