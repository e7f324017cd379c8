import type { NodeName, ObjectKey, Uid } from '#lib/domain/keys.ts';
import type {
  ControllerRevisionRecord,
  DaemonSetRecord,
  EventRecord,
  NamespaceRecord,
  NodeRecord,
  PodDisruptionBudgetRecord,
  PodRecord,
  PriorityClassRecord,
} from '#lib/domain/objects.ts';

/** What changed since the last drain; a relist arrives as one change. */
export type StoreChanges = {
  /** DaemonSet uid to the nodes whose cell with it is touched by a pod. */
  readonly cells: ReadonlyMap<Uid, ReadonlySet<NodeName>>;
  /** DaemonSets that came, went or changed themselves, or whose revisions or events did. */
  readonly daemonSets: ReadonlySet<Uid>;
  /** Nodes that came, went or changed. */
  readonly nodes: ReadonlySet<NodeName>;
  /** Nodes on which any pod changed, so that the room there is another. */
  readonly rooms: ReadonlySet<NodeName>;
};

/**
 * The reading side of the store, which is all that the fleet sees. Records are immutable: a change is a new record. No
 * caller keeps one; it asks again.
 */
export type StoreReader = {
  readonly daemonSetUids: () => Iterable<Uid>;
  readonly daemonSet: (uid: Uid) => DaemonSetRecord | undefined;
  readonly daemonSetByKey: (key: ObjectKey) => DaemonSetRecord | undefined;
  readonly nodeNames: () => Iterable<NodeName>;
  readonly node: (name: NodeName) => NodeRecord | undefined;
  /** The pods whose controller owner is this uid and whose target is this node [NP4], in the order of NP5. */
  readonly podsOfCell: (daemonSet: Uid, node: NodeName) => readonly PodRecord[];
  /** The nodes that have, or are the target of, a pod of this DaemonSet; may name nodes that do not exist. */
  readonly nodesOfDaemonSet: (daemonSet: Uid) => Iterable<NodeName>;
  /** All pods bound to this node, whoever owns them. */
  readonly podsOnNode: (node: NodeName) => Iterable<PodRecord>;
  /**
   * The same in outline: name, uid and node are empty, and a moment that is there is 0. Pods that look alike are one
   * object, and nothing is made to give it.
   */
  readonly outlinesOnNode: (node: NodeName) => Iterable<PodRecord>;
  /** The pods of all cells of a DaemonSet, in outline. */
  readonly outlinesOfDaemonSet: (daemonSet: Uid) => Iterable<PodRecord>;
  readonly pod: (uid: Uid) => PodRecord | undefined;
  /** How many pods this controller has that neither end nor have ended, on whatever node or none; of a DaemonSet 0 [MR12]. */
  readonly livePodsOf: (owner: Uid) => number;
  /** The ControllerRevisions whose controller owner is this uid [RV1]. */
  readonly revisionsOf: (daemonSet: Uid) => readonly ControllerRevisionRecord[];
  /** Events that regard this object. */
  readonly eventsOf: (uid: Uid) => readonly EventRecord[];
  readonly namespace: (name: string) => NamespaceRecord | undefined;
  readonly priorityClass: (name: string) => PriorityClassRecord | undefined;
  readonly priorityClasses: () => Iterable<PriorityClassRecord>;
  readonly podDisruptionBudgets: (namespace: string) => readonly PodDisruptionBudgetRecord[];
  /** Takes what has changed since the last call. */
  readonly drain: () => StoreChanges;
  /** Called, once until the next drain, when there is something to drain. */
  readonly onDirty: (listener: () => void) => () => void;
};
