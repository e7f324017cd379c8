import type { Millis } from '#lib/base/clock.ts';
import type { NodeName, ObjectKey } from '../keys.ts';
import type { CauseCode } from './causes/cause-names.ts';

/** `Gone`: only pods still speak of it. */
export const NODE_TROUBLE_KINDS = ['NotReady', 'Unreachable', 'Gone'] as const;
export const NODE_PHASES = ['Steady', 'Starting', 'Leaving'] as const;

/** What is the matter with one node itself, whatever DaemonSets should run there: one row, not one per DaemonSet. */
export type NodeTrouble = {
  readonly node: NodeName;
  /** The first of the five well-known pool labels it has [experience 4.2]. */
  readonly pool?: string;
  readonly kind: (typeof NODE_TROUBLE_KINDS)[number];
  /** Being born or leaving: no alarm until overdue [RS1b] [RS1c]. */
  readonly phase: (typeof NODE_PHASES)[number];
  readonly since?: Millis;
  /** The DaemonSets that want it or have a pod there. */
  readonly daemonSets: readonly ObjectKey[];
  readonly causes: readonly { readonly code: CauseCode; readonly daemonSets: readonly ObjectKey[] }[];
};

/** Nodes of one pool in the same trouble. */
export type NodeTroubleGroup = {
  readonly pool?: string;
  readonly kind: NodeTrouble['kind'];
  readonly phase: NodeTrouble['phase'];
  readonly nodes: readonly NodeName[];
  readonly since?: Millis;
  readonly daemonSets: readonly ObjectKey[];
};
