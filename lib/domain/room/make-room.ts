import type { HostPort } from './host-ports.ts';
import type { Amounts } from './room-pod.ts';

/** What a pod lacks on a node: so much of a resource, or a port that these pods hold. */
export type Lack =
  | {
      readonly kind: 'Resource';
      readonly resource: string;
      readonly requested: number;
      readonly free: number;
      readonly allocatable: number;
    }
  | { readonly kind: 'HostPort'; readonly hostPort: HostPort; readonly holders: readonly string[] };

/** Whether the scheduler will make the room by itself [MR2] [MR16]. */
export type SelfHelp =
  /** Victims are leaving. */
  | { readonly kind: 'UnderWay' }
  /** Without the pods of lower priority it fits. */
  | { readonly kind: 'Yes'; readonly lower: number }
  /** Nobody on the node has a lower priority, or they hold too little. */
  | { readonly kind: 'No'; readonly lower: number }
  | { readonly kind: 'Forbidden' }
  /** It asks for more than the whole node has [FT16]. */
  | { readonly kind: 'NeverFits' }
  /** It fits already: what it waits for is not room. */
  | { readonly kind: 'NotNeeded' };

/** Where the controller's next pod could go, as far as selectors, taints and requests tell [MR11]. */
export type Elsewhere =
  | { readonly kind: 'Nodes'; readonly nodes: number; readonly first: string }
  | { readonly kind: 'Nowhere' }
  /** A bare pod is not made again; or nodes may not be read. */
  | { readonly kind: 'NotAsked' };

export type EvictedPod = {
  readonly uid: string;
  readonly elsewhere: Elsewhere;
};

/** One step of the order that works [MR14]. `Cordon` and `Uncordon` are left out on a node that is cordoned already. */
export type PlanStep = {
  readonly kind: 'Cordon' | 'Evict' | 'Delete' | 'Wait' | 'Uncordon';
  readonly command: string;
  readonly changes: boolean;
};

/** Pods whose going is enough, none of them needlessly; what it costs, by which it is ranked [MR17]. */
export type EvictionSet = {
  readonly pods: readonly EvictedPod[];
  readonly frees: Amounts;
  /**
   * Budgets that would be asked for more than they allow: the eviction API answers 429 [MR3]. Those of a pod that has
   * several stand joined by ` + ` and allow nothing: it answers 500, and the pod is to be deleted [MR5].
   */
  readonly violations: readonly { readonly budget: string; readonly asked: number; readonly allowed: number }[];
  readonly bare: number;
  readonly notLower: number;
  readonly prioritySum: number;
  /** Share of the node, cpu and memory together, that is freed beyond need; 0 to 2. */
  readonly waste: number;
  readonly ageSum: number;
  readonly steps: readonly PlanStep[];
};

/** A way that evicts nobody [MR17]. */
export type OtherWay =
  | { readonly kind: 'Wait'; readonly until: number | null }
  /** With this class the scheduler would make the room by itself; the smallest that is enough. */
  | { readonly kind: 'RaisePriority'; readonly priorityClass: string | null; readonly above: number }
  | { readonly kind: 'LowerRequests'; readonly by: Amounts }
  | { readonly kind: 'BiggerNode'; readonly allocatable: Amounts }
  /** The pod that is to be replaced still holds the room or the port: replace before, not beside. */
  | { readonly kind: 'WithoutSurge' }
  | { readonly kind: 'ExcludeNode' };

/** One plan for all daemon pods that wait on a node: room made for one could be taken by the other. */
export type MakeRoomPlan = {
  readonly kind: /** Nothing is lacking: the scheduler is about to see to it, or sees more than is told here. */
    | 'Fits'
    /** What is leaving already frees enough. */
    | 'Wait'
    | 'Evict'
    /** Not even all that may go is enough. */
    | 'Impossible';
  /** uids of the pending pods that the plan is for, the most important first. */
  readonly serves: readonly string[];
  /** uids of those that it cannot help, and why. */
  readonly leaves: readonly { readonly uid: string; readonly why: 'NeverFits' | 'NotEnough' }[];
  /** What is lacking for all it serves together, pods that are leaving counted as gone. */
  readonly deficits: Amounts;
  /** uids of pods that hold a port that is needed: every set has them [MR17]. */
  readonly portHolders: readonly string[];
  /** At most three, the best first. */
  readonly sets: readonly EvictionSet[];
  /** True: all sets of up to three pods were compared; false: none of them was enough, and the set was found greedily. */
  readonly exhaustive: boolean;
  readonly otherWays: readonly OtherWay[];
};
