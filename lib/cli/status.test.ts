import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { runStatus } from './status.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-status-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Three nodes: one runs the agent, one is tainted, one cannot pull the image. As kubectl prints it, shortened. */
const NODES = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Node
  metadata: {name: node-1, uid: n1, creationTimestamp: "2026-01-01T00:00:00Z"}
  status:
    allocatable: {cpu: "2", memory: 4Gi, pods: "110"}
    conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
- apiVersion: v1
  kind: Node
  metadata: {name: node-2, uid: n2, creationTimestamp: "2026-01-01T00:00:00Z"}
  spec: {taints: [{key: dedicated, value: gpu, effect: NoSchedule}]}
  status:
    conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
- apiVersion: v1
  kind: Node
  metadata: {name: node-10, uid: n10, creationTimestamp: "2026-01-01T00:00:00Z"}
  status:
    conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
`;

const AGENT = `apiVersion: apps/v1
kind: DaemonSet
metadata:
  {name: agent, namespace: logging, uid: d1, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z", annotations: {deprecated.daemonset.template.generation: "1"}}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}
  template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: "agent:1"}]}}
status: {observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 1, numberAvailable: 1, numberUnavailable: 1, numberMisscheduled: 0}
---
apiVersion: apps/v1
kind: ControllerRevision
metadata:
  name: agent-abc
  namespace: logging
  uid: r1
  labels: {app: agent, controller-revision-hash: abc}
  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: d1, controller: true}]
revision: 1
data: {spec: {template: {"$patch": replace, metadata: {labels: {app: agent}}, spec: {containers: [{name: agent, image: "agent:1"}]}}}}
`;

function pod(name: string, node: string, status: string): string {
  return `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: logging
  uid: ${name}
  creationTimestamp: "2026-01-01T00:00:10Z"
  labels: {app: agent, pod-template-generation: "1", controller-revision-hash: abc}
  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: d1, controller: true}]
spec: {nodeName: ${node}, containers: [{name: agent, image: "agent:1"}]}
status: ${status}
`;
}

const RUNNING = `{phase: Running, conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:20Z"}], containerStatuses: [{name: agent, ready: true, restartCount: 0, state: {running: {startedAt: "2026-01-01T00:00:15Z"}}}]}`;
const PULLING = `{phase: Pending, conditions: [{type: Ready, status: "False", reason: ContainersNotReady, lastTransitionTime: "2026-01-01T00:00:20Z"}], containerStatuses: [{name: agent, ready: false, restartCount: 0, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "agent:1"'}}}]}`;

const healthy = write(
  'healthy.yaml',
  `${AGENT}${pod('agent-a', 'node-1', RUNNING)}${pod('agent-b', 'node-10', RUNNING)}`,
);
const broken = write(
  'broken.yaml',
  `${AGENT}${pod('agent-a', 'node-1', RUNNING)}${pod('agent-b', 'node-10', PULLING)}`,
);
const nodes = write('nodes.yaml', NODES);
const now = ['--now', '2026-01-01T01:00:00Z'];

async function run(argv: readonly string[], given: Parameters<typeof createFakeIo>[0] = {}) {
  const io = createFakeIo(given);
  const code = await runStatus(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test('a fleet that is complete is exit code 0, and nothing is on standard error', async () => {
  expect(await run(['--from', nodes, healthy, ...now])).toStrictEqual({
    code: 0,
    err: '',
    out: `The one DaemonSet is complete on 3 nodes.
From files, as of 2026-01-01T01:00:00Z

  STATE     NAMESPACE  NAME   DESIRED  CURRENT  READY  UPDATED  AVAILABLE  MISSCHEDULED  REVISION  SINCE
✓ Complete  logging    agent        2        2  2 (1)        2      2 (1)             0         1  59 min
In brackets: what the status of the DaemonSet says, where it differs from what is there.
`,
  });
});

test('an image that cannot be pulled is Degraded, exit code 1, with its cell and its reason', async () => {
  const { code, out, err } = await run(['logging/agent', '--from', nodes, broken, ...now, '-o', 'json', '--cells']);
  expect({ code, err }).toStrictEqual({ code: 1, err: '' });
  const document: unknown = JSON.parse(out);
  expect(document).toMatchObject({
    apiVersion: 'rollcall/v1',
    at: '2026-01-01T01:00:00Z',
    daemonSets: [
      {
        name: 'agent',
        state: 'Degraded',
        reason: 'NodesNotAvailable',
        cells: {
          'node-1': { state: 'ok', pod: 'agent-a', revision: { hash: 'abc', number: 1 } },
          'node-2': {
            state: 'excluded',
            reasons: [{ kind: 'Taint', taint: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' } }],
            pod: null,
            revision: null,
          },
          'node-10': { state: 'failed', pod: 'agent-b' },
        },
      },
    ],
    nodes: [
      { name: 'node-1' },
      { name: 'node-2' },
      { name: 'node-10', state: 'failed', incomplete: ['logging/agent'] },
    ],
  });
});

test('the same twice is the same to the byte', async () => {
  const argv = ['--from', nodes, broken, ...now, '-o', 'json', '--cells'];
  expect(await run(argv)).toStrictEqual(await run(argv));
});

test('standard input is a file too', async () => {
  const fromFile = await run(['--from', nodes, healthy, ...now, '-o', 'json']);
  const fromPipe = await run(['--from', nodes, '-', ...now, '-o', 'json'], {
    stdin: `${AGENT}${pod('agent-a', 'node-1', RUNNING)}${pod('agent-b', 'node-10', RUNNING)}`,
  });
  expect(fromPipe.code).toBe(0);
  expect(JSON.parse(fromPipe.out)).toStrictEqual({
    ...JSON.parse(fromFile.out),
    cluster: { name: 'nodes.yaml and 1 more', version: null },
  });
});

test('[design 5] without --now the moment is the newest that the files tell', async () => {
  const { out } = await run(['--from', nodes, healthy, '-o', 'json']);
  expect(JSON.parse(out)).toMatchObject({ at: '2026-01-01T00:00:20Z' });
});

test('[design 5] without any Node it is as if nodes were forbidden, and nothing is missing or excluded', async () => {
  const { code, out } = await run(['--from', broken, ...now, '-o', 'json', '--cells']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    health: { nodes: { state: 'Forbidden', asOf: null, note: 'the files hold no Node' } },
    daemonSets: [{ cells: { 'node-1': { state: 'ok' }, 'node-10': { state: 'failed' } } }],
  });
});

test('objects of other kinds are counted and left out', async () => {
  const other = write(
    'other.json',
    JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { token: 'aHVzaA==' } }),
  );
  const { out } = await run(['--from', nodes, healthy, other, ...now, '-o', 'json']);
  expect(JSON.parse(out)).toMatchObject({ ignored: { Secret: 1 } });
  expect(out).not.toContain('aHVzaA');
});

test('colour is for a screen, and not where NO_COLOR is set', async () => {
  const argv = ['--from', nodes, broken, ...now];
  expect((await run(argv, { columns: 120 })).out).toContain('\u001b[33m▲ Degraded');
  expect((await run(argv, { columns: 120, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
  expect((await run(argv)).out).not.toContain('\u001b');
});

test('the language is that of the terminal; the document stays English', async () => {
  const env = { LANG: 'ja_JP.UTF-8' };
  expect((await run(['--from', nodes, healthy, ...now], { env })).out).toMatch(
    /^3ノードで1件のDaemonSetが完了しています。\n/,
  );
  expect((await run(['--from', nodes, healthy, ...now, '-o', 'json'], { env })).out).not.toMatch(
    /\p{Script=Katakana}/u,
  );
});

test('--help says how it is used', async () => {
  const { code, out, err } = await run(['--help']);
  expect({ code, err }).toStrictEqual({ code: 0, err: '' });
  expect(out).toContain('rollcall status [NAMESPACE/NAME] [FLAGS]');
  expect(out).toContain('-o, --output text|json');
});

const brokenYaml = write('no.yaml', 'apiVersion: v1\nkind: [List\nitems: }\n');
const brokenJson = write('no.json', '{"apiVersion": "v1", "kind": "List", "items": [\n  {"kind": }\n]}');
const empty = write('empty.json', '');
type Fault = { readonly name: string; readonly argv: readonly string[]; readonly err: string | RegExp };
const faults: readonly Fault[] = [
  {
    name: 'no such file',
    argv: ['--from', join(folder, 'absent')],
    err: `--from: no such file: ${join(folder, 'absent')}`,
  },
  { name: 'a folder', argv: ['--from', folder], err: `--from: cannot read ${folder}: EISDIR` },
  { name: 'broken YAML', argv: ['--from', brokenYaml], err: /no\.yaml is not valid YAML at line \d/ },
  { name: 'broken JSON', argv: ['--from', brokenJson], err: /no\.json is not valid JSON at line \d/ },
  { name: 'an empty file', argv: ['--from', empty], err: `--from: ${empty} holds no Kubernetes object` },
  { name: 'an unknown flag', argv: ['--colour'], err: 'there is no flag --colour; --help lists those there are' },
  { name: 'an unknown output', argv: ['-o', 'yaml'], err: '--output "yaml" is not one of text, json' },
  {
    name: 'an unknown DaemonSet',
    argv: ['kube-system/agent', '--from', nodes, healthy, '-o', 'json'],
    err: 'there is no DaemonSet kube-system/agent; there is logging/agent',
  },
  {
    name: 'a time that is none',
    argv: ['--from', nodes, '--now', 'yesterday'],
    err: '--now "yesterday" is not a time in RFC 3339, such as 2026-11-23T05:03:00Z',
  },
  {
    name: 'a selector that is none',
    argv: ['--from', nodes, '--ignore-nodes', 'a in'],
    err: '--ignore-nodes: not a label selector: "a in"',
  },
  {
    name: 'a word with a control character',
    argv: ['a/\u001b[31m'],
    err: /^"a\/.*" is not NAMESPACE\/NAME of a DaemonSet$/,
  },
];
test.for(faults)(
  '$name is one sentence on standard error, exit code 4, and nothing on standard output',
  async (fault) => {
    const { code, out, err } = await run(fault.argv);
    expect({ code, out }).toStrictEqual({ code: 4, out: '' });
    expect(err).toMatch(/^rollcall: [^\n]+\n$/);
    expect(err).not.toMatch(/\p{Cc}(?!$)/u);
    expect(err.slice('rollcall: '.length, -1)).toEqual(
      typeof fault.err === 'string' ? fault.err : expect.stringMatching(fault.err),
    );
  },
);

test('what cannot be written down is a fault, told by a code that no verdict has', () => {
  const full = openSync('/dev/full', 'w');
  const argv = [join(import.meta.dirname, 'main.ts'), 'status', '--from', healthy, ...now];
  const { status, stderr } = spawnSync(process.execPath, argv, { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  closeSync(full);
  expect({ status, stderr }).toStrictEqual({
    status: 70,
    stderr: 'rollcall: unexpected error: ENOSPC: no space left on device, write\n',
  });
});

test('whoever reads may stop in the middle, as `status | head` does, and no fault is printed', async () => {
  const main = join(import.meta.dirname, 'main.ts');
  const items = Array.from({ length: 6_000 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, uid: `n${index}` },
  }));
  // More than the pipe and one read of it hold.
  const big = write('big.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const child = spawn(process.execPath, [main, 'status', '--from', healthy, big, ...now, '--cells'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdout.once('data', () => child.stdout.destroy());
  await once(child, 'close');
  expect(err).toBe('');
});
