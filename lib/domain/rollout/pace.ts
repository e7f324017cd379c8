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

export const PROGRESS_KINDS = [
  'PodCreated',
  'PodReady',
  'PodAvailable',
  'PodDeletionAsked',
  'RevisionCreated',
] as const;
/** What the newest progress was [RS4]. */
export type ProgressKind = (typeof PROGRESS_KINDS)[number];

export type Progress = {
  /** `what` is undefined when only the moment is remembered [RS5]. */
  readonly last?: { readonly at: Millis; readonly what?: ProgressKind; readonly node?: NodeName };
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
