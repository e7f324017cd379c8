import type { Millis } from '#lib/base/clock.ts';
import type { NodeName } from '../keys.ts';
import { isTerminating } from '../placement/node-pods.ts';
import type { JudgedPod } from '../placement/pod-judgement.ts';
import type { Replacement } from './pace.ts';
import type { RolloutBegin } from './rollout-begin.ts';

export type ReplacementQuestion = {
  readonly node: NodeName;
  /** The pods of the cell, in the order of NP5. */
  readonly judged: readonly JudgedPod[];
  readonly begin: RolloutBegin;
  /** When the old pod was told to go, if the caller saw that; pods that are gone leave no trace [RS5]. */
  readonly askedAt?: Millis | undefined;
};

/**
 * How long this node took to get its pod of the current revision [PC2]: one pod, updated and available, made since the
 * rollout began. Without the moment at which the old pod was told to go, the time that it took to leave is not in it. With
 * surge the old pod goes last, and the making of the new one is the beginning.
 */
export function findReplacement({ node, judged, begin, askedAt }: ReplacementQuestion): Replacement | undefined {
  const [only] = judged;
  if (only === undefined || judged.length > 1 || !only.updated || isTerminating(only.pod)) return undefined;
  if (only.availability.kind !== 'Available') return undefined;
  const { creationTimestamp: madeAt } = only.pod;
  const { since: until } = only.availability;
  const beganAt = begin.at ?? begin.notBefore;
  if (madeAt === undefined || until === undefined || beganAt === undefined) return undefined;
  if (madeAt < beganAt || until < madeAt) return undefined;
  const wasAsked = askedAt !== undefined && askedAt >= beganAt && askedAt < madeAt;
  return { node, from: wasAsked ? askedAt : madeAt, until };
}
