import type { Millis } from '#lib/base/clock.ts';
import { computeNodePhase } from '../node-phase.ts';
import type { CellCause } from './cause.ts';
import type { CellCauseInput } from './cell-cause-input.ts';
import { evidenceOfDaemonSet, evidenceOfNamespace, momentText } from './object-evidence.ts';
import { causeOfRefusal, isFresh, REFUSAL_FRESH_MILLIS } from './refusal-cause.ts';

const NO_CAUSES: readonly CellCause[] = [];

/** So long a wanted node may be without a pod before the silence itself is told [C13]. */
const SILENCE_MILLIS = 5 * 60_000;

/**
 * Finds why no pod is made on a node that wants one [C01] to [C15]. A refusal leaves nothing behind but an event about the
 * DaemonSet: which of its nodes was refused is not said, so it is told of each that would get a pod now [EV2].
 */
export function findCreationCauses(input: CellCauseInput): readonly CellCause[] {
  if (!lacksPod(input)) return NO_CAUSES;
  const refused = findRefusal(input);
  const terminating = refused?.code === 'C11' ? undefined : findTerminatingNamespace(input);
  const silent = terminating === undefined && refused?.code !== 'C11' ? findSilence(input) : undefined;
  const causes = [refused, terminating, silent].filter((cause) => cause !== undefined);
  return causes.length === 0 ? NO_CAUSES : causes.sort((left, right) => (left.code < right.code ? -1 : 1));
}

/** When time alone may bring C13, or lower the confidence in a refusal. */
export function creationRecheckAt(input: CellCauseInput): Millis | undefined {
  if (!lacksPod(input)) return undefined;
  const { failedCreate, absentSince, now } = input;
  if (failedCreate?.lastSeen !== undefined && isFresh(failedCreate, now)) {
    return failedCreate.lastSeen + REFUSAL_FRESH_MILLIS + 1;
  }
  const silentFrom = (absentSince ?? -Infinity) + SILENCE_MILLIS + 1;
  return silentFrom > now ? silentFrom : undefined;
}

function lacksPod({ facts }: CellCauseInput): boolean {
  return facts.wanted && (facts.refused === true || !facts.present);
}

/** A DaemonSet that is being deleted makes no pods any more. */
function findRefusal(input: CellCauseInput): CellCause | undefined {
  const { daemonSet, facts, failedCreate, namespace, now } = input;
  if (facts.refused !== true || failedCreate === undefined || daemonSet.deletionTimestamp !== undefined) {
    return undefined;
  }
  const { firstSeen } = failedCreate;
  return {
    ...causeOfRefusal({ daemonSet, failedCreate, namespace, now }),
    ...(firstSeen === undefined ? {} : { since: firstSeen }),
  };
}

/** Creation fails there without a word [EV7]. */
function findTerminatingNamespace({ namespace }: CellCauseInput): CellCause | undefined {
  const { deletionTimestamp } = namespace ?? {};
  if (namespace === undefined || deletionTimestamp === undefined) return undefined;
  return {
    code: 'C11',
    confidence: 'H',
    since: deletionTimestamp,
    facts: {},
    evidence: [evidenceOfNamespace(namespace, 'metadata.deletionTimestamp', momentText(deletionTimestamp))],
  };
}

/** Nothing says why: the events have expired, or the controller is stuck or waits before it tries again. */
function findSilence(input: CellCauseInput): CellCause | undefined {
  const { daemonSet, node, judged, failedCreate, absentSince, absenceSeenAt, podsOnNode, now } = input;
  if (judged.length > 0 || node === undefined || daemonSet.deletionTimestamp !== undefined) return undefined;
  if (failedCreate !== undefined && isFresh(failedCreate, now)) return undefined;
  if (absentSince === undefined || now - absentSince <= SILENCE_MILLIS) return undefined;
  if (computeNodePhase(node, podsOnNode, now).kind !== 'Steady') return undefined;
  const { desiredNumberScheduled, currentNumberScheduled } = daemonSet.status;
  return {
    code: 'C13',
    confidence: 'L',
    ...(absenceSeenAt === undefined ? {} : { since: absenceSeenAt }),
    facts: {},
    evidence: [
      evidenceOfDaemonSet(daemonSet, 'status.desiredNumberScheduled', desiredNumberScheduled),
      evidenceOfDaemonSet(daemonSet, 'status.currentNumberScheduled', currentNumberScheduled),
    ],
  };
}
