import type { ClusterHealth } from './health.ts';
import type { StoreReader } from './store.ts';

/** Where records come from: a cluster that is followed, or files that were read once. */
export type ClusterSource = {
  readonly name: string;
  /** Where the kubeconfig puts an object that names no namespace; absent when it does not say, and for files. */
  readonly defaultNamespace?: string;
  /** What the API server says it is, such as `v1.36.3`; undefined while it has not said, and for files. */
  readonly version: () => string | undefined;
  readonly store: StoreReader;
  readonly health: () => ClusterHealth;
  /** Called at every change of state, not as time passes. */
  readonly onHealthChange: (listener: () => void) => () => void;
  /** Nodes left out by --ignore-nodes. */
  readonly ignoredNodes: () => number;
  /** Objects of kinds that are not read, by kind; empty for a cluster. */
  readonly ignoredKinds: Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};
