import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { placementRows, plan } from '#lib/testing/placement-manifests.ts';
import { placementSchema } from '#lib/testing/placement-schema.ts';
import { runRollcall } from '#lib/testing/rollcall-process.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { namespace, placeholderPod, untilRolledOut } from '#testbed/scenario.ts';
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
  test.for(placementRows)('$name', async (row) => {
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
    const row = placementRows.find((each) => each.name === name);
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
