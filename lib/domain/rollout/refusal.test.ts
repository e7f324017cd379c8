import { expect, test } from 'vitest';
import { parseRefusal, type Refusal } from './refusal.ts';

type Row = { readonly rule: string; readonly message: string; readonly refusal: Refusal };
const rows: readonly Row[] = [
  {
    rule: '[FC1]',
    message:
      'pods "agent-27bbt" is forbidden: exceeded quota: q, requested: pods=1,cpu=2, used: pods=3,cpu=4, limited: pods=3,cpu=4',
    refusal: {
      kind: 'QuotaExceeded',
      quota: 'q',
      requested: 'pods=1,cpu=2',
      used: 'pods=3,cpu=4',
      limited: 'pods=3,cpu=4',
    },
  },
  {
    rule: '[FC2]',
    message: 'pods "a" is forbidden: failed quota: q: must specify limits.cpu for: agent; requests.cpu for: agent',
    refusal: {
      kind: 'QuotaDemandsRequests',
      quota: 'q',
      resources: 'limits.cpu for: agent; requests.cpu for: agent',
    },
  },
  {
    rule: '[FC2b]',
    message: 'pods "a" is forbidden: status unknown for quota: q, resources: pods',
    refusal: { kind: 'QuotaNotCountedYet', quota: 'q', resources: 'pods' },
  },
  {
    rule: '[FC3]',
    message:
      'pods "a" is forbidden: insufficient quota to match these scopes: [{PriorityClass In [system-node-critical system-cluster-critical]}]',
    refusal: {
      kind: 'PriorityClassNeedsQuota',
      priorityClass: 'system-node-critical system-cluster-critical',
    },
  },
  {
    rule: '[FC3b]',
    message: 'pods "a" is forbidden: insufficient quota to consume: pods',
    refusal: { kind: 'ResourceNeedsQuota', resources: 'pods' },
  },
  {
    rule: '[FC4]',
    message: 'pods "a" is forbidden: pods with system-node-critical priorityClass is not permitted in apps namespace',
    refusal: { kind: 'PriorityClassNotPermitted', priorityClass: 'system-node-critical', namespace: 'apps' },
  },
  {
    rule: '[FC5]',
    message:
      'pods "a" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "a" must set it)',
    refusal: {
      kind: 'PodSecurityViolated',
      level: 'restricted',
      version: 'latest',
      violations: 'allowPrivilegeEscalation != false (container "a" must set it)',
    },
  },
  {
    rule: '[FC6]',
    message: 'pods "a" is forbidden: no PriorityClass with name gold was found',
    refusal: { kind: 'PriorityClassMissing', priorityClass: 'gold' },
  },
  {
    rule: '[FC7]',
    message: 'pods "a" is forbidden: error looking up service account apps/agent: serviceaccount "agent" not found',
    refusal: { kind: 'ServiceAccountMissing', serviceAccount: 'apps/agent' },
  },
  {
    rule: '[FC8]',
    message: 'pods "a" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    refusal: { kind: 'RuntimeClassMissing', runtimeClass: 'gvisor' },
  },
  {
    rule: '[FC9]',
    message:
      'admission webhook "p.example.com" denied the request: exceeded quota: q, requested: a, used: b, limited: c',
    refusal: {
      kind: 'WebhookDenied',
      webhook: 'p.example.com',
      message: 'exceeded quota: q, requested: a, used: b, limited: c',
    },
  },
  {
    rule: '[FC9]',
    message: 'admission webhook "p.example.com" denied the request',
    refusal: { kind: 'WebhookDenied', webhook: 'p.example.com', message: '' },
  },
  {
    rule: '[FC10] [FC15]',
    message:
      'Internal error occurred: failed calling webhook "w.example.com": failed to call webhook: Post "https://w": context deadline exceeded',
    refusal: { kind: 'WebhookFailed', webhook: 'w.example.com' },
  },
  {
    rule: '[FC11]',
    message:
      "pods \"a\" is forbidden: ValidatingAdmissionPolicy 'no-root' with binding 'all' denied request: runs as root",
    refusal: { kind: 'PolicyDenied', policy: 'no-root', message: 'runs as root' },
  },
  {
    rule: '[FC12]',
    message: 'pods "a" is forbidden: maximum memory usage per Container is 100Mi, but limit is 1Gi',
    refusal: {
      kind: 'LimitRangeViolated',
      message: 'maximum memory usage per Container is 100Mi, but limit is 1Gi',
    },
  },
  {
    rule: '[FC12]',
    message: 'pods "a" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 4',
    refusal: {
      kind: 'LimitRangeViolated',
      message: 'cpu max limit to request ratio per Container is 2, but provided ratio is 4',
    },
  },
  {
    rule: '[FC13]',
    message: 'Pod "a" is invalid: spec.containers[0].image: Required value',
    refusal: { kind: 'PodInvalid', message: 'spec.containers[0].image: Required value' },
  },
  {
    rule: '[FC13]',
    message: 'spec.priority: Invalid value: 5',
    refusal: { kind: 'PodInvalid', message: 'Invalid value: 5' },
  },
  {
    rule: '[FC14]',
    message: 'pods "a" is forbidden: unable to create new content in namespace apps because it is being terminated',
    refusal: { kind: 'NamespaceTerminating' },
  },
  { rule: '[FC15]', message: 'etcdserver: request timed out', refusal: { kind: 'ControlPlaneFailed' } },
  {
    rule: '[FC15]',
    message: 'Internal error occurred: resource quota evaluation timed out',
    refusal: { kind: 'ControlPlaneFailed' },
  },
  ...[
    'Internal error occurred: no kind is registered',
    'Post "https://10.0.0.1:443/api/v1/namespaces/apps/pods": net/http: TLS handshake timeout',
    'the server is currently unable to handle the request (post pods)',
    'Timeout: request did not complete within requested timeout',
    'pods "a" is forbidden: not yet ready to handle request',
    'pods is forbidden: User "system:serviceaccount:kube-system:daemon-set-controller" cannot create resource "pods" in API group "" in the namespace "apps"',
  ].map((message): Row => ({ rule: '[FC15]', message, refusal: { kind: 'ControlPlaneFailed' } })),
  {
    rule: '[FC16]',
    message: 'pods "a" is forbidden: unable to validate against any security context constraint: []',
    refusal: { kind: 'Forbidden', message: 'unable to validate against any security context constraint: []' },
  },
  {
    rule: '[FC11]',
    message:
      "pods \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: exceeded quota: q, requested: a, used: b, limited: c",
    refusal: { kind: 'PolicyDenied', policy: 'p', message: 'exceeded quota: q, requested: a, used: b, limited: c' },
  },
  {
    rule: '[FC10]',
    message: 'Internal error occurred: failed calling webhook "w.example.com": RuntimeClass "gvisor" not found',
    refusal: { kind: 'WebhookFailed', webhook: 'w.example.com' },
  },
  { rule: '[EV4]', message: 'the moon is wrong', refusal: { kind: 'Unrecognised' } },
];
test.for(rows)('$rule "$message"', ({ message, refusal }) => {
  expect(parseRefusal(message)).toStrictEqual(refusal);
  expect(parseRefusal(message.toUpperCase()).kind).toBe(refusal.kind);
});
