import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';

/** One node that got an available pod of the current revision. */
export type Replacement = {
  readonly node: NodeName;
  /** When the old pod was told to go, if that was seen; else when the new one was made. */
  readonly from: Millis;
  readonly until: Millis;
};

/** How long one node takes; milliseconds. */
export type PerPod = { readonly median: number; readonly p90: number; readonly samples: number };

/** From the first that can happen to one node to the last: of two at the same moment the later one is told. */
export const PROGRESS_KINDS = [
  'RevisionCreated',
  'PodDeletionAsked',
  'PodCreated',
  'PodReady',
  'PodAvailable',
] as const;
/** What the newest progress was [RS4]. */
export type ProgressKind = (typeof PROGRESS_KINDS)[number];

/** When something moved, and what; `what` is undefined when only the moment is remembered [RS5]. */
export type ProgressSign = { readonly at: Millis; readonly what?: ProgressKind; readonly node?: NodeName };

export type Progress = {
  readonly last?: ProgressSign;
  /** Undefined without any sample. */
  readonly perPod?: PerPod;
  /** The moments between which the rollout will be done; undefined below five samples, or when it will not finish by itself. */
  readonly eta?: { readonly earliest: Millis; readonly latest: Millis };
  /** How many pods move at a time: the budget less its stuck holders. */
  readonly parallelism: number;
  /** Nodes still to be updated. */
  readonly remaining: number;
  /** False when the rollout will not finish by itself; undefined when nothing is under way. */
  readonly finishes?: boolean;
};
