import type { Result } from '#lib/base/result.ts';
import type { Context, Refusal } from './context.ts';
import type { DeleteOptions } from './deletion.ts';
import type { NodePlan } from './node-plan.ts';
import type { Condition, Kind, NewObject, ObjectOf, Quantities, Reference, Taint } from './objects.ts';
import type { StoryClock } from './story-clock.ts';

/** What happens to nodes. A name that is not there is a fault of the story, and thrown. */
export type SimulatedNodes = {
  readonly add: (...plans: readonly NodePlan[]) => void;
  /** The Node object goes, as when an autoscaler removes the machine; its pods follow by garbage collection. */
  readonly remove: (name: string) => void;
  /** The kubelet falls silent; the node is NotReady when its grace is over. */
  readonly kill: (name: string) => void;
  readonly revive: (name: string) => void;
  readonly taint: (name: string, taint: Taint) => void;
  readonly untaint: (name: string, key: string) => void;
  readonly cordon: (name: string) => void;
  readonly uncordon: (name: string) => void;
  /** `null` takes a label away. */
  readonly label: (name: string, labels: Readonly<Record<string, string | null>>) => void;
  /** Such as DiskPressure=True; the node controller draws its conclusions. */
  readonly setCondition: (name: string, condition: Pick<Condition, 'type' | 'status'> & Partial<Condition>) => void;
  readonly setAllocatable: (name: string, allocatable: Quantities) => void;
};

/** A cluster that lives in this process: what scenarios and tests do to it, and what it is made of. */
export type SimulatedCluster = Context & {
  readonly clock: StoryClock;
  /**
   * Creates an object, or replaces the spec, labels and annotations of the one of that name (as `kubectl apply` of a
   * manifest that is whole). Pods pass admission; one that is refused throws.
   */
  readonly apply: <K extends Kind>(object: NewObject<K>) => ObjectOf<K>;
  /** Changes an object that must be there; gives what is stored. */
  readonly patch: <K extends Kind>(reference: Reference<K>, change: (object: ObjectOf<K>) => ObjectOf<K>) => void;
  /** Deleting what is not there is fine. */
  readonly delete: (reference: Reference, options?: DeleteOptions) => void;
  /** Asks the eviction API: refused while a PodDisruptionBudget forbids it (429). */
  readonly evict: (pod: { readonly name: string; readonly namespace: string }) => Result<void, Refusal>;
  readonly nodes: SimulatedNodes;
  /**
   * Puts the pods of a DaemonSet onto the nodes that want it as if they had been running since its creation; only before
   * the controllers have begun. A cluster of 150,000 pods is there in seconds that way.
   */
  readonly settle: (daemonSet: { readonly name: string; readonly namespace: string }) => void;
  readonly start: () => void;
  readonly stop: () => void;
};
