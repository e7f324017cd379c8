import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import { type DaemonSetRecord, entryOf, type NamespaceRecord } from '../../objects.ts';
import type { FailedCreate } from '../failed-create.ts';
import type { Refusal } from '../refusal.ts';
import type { CauseEvidence, CauseFacts, CellCause, Confidence } from './cause.ts';
import { entryPath, evidenceOfEvent, evidenceOfNamespace } from './object-evidence.ts';

/** What a refusal says of every node for which the controller would make a pod: all of a cause but pod and `since`. */
export type RefusalCause = Pick<CellCause, 'code' | 'confidence' | 'facts' | 'evidence'>;

type RefusalQuestion = {
  readonly daemonSet: DaemonSetRecord;
  readonly failedCreate: FailedCreate;
  readonly namespace?: NamespaceRecord | undefined;
  readonly now: Millis;
};

/** Events are kept for an hour [EV2], and a creation is tried again after 1000 s at most: an older refusal is a weak sign. */
export const REFUSAL_FRESH_MILLIS = 60 * 60_000;

const POD_SECURITY_LEVEL = 'pod-security.kubernetes.io/enforce';

/** Names the cause of a refused creation, C01 to C15; what is older than an hour is told with less confidence. */
export function causeOfRefusal(question: RefusalQuestion): RefusalCause {
  const { failedCreate, now } = question;
  const { message, refusal = { kind: 'Unrecognised' } } = failedCreate;
  const { code, confidence, facts } = nameRefusal(refusal);
  return {
    code,
    confidence: isFresh(failedCreate, now) ? confidence : lower(confidence),
    facts: { detail: refusal.kind, message, ...facts },
    evidence: [...noteOf(question), ...levelOf(question, refusal)],
  };
}

export function isFresh({ lastSeen }: FailedCreate, now: Millis): boolean {
  return lastSeen !== undefined && now - lastSeen <= REFUSAL_FRESH_MILLIS;
}

function lower(confidence: Confidence): Confidence {
  return confidence === 'H' ? 'M' : 'L';
}

function noteOf({ daemonSet, failedCreate }: RefusalQuestion): readonly CauseEvidence[] {
  const { event, message } = failedCreate;
  return event === undefined ? [] : [evidenceOfEvent({ namespace: daemonSet.namespace, name: event }, message)];
}

function levelOf({ namespace }: RefusalQuestion, { kind }: Refusal): readonly CauseEvidence[] {
  const level = namespace === undefined ? undefined : entryOf(namespace.labels, POD_SECURITY_LEVEL);
  if (kind !== 'PodSecurityViolated' || namespace === undefined || level === undefined) return [];
  return [evidenceOfNamespace(namespace, entryPath('metadata.labels', POD_SECURITY_LEVEL), level)];
}

type Named = { readonly code: CellCause['code']; readonly confidence: Confidence; readonly facts: CauseFacts };

function named(code: CellCause['code'], confidence: Confidence, facts: CauseFacts = {}): Named {
  return { code, confidence, facts };
}

function nameRefusal(refusal: Refusal): Named {
  switch (refusal.kind) {
    case 'QuotaExceeded': {
      const { quota, requested, used, limited } = refusal;
      return named('C01', 'H', { quota, requested, used, limited });
    }
    case 'QuotaNotCountedYet':
      // Nobody has said yet that the quota is used up, and it passes by itself.
      return named('C01', 'M', { quota: refusal.quota, resource: refusal.resources });
    case 'ResourceNeedsQuota':
      return named('C01', 'H', { resource: refusal.resources });
    case 'QuotaDemandsRequests':
      return named('C02', 'H', { quota: refusal.quota, resource: refusal.resources });
    case 'PriorityClassNeedsQuota':
    case 'PriorityClassNotPermitted':
      return named('C03', 'H', { priorityClass: refusal.priorityClass });
    case 'PodSecurityViolated':
      return named('C04', 'H', { level: refusal.level, violations: refusal.violations });
    case 'WebhookDenied':
      return named('C05', 'H', { webhook: refusal.webhook, ...wordsOf(refusal.message) });
    case 'WebhookFailed':
      return named('C06', 'H', { webhook: refusal.webhook });
    case 'ServiceAccountMissing':
      return named('C07', 'H', { serviceAccount: refusal.serviceAccount.replace(/^.*\//, '') });
    case 'PriorityClassMissing':
      return named('C08', 'H', { priorityClass: refusal.priorityClass });
    case 'RuntimeClassMissing':
      return named('C09', 'H', { runtimeClass: refusal.runtimeClass });
    case 'LimitRangeViolated':
      return named('C10', 'H', { ...limitedResourceOf(refusal.message), ...wordsOf(refusal.message) });
    case 'NamespaceTerminating':
      return named('C11', 'H');
    case 'PodInvalid':
      return named('C12', 'H', { ...fieldOf(refusal.message), ...wordsOf(refusal.message) });
    case 'PolicyDenied':
      return named('C14', 'H', { policy: refusal.policy, ...wordsOf(refusal.message) });
    case 'Forbidden':
      return named('C14', 'M', wordsOf(refusal.message));
    case 'ControlPlaneFailed':
      return named('C15', 'M');
    case 'Unrecognised':
      return named('C15', 'L');
    default:
      return assertUnreachable(refusal);
  }
}

/** The words of whoever refused, in place of the whole text; they may be none. */
function wordsOf(message: string): CauseFacts {
  return message === '' ? {} : { message };
}

function limitedResourceOf(message: string): CauseFacts {
  const [, used, ratio] = /^(?:(?:maximum|minimum) (\S+) usage|(\S+) max limit)/i.exec(message) ?? [];
  const resource = used ?? ratio;
  return resource === undefined ? {} : { resource };
}

/** The first field that is named, such as `spec.containers[0].image`. */
function fieldOf(message: string): CauseFacts {
  const [, subject] = /^\[?((?:spec|metadata)[^:\s]*):/.exec(message) ?? [];
  return subject === undefined ? {} : { subject };
}
