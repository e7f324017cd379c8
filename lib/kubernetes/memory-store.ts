import { type NodeName, type ObjectKey, objectKey, type Uid, uid } from '#lib/domain/keys.ts';
import type {
  ClusterRecord,
  ControllerRevisionRecord,
  DaemonSetRecord,
  NamespaceRecord,
  NodeRecord,
  PodDisruptionBudgetRecord,
  PriorityClassRecord,
  Resource,
} from '#lib/domain/objects.ts';
import { Interner } from './intern.ts';
import { ChangeCollector } from './store/changes.ts';
import { EventTable } from './store/event-table.ts';
import { PodTable } from './store/pod-table.ts';
import { RecordTable, type Stage, type Table } from './store/table.ts';
import type { StoreReader } from './store.ts';

export type StoreEvent =
  | { readonly type: 'Put'; readonly record: ClusterRecord }
  | { readonly type: 'Delete'; readonly uid: Uid };

/** A relist under way: the old state stays visible until `commit`, which brings the difference as one change. */
export type Relist = {
  readonly add: (record: ClusterRecord) => void;
  readonly remove: (uid: Uid) => void;
  readonly size: () => number;
  readonly commit: () => void;
};

/** The writing side, which only the reader of the cluster and of files has. */
export type StoreWriter = {
  readonly apply: (resource: Resource, events: readonly StoreEvent[]) => void;
  readonly beginRelist: (resource: Resource, namespace?: string) => Relist;
  /** Forgets all of a resource that may no longer be read. */
  readonly clear: (resource: Resource) => void;
  readonly size: (resource: Resource) => number;
  readonly uids: (resource: Resource) => Iterable<Uid>;
};

export type MemoryStore = StoreReader & StoreWriter & { readonly ignoredNodes: () => number };

export type StoreOptions = {
  readonly interner?: Interner;
  /** Nodes for which this is true are left out, with all that is on them. */
  readonly ignoreNode?: (node: NodeRecord) => boolean;
};

export function createMemoryStore({
  interner = new Interner(),
  ignoreNode = () => false,
}: StoreOptions = {}): MemoryStore {
  const changes = new ChangeCollector();
  const listeners = new Set<() => void>();
  let announced = false;

  const daemonSetsByKey = new Map<ObjectKey, DaemonSetRecord>();
  const nodesByName = new Map<NodeName, NodeRecord>();
  const ignoredNodes = new Set<NodeName>();
  const revisionsByOwner = new Map<Uid, readonly ControllerRevisionRecord[]>();
  const namespacesByName = new Map<string, NamespaceRecord>();
  const classesByName = new Map<string, PriorityClassRecord>();
  const budgetsByNamespace = new Map<string, readonly PodDisruptionBudgetRecord[]>();

  const pods = new PodTable(interner, changes);
  const daemonSets = new RecordTable<DaemonSetRecord>((before, after) => {
    // A DaemonSet made anew under the same name may be announced before the end of the old one is.
    if (before !== undefined && daemonSetsByKey.get(objectKey(before))?.uid === before.uid) {
      daemonSetsByKey.delete(objectKey(before));
    }
    if (after !== undefined) daemonSetsByKey.set(objectKey(after), after);
    const touched = after ?? before;
    if (touched !== undefined) changes.touchDaemonSet(touched.uid);
  });
  const nodes = new RecordTable<NodeRecord>((before, after) => {
    if (before !== undefined && nodesByName.get(before.name)?.uid === before.uid) forgetNode(before.name);
    if (after !== undefined) rememberNode(after);
    const touched = after ?? before;
    if (touched !== undefined) changes.touchNode(touched.name);
  });
  const revisions = new RecordTable<ControllerRevisionRecord>((before, after) => {
    for (const owner of new Set([before?.owner?.uid, after?.owner?.uid])) {
      if (owner === undefined) continue;
      const others = (revisionsByOwner.get(owner) ?? []).filter((each) => each.uid !== (before ?? after)?.uid);
      const left = after?.owner?.uid === owner ? [...others, after] : others;
      if (left.length === 0) revisionsByOwner.delete(owner);
      else revisionsByOwner.set(owner, left);
      changes.touchDaemonSet(owner);
    }
  });
  const namespaces = new RecordTable<NamespaceRecord>((before, after) => {
    if (before !== undefined && namespacesByName.get(before.name)?.uid === before.uid)
      namespacesByName.delete(before.name);
    if (after !== undefined) namespacesByName.set(after.name, after);
    touchDaemonSets((daemonSet) => daemonSet.namespace === (after ?? before)?.name);
  });
  const priorityClasses = new RecordTable<PriorityClassRecord>((before, after) => {
    if (before !== undefined && classesByName.get(before.name)?.uid === before.uid) classesByName.delete(before.name);
    if (after !== undefined) classesByName.set(after.name, after);
    touchDaemonSets(({ template: { spec } }) => spec.priorityClassName === (after ?? before)?.name);
  });
  const budgets = new RecordTable<PodDisruptionBudgetRecord>((before, after) => {
    const touched = after ?? before;
    if (touched === undefined) return;
    const others = (budgetsByNamespace.get(touched.namespace) ?? []).filter(({ uid }) => uid !== touched.uid);
    const left = after === undefined ? others : [...others, after];
    if (left.length === 0) budgetsByNamespace.delete(touched.namespace);
    else budgetsByNamespace.set(touched.namespace, left);
  });
  const events = new EventTable((regarding) => {
    const cell = pods.cellOf(regarding);
    if (cell !== undefined) changes.touchCell(cell.daemonSet, cell.node);
    if (daemonSets.get(regarding) !== undefined) changes.touchDaemonSet(regarding);
  });

  function rememberNode(node: NodeRecord): void {
    if (ignoreNode(node)) ignoredNodes.add(node.name);
    else ignoredNodes.delete(node.name);
    nodesByName.set(node.name, node);
  }

  function forgetNode(name: NodeName): void {
    nodesByName.delete(name);
    ignoredNodes.delete(name);
  }

  function touchDaemonSets(concerns: (daemonSet: DaemonSetRecord) => boolean): void {
    for (const daemonSet of daemonSets.values()) if (concerns(daemonSet)) changes.touchDaemonSet(daemonSet.uid);
  }

  const isShown = (name: NodeName) => !ignoredNodes.has(name);
  const shownOf = (names: Iterable<NodeName>): Iterable<NodeName> =>
    ignoredNodes.size === 0 ? names : Iterator.from(names).filter(isShown);

  function announce(): void {
    if (announced || changes.isEmpty) return;
    announced = true;
    for (const listener of listeners) listener();
  }

  const tables: Readonly<Record<Resource, Table<ClusterRecord>>> = {
    daemonsets: daemonSets,
    controllerrevisions: revisions,
    pods,
    nodes,
    events,
    namespaces,
    poddisruptionbudgets: budgets,
    priorityclasses: priorityClasses,
  };

  return {
    daemonSetUids: () => daemonSets.uids(),
    daemonSet: (id) => daemonSets.get(id),
    daemonSetByKey: (key) => daemonSetsByKey.get(key),
    nodeNames: () => shownOf(nodesByName.keys()),
    node: (name) => (isShown(name) ? nodesByName.get(name) : undefined),
    podsOfCell: (daemonSet, node) => (isShown(node) ? pods.podsOfCell(daemonSet, node) : []),
    nodesOfDaemonSet: (daemonSet) => shownOf(pods.nodesOfDaemonSet(daemonSet)),
    podsOnNode: (node) => (isShown(node) ? pods.podsOnNode(node) : []),
    outlinesOnNode: (node) => (isShown(node) ? pods.outlinesOnNode(node) : []),
    outlinesOfDaemonSet: (daemonSet) => pods.outlinesOfDaemonSet(daemonSet, isShown),
    pod: (id) => pods.pod(id),
    livePodsOf: (owner) => pods.livePodsOf(owner),
    revisionsOf: (daemonSet) => revisionsByOwner.get(daemonSet) ?? [],
    eventsOf: (id) => {
      const node = nodes.get(id);
      // The kubelet writes its node's name where a uid belongs.
      return node === undefined ? events.eventsOf(id) : [...events.eventsOf(id), ...events.eventsOf(uid(node.name))];
    },
    namespace: (name) => namespacesByName.get(name),
    priorityClass: (name) => classesByName.get(name),
    priorityClasses: () => classesByName.values(),
    podDisruptionBudgets: (namespace) => budgetsByNamespace.get(namespace) ?? [],
    ignoredNodes: () => ignoredNodes.size,
    drain: () => {
      announced = false;
      return changes.drain();
    },
    onDirty: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply: (resource, batch) => {
      const table = tables[resource];
      for (const event of batch) {
        if (event.type === 'Put') table.put(event.record);
        else table.delete(event.uid);
      }
      announce();
    },
    beginRelist: (resource, namespace) => {
      const stage: Stage<ClusterRecord> = tables[resource].stage(namespace);
      return {
        add: (record) => stage.add(record),
        remove: (id) => stage.remove(id),
        size: () => stage.size,
        commit: () => {
          stage.commit();
          announce();
        },
      };
    },
    clear: (resource) => {
      tables[resource].stage().commit();
      announce();
    },
    size: (resource) => tables[resource].size,
    uids: (resource) => tables[resource].uids(),
  };
}
