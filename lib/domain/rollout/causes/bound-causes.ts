import type { ContainerStatus } from '../../objects.ts';
import { isTerminal, isTerminating } from '../../placement/node-pods.ts';
import type { JudgedPod } from '../../placement/pod-judgement.ts';
import { type BoundPod, readBoundPod } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { explainRefusal } from './container-refusal.ts';
import { findCrash } from './crash.ts';
import { explainCrash } from './crash-causes.ts';
import { explainImage } from './image-pull.ts';
import { findPendingResize } from './pending-resize.ts';
import { findSandboxCauses } from './pod-sandbox.ts';
import { findReadinessCauses } from './readiness.ts';
import { explainEnd } from './refused-pod.ts';
import { findSilentKubelet } from './silent-kubelet.ts';
import { findSlowPulls } from './slow-pull.ts';
import { explainWaitingInit } from './waiting-init.ts';

const NOTHING: readonly CellCause[] = [];

/** K01..K31 but K29: why pods that a kubelet has are not available, in the order of the codes. */
export function findBoundCauses(input: CellCauseInput): readonly CellCause[] {
  const found = input.judged.flatMap((each) => explainPod(each, input));
  return found.length > 1 ? found.sort(byCode) : found;
}

function resizeOf(judged: JudgedPod): readonly CellCause[] {
  const resize = findPendingResize(judged);
  return resize === undefined ? NOTHING : [resize];
}

function byCode(left: CellCause, right: CellCause): number {
  return left.code < right.code ? -1 : Number(left.code > right.code);
}

function explainPod(judged: JudgedPod, input: CellCauseInput): readonly CellCause[] {
  const { pod } = judged;
  if (pod.nodeName === undefined || isTerminating(pod)) return NOTHING;
  if (isTerminal(pod)) return explainEnd(readBoundPod(judged, input));
  if (judged.availability.kind === 'Available') return resizeOf(judged);
  const bound = readBoundPod(judged, input);
  if (judged.availability.kind === 'Settling') return [...explainLoops(bound), ...resizeOf(judged)];
  return [
    ...findSilentKubelet(bound),
    ...findSandboxCauses(bound),
    ...pod.containerStatuses.flatMap((status) => explainContainer(bound, status)),
    ...findReadinessCauses(bound),
    ...(bound.silent ? NOTHING : findSlowPulls(bound)),
    ...resizeOf(judged),
  ];
}

/** Ready for a moment between two crashes [RS1d]: in a crash loop all the same. */
function explainLoops(bound: BoundPod): readonly CellCause[] {
  return bound.pod.containerStatuses.flatMap((status) => {
    const crash = findCrash(bound.pod, { ...status, ready: false }, bound.now);
    return crash?.repeated === true ? explainCrash(bound, crash) : NOTHING;
  });
}

function explainContainer(bound: BoundPod, status: ContainerStatus): readonly CellCause[] {
  const crash = findCrash(bound.pod, status, bound.now);
  const found = [
    ...explainImage(bound, status),
    ...explainRefusal(bound, status),
    ...(crash === undefined ? NOTHING : explainCrash(bound, crash)),
  ];
  return [...found, ...explainWaitingInit(bound, status, found)];
}
