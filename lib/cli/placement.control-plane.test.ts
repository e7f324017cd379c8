import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { placementSchema } from '#lib/testing/placement-schema.ts';
import { runRollcall } from '#lib/testing/rollcall-process.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { type DaemonSetPlan, daemonSet, namespace, placeholderPod, untilRolledOut } from '#testbed/scenario.ts';
import type { PlacementDocument } from './placement-document.ts';

/*
 * `rollcall placement` as a process, asked about good and bad manifests: on the live cluster, on a dump of it as a file
 * and through a pipe. What it says of the manifest is compared with what the API server says, and what it says of the
 * nodes with where the pods then really run.
 */

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-placement-'));
const DUMPED = 'nodes,pods,daemonsets,controllerrevisions,events,namespaces,priorityclasses,poddisruptionbudgets';

let plane: ControlPlane;
let situation: Situation;
let dump: string;

const priorityClass = (name: string, value: number, preemptionPolicy: string): KubernetesObject => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  preemptionPolicy,
});

/** Five nodes and one that is small: one nearly full, one tainted, one whose port 9100 is taken, one cordoned. */
beforeAll(async () => {
  plane = await startControlPlane();
  const { client, nodes } = plane;
  situation = await stage(plane, 'place', 2);
  const labels = { situation: 'place' };
  await nodes.add([
    { name: 'place-3', labels, taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] },
    { name: 'place-4', labels },
    { name: 'place-5', labels, unschedulable: true },
    { name: 'place-6', labels, capacity: { cpu: '500m', memory: '1Gi' } },
  ]);
  await client.apply(
    namespace('place-secure', { 'pod-security.kubernetes.io/enforce': 'baseline' }),
    priorityClass('place-high', 1_000, 'PreemptLowerPriority'),
    priorityClass('place-polite', 2_000, 'Never'),
    situation.agent(),
    placeholderPod('guest', 'place-2', { cpu: '3500m' }, 'place'),
    withHostPort(placeholderPod('holder', 'place-4', { cpu: '10m' }, 'place'), 9_100),
  );
  await untilRolledOut(client, 'agent', 'place', { desired: 5 });
  for (const name of ['guest', 'holder']) await untilRunning(name);
  const args = ['--kubeconfig', plane.kubeconfig('admin'), 'get', DUMPED, '-A', '-o', 'json'];
  dump = (await run(plane.binaries.kubectl, args, { maxBuffer: 64 * 1_048_576 })).stdout;
  writeFileSync(join(folder, 'dump.json'), dump);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

type PodObject = KubernetesObject & {
  readonly spec?: { readonly nodeName?: string; readonly affinity?: unknown };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  };
};

function withHostPort(pod: KubernetesObject, hostPort: number): KubernetesObject {
  const spec = pod['spec'] as { readonly containers: readonly Record<string, unknown>[] };
  const containers = spec.containers.map((each) => ({ ...each, ports: [{ containerPort: hostPort, hostPort }] }));
  return { ...pod, spec: { ...spec, containers } };
}

async function untilRunning(name: string): Promise<void> {
  await plane.client.until(`${name} to run`, async () => {
    const pod: PodObject = await plane.client.get({ kind: 'Pod', name, namespace: 'place' });
    return pod.status?.phase === 'Running';
  });
}

/** A manifest that wants the nodes of this test alone. */
function plan(name: string, more: Partial<DaemonSetPlan> = {}): KubernetesObject {
  const nodeSelector = { situation: 'place' };
  return daemonSet({ name, namespace: 'place', ...more, podSpec: { nodeSelector, ...more.podSpec } });
}

const asking = (cpu: string): Partial<DaemonSetPlan> => ({ requests: { cpu } });

type Row = {
  readonly name: string;
  readonly manifest: string;
  readonly code: 0 | 1 | 4;
  /** Of the first DaemonSet. */
  readonly wanted?: number;
  readonly blocked?: readonly string[];
  /** Paths of what is wrong; the API server refuses the DaemonSet, or only its pods. */
  readonly errors?: readonly string[];
  readonly refuses?: 'DaemonSet' | 'Pods';
  /** Of those that are blocked. */
  readonly helped?: Readonly<Record<string, 'preempts' | 'fitsInPlace'>>;
  readonly sentence?: RegExp;
};

const edited = (object: KubernetesObject, edit: (text: string) => string) => edit(stringify(object));

const rows: readonly Row[] = [
  { name: 'a small one', manifest: stringify(plan('small', asking('100m'))), code: 0, wanted: 5 },
  {
    name: 'one that tolerates everything, as JSON',
    manifest: JSON.stringify(plan('everywhere', { podSpec: { tolerations: [{ operator: 'Exists' }] } })),
    code: 0,
    wanted: 6,
  },
  {
    name: 'one that is wanted nowhere',
    manifest: stringify(plan('nowhere', { podSpec: { nodeSelector: { situation: 'none' } } })),
    code: 0,
    wanted: 0,
  },
  {
    name: 'one with required affinity',
    manifest: stringify(
      plan('affine', {
        podSpec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['place-2'] }] },
                ],
              },
            },
          },
        },
      }),
    ),
    code: 0,
    wanted: 4,
  },
  {
    name: 'a list of two',
    manifest: JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [plan('first', asking('10m')), plan('second', asking('10m'))],
    }),
    code: 0,
    wanted: 5,
  },
  {
    name: 'what runs, once more',
    manifest: stringify(plan('agent')),
    code: 0,
    wanted: 5,
  },
  {
    name: 'one core, which two nodes have not',
    manifest: stringify(plan('core', asking('1'))),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
  },
  {
    name: 'more than any node has',
    manifest: stringify(plan('huge', asking('5'))),
    code: 1,
    wanted: 5,
    blocked: ['place-1', 'place-2', 'place-4', 'place-5', 'place-6'],
  },
  {
    name: 'a limit that stands for the request',
    manifest: stringify(plan('limited', { container: { resources: { limits: { memory: '2Gi' } } } })),
    code: 1,
    wanted: 5,
    blocked: ['place-6'],
  },
  {
    name: 'a host port that is taken',
    manifest: stringify(plan('port', { container: { ports: [{ containerPort: 80, hostPort: 9_100 }] } })),
    code: 1,
    wanted: 5,
    blocked: ['place-4'],
  },
  {
    name: 'the same on the network of the host',
    manifest: stringify(
      plan('network', {
        container: { ports: [{ containerPort: 9_100 }] },
        podSpec: { hostNetwork: true, nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-4'],
  },
  {
    name: 'a priority by which the scheduler makes the room',
    manifest: stringify(
      plan('important', {
        ...asking('1'),
        podSpec: { priorityClassName: 'place-high', nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
    helped: { 'place-2': 'preempts' },
  },
  {
    name: 'a priority that forbids it',
    manifest: stringify(
      plan('polite', {
        ...asking('1'),
        podSpec: { priorityClassName: 'place-polite', nodeSelector: { situation: 'place' } },
      }),
    ),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
  },
  {
    name: 'an update for which the old pods make room',
    manifest: stringify(plan('agent', asking('480m'))),
    code: 0,
    wanted: 5,
  },
  {
    name: 'the same beside the old pods',
    manifest: stringify(plan('agent', { ...asking('480m'), updateStrategy: { maxSurge: 1, maxUnavailable: 0 } })),
    code: 1,
    wanted: 5,
    blocked: ['place-2', 'place-6'],
    helped: { 'place-2': 'fitsInPlace', 'place-6': 'fitsInPlace' },
  },
  {
    name: 'a selector that does not match the template',
    manifest: edited(plan('wrong'), (text) =>
      text.replace('app.kubernetes.io/name: wrong\n  template', 'app: other\n  template'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.metadata.labels'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a field that there is not',
    manifest: edited(plan('unknown'), (text) =>
      text.replace('terminationGracePeriodSeconds', 'terminationGracePeriod'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.terminationGracePeriod'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a container without an image, and a port that is none',
    manifest: edited(plan('invalid', { container: { ports: [{ containerPort: 70_000 }] } }), (text) =>
      text.replace(/^ *image: .*\n/m, ''),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.containers[0].image', 'spec.template.spec.containers[0].ports[0].containerPort'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a quantity that is none',
    manifest: stringify(plan('quantity', asking('lots'))),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.containers[0].resources.requests[cpu]'],
    refuses: 'DaemonSet',
  },
  {
    name: 'a namespace that is not there',
    manifest: stringify(plan('lost', { namespace: 'place-none' })),
    code: 1,
    wanted: 5,
    errors: ['metadata.namespace'],
    refuses: 'DaemonSet',
  },
  {
    name: 'another selector than that of what runs',
    manifest: edited(plan('agent'), (text) =>
      text.replaceAll('app.kubernetes.io/name: agent', 'app.kubernetes.io/name: other'),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.selector'],
    refuses: 'DaemonSet',
  },
  {
    name: 'Pod Security of its namespace',
    manifest: stringify(
      plan('privileged', { namespace: 'place-secure', container: { securityContext: { privileged: true } } }),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec'],
    refuses: 'Pods',
  },
  {
    name: 'a class that is not there',
    manifest: stringify(
      plan('classless', { podSpec: { priorityClassName: 'gone', nodeSelector: { situation: 'place' } } }),
    ),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.priorityClassName'],
    refuses: 'Pods',
  },
  {
    name: 'a priority of its own',
    manifest: stringify(plan('numbered', { podSpec: { priority: 7, nodeSelector: { situation: 'place' } } })),
    code: 1,
    wanted: 5,
    errors: ['spec.template.spec.priority'],
    refuses: 'Pods',
  },
  {
    name: 'YAML that breaks off',
    manifest: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: [broken\n',
    code: 4,
    sentence: /line \d+/,
  },
  {
    name: 'a version that is not served any more',
    manifest: 'apiVersion: extensions/v1beta1\nkind: DaemonSet\nmetadata: {name: old}\n',
    code: 4,
    sentence: /line 1: DaemonSet in extensions\/v1beta1 is not served any more/,
  },
  {
    name: 'no DaemonSet at all',
    manifest: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: place}\n',
    code: 4,
    sentence: /holds no DaemonSet, only 1 ConfigMap/,
  },
];

function save(manifest: string, name: string): string {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.yaml`);
  writeFileSync(path, manifest);
  return path;
}

const live = () => ['--kubeconfig', plane.kubeconfig('rollcall')];

async function place(argv: readonly string[], stdin?: string) {
  const { ended } = runRollcall(['placement', '-o', 'json', ...argv], stdin === undefined ? {} : { stdin });
  const { code, stdout, stderr } = await ended;
  return { code, stdout, stderr };
}

function parse(stdout: string): PlacementDocument {
  const document = JSON.parse(stdout) as PlacementDocument;
  placementSchema.parse(document);
  return document;
}

describe('good and bad manifests', () => {
  test.for(rows)('$name', async (row) => {
    const path = save(row.manifest, row.name);
    const [found, fromFile, fromPipe, piped] = await Promise.all([
      place(['-f', path, ...live()]),
      place(['-f', path, '--from', join(folder, 'dump.json')]),
      place(['-f', path, '--from', '-'], dump),
      place(['-f', '-', ...live()], row.manifest),
    ]);
    expect(fromFile).toStrictEqual(found);
    expect(fromPipe).toStrictEqual(found);
    const renamed = (text: string) =>
      text.replaceAll(JSON.stringify(path), '"standard input"').replaceAll(path, 'standard input');
    expect(piped).toStrictEqual({ code: found.code, stdout: renamed(found.stdout), stderr: renamed(found.stderr) });

    expect(found.code).toBe(row.code);
    if (row.code === 4) {
      expect(found.stdout).toBe('');
      expect(found.stderr).toMatch(row.sentence ?? /never/);
      return;
    }
    expect(found.stderr).toBe('');
    const [item] = parse(found.stdout).items;
    const errors = item?.problems.filter(({ severity }) => severity === 'error') ?? [];
    const helped = item?.nodes.flatMap(({ node, preempts, fitsInPlace }): [string, string][] =>
      preempts ? [[node, 'preempts']] : fitsInPlace ? [[node, 'fitsInPlace']] : [],
    );
    const { blocked = [], wanted } = row;
    expect({
      errors: [...new Set(errors.map((each) => each.path))],
      summary: item?.summary,
      helped: Object.fromEntries((helped ?? []).filter(([node]) => item?.summary.blocked.includes(node))),
    }).toStrictEqual({
      errors: row.errors ?? [],
      summary: { wanted, fit: (wanted ?? 0) - blocked.length, blocked },
      helped: row.helped ?? {},
    });
    expect(await isRefused(path)).toBe(row.refuses === 'DaemonSet');
  });
});

/** What the API server says to it; nothing is kept. */
async function isRefused(path: string): Promise<boolean> {
  const args = [
    '--kubeconfig',
    plane.kubeconfig('admin'),
    'apply',
    '--dry-run=server',
    '--validate=strict',
    '-f',
    path,
  ];
  return run(plane.binaries.kubectl, args).then(
    () => false,
    () => true,
  );
}

describe('applied, it is as it was said', () => {
  const applied = ['a small one', 'one that tolerates everything, as JSON', 'one with required affinity'];
  const short = ['one core, which two nodes have not', 'a limit that stands for the request'];
  const ports = ['a host port that is taken', 'the same on the network of the host'];
  // The last one takes the guest away.
  const names = [...applied, ...short, ...ports, 'a priority by which the scheduler makes the room'];

  test.for(names)('%s', async (name) => {
    const row = rows.find((each) => each.name === name);
    const path = save(row?.manifest ?? '', name);
    const foretold = parse((await place(['-f', path, ...live()])).stdout).items[0];
    expect(foretold?.change).toBeNull();
    const key = foretold?.daemonSet ?? { namespace: '', name: '' };
    await run(plane.binaries.kubectl, ['--kubeconfig', plane.kubeconfig('admin'), 'apply', '-f', path]);
    const expected = Object.fromEntries(
      foretold?.nodes
        .filter(({ shouldRun }) => shouldRun)
        .map(({ node, fits, preempts }) => [node, fits || preempts ? 'Running' : 'Unschedulable']) ?? [],
    );
    await plane.client.until(`the pods of ${key.name} to be as foretold`, async () => {
      const pods: readonly PodObject[] = await plane.client.list('Pod', {
        namespace: key.namespace,
        labelSelector: `app.kubernetes.io/name=${key.name}`,
      });
      const stands = Object.fromEntries(pods.map((pod) => [targetOf(pod), standOf(pod)]));
      return JSON.stringify(sorted(stands)) === JSON.stringify(sorted(expected));
    });

    // What was applied is what runs: nothing changes, and the numbers are those of its pods.
    const again = parse((await place(['-f', path, ...live()])).stdout).items[0];
    expect({ change: again?.change, from: again?.requests.from }).toStrictEqual({
      change: { gains: [], loses: [], template: [] },
      from: 'pod',
    });
    await plane.client.delete({ kind: 'DaemonSet', ...key });
    await plane.client.until(`the pods of ${key.name} to go`, async () => {
      const selector = `app.kubernetes.io/name=${key.name}`;
      return (await plane.client.list('Pod', { namespace: key.namespace, labelSelector: selector })).length === 0;
    });
  });
});

const sorted = (stands: Readonly<Record<string, string>>) =>
  Object.entries(stands).sort(([left], [right]) => (left < right ? -1 : 1));

function targetOf({ spec }: PodObject): string {
  return spec?.nodeName ?? /"values":\["([^"]+)"\]/.exec(JSON.stringify(spec?.affinity))?.[1] ?? '';
}

function standOf({ status }: PodObject): string {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.reason ?? '') : (status?.phase ?? '');
}

test('without the right to read nodes it says which rule would grant it, and nothing else', async () => {
  const path = save(stringify(plan('small')), 'a small one');
  await plane.access.revoke('nodes');
  const { code, stdout, stderr } = await place(['-f', path, ...live()]);
  await plane.access.reset();
  expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(/^rollcall: cannot tell without nodes where it would run: .*resources: \["nodes"\].*\n$/);
});

test('without the right to read namespaces and classes it says what is not known', async () => {
  const path = save(stringify(plan('lost', { namespace: 'place-none' })), 'a namespace that is not there');
  await plane.access.revoke('namespaces');
  await plane.access.revoke('priorityclasses');
  const { code, stdout } = await place(['-f', path, ...live()]);
  await plane.access.reset();
  const document = parse(stdout);
  expect({ code, problems: document.items[0]?.problems, notes: document.notes.map(({ name }) => name) }).toStrictEqual({
    code: 0,
    problems: [],
    notes: ['NamespacesUnreadable', 'PriorityClassesUnreadable', 'NotRead'],
  });
});
