import type { Confidence } from '#lib/domain/rollout/causes/cause.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import type { NodeTroubleGroup } from '#lib/domain/rollout/node-trouble.ts';
import type { RolloutReason } from '#lib/domain/rollout/verdict.ts';

/*
 * What the browser holds: small, whole, and equal for everyone with the same rights. Times are milliseconds of the
 * server's wall clock, or null. `lib/wire/snapshot` turns it into bytes and back; `lib/wire/delta` into differences.
 * Whatever did not change between two pictures is the same object in both.
 */

export type PictureNode = {
  readonly name: string;
  /** Status of the Ready condition; `Absent` for a node that is gone and still has a pod, or that may not be read. */
  readonly ready: 'True' | 'False' | 'Unknown' | 'Absent';
  readonly unschedulable: boolean;
  readonly createdAt: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly kubeletVersion: string | null;
  readonly osImage: string | null;
  readonly kernelVersion: string | null;
  readonly architecture: string | null;
};

export type PictureCounts = {
  readonly desiredNumberScheduled: number;
  readonly currentNumberScheduled: number;
  readonly updatedNumberScheduled: number;
  readonly numberReady: number;
  readonly numberAvailable: number;
  readonly numberUnavailable: number;
  readonly numberMisscheduled: number;
};

export type PictureDaemonSet = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly state: DaemonSetState;
  readonly reason: RolloutReason;
  readonly since: number | null;
  readonly sinceIsLowerBound: boolean;
  /** How many nodes the verdict's evidence names, and the first three of them. */
  readonly concerned: number;
  readonly concernedNodes: readonly string[];
  readonly slowed: boolean;
  /** The budget of the rolling update in pods, and how many of its holders are stuck; null under OnDelete [RS3]. */
  readonly budget: {
    readonly kind: 'maxUnavailable' | 'maxSurge';
    readonly limit: number;
    readonly used: number;
    readonly need: number;
    readonly stuck: number;
  } | null;
  /** The first of its causes [TX2] that is to be mended [TX10], and how many nodes it concerns. */
  readonly cause: { readonly code: CauseCode; readonly confidence: Confidence; readonly nodes: number } | null;
  /** The moments between which the rollout will be done; null when that cannot be told. */
  readonly eta: { readonly earliest: number; readonly latest: number } | null;
  /** False: the rollout will not finish by itself. Null: nothing is under way. */
  readonly finishes: boolean | null;
  /** All that is wrong with it is wrong with nodes that are told of in `nodeTroubles`. */
  readonly explainedByNodes: boolean;
  readonly hardCause: string | null;
  readonly status: PictureCounts;
  readonly counted: PictureCounts;
  readonly priority: number;
  readonly strategy: 'RollingUpdate' | 'OnDelete';
  readonly revision: { readonly hash: string; readonly number: number } | null;
  readonly kubectl: { readonly done: boolean | null; readonly message: string };
};

/** A cluster that Rollcall makes up: the story that it tells, and what happens in it, in one English sentence. */
export type Simulated = { readonly scenario: string; readonly description: string };

/** Nodes of one pool in the same trouble: one row, however many DaemonSets should run there. */
export type PictureNodeTrouble = {
  readonly pool: string | null;
  readonly kind: NodeTroubleGroup['kind'];
  readonly phase: NodeTroubleGroup['phase'];
  /** How many nodes, and the first three of them. */
  readonly nodes: number;
  readonly names: readonly string[];
  readonly since: number | null;
  /** The DaemonSets that want them or have a pod there, as `namespace/name`. */
  readonly daemonSets: readonly string[];
};

export type Picture = {
  readonly cluster: { readonly name: string; readonly version: string | null };
  /** `Files` never goes stale: it speaks of the moment `asOf`. */
  readonly source:
    | { readonly kind: 'Cluster'; readonly simulated?: Simulated }
    | { readonly kind: 'Files'; readonly asOf: number };
  /** In natural order of their names. */
  readonly nodes: readonly PictureNode[];
  /** Worst first [RS2]. */
  readonly daemonSets: readonly PictureDaemonSet[];
  /** By DaemonSet uid: one byte per node, in the order of `nodes`; the byte is the index in CELL_STATES. */
  readonly cells: ReadonlyMap<string, Uint8Array>;
  /** Nodes that are not Ready or gone, by pool. */
  readonly nodeTroubles: readonly PictureNodeTrouble[];
  /** Nodes left out by --ignore-nodes. */
  readonly ignoredNodes: number;
  /** Of each resource: is it known, and if not, why. */
  readonly knowledge: Readonly<Record<string, 'Known' | 'NotSynced' | 'Forbidden' | 'Stale'>>;
};
