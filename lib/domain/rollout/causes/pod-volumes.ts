import type { Millis } from '#lib/base/clock.ts';
import type { EventRecord } from '../../objects.ts';
import { type BoundPod, causeOf, eventEvidence } from './bound-pod.ts';
import type { CauseFacts, CellCause, Confidence } from './cause.ts';
import { latestEvent, noteOf } from './kubelet-events.ts';

type Missing = { readonly detail: string; readonly pattern: RegExp; readonly subject: (name: string) => string };

/** What a volume is made of and is not there [K10]; the one group is its name. */
const MISSING: readonly Missing[] = [
  { detail: 'KeyMissing', pattern: /non-existent (?:config|secret) key: (\S+)/, subject: (name) => `key ${name}` },
  { detail: 'ConfigMapMissing', pattern: /configmaps? "([^"]+)" not found/, subject: (name) => `ConfigMap ${name}` },
  { detail: 'SecretMissing', pattern: /secrets? "([^"]+)" not found/, subject: (name) => `Secret ${name}` },
  {
    detail: 'ClaimMissing',
    pattern: /persistentvolumeclaims? "([^"]+)" not found/,
    subject: (name) => `PersistentVolumeClaim ${name}`,
  },
  { detail: 'HostPath', pattern: /hostPath type check failed: (\S+) is not/, subject: (name) => name },
];

const SOMETHING_MISSING = new RegExp(MISSING.map(({ pattern }) => pattern.source).join('|'));
const ANY_ATTACH = /Multi-Attach error|AttachVolume|timed out waiting for external-attacher/;

/** Names what is the matter with the volumes of a pod whose containers wait for them [K10] [K11]. */
export function findVolumeCauses(bound: BoundPod, from: Millis): readonly CellCause[] {
  const { events } = bound;
  const source = latestEvent(events, { reason: 'FailedMount', note: SOMETHING_MISSING, from });
  const attach = latestEvent(events, { reason: 'FailedAttachVolume', from });
  const named = [
    ...(source === undefined ? [] : [explainSource(bound, source)]),
    ...(attach === undefined ? [] : [explainAttach(bound, attach, 'H')]),
  ];
  if (named.length > 0) return named;
  const mount = latestEvent(events, { reason: 'FailedMount', from });
  return mount === undefined ? [] : [explainAttach(bound, mount, 'M')];
}

function explainSource(bound: BoundPod, event: EventRecord): CellCause {
  const message = noteOf(event);
  const found = MISSING.find(({ pattern }) => pattern.test(message));
  const name = found?.pattern.exec(message)?.[1];
  const facts: CauseFacts = {
    ...(found === undefined ? {} : { detail: found.detail }),
    ...(found === undefined || name === undefined ? {} : { subject: found.subject(name) }),
    message,
  };
  return volumeCause(bound, event, 'K10', 'H', facts);
}

/** The kubelet mounts what is attached, and says in one breath that it could do neither: then it is only likely. */
function explainAttach(bound: BoundPod, event: EventRecord, confidence: Confidence): CellCause {
  const message = noteOf(event);
  const [, subject] = /for volume "([^"]+)"/.exec(message) ?? /unmounted volumes=\[([^\]\s]+)/.exec(message) ?? [];
  const facts: CauseFacts = {
    detail: attachDetail(message),
    ...(subject === undefined ? {} : { subject }),
    message,
  };
  return volumeCause(bound, event, 'K11', confidence, facts);
}

function attachDetail(message: string): string {
  if (message.startsWith('Multi-Attach error')) return 'MultiAttach';
  return ANY_ATTACH.test(message) ? 'AttachFailed' : 'MountFailed';
}

function volumeCause(
  bound: BoundPod,
  event: EventRecord,
  code: 'K10' | 'K11',
  confidence: Confidence,
  facts: CauseFacts,
): CellCause {
  return causeOf(bound, { code, confidence, since: event.firstTimestamp, facts, evidence: [eventEvidence(event)] });
}
