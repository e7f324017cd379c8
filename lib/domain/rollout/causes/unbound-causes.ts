import { isTerminal, isTerminating } from '../../placement/node-pods.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { findRoomCauses } from './room-causes.ts';
import { findRuleCauses } from './rule-causes.ts';
import { findSchedulerCauses } from './scheduler-causes.ts';
import { askAboutUnbound, type UnboundQuestion } from './unbound-question.ts';

const NO_CAUSES: readonly CellCause[] = [];

/**
 * Finds why a pod is bound nowhere [S01] to [S15], by its one target node: from the scheduler's words, and from what we see
 * of the node ourselves. What only one of the two says is told with less confidence. It cannot know a reason for which
 * the scheduler, or a plugin of somebody's own, has words that are not known here.
 */
export function findUnboundCauses(input: CellCauseInput): readonly CellCause[] {
  if (!input.judged.some(isUnbound)) return NO_CAUSES;
  const causes = input.judged.filter(isUnbound).flatMap((judged) => explain(askAboutUnbound(judged, input)));
  return causes.length === 0 ? NO_CAUSES : causes;
}

function isUnbound({ pod }: JudgedPod): boolean {
  return pod.nodeName === undefined && !isTerminating(pod) && !isTerminal(pod);
}

function explain(question: UnboundQuestion): readonly CellCause[] {
  return [...findRoomCauses(question), ...findRuleCauses(question), ...findSchedulerCauses(question)].sort(byCode);
}

/** The order in which causes are looked for [TX2]. */
function byCode(left: CellCause, right: CellCause): number {
  return left.code < right.code ? -1 : Number(left.code > right.code);
}
