import type { Millis } from '#lib/base/clock.ts';
import { soonest } from '../../placement/soonest.ts';
import {
  findMinReadySeconds,
  findMissingPods,
  findNotReadyHolders,
  findRefusedSurge,
  findTerminatingPods,
} from './budget-causes.ts';
import type { CausesInput, Finding, RolloutCause, RolloutCausesOutcome } from './causes-input.ts';
import { findClockSkew, findControllerNotObserving, findDeletion, findOnDeleteWaiting } from './controller-causes.ts';
import { findNewRevisionFailing, findSomeNodesFail, findSurgeStuck } from './new-revision-causes.ts';
import { findNoNodeMatches, findPodLostToTaint, findSelectorOverlap, findTolerationLoop } from './placement-causes.ts';
import { findEqualRevision, findTemplateFight } from './revision-causes.ts';

/** In the order of the table [TX2]. */
const SEARCHES: readonly ((input: CausesInput) => Finding)[] = [
  findControllerNotObserving,
  findOnDeleteWaiting,
  findNotReadyHolders,
  findNewRevisionFailing,
  findMinReadySeconds,
  findSurgeStuck,
  findMissingPods,
  findRefusedSurge,
  findTerminatingPods,
  findTemplateFight,
  findEqualRevision,
  findDeletion,
  findSelectorOverlap,
  findNoNodeMatches,
  findPodLostToTaint,
  findTolerationLoop,
  findClockSkew,
  findSomeNodesFail,
];

/** Finds the causes of the rollout as a whole: R01 to R16, K29, and why the second pod of a surge is refused. */
export function findRolloutCauses(input: CausesInput): RolloutCausesOutcome {
  const causes: RolloutCause[] = [];
  let recheckAt: Millis | undefined;
  for (const search of SEARCHES) {
    const found = search(input);
    if (found.cause !== undefined) causes.push(found.cause);
    recheckAt = soonest(recheckAt, found.recheckAt);
  }
  return { causes, recheckAt };
}
