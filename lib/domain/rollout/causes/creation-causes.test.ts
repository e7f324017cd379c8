import { expect, test } from 'vitest';
import { makeEvent, makeNode, makePod, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveCell,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  NOW,
  ROLLED_AT,
  SECOND,
  terminatingSince,
} from '#lib/testing/rollouts.ts';
import { uid } from '../../keys.ts';
import type { NamespaceRecord } from '../../objects.ts';
import type { CellInput } from '../../placement/cell.ts';
import { latestFailedCreate } from '../failed-create.ts';
import type { CauseFacts, CellCause } from './cause.ts';

const HOUR = 60 * MINUTE;
const ABSENT = NOW - 3 * MINUTE;
const FIRST = NOW - 2 * MINUTE;
const LAST = NOW - MINUTE;

/** The refusal as it comes from its event. */
function refusedWith(text: string, lastTimestamp = LAST): CellInput['failedCreate'] {
  const note = `Error creating: ${text}`;
  return latestFailedCreate([makeEvent({ note, firstTimestamp: Math.min(FIRST, lastTimestamp), lastTimestamp })]);
}

function makeNamespace(overrides: Partial<NamespaceRecord> = {}): NamespaceRecord {
  return { kind: 'Namespace', name: 'default', uid: uid('ns'), resourceVersion: '1', labels: {}, ...overrides };
}

function causesOf(given: Partial<CellInput>): readonly CellCause[] {
  return deriveCell(given).causes.filter(({ code }) => code.startsWith('C'));
}

const event = { kind: 'Event', namespace: 'default', name: 'event-a' } as const;

type Row = {
  readonly rule: string;
  readonly text: string;
  readonly confidence?: CellCause['confidence'];
  readonly facts: CauseFacts;
};
const forbidden = (why: string): string => `pods "agent-x2k4p" is forbidden: ${why}`;
const rows: readonly Row[] = [
  {
    rule: '[C01]',
    text: forbidden('exceeded quota: q, requested: pods=1,cpu=2, used: pods=3,cpu=4, limited: pods=3,cpu=4'),
    facts: {
      detail: 'QuotaExceeded',
      quota: 'q',
      requested: 'pods=1,cpu=2',
      used: 'pods=3,cpu=4',
      limited: 'pods=3,cpu=4',
    },
  },
  {
    rule: '[C01]',
    text: forbidden('status unknown for quota: q, resources: pods'),
    confidence: 'M',
    facts: { detail: 'QuotaNotCountedYet', quota: 'q', resource: 'pods' },
  },
  {
    rule: '[C01]',
    text: forbidden('insufficient quota to consume: pods'),
    facts: { detail: 'ResourceNeedsQuota', resource: 'pods' },
  },
  {
    rule: '[C02]',
    text: forbidden('failed quota: q: must specify limits.cpu for: agent; requests.cpu for: agent'),
    facts: {
      detail: 'QuotaDemandsRequests',
      quota: 'q',
      resource: 'limits.cpu for: agent; requests.cpu for: agent',
    },
  },
  {
    rule: '[C03]',
    text: forbidden('insufficient quota to match these scopes: [{PriorityClass In [system-node-critical]}]'),
    facts: { detail: 'PriorityClassNeedsQuota', priorityClass: 'system-node-critical' },
  },
  {
    rule: '[C03]',
    text: forbidden('pods with system-node-critical priorityClass is not permitted in apps namespace'),
    facts: { detail: 'PriorityClassNotPermitted', priorityClass: 'system-node-critical' },
  },
  {
    rule: '[C04]',
    text: forbidden('violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'),
    facts: { detail: 'PodSecurityViolated', level: 'baseline', violations: 'host namespaces (hostNetwork=true)' },
  },
  {
    rule: '[C05]',
    text: 'admission webhook "p.example.com" denied the request: no latest tags',
    facts: { detail: 'WebhookDenied', webhook: 'p.example.com', message: 'no latest tags' },
  },
  {
    rule: '[C05]',
    text: 'admission webhook "p.example.com" denied the request',
    facts: { detail: 'WebhookDenied', webhook: 'p.example.com' },
  },
  {
    rule: '[C06]',
    text: 'Internal error occurred: failed calling webhook "w.example.com": failed to call webhook: Post "https://w": EOF',
    facts: { detail: 'WebhookFailed', webhook: 'w.example.com' },
  },
  {
    rule: '[C07]',
    text: forbidden('error looking up service account default/agent: serviceaccount "agent" not found'),
    facts: { detail: 'ServiceAccountMissing', serviceAccount: 'agent' },
  },
  {
    rule: '[C08]',
    text: forbidden('no PriorityClass with name gold was found'),
    facts: { detail: 'PriorityClassMissing', priorityClass: 'gold' },
  },
  {
    rule: '[C09]',
    text: forbidden('pod rejected: RuntimeClass "gvisor" not found'),
    facts: { detail: 'RuntimeClassMissing', runtimeClass: 'gvisor' },
  },
  {
    rule: '[C10]',
    text: forbidden('maximum memory usage per Container is 100Mi, but limit is 1Gi'),
    facts: {
      detail: 'LimitRangeViolated',
      resource: 'memory',
      message: 'maximum memory usage per Container is 100Mi, but limit is 1Gi',
    },
  },
  {
    rule: '[C10]',
    text: forbidden('cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000'),
    facts: {
      detail: 'LimitRangeViolated',
      resource: 'cpu',
      message: 'cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000',
    },
  },
  {
    rule: '[C11]',
    text: forbidden('unable to create new content in namespace default because it is being terminated'),
    facts: { detail: 'NamespaceTerminating' },
  },
  {
    rule: '[C12]',
    text: 'Pod "agent-x2k4p" is invalid: spec.containers[0].image: Required value',
    facts: {
      detail: 'PodInvalid',
      subject: 'spec.containers[0].image',
      message: 'spec.containers[0].image: Required value',
    },
  },
  {
    rule: '[C12]',
    text: 'Pod "agent-x2k4p" is invalid: [spec.tolerations[0].effect: Invalid value: "x", spec.a: Required value]',
    facts: {
      detail: 'PodInvalid',
      subject: 'spec.tolerations[0].effect',
      message: '[spec.tolerations[0].effect: Invalid value: "x", spec.a: Required value]',
    },
  },
  {
    rule: '[C14]',
    text: forbidden("ValidatingAdmissionPolicy 'no-root' with binding 'all' denied request: runs as root"),
    facts: { detail: 'PolicyDenied', policy: 'no-root', message: 'runs as root' },
  },
  {
    rule: '[C14]',
    text: forbidden('unable to validate against any security context constraint: []'),
    confidence: 'M',
    facts: { detail: 'Forbidden', message: 'unable to validate against any security context constraint: []' },
  },
  { rule: '[C15]', text: 'etcdserver: request timed out', confidence: 'M', facts: { detail: 'ControlPlaneFailed' } },
  { rule: '[C15]', text: 'the moon is wrong', confidence: 'L', facts: { detail: 'Unrecognised' } },
];
test.for(rows)('$rule $facts.detail: $text', ({ rule, text, confidence = 'H', facts }) => {
  expect(causesOf({ absentSince: ABSENT, failedCreate: refusedWith(text) })).toStrictEqual([
    {
      code: rule.slice(1, -1),
      confidence,
      since: FIRST,
      facts: { message: text, ...facts },
      evidence: [{ object: event, field: 'message', value: text }],
    },
  ]);
});

const quota = refusedWith(forbidden('exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3'));
const terminating = makeNamespace({ deletionTimestamp: NOW - 2 * MINUTE });
const surge = makeRollingDaemonSet({
  updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
});
const longAbsent = NOW - 5 * MINUTE - 1;

function codesOf(given: Partial<CellInput>): readonly string[] {
  return causesOf(given).map(({ code, confidence }) => `${code} ${confidence}`);
}

type CodesRow = { readonly name: string; readonly given: Partial<CellInput>; readonly codes: readonly string[] };
const codesRows: readonly CodesRow[] = [
  {
    name: '[C01] nothing is said where a pod is',
    given: { failedCreate: quota, pods: [makeNewPod('node-a')] },
    codes: [],
  },
  {
    name: '[C01] nor where none is wanted',
    given: { failedCreate: quota, node: makeNode('node-a', { taints: [makeTaint('dedicated')] }) },
    codes: [],
  },
  {
    name: '[C01] [NP8] nor where a terminating pod still takes the place',
    given: { failedCreate: quota, pods: [makeOldPod('node-a', terminatingSince(NOW - SECOND))] },
    codes: [],
  },
  {
    name: '[C01] [NP8] with surge it takes none, and the next is refused',
    given: { daemonSet: surge, failedCreate: quota, pods: [makeOldPod('node-a', terminatingSince(NOW - SECOND))] },
    codes: ['C01 H'],
  },
  {
    name: '[C01] [RU11] with surge the second pod of a node is the affair of the rollout as a whole',
    given: { daemonSet: surge, failedCreate: quota, pods: [makeOldPod('node-a')] },
    codes: [],
  },
  {
    name: '[C01] a DaemonSet that is being deleted makes none',
    given: {
      daemonSet: makeRollingDaemonSet({ deletionTimestamp: NOW }),
      failedCreate: quota,
      absentSince: longAbsent,
    },
    codes: [],
  },
  {
    name: '[EV2] [C01] [C13] a refusal older than an hour is a weaker sign, and the silence since is told too',
    given: {
      failedCreate: refusedWith(forbidden('exceeded quota: q, requested: a, used: b, limited: c'), NOW - HOUR - 1),
      absentSince: NOW - 2 * HOUR,
    },
    codes: ['C01 M', 'C13 L'],
  },
  {
    name: '[EV2] [C15] what was weak becomes possible',
    given: { failedCreate: refusedWith('etcdserver: request timed out', NOW - HOUR - 1), absentSince: ABSENT },
    codes: ['C15 L'],
  },
  {
    name: '[C13] not before five minutes have passed',
    given: { absentSince: NOW - 5 * MINUTE },
    codes: [],
  },
  {
    name: '[C13] [CE8] unseen, they count from the newest of node, DaemonSet and revision',
    given: { now: ROLLED_AT + 5 * MINUTE },
    codes: [],
  },
  { name: '[C13] [CE8] and from nothing older', given: { now: ROLLED_AT + 5 * MINUTE + 1 }, codes: ['C13 L'] },
  { name: '[C13] after that the silence is told', given: { absentSince: longAbsent }, codes: ['C13 L'] },
  {
    name: '[C13] not of a DaemonSet that is being deleted',
    given: { absentSince: longAbsent, daemonSet: makeRollingDaemonSet({ deletionTimestamp: NOW }) },
    codes: [],
  },
  {
    name: '[C13] not while a refusal speaks',
    given: { absentSince: longAbsent, failedCreate: quota },
    codes: ['C01 H'],
  },
  {
    name: '[C13] [RS1b] nor while the node is being born',
    given: {
      absentSince: longAbsent,
      node: makeNode('node-a', {
        creationTimestamp: NOW - 6 * MINUTE,
        taints: [makeTaint('cilium.io/agent-not-ready', 'PreferNoSchedule')],
      }),
    },
    codes: [],
  },
  {
    name: '[C13] [RS1c] nor while it leaves',
    given: { absentSince: longAbsent, node: makeNode('node-a', { deletionTimestamp: NOW - SECOND }) },
    codes: [],
  },
  {
    name: '[C13] [RS1c] a drain is seen by the pods that go',
    given: {
      absentSince: longAbsent,
      node: makeNode('node-a', { unschedulable: true }),
      podsOnNode: () => [makePod({ ...terminatingSince(NOW - SECOND) })],
    },
    codes: [],
  },
  {
    name: '[C11] a terminating namespace is silent',
    given: { absentSince: longAbsent, namespace: terminating },
    codes: ['C11 H'],
  },
  {
    name: '[C11] and is told beside an earlier refusal',
    given: { absentSince: longAbsent, namespace: terminating, failedCreate: quota },
    codes: ['C01 H', 'C11 H'],
  },
  {
    name: '[C11] once',
    given: {
      absentSince: longAbsent,
      namespace: terminating,
      failedCreate: refusedWith('unable to create new content in namespace default because it is being terminated'),
    },
    codes: ['C11 H'],
  },
  {
    name: '[C11] a namespace that stays is no cause',
    given: { absentSince: ABSENT, namespace: makeNamespace() },
    codes: [],
  },
];
test.for(codesRows)('$name', ({ given, codes }) => {
  expect(codesOf(given)).toStrictEqual(codes);
});

test('[C11] it began when the namespace was told to go', () => {
  const deletionTimestamp = NOW - 2 * MINUTE;
  expect(causesOf({ absentSince: longAbsent, namespace: terminating })).toStrictEqual([
    {
      code: 'C11',
      confidence: 'H',
      since: deletionTimestamp,
      facts: {},
      evidence: [
        {
          object: { kind: 'Namespace', name: 'default' },
          field: 'metadata.deletionTimestamp',
          value: '2026-01-02T00:00:00Z',
        },
      ],
    },
  ]);
});

test('[C13] what the controller counts stands beside the silence', () => {
  const status = { desiredNumberScheduled: 3, currentNumberScheduled: 2 };
  const object = { kind: 'DaemonSet', namespace: 'default', name: 'agent' };
  expect(causesOf({ daemonSet: makeRollingDaemonSet({ status }), absentSince: longAbsent })).toStrictEqual([
    {
      code: 'C13',
      confidence: 'L',
      since: longAbsent,
      facts: {},
      evidence: [
        { object, field: 'status.desiredNumberScheduled', value: 3 },
        { object, field: 'status.currentNumberScheduled', value: 2 },
      ],
    },
  ]);
});

test('[C04] the level that the namespace asks for is evidence too', () => {
  const failedCreate = refusedWith(forbidden('violates PodSecurity "baseline:latest": hostPort (ports 80)'));
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
  const [cause] = causesOf({ absentSince: ABSENT, failedCreate, namespace: makeNamespace({ labels }) });
  expect(cause?.evidence[1]).toStrictEqual({
    object: { kind: 'Namespace', name: 'default' },
    field: 'metadata.labels.pod-security\\.kubernetes\\.io/enforce',
    value: 'baseline',
  });
  const [other] = causesOf({ absentSince: ABSENT, failedCreate: quota, namespace: makeNamespace({ labels }) });
  expect(other?.evidence).toHaveLength(1);
});

test('[C01] [RS5] it began with the first refusal: that is on record, and when the node lost its pod is not', () => {
  const [cause] = causesOf({ absentSince: NOW - 30 * SECOND, failedCreate: quota });
  expect(cause?.since).toBe(FIRST);
});

test('[C01] where pods still leave, too', () => {
  const pods = [makeOldPod('node-a', terminatingSince(NOW - SECOND))];
  const [cause] = causesOf({ daemonSet: surge, pods, absentSince: NOW - SECOND, failedCreate: quota });
  expect(cause?.since).toBe(FIRST);
});

test('[CE13] [C13] [EV2] a cell asks to be looked at again when time alone changes its causes', () => {
  const absent = { absentSince: NOW - MINUTE };
  expect(deriveCell(absent).recheckAt).toBe(NOW + 4 * MINUTE + 1);
  expect(causesOf({ ...absent, now: NOW + 4 * MINUTE })).toStrictEqual([]);
  expect(codesOf({ ...absent, now: NOW + 4 * MINUTE + 1 })).toStrictEqual(['C13 L']);
  const refused = { ...absent, failedCreate: quota };
  expect(deriveCell(refused).recheckAt).toBe(LAST + HOUR + 1);
  expect(codesOf({ ...refused, now: LAST + HOUR })).toStrictEqual(['C01 H']);
  expect(codesOf({ ...refused, now: LAST + HOUR + 1 })).toStrictEqual(['C01 M', 'C13 L']);
  expect(deriveCell({ ...refused, now: LAST + HOUR + 1 }).recheckAt).toBeUndefined();
});
