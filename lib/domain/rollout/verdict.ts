import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash } from '../keys.ts';
import type { DaemonSetStatus } from '../objects.ts';
import type { DaemonSetState } from './daemonset-state.ts';

/** Why a DaemonSet is in its state: stable words. */
export const ROLLOUT_REASONS = [
  'BeingDeleted',
  'PodsUnreadable',
  'NodesUnreadable',
  'GenerationAhead',
  'NothingWanted',
  'OldPodsWaitForDeletion',
  'UpdatedAndAvailable',
  'LeftoverPods',
  'BudgetUsed',
  'SyncFails',
  'NodesNotAvailable',
  'UpdatingPods',
  'StartingPods',
] as const;
export type RolloutReason = (typeof ROLLOUT_REASONS)[number];

const HOLDER_ROWS = ['RU5a', 'RU5b', 'RU5c', 'RU5e', 'RU5f', 'RU8a', 'RU8b', 'RU8f', 'RU8h'] as const;
export type HolderRow = (typeof HOLDER_ROWS)[number];

/** A node that uses the budget [RS1] [RS3]. */
export type Holder = {
  readonly node: NodeName;
  readonly pod?: string;
  readonly row: HolderRow;
  readonly kind: 'inFlight' | 'stuck';
  readonly reason: string;
  readonly since?: Millis;
  /** One of the causes that are shown at once [RS6]. */
  readonly hardCause?: string;
};

/** maxUnavailable or maxSurge in pods, and who uses it. */
export type Budget = {
  readonly kind: 'maxUnavailable' | 'maxSurge';
  readonly limit: number;
  readonly used: number;
  readonly need: number;
  readonly holders: readonly Holder[];
  /** With surge: wanted nodes without an available pod; they use no surge budget [RS3]. */
  readonly unavailable?: readonly Holder[];
};

/** Why there is no ledger [RS3a]. Unknown is not an empty budget. */
const NO_BUDGET_REASONS = ['BeingDeleted', 'PodsUnreadable', 'NodesUnreadable', 'OnDelete'] as const;
export type NoBudget = (typeof NO_BUDGET_REASONS)[number];

/** The counters of the status, made by us from what is there now [ST1] to [ST4]. */
export type Counted = DaemonSetStatus;

export type CurrentRevision = {
  readonly current?: { readonly hash: RevisionHash; readonly number: number; readonly createdAt?: Millis };
  /** How it was found [RV7]. */
  readonly by: 'template' | 'highest' | 'none';
};

/** What `kubectl rollout status` would say; `done` undefined where it refuses [ST10]. */
export type KubectlVerdict = { readonly done?: boolean; readonly message: string };

/** How far a rollout is, and what holds it [RS2]. */
export type RolloutVerdict = {
  readonly kind: DaemonSetState;
  readonly reason: RolloutReason;
  readonly evidence: {
    /** The nodes that decided, sorted by name; their meaning follows from the reason. */
    readonly nodes: readonly NodeName[];
    readonly generation?: number;
    readonly observedGeneration?: number;
    readonly limit?: number;
    readonly used?: number;
    /** Some holders are stuck: fewer nodes move at a time than the budget allows. */
    readonly slowed?: boolean;
    /** What RS6 found, for Stalled at once. */
    readonly hardCause?: string;
    /** When the rollout last moved [RS4]. */
    readonly lastProgress?: Millis;
    readonly resource?: 'pods' | 'nodes';
    readonly why?: 'NotSynced' | 'Forbidden' | 'Stale';
  };
  readonly since?: Millis;
  /** The state began at `since` or earlier: the API keeps no trace of the beginning [RS5]. */
  readonly sinceIsLowerBound: boolean;
  readonly recheckAt?: Millis;
};
