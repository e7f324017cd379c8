import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus, EventRecord } from '../../objects.ts';
import { type BoundPod, causeOf, eventEvidence, podEvidence } from './bound-pod.ts';
import type { CellCause, Confidence } from './cause.ts';
import { latestEvent, noteOf, reachedContainersAt } from './kubelet-events.ts';
import { findVolumeCauses } from './pod-volumes.ts';
import { firstMatch, type Wording } from './wording.ts';

/*
 * What comes before the containers: network, volumes, sandbox, in this order. An event about one of them explains only a
 * pod whose containers have not come to their turn since.
 */

const UNTOLD: ReadonlySet<string | undefined> = new Set([undefined, 'ContainerCreating', 'PodInitializing']);

/** No container has got as far as its image. */
function isBeforeContainers(statuses: readonly ContainerStatus[]): boolean {
  return statuses.every(({ state }) => state.kind === 'Waiting' && UNTOLD.has(state.reason));
}

/** Names what keeps the containers of a pod from being begun [K09] [K10] [K11]. */
export function findSandboxCauses(bound: BoundPod): readonly CellCause[] {
  const { pod, events } = bound;
  if (!isBeforeContainers(pod.containerStatuses)) return [];
  const from = reachedContainersAt(pod, events);
  const volumes = findVolumeCauses(bound, from);
  const sandbox = findSandboxEvent(events, from);
  if (sandbox !== undefined) return [explainEvent(bound, sandbox), ...volumes];
  return volumes.length > 0 ? volumes : findSandboxCondition(bound);
}

type SandboxEvent = { readonly event: EventRecord; readonly confidence: Confidence; readonly fallback: string };

/** The reasons of the kubelet for what it needs before containers; only the first two are about the sandbox itself. */
const REASONS: readonly (Omit<SandboxEvent, 'event'> & { readonly reason: string })[] = [
  { reason: 'FailedCreatePodSandBox', confidence: 'H', fallback: 'Unrecognised' },
  { reason: 'NetworkNotReady', confidence: 'H', fallback: 'NetworkNotReady' },
  { reason: 'FailedPodSandBoxStatus', confidence: 'M', fallback: 'Unrecognised' },
  { reason: 'FailedCreatePodContainer', confidence: 'M', fallback: 'PodCgroup' },
  { reason: 'FailedPrepareDynamicResources', confidence: 'M', fallback: 'DynamicResources' },
];

function findSandboxEvent(events: readonly EventRecord[], from: Millis): SandboxEvent | undefined {
  for (const { reason, confidence, fallback } of REASONS) {
    const event = latestEvent(events, { reason, from });
    if (event !== undefined) return { event, confidence, fallback };
  }
  return undefined;
}

/** The words of runtimes and network plugins. */
const WORDINGS: readonly Wording[] = [
  [
    'AddressesExhausted',
    /failed to assign an IP address|no (?:free |available )?(?:IP )?addresses|IP addresses available in range|InsufficientFreeAddresses|IPAM .*exhausted/i,
  ],
  ['RuntimeHandlerMissing', /no runtime for ".*" is configured|failed to find runtime handler/i],
  [
    'NetworkNotReady',
    /network is not ready|NetworkPluginNotReady|cni plugin not initialized|cni config uninitialized/i,
  ],
  ['NetworkPlugin', /failed to set ?up network|network plugin|cni|failed to set up pod ".*" network|plugin type=/i],
];

function explainEvent(bound: BoundPod, { event, confidence, fallback }: SandboxEvent): CellCause {
  const message = noteOf(event);
  const detail = fallback === 'Unrecognised' ? (firstMatch(WORDINGS, message) ?? fallback) : fallback;
  return causeOf(bound, {
    code: 'K09',
    confidence,
    since: event.firstTimestamp,
    facts: { detail, message },
    evidence: [eventEvidence(event)],
  });
}

/** Without an event [EV2]: past the start allowance there is no sandbox. Volumes come before it, so it is only likely. */
function findSandboxCondition(bound: BoundPod): readonly CellCause[] {
  const { pod, late, silent } = bound;
  const missing = pod.conditions.find(({ type, status }) => type === 'PodReadyToStartContainers' && status === 'False');
  if (missing === undefined || !late || silent || pod.startTime === undefined) return [];
  const evidence = [podEvidence(pod, 'status.conditions[PodReadyToStartContainers].status', 'False')];
  return [causeOf(bound, { code: 'K09', confidence: 'M', since: missing.lastTransitionTime, facts: {}, evidence })];
}
