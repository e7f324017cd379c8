import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus } from '../../objects.ts';
import { readyCondition } from '../availability.ts';
import {
  type BoundPod,
  causeOf,
  containerFacts,
  containerSpecOf,
  eventEvidence,
  isSidecarOf,
  podEvidence,
  statusPath,
} from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

/** A probe fails a few times before the pod stops being Ready: events so much older are about the same. */
const BEFORE_MILLIS = 60_000;
/** Times have whole seconds: of what happens in one moment either may come out first. */
const SAME_MOMENT_MILLIS = 1000;
const UNHEALTHY = /^Readiness probe (?:failed|errored)/;

/** Names why a pod whose containers run is not Ready: a readiness probe [K23], or a readiness gate [K25]. */
export function findReadinessCauses(bound: BoundPod): readonly CellCause[] {
  const reason = readyCondition(bound.pod)?.reason;
  if (reason === 'ReadinessGatesNotReady') return explainGates(bound);
  // An empty reason is the node controller's: the node left Ready, and no probe failed [PD4].
  if (reason !== 'ContainersNotReady') return [];
  return bound.pod.containerStatuses
    .filter((status) => isUnready(bound, status))
    .flatMap((status) => explainProbe(bound, status));
}

/** It runs, its startup is over, and it is not ready: nothing but its readiness probe makes it so. */
function isUnready({ pod }: BoundPod, status: ContainerStatus): boolean {
  if (status.init && !isSidecarOf(pod, status)) return false;
  return status.state.kind === 'Running' && status.started !== false && !status.ready;
}

function explainProbe(bound: BoundPod, status: ContainerStatus): readonly CellCause[] {
  const { pod, events, late } = bound;
  const event = latestEvent(events, {
    reason: 'Unhealthy',
    note: UNHEALTHY,
    container: status.name,
    from: speaksFrom(bound, status),
  });
  const expected = containerSpecOf(pod, status.name)?.probes.includes('readiness') ?? false;
  // Within its allowance a pod may yet come up, and a probe that fails at first is nothing unusual.
  if (event === undefined && !late) return [];
  const confidence = event === undefined ? (expected ? 'M' : 'L') : late ? 'H' : 'M';
  const message = event === undefined ? readyCondition(pod)?.message : noteOf(event);
  return [
    causeOf(bound, {
      code: 'K23',
      confidence,
      facts: { ...containerFacts(pod, status.name), ...(message === undefined ? {} : { message }) },
      evidence: [
        podEvidence(pod, statusPath(status, 'ready'), false),
        ...(event === undefined ? [] : [eventEvidence(event)]),
      ],
    }),
  ];
}

/** An event of an earlier run, or from before the pod was last Ready, is not about this. */
function speaksFrom({ pod }: BoundPod, { state }: ContainerStatus): Millis {
  const startedAt = state.kind === 'Running' ? state.startedAt : undefined;
  const unreadyAt = readyCondition(pod)?.lastTransitionTime;
  const ofThisRun = startedAt === undefined ? -Infinity : startedAt - SAME_MOMENT_MILLIS;
  return Math.max(ofThisRun, unreadyAt === undefined ? -Infinity : unreadyAt - BEFORE_MILLIS);
}

/** One entry for all gates that are not open: the kubelet waits for each. */
function explainGates(bound: BoundPod): readonly CellCause[] {
  const { pod } = bound;
  const ready = readyCondition(pod);
  const closed = pod.spec.readinessGates.filter((gate) => ready?.message?.includes(`"${gate}"`) ?? true);
  return [
    causeOf(bound, {
      code: 'K25',
      confidence: 'H',
      facts: {
        ...(closed.length === 0 ? {} : { subject: closed.join(', ') }),
        ...(ready?.message === undefined ? {} : { message: ready.message }),
      },
      evidence: [podEvidence(pod, 'status.conditions[Ready].reason', 'ReadinessGatesNotReady')],
    }),
  ];
}
