import type { DeleteOptions, ListOptions, WaitOptions } from '../client.ts';
import type { Kind, KubernetesObject, Reference } from '../kinds.ts';
import type { NodePlan, Taint } from '../nodes.ts';
import type { Endpoint } from './reader.ts';

/**
 * A whole cluster in real time, as a story drives it. Stories are written against this alone, so that none can know
 * which cluster it is told to.
 */
export type World = {
  readonly name: 'control plane' | 'simulator';
  /** Where everything can be read, with all rights. */
  readonly endpoint: Endpoint;
  /** Ready for pods when it returns. */
  readonly addNamespace: (name: string, labels?: Readonly<Record<string, string>>) => Promise<void>;
  /** Creates nodes and waits until those with a kubelet are Ready. */
  readonly addNodes: (plans: readonly NodePlan[]) => Promise<void>;
  readonly removeNode: (name: string) => Promise<void>;
  /** The kubelet falls silent: about 16 s later the node is NotReady. */
  readonly killKubelet: (name: string) => Promise<void>;
  readonly reviveKubelet: (name: string) => Promise<void>;
  readonly taint: (name: string, taint: Taint) => Promise<void>;
  readonly untaint: (name: string, key: string) => Promise<void>;
  readonly cordon: (name: string) => Promise<void>;
  readonly uncordon: (name: string) => Promise<void>;
  /** A condition that a kubelet, or the network's own agent, reports. */
  readonly sayOfNode: (name: string, type: string, status: 'True' | 'False') => Promise<void>;
  /** `null` takes a label away. */
  readonly label: (name: string, labels: Readonly<Record<string, string | null>>) => Promise<void>;
  /** Creates an object, or makes the one of that name be as it says. */
  readonly apply: (object: KubernetesObject) => Promise<void>;
  /** A JSON merge patch. */
  readonly patch: (reference: Reference, patch: unknown) => Promise<void>;
  /** Deleting what is not there is fine. */
  readonly delete: (reference: Reference, options?: DeleteOptions) => Promise<void>;
  /** Undefined when there is none. */
  readonly get: (reference: Reference) => Promise<KubernetesObject | undefined>;
  readonly list: (kind: Kind, options?: ListOptions) => Promise<readonly KubernetesObject[]>;
  readonly until: <Value>(
    what: string,
    condition: () => Promise<Value | undefined | false>,
    options?: WaitOptions,
  ) => Promise<Value>;
  readonly close: () => Promise<void>;
};
