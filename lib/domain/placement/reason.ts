import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, RevisionHash } from '../keys.ts';
import type { NodeSelectorRequirement, Taint } from '../objects.ts';
import type { Refusal } from '../rollout/refusal.ts';

/** A node selector term that did not match: its first requirement that failed, with what the node has. */
export type FailedTerm = {
  readonly requirement: NodeSelectorRequirement & { readonly field: boolean };
  readonly have?: string;
  /** The term cannot be parsed, so it never matches [EL9]. */
  readonly invalid: boolean;
};

/** Why a node is not wanted [EL13]; all that hold are collected. */
export type PlacementReason =
  | { readonly kind: 'NodeName'; readonly want: NodeName }
  | { readonly kind: 'NodeSelector'; readonly key: string; readonly want: string; readonly have?: string }
  /** No term at all matches anything when `failedTerms` is empty [EL8]. */
  | { readonly kind: 'Affinity'; readonly failedTerms: readonly FailedTerm[] }
  | { readonly kind: 'Taint'; readonly taint: Taint; readonly hint?: 'gate:TaintTolerationComparisonOperators' };

export type Termination = { readonly reason?: string; readonly exitCode: number; readonly signal?: number };

/** Why a cell is in its state. All that hold are collected, the one that decided the state first. */
export type CellReason =
  | PlacementReason
  | {
      readonly kind: 'Unreadable';
      readonly resource: 'pods' | 'nodes';
      readonly why: 'NotSynced' | 'Forbidden' | 'Stale';
    }
  | {
      readonly kind: 'NodeNotReady';
      readonly status: string;
      readonly conditionReason?: string;
      readonly since?: Millis;
    }
  /** A pod is bound or pinned to a node that is not there. */
  | { readonly kind: 'NodeGone' }
  | {
      readonly kind: 'ContainerWaiting';
      readonly container: string;
      readonly init: boolean;
      readonly waitingReason: string;
      readonly message?: string;
      readonly restartCount: number;
      readonly lastTermination?: Termination;
    }
  | {
      readonly kind: 'ContainerTerminated';
      readonly container: string;
      readonly init: boolean;
      readonly termination: Termination;
      readonly restartCount: number;
    }
  /** phase Failed: refused by the kubelet, evicted, or ended [KR1] [KR5]. */
  | { readonly kind: 'PodFailed'; readonly podReason?: string; readonly message?: string }
  /** The scheduler refuses for something other than room; `parts` are its reasons about the target node [SC4]. */
  | { readonly kind: 'Unschedulable'; readonly parts: readonly string[]; readonly message?: string }
  | { readonly kind: 'SchedulingGated' }
  /** No PodScheduled condition after a minute: nobody schedules it [SC20]. */
  | { readonly kind: 'NobodySchedules'; readonly schedulerName?: string }
  | {
      readonly kind: 'NotReady';
      readonly conditionReason?: string;
      readonly message?: string;
      readonly since?: Millis;
      readonly allowanceMillis: number;
    }
  | { readonly kind: 'TerminatingOverdue'; readonly deadline: Millis; readonly finalizers: readonly string[] }
  /** `free` may be negative; quantities are Kubernetes strings [FT8] [FT9] [FT10]. */
  | {
      readonly kind: 'InsufficientResource';
      readonly resource: string;
      readonly requested: string;
      readonly free: string;
      readonly allocatable: string;
    }
  | {
      readonly kind: 'HostPortConflict';
      readonly port: number;
      readonly protocol: string;
      readonly hostIP: string;
      readonly holder?: { readonly namespace: string; readonly name: string };
    }
  /** The scheduler says so, and our own sum over the node does not (yet) show it. */
  | { readonly kind: 'SchedulerSaysInsufficient'; readonly resource: string }
  | { readonly kind: 'NoPod'; readonly since?: Millis }
  | {
      readonly kind: 'FailedCreate';
      readonly message: string;
      readonly lastSeen?: Millis;
      readonly refusal?: Refusal;
    }
  | { readonly kind: 'NoPodYet'; readonly since?: Millis }
  | { readonly kind: 'Scheduling' }
  | { readonly kind: 'Starting'; readonly waitingReason?: string; readonly container?: string }
  | { readonly kind: 'WaitingMinReadySeconds'; readonly availableAt: Millis }
  | { readonly kind: 'Terminating'; readonly deadline: Millis }
  | { readonly kind: 'Outdated'; readonly hash?: RevisionHash }
  | { readonly kind: 'Available' };

export type CellReasonKind = CellReason['kind'];
