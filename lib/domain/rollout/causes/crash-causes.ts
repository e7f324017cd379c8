import { entryOf } from '../../objects.ts';
import { type BoundPod, containerSpecOf, isSidecarOf, podEvidence, statusPath } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { explainStartError } from './container-refusal.ts';
import { type Crash, crashCause } from './crash.ts';
import { findPortInUse } from './port-in-use.ts';
import { explainPostStart } from './post-start-hook.ts';
import { explainProbeKill } from './probe-kill.ts';

/** Names all that a crash is a sign of [K17] to [K22] [K24] [K26] [K27]. */
export function explainCrash(bound: BoundPod, crash: Crash): readonly CellCause[] {
  const { pod } = bound;
  const { status, ended, backingOff, repeated } = crash;
  const confidence = repeated ? 'H' : 'M';
  const probe = explainProbeKill(bound, crash);
  return [
    ...explainStartError(bound, status),
    ...(backingOff || repeated ? [crashCause(bound, crash, 'K18', confidence)] : []),
    ...(ended.reason === 'OOMKilled' ? [explainOutOfMemory(bound, crash)] : []),
    ...findPortInUse(bound, crash),
    ...(status.init && !isSidecarOf(pod, status) ? [crashCause(bound, crash, 'K21', confidence)] : []),
    ...probe,
    ...explainPostStart(bound, crash),
    ...(isCleanExit(crash) && probe.length === 0 ? [crashCause(bound, crash, 'K27', confidence)] : []),
  ];
}

/** It has ended with 0 more than once; the first time it may only have been told to. */
function isCleanExit({ status, ended, backingOff }: Crash): boolean {
  return ended.exitCode === 0 && (backingOff || status.restartCount > 0);
}

/** The kernel's verdict, which the limit explains. */
function explainOutOfMemory(bound: BoundPod, crash: Crash): CellCause {
  const { status, field } = crash;
  const limited = entryOf(containerSpecOf(bound.pod, status.name)?.limits ?? {}, 'memory');
  const evidence = [podEvidence(bound.pod, statusPath(status, `${field}.terminated.reason`), 'OOMKilled')];
  return crashCause(bound, crash, 'K19', 'H', limited === undefined ? {} : { limited }, evidence);
}
