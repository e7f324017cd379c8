import type { Millis } from '#lib/base/clock.ts';
import { isTerminal, isTerminating } from '../../placement/node-pods.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { soonest } from '../../placement/soonest.ts';
import { CRASH_LOOP_MEMORY_MILLIS } from '../containers.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { longGraceOf } from './leaving-causes.ts';
import { silentFrom } from './silent-kubelet.ts';
import { slowPullAt } from './slow-pull.ts';

/**
 * When time alone may bring or take a cause of this cell [CE13], beside what the verdict of its pods says already: the
 * start allowance, the memory of a crash loop and an overdue termination.
 */
export function cellCausesRecheckAt(input: CellCauseInput): Millis | undefined {
  const { judged } = input;
  const [only] = judged;
  if (judged.length === 1 && (only?.state === 'ok' || only?.state === 'old')) return undefined;
  return judged.reduce<Millis | undefined>((earliest, each) => soonest(earliest, momentOf(each, input)), undefined);
}

function momentOf({ pod, availability }: JudgedPod, input: CellCauseInput): Millis | undefined {
  if (pod.nodeName === undefined) return undefined;
  if (isTerminating(pod)) {
    const span = longGraceOf(pod);
    return span === undefined ? undefined : earliestAfter(input.now, span.from, span.until + 1);
  }
  if (isTerminal(pod) || availability.kind !== 'NotReady') return undefined;
  const forgotten = pod.containerStatuses.map(({ state, lastTermination }) =>
    state.kind === 'Running' && lastTermination?.finishedAt !== undefined
      ? lastTermination.finishedAt + CRASH_LOOP_MEMORY_MILLIS
      : undefined,
  );
  const pulled = slowPullAt(pod, input.eventsOf(pod.uid), input.now);
  return earliestAfter(input.now, silentFrom(pod, input.node), pulled, ...forgotten);
}

function earliestAfter(now: Millis, ...moments: readonly (Millis | undefined)[]): Millis | undefined {
  return moments
    .filter((moment) => moment !== undefined && moment > now)
    .reduce<Millis | undefined>((earliest, moment) => soonest(earliest, moment), undefined);
}
