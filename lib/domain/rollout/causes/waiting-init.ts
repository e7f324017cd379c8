import type { ContainerStatus } from '../../objects.ts';
import {
  type BoundPod,
  causeOf,
  containerFacts,
  eventEvidence,
  isSidecarOf,
  podEvidence,
  statusPath,
} from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

const UNHEALTHY = /^Startup probe (?:failed|errored)/;

/** Names the init container or sidecar that the others wait for, by what it is now [K21] [K22]. */
export function explainWaitingInit(
  bound: BoundPod,
  status: ContainerStatus,
  failures: readonly CellCause[],
): readonly CellCause[] {
  if (!status.init) return [];
  if (isSidecarOf(bound.pod, status)) return explainSidecar(bound, status, failures);
  // No row of Kubernetes' words says that it fails: it only has not ended, well past the time a start may take.
  if (status.state.kind !== 'Running' || !bound.late || failures.length > 0) return [];
  const evidence = [podEvidence(bound.pod, statusPath(status, 'state.running'), true)];
  const facts = {
    detail: 'StillRunning',
    ...containerFacts(bound.pod, status.name),
    restartCount: status.restartCount,
  };
  return [causeOf(bound, { code: 'K21', confidence: 'L', facts, evidence })];
}

/** A sidecar that is not started keeps all that come after it from being begun [PD5]. */
function explainSidecar(
  bound: BoundPod,
  status: ContainerStatus,
  failures: readonly CellCause[],
): readonly CellCause[] {
  const { pod, events, late } = bound;
  const { state } = status;
  const runs = state.kind === 'Running';
  const failing = failures.length > 0;
  if (status.started === true || !(failing || runs)) return [];
  const from = runs ? state.startedAt : undefined;
  const event = latestEvent(events, { reason: 'Unhealthy', note: UNHEALTHY, container: status.name, from });
  if (!failing && !late && event === undefined) return [];
  return [
    causeOf(bound, {
      code: 'K22',
      // Within its allowance it is as sure as its failure is: what crashed once may have stumbled.
      confidence: late || failures.some(({ confidence }) => confidence === 'H') ? 'H' : 'M',
      facts: {
        ...containerFacts(pod, status.name),
        ...(state.kind === 'Waiting' && state.reason !== undefined ? { waitingReason: state.reason } : {}),
        ...(event === undefined ? {} : { message: noteOf(event) }),
        restartCount: status.restartCount,
      },
      evidence: [
        podEvidence(pod, statusPath(status, 'started'), status.started ?? false),
        ...(event === undefined ? [] : [eventEvidence(event)]),
      ],
    }),
  ];
}
