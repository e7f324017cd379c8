import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLUSTER, manifest, node, pod } from '#lib/testing/placement-files.ts';
import { at, documentOf, folder, large, now, run, small, withAgent, write } from '#lib/testing/placement-run.ts';
import type { PlacementDocument } from './placement-document.ts';

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

test('[PL4] a class that every cluster has is known, whether classes may be read or not', async () => {
  const bare = write('no-classes.yaml', `${node('node-1')}${pod('web-1', 'node-1', '2')}`);
  const { document } = await documentOf(['-f', '-', '--from', bare, ...now], {
    stdin: manifest({ pod: 'priorityClassName: system-node-critical' }),
  });
  expect(document.items[0]?.nodes[0]).toMatchObject({ fits: false, preempts: true });
  expect(document.notes.map(({ name }) => name)).toStrictEqual(['NamespacesUnreadable', 'NotRead']);
});

test('[PL8] what is asked of the scheduler beside room is told not to be judged', async () => {
  const { code, document } = await documentOf(['-f', '-', ...at], {
    stdin: manifest({ pod: 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]' }),
  });
  expect({ code, notes: document.notes.map(({ name }) => name) }).toStrictEqual({
    code: 0,
    notes: ['BeyondRoom', 'NotRead'],
  });
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
  {
    name: 'what never ends',
    argv: ['-f', '/dev/zero', ...at],
    err: '--filename: /dev/zero: is larger than the 16 MiB that are read as a manifest',
  },
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
