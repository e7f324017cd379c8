import { expect, test } from 'vitest';
import { revisionHash } from '#lib/domain/keys.ts';
import type { ControllerRevisionRecord, PodTemplate } from '#lib/domain/objects.ts';
import { makeContainer, makeDaemonPod, makeDaemonSet, makeRevision, makeTemplate } from '#lib/testing/objects.ts';
import type { RevisionDiff } from '#lib/wire/revision-diff.ts';
import { type RevisionsInput, revisionsAnswer } from './revision-diff.ts';

const DIGESTS = { same: 'Dm8wPz1Q', old: 'TT0qWWke', fresh: 'a9_bQz3x', command: 'kk-7Yh2s' };

const richTemplate = (digest: string, tag: string, token: string): PodTemplate =>
  makeTemplate(
    {
      initContainers: [makeContainer({ name: 'setup', init: true })],
      containers: [
        makeContainer({
          image: `example.com/agent:${tag}`,
          commandDigest: DIGESTS.command,
          env: { SAME: DIGESTS.same, TOKEN: token, ...(tag === '2' ? { FRESH: DIGESTS.fresh } : {}) },
          requests: { memory: '1Gi', cpu: '100m' },
          ports: [{ containerPort: 80, protocol: 'TCP', hostPort: 8080 }],
          probes: ['readiness'],
          privileged: true,
          hasPreStop: true,
        }),
      ],
      hostNetwork: true,
      nodeSelector: { pool: 'a' },
      requiredNodeAffinity: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }], matchFields: [] }],
      tolerations: [{ operator: 'Exists' }],
      volumes: [
        { name: 'logs', kind: 'hostPath', path: '/var/log' },
        { name: 'token', kind: 'secret' },
      ],
      terminationGracePeriodSeconds: 30,
    },
    { digest },
  );

const first = richTemplate('template-0', '1', DIGESTS.old);
const second = richTemplate('template-1', '2', DIGESTS.fresh);
const daemonSet = makeDaemonSet({ template: second });
const revision = (number: number, template: PodTemplate, hash = `hash${number}`) =>
  makeRevision({ daemonSet, revision: number, hash: revisionHash(hash), template });
const podOf = (hash: string, node: string) => makeDaemonPod({ daemonSet, hash, nodeName: node });

function answer(overrides: Partial<RevisionsInput> = {}) {
  return revisionsAnswer({
    daemonSet,
    revisions: [revision(1, first), revision(2, second)],
    pods: [],
    between: undefined,
    ...overrides,
  });
}

test('the difference as meaning and as YAML; what is not kept stands there by its name and a word', () => {
  const { diff } = answer();
  if (diff?.kind !== 'Compared') throw new Error('not compared');
  expect(diff.changes).toStrictEqual([
    {
      area: 'image',
      container: 'agent',
      subject: '',
      kind: 'changed',
      before: 'example.com/agent:1',
      after: 'example.com/agent:2',
    },
    { area: 'env', container: 'agent', subject: 'FRESH', kind: 'added' },
    { area: 'env', container: 'agent', subject: 'TOKEN', kind: 'changed' },
  ]);
  const signs = { same: ' ', added: '+', removed: '-' } as const;
  expect(diff.lines.map(({ kind, text }) => `${signs[kind]} ${text}`).join('\n')).toBe(`\
  metadata:
    labels:
      app: agent
  spec:
    initContainers:
      - name: setup
        image: example.com/agent:1
    containers:
      - name: agent
-       image: example.com/agent:1
+       image: example.com/agent:2
        command, args: (not kept, unchanged)
        env:
          - name: SAME
            value: (not kept, unchanged)
          - name: TOKEN
-           value: (not kept, old value)
+           value: (not kept, new value)
+         - name: FRESH
+           value: (not kept)
        ports:
          - containerPort: 80
            protocol: TCP
            hostPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 1Gi
        readinessProbe: (not kept)
        lifecycle:
          preStop: (not kept)
        securityContext:
          privileged: true
    volumes:
      - name: logs
        hostPath:
          path: /var/log
      - name: token
        secret: (not kept)
    hostNetwork: true
    nodeSelector:
      pool: a
    affinity:
      nodeAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          nodeSelectorTerms:
            - matchExpressions:
                - key: zone
                  operator: In
                  values:
                    - a
    tolerations:
      - operator: Exists
    terminationGracePeriodSeconds: 30`);
});

test('[RD2] no digest of a value or of a template leaves with the answer', () => {
  const said = JSON.stringify(answer());
  const digests = [...Object.values(DIGESTS), first.digest, second.digest];
  expect(digests.filter((digest) => said.includes(digest))).toStrictEqual([]);
});

type Row = {
  readonly name: string;
  readonly given: Partial<RevisionsInput>;
  readonly diff: { readonly [Key in 'kind' | 'between' | 'missing']?: unknown } | null;
};
const third = revision(3, makeTemplate({}, { digest: 'template-3' }));
const { template: _, ...bare } = revision(1, first);
const withoutTemplate: ControllerRevisionRecord = bare;
const rows: readonly Row[] = [
  {
    name: 'unasked, it compares the current revision with the one that most of the other pods are of',
    given: {
      revisions: [revision(1, first), third, revision(4, second)],
      pods: [podOf('hash1', 'node-a'), podOf('hash1', 'node-b'), podOf('hash3', 'node-c')],
    },
    diff: { kind: 'Compared', between: { before: 1, after: 4 } },
  },
  {
    name: 'without other pods, with the newest of the other revisions',
    given: { revisions: [revision(1, first), third, revision(4, second)] },
    diff: { kind: 'Compared', between: { before: 3, after: 4 } },
  },
  {
    name: '[RV7] while no revision equals the template, with the template itself',
    given: { revisions: [revision(1, first), third] },
    diff: { kind: 'Compared', between: { before: 3, after: 'template' } },
  },
  {
    name: 'with a single revision there is nothing to compare',
    given: { revisions: [revision(2, second)] },
    diff: null,
  },
  { name: 'without revisions neither', given: { revisions: [] }, diff: null },
  {
    name: 'asked, it compares these two, in this direction',
    given: { between: { before: 2, after: 1 } },
    diff: { kind: 'Compared', between: { before: 2, after: 1 } },
  },
  {
    name: 'a number that is not there is said to be missing',
    given: { between: { before: 7, after: 2 } },
    diff: { kind: 'NotThere', between: { before: 7, after: 2 }, missing: 7 },
  },
  {
    name: 'so is one without a template',
    given: { revisions: [withoutTemplate, revision(2, second)], between: { before: 2, after: 1 } },
    diff: { kind: 'NotThere', between: { before: 2, after: 1 }, missing: 1 },
  },
];
test.for(rows)('$name', ({ given, diff }) => {
  expect(withoutContent(answer(given).diff)).toStrictEqual(diff);
});

function withoutContent(diff: RevisionDiff | null) {
  if (diff?.kind !== 'Compared') return diff;
  const { kind, between } = diff;
  return { kind, between };
}
