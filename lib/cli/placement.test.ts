import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { placementSchema } from '#lib/testing/placement-schema.ts';
import { runPlacement } from './placement.ts';
import type { PlacementDocument } from './placement-document.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-placement-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(argv: readonly string[], given: Parameters<typeof createFakeIo>[0] = {}) {
  const io = createFakeIo(given);
  const code = await runPlacement(argv, io);
  return { code, out: io.out(), err: io.err() };
}

async function documentOf(argv: readonly string[], given: Parameters<typeof createFakeIo>[0] = {}) {
  const { code, out, err } = await run([...argv, '-o', 'json'], given);
  expect(err).toBe('');
  const document = JSON.parse(out) as PlacementDocument;
  placementSchema.parse(document);
  return { code, document };
}

function node(name: string, more = ''): string {
  return `---
apiVersion: v1
kind: Node
metadata: {name: ${name}, uid: ${name}, labels: {kubernetes.io/hostname: ${name}}}
spec: {${more}}
status:
  allocatable: {cpu: "2", memory: 4Gi, pods: "110"}
  conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
`;
}

function pod(name: string, on: string, cpu: string, more = ''): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, uid: ${name}, creationTimestamp: "2026-01-01T00:00:10Z"}
spec: {nodeName: ${on}, ${more} containers: [{name: main, image: "web:1", resources: {requests: {cpu: ${cpu}}}}]}
status: {phase: Running}
`;
}

/** Three nodes, one of them nearly full, one tainted; a namespace that enforces nothing and one that does. */
const CLUSTER = `${node('node-1')}${node('node-2')}${node('node-10', 'taints: [{key: dedicated, value: gpu, effect: NoSchedule}]')}
---
apiVersion: v1
kind: Namespace
metadata: {name: logging, uid: logging}
---
apiVersion: v1
kind: Namespace
metadata: {name: tenant, uid: tenant, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: important, uid: important}
value: 1000
preemptionPolicy: PreemptLowerPriority
${pod('web-1', 'node-2', '1800m')}`;

const RUNNING = `---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: logging, uid: d1, generation: 1, annotations: {deprecated.daemonset.template.generation: "1"}}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
      - {name: agent, image: "agent:1", imagePullPolicy: IfNotPresent, resources: {requests: {cpu: 100m}}, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
status: {observedGeneration: 1}
`;

const cluster = write('cluster.yaml', CLUSTER);
const withAgent = write('with-agent.yaml', `${CLUSTER}${RUNNING}`);
const now = ['--now', '2026-01-01T01:00:00Z'];
const at = ['--from', cluster, ...now];

type Manifest = {
  readonly name?: string;
  readonly namespace?: string;
  readonly spec?: string;
  readonly container?: string;
  readonly pod?: string;
};

function manifest({ name = 'agent', namespace = 'logging', spec = '', container = '', pod: podSpec = '' }: Manifest) {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}
spec:
  selector: {matchLabels: {app: agent}}
  ${spec}
  template:
    metadata: {labels: {app: agent}}
    spec:
      ${podSpec}
      containers:
      - {name: agent, image: "agent:1", ${container === '' ? 'resources: {requests: {cpu: 100m}}' : container}}
`;
}

const small = write('small.yaml', manifest({}));
const large = write(
  'large.yaml',
  manifest({ container: 'resources: {requests: {cpu: 500m}}', pod: 'tolerations: [{operator: Exists}]' }),
);

test('a DaemonSet that is new and has room everywhere is exit code 0', async () => {
  expect(await run(['-f', small, ...at])).toStrictEqual({
    code: 0,
    err: '',
    out: `From files, as of 2026-01-01T01:00:00Z

✓ logging/agent: Would run on 2 of 3 nodes, and all of them have room.
  What a pod asks for is an estimate from the template: a LimitRange, a RuntimeClass or a webhook may add to it.

What changes
No DaemonSet of this name is there yet.

1 node not wanted
NODES  WHICH    WHY
    1  node-10  taint dedicated=gpu:NoSchedule

ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.
`,
  });
});

test('a change that does not fit everywhere is exit code 1, with what is short and where the update would stop', async () => {
  expect(await run(['-f', large, '--from', withAgent, ...now])).toStrictEqual({
    code: 1,
    err: '',
    out: `From files, as of 2026-01-01T01:00:00Z

▲ logging/agent: Would run on 3 of 3 nodes; 1 of them has no room: node-2.
  What a pod asks for is an estimate from the template: a LimitRange, a RuntimeClass or a webhook may add to it.

What changes
1 node gains it: node-10.
The template differs in 2 points, so every pod is replaced.
The update stops when it has come to the node without room (maxUnavailable 1). There the old pod is deleted first, so the node is left without any.
CONTAINER  FIELD                  BEFORE  AFTER
agent      Resource requests.cpu  100m    500m
whole pod  Toleration op=Exists   –       added

1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-2  300m CPU
       What helps: fewer or smaller pods there, lower requests, a higher priority
What would have to go, node by node: rollcall serve shows it under Nodes, as soon as a pod waits there.

ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.
`,
  });
});

test('[design 8.2] the document tells every node, wanted or not, and is whole', async () => {
  const { code, document } = await documentOf(['-f', large, '--from', withAgent, ...now]);
  const fits = { fits: true, insufficient: [], hostPortConflicts: [], preempts: false, fitsInPlace: false };
  const wanted = { shouldRun: true, shouldContinueRunning: true, reasons: [] };
  expect({ code, document }).toStrictEqual({
    code: 1,
    document: {
      apiVersion: 'rollcall/v1',
      items: [
        {
          daemonSet: { namespace: 'logging', name: 'agent' },
          file: large,
          problems: [],
          nodes: [
            { node: 'node-1', ...wanted, ...fits },
            {
              node: 'node-2',
              ...wanted,
              ...fits,
              fits: false,
              insufficient: [{ resource: 'cpu', requested: '500m', free: '200m', allocatable: '2' }],
            },
            { node: 'node-10', ...wanted, ...fits },
          ],
          summary: { wanted: 3, fit: 2, blocked: ['node-2'] },
          requests: { from: 'template', amounts: { cpu: '500m' } },
          change: {
            gains: ['node-10'],
            loses: [],
            template: [
              {
                area: 'resources',
                container: 'agent',
                subject: 'requests.cpu',
                kind: 'changed',
                before: '100m',
                after: '500m',
              },
              { area: 'tolerations', subject: 'op=Exists', kind: 'added' },
            ],
          },
        },
      ],
      notes: [
        {
          name: 'NotRead',
          message:
            'ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.',
        },
      ],
    },
  });
});

test('what was applied and is the same changes nothing', async () => {
  const { code, document } = await documentOf(['-f', small, '--from', withAgent, ...now]);
  expect({ code, change: document.items[0]?.change }).toStrictEqual({
    code: 0,
    change: { gains: [], loses: [], template: [] },
  });
});

test('standard input is a manifest too, or the cluster', async () => {
  const file = await documentOf(['-f', large, ...at]);
  const piped = await documentOf(['-f', '-', ...at], {
    stdin: manifest({ container: 'resources: {requests: {cpu: 500m}}', pod: 'tolerations: [{operator: Exists}]' }),
  });
  const dump = await documentOf(['-f', large, '--from', '-', ...now], { stdin: CLUSTER });
  const named = (document: PlacementDocument, name: string) => ({
    ...document,
    items: document.items.map((each) => ({ ...each, file: name })),
  });
  expect(piped).toStrictEqual({ ...file, document: named(file.document, 'standard input') });
  expect(dump).toStrictEqual(file);
});

test('the same twice is the same to the byte', async () => {
  const argv = ['-f', large, '--from', withAgent, ...now, '-o', 'json'];
  expect(await run(argv)).toStrictEqual(await run(argv));
});

describe('what stands against it', () => {
  type Row = {
    readonly name: string;
    readonly manifest: string;
    readonly argv?: readonly string[];
    readonly code: number;
    /** Path, severity and the beginning of the message. */
    readonly problems: readonly string[];
    readonly summary?: Partial<PlacementDocument['items'][number]['summary']>;
  };
  const rows: readonly Row[] = [
    {
      name: 'a selector that does not match, and all nodes told all the same',
      manifest: manifest({ spec: '' }).replace('matchLabels: {app: agent}', 'matchLabels: {app: other}'),
      code: 1,
      problems: ['spec.template.metadata.labels error'],
      summary: { wanted: 2, fit: 2 },
    },
    {
      name: 'an unknown field',
      manifest: manifest({ pod: 'hostnetwork: true' }),
      code: 1,
      problems: ['spec.template.spec.hostnetwork error'],
    },
    {
      name: 'a namespace that is not there',
      manifest: manifest({ namespace: 'nowhere' }),
      code: 1,
      problems: ['metadata.namespace error The namespace nowhere is not there'],
    },
    {
      name: 'and one that comes with it',
      manifest: `apiVersion: v1\nkind: Namespace\nmetadata: {name: nowhere}\n---\n${manifest({ namespace: 'nowhere' })}`,
      code: 0,
      problems: [],
    },
    {
      name: 'Pod Security of its namespace',
      manifest: manifest({ namespace: 'tenant', pod: 'hostNetwork: true' }),
      code: 1,
      problems: ['spec.template.spec error The namespace enforces the Pod Security level baseline'],
    },
    {
      name: 'Pod Security of a namespace that comes with it',
      manifest: `apiVersion: v1
kind: Namespace
metadata: {name: fresh, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
${manifest({ namespace: 'fresh' })}`,
      code: 1,
      problems: ['spec.template.spec error The namespace enforces the Pod Security level restricted'],
    },
    {
      name: 'a class that is not there',
      manifest: manifest({ pod: 'priorityClassName: gone' }),
      code: 1,
      problems: ['spec.template.spec.priorityClassName error The PriorityClass gone is not there'],
    },
    {
      name: 'a class that comes with it',
      manifest: `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: own}\nvalue: 10\n---\n${manifest({ pod: 'priorityClassName: own' })}`,
      code: 0,
      problems: [],
    },
    {
      name: 'a class by which the scheduler makes the room by itself',
      manifest: manifest({
        container: 'resources: {requests: {cpu: 500m}}',
        pod: 'priorityClassName: important',
      }),
      code: 1,
      problems: [],
      summary: { wanted: 2, fit: 1, blocked: ['node-2'] },
    },
    {
      name: 'a selector other than that of what runs',
      manifest: manifest({}).replaceAll('app: agent', 'app: other'),
      argv: ['--from', withAgent, ...now],
      code: 1,
      problems: ['spec.selector error The selector is not that of the DaemonSet that runs'],
    },
    {
      name: 'nothing: a manifest without a namespace goes where it is told to',
      manifest: manifest({ namespace: '' }),
      argv: ['-n', 'logging', ...at],
      code: 0,
      problems: [],
    },
    {
      name: 'a manifest without a namespace goes to default, which is not there',
      manifest: manifest({ namespace: '' }),
      code: 1,
      problems: ['metadata.namespace error The namespace default is not there'],
    },
    {
      name: 'nothing: it is wanted nowhere',
      manifest: manifest({ pod: 'nodeSelector: {pool: none}' }),
      code: 0,
      problems: [],
      summary: { wanted: 0, fit: 0, blocked: [] },
    },
  ];
  test.for(rows)('$name', async ({ manifest: text, argv = at, code, problems, summary = {} }) => {
    const found = await documentOf(['-f', '-', ...argv], { stdin: text });
    const [item] = found.document.items;
    const said = item?.problems.map(({ path, severity, message }) => `${path} ${severity} ${message}`) ?? [];
    expect({ code: found.code, problems: said, summary: item?.summary }).toStrictEqual({
      code,
      problems: problems.map((problem) => expect.stringContaining(problem)),
      summary: expect.objectContaining(summary),
    });
  });
});

test('several DaemonSets are judged each for itself, and the worst gives the exit code', async () => {
  const both = write(
    'both.yaml',
    `${manifest({ name: 'one' })}---\n${manifest({ name: 'two', container: 'resources: {requests: {cpu: 3}}' })}`,
  );
  const { code, document } = await documentOf(['-f', both, '-f', small, ...at]);
  expect(code).toBe(1);
  expect(document.items.map(({ daemonSet: { name }, file, summary }) => [name, file, summary.fit])).toStrictEqual([
    ['one', both, 2],
    ['two', both, 0],
    ['agent', small, 2],
  ]);
  expect(document.notes.map(({ name }) => name)).toStrictEqual(['Alone', 'NotRead']);
});

test('what cannot be read is said once, and stands against nothing', async () => {
  const bare = write('bare.yaml', node('node-1'));
  const { code, document } = await documentOf(['-f', '-', '--from', bare, ...now], {
    stdin: manifest({ namespace: 'nowhere', pod: 'priorityClassName: gone' }),
  });
  expect({ code, problems: document.items[0]?.problems }).toStrictEqual({ code: 0, problems: [] });
  expect(document.notes.map(({ name }) => name)).toStrictEqual([
    'NoPods',
    'NamespacesUnreadable',
    'PriorityClassesUnreadable',
    'NotRead',
  ]);
});

test('nothing secret of a manifest is told, in no form', async () => {
  const stdin = manifest({
    container:
      'env: [{name: TOKEN, value: hunter2}], args: ["--password=hunter2"], command: [hunter2], resources: {requests: {cpu: 9}}',
    pod: 'dnsPolicy: hunter-typo',
  });
  const text = await run(['-f', '-', '--from', withAgent, ...now, '--cells'], { stdin });
  const json = await run(['-f', '-', '--from', withAgent, ...now, '-o', 'json'], { stdin });
  expect(text.out).toContain('Environment variable TOKEN');
  expect(`${text.out}${text.err}${json.out}${json.err}`).not.toContain('hunter2');
});

type HelpRow = {
  readonly name: string;
  readonly given: Manifest;
  readonly argv?: readonly string[];
  readonly lines: string;
};
const helps: readonly HelpRow[] = [
  {
    name: 'more than a node has',
    given: { container: 'resources: {requests: {cpu: 3, memory: 1Gi}}' },
    lines: `2 wanted nodes without room
NODES  WHICH           SHORT OF
    2  node-1, node-2  1,000m to 2,800m CPU
       What helps: lower requests or a bigger node: it is more than the whole node has

`,
  },
  {
    name: 'less than what pods of lower priority hold',
    given: { container: 'resources: {requests: {cpu: 1}}', pod: 'priorityClassName: important' },
    lines: `1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-2  800m CPU
       What helps: the scheduler does it by itself

`,
  },
  {
    name: 'a slot and a port',
    given: { container: 'ports: [{containerPort: 80, hostPort: 80}]' },
    argv: [
      '--from',
      write(
        'slots.yaml',
        `${node('node-1').replace('"110"', '"1"')}${pod('web-1', 'node-1', '1').replace('name: main,', 'name: main, ports: [{containerPort: 80, hostPort: 80}],')}`,
      ),
      ...now,
    ],
    lines: `1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-1  a pod slot, host port 80/TCP (held by shop/web-1)
       What helps: fewer or smaller pods there, lower requests, a higher priority
What would have to go, node by node: rollcall serve shows it under Nodes, as soon as a pod waits there.
`,
  },
];
test.for(helps)('it says what helps against $name', async ({ given, argv = at, lines }) => {
  const { out } = await run(['-f', '-', ...argv], { stdin: manifest(given) });
  expect(out).toContain(lines);
});

test('--cells tells every node', async () => {
  const { out } = await run(['-f', large, ...at, '--cells']);
  expect(out).toContain(`3 nodes
NODE     WANTED  FITS  WHY
node-1   yes     yes
node-2   yes     no    needs 500m CPU, 200m free
node-10  yes     yes
`);
});

test('5,000 nodes are told in a screenful', async () => {
  const many = write(
    'many.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: Array.from({ length: 5_000 }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: `node-${index}`, uid: `n${index}` },
        spec: index % 3 === 0 ? { taints: [{ key: `zone-${index % 60}`, effect: 'NoSchedule' }] } : {},
        status: { allocatable: { cpu: `${index % 7}`, memory: '4Gi', pods: '10' } },
      })),
    }),
  );
  const { code, out } = await run(['-f', large, '--from', many, ...now]);
  expect(code).toBe(1);
  expect(out.split('\n').length).toBeLessThan(40);
  const strict = await run(['-f', small, '--from', many, ...now]);
  expect(strict.out).toContain('more nodes for other reasons (--cells)');
  expect(strict.out.split('\n').length).toBeLessThan(50);
});

test('on a screen it is coloured and folded, in the language of the terminal', async () => {
  const { out } = await run(['-f', large, '--from', withAgent, ...now], { columns: 60, env: { LANG: 'ja_JP.UTF-8' } });
  expect(out).toContain('\u001b[33m▲');
  expect(out).toContain('空きのない対象ノード(1ノード)');
  const plain = await run(['-f', large, '--from', withAgent, ...now], { columns: 60, env: { NO_COLOR: '1' } });
  expect(plain.out).not.toContain('\u001b');
  expect(Math.max(...plain.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('a simulated cluster is a cluster', async () => {
  const { document } = await documentOf(['-f', small, '--simulate=starved-equal-priority', '-n', 'logging']);
  expect(document.simulated?.scenario).toBe('starved-equal-priority');
  expect(document.items[0]?.nodes.length).toBeGreaterThan(0);
});

test('--help says how it is used', async () => {
  const { code, out, err } = await run(['--help']);
  expect({ code, err }).toStrictEqual({ code: 0, err: '' });
  expect(out).toContain('rollcall placement -f FILE [FLAGS]');
  expect(out).toContain('-f, --filename FILE');
});

const brokenYaml = write('broken.yaml', 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: [a\n');
const brokenJson = write('broken.json', '{"apiVersion": "apps/v1",\n "kind": [}');
const config = write('config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
const empty = write('empty.yaml', '');
const bin = write('a.bin', '\u0000\u0001');
type Fault = {
  readonly name: string;
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly err: string | RegExp;
};
const faults: readonly Fault[] = [
  {
    name: 'no such file',
    argv: ['-f', join(folder, 'absent.yaml'), ...at],
    err: `--filename: no such file: ${join(folder, 'absent.yaml')}`,
  },
  { name: 'a folder', argv: ['-f', folder, ...at], err: `--filename: cannot read ${folder}: EISDIR` },
  { name: 'broken YAML', argv: ['-f', brokenYaml, ...at], err: /^--filename: .*broken\.yaml, line \d+, column \d+: / },
  { name: 'broken JSON', argv: ['-f', brokenJson, ...at], err: /^--filename: .*broken\.json, line 2/ },
  {
    name: 'no DaemonSet',
    argv: ['-f', config, ...at],
    err: `--filename: ${config}: holds no DaemonSet, only 1 ConfigMap`,
  },
  { name: 'an empty file', argv: ['-f', empty, ...at], err: /^--filename: .*empty\.yaml: is empty/ },
  { name: 'no text', argv: ['-f', bin, ...at], err: /^--filename: .*a\.bin, line 1, column 1: is no text/ },
  { name: 'nothing on standard input', argv: ['-f', '-', ...at], err: /^--filename: standard input: is empty/ },
  {
    name: 'another namespace than the one that is named',
    argv: ['-f', small, '-n', 'tenant', ...at],
    err: `--namespace "tenant": the DaemonSet "agent" in ${small} names the namespace "logging"`,
  },
  {
    name: 'files without a Node',
    argv: ['-f', small, '--from', small],
    err: 'cannot tell without nodes where it would run: small.yaml: the files hold no Node',
  },
  {
    name: 'no such dump',
    argv: ['-f', small, '--from', join(folder, 'absent.json')],
    err: `--from: no such file: ${join(folder, 'absent.json')}`,
  },
  { name: 'no manifest', argv: [...at], err: 'placement needs a manifest: -f FILE, or -f - for standard input' },
  {
    name: 'one standard input for two',
    argv: ['-f', '-', '--from', '-'],
    err: '--filename - and --from - contradict each other: there is one standard input',
  },
];
test.for(faults)(
  '$name is one sentence on standard error, exit code 4, and nothing on standard output',
  async ({ argv, stdin, err }) => {
    const found = await run([...argv, '-o', 'json'], stdin === undefined ? {} : { stdin });
    expect({ code: found.code, out: found.out }).toStrictEqual({ code: 4, out: '' });
    expect(found.err).toMatch(/^rollcall: [^\n]+\n$/);
    expect(found.err.slice('rollcall: '.length, -1)).toEqual(
      typeof err === 'string' ? err : expect.stringMatching(err),
    );
  },
);
