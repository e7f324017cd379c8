import { expect, test } from 'vitest';
import { manifestWith } from '#lib/testing/manifest-base.ts';
import { MANIFEST_CASES } from '#lib/testing/manifest-cases.ts';
import { judgeManifest } from './judge-manifest.ts';
import type { ManifestProblem } from './problem.ts';
import { readManifest } from './read-manifest.ts';

const anywhere = () => 1;

/** As the cases write it. */
function textOf({ path, message, severity }: ManifestProblem): string {
  return `${severity === 'warning' ? 'warning ' : ''}${path}: ${message}`;
}

test.for(MANIFEST_CASES)('of $name', async ({ edits, problems }) => {
  const judged = await judgeManifest({ object: manifestWith(edits), lineOf: anywhere });
  expect(judged.map(textOf)).toStrictEqual(problems);
});

const written = `# agents
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: DaemonSet
  metadata:
    name: Agent
  spec:
    selector: {matchLabels: {app: agent}}
    template:
      metadata:
        labels:
          app: agent
          "a b": c
      spec:
        containers:
        - &first
          name: agent
          imagee: agent:1
        - <<: *first
          name: agent
          image: agent:2
          volumeMounts:
          - {name: logs, mountPath: /logs, subPath: /up}
`;

test('each problem has the line on which it stands, or that of as much of the way as there is', async () => {
  const read = readManifest({ name: 'agents.yaml', content: written });
  if (!read.ok) throw new Error(read.error.message);
  const [item] = read.value.items;
  if (item === undefined) throw new Error('no item');
  const problems = await judgeManifest(item);
  expect(problems.map(({ path, line }) => [path, line])).toStrictEqual([
    ['spec.template.spec.containers[0].imagee', 20],
    ['spec.template.spec.containers[1].imagee', 21],
    ['metadata.name', 8],
    ['spec.template.labels', 15],
    ['spec.template.spec.containers[0].image', 19],
    ['spec.template.spec.containers[1].volumeMounts[0].name', 25],
    ['spec.template.spec.containers[1].volumeMounts.subPath', 25],
    ['spec.template.spec.containers[1].name', 22],
  ]);
});

test('nothing that may be secret is in a message', async () => {
  const secret = 'hunter2';
  const object = manifestWith({
    '/spec/template/metadata/annotations/a b': secret,
    '/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1x': secret,
    '/spec/template/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod': secret,
    '/spec/template/spec/containers/0/args': [secret, 5, { [secret]: secret }],
    '/spec/template/spec/containers/0/command': secret,
    '/spec/template/spec/containers/0/env/0/value': { password: secret },
    '/spec/template/spec/containers/0/env/1/value': secret,
    '/spec/template/spec/containers/0/env/2': { name: 'A', value: [secret], valeu: secret },
    '/spec/template/spec/containers/0/readinessProbe': {
      exec: { command: [] },
      httpGet: { port: 0, httpHeaders: [{ name: 'a b', value: secret }], path: secret },
    },
    '/spec/template/spec/securityContext/sysctls': [{ name: 'BAD', value: secret }],
  });
  const problems = await judgeManifest({ object, lineOf: anywhere });
  expect(problems.length).toBeGreaterThan(8);
  expect(problems.filter(({ path, message }) => `${path}${message}`.includes(secret))).toStrictEqual([]);
});

test('of a file with no end of faults a great many are told, and not more', async () => {
  const object = manifestWith({
    '/spec/template/spec/tolerations': Array.from({ length: 5_000 }, () => ({ key: 'a b', operator: 'Exists' })),
  });
  expect(await judgeManifest({ object, lineOf: anywhere })).toHaveLength(500);
});
