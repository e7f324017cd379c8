import { beforeAll, expect, test } from 'vitest';
import { projectDaemonSet } from '#lib/kubernetes/project/daemonset.ts';
import { projectNode } from '#lib/kubernetes/project/node.ts';
import { projectPod } from '#lib/kubernetes/project/pod.ts';
import { type ApiObject, askOracle, buildOracle, type FitCase, oracleSeed } from '#testbed/oracle.ts';
import type { PodSpec } from '../objects.ts';
import { computeFit, type Shortage } from './fit.ts';
import { hostPortsOf } from './host-ports.ts';
import { type PodRequests, podRequests, templateRequests } from './pod-requests.ts';
import { formatQuantity, parseQuantity, toAmount } from './quantity.ts';

const seed = oracleSeed();
let oracle = '';
beforeAll(async () => {
  process.stderr.write(`room against the oracle: ROLLCALL_ORACLE_SEED=${seed}\n`);
  oracle = await buildOracle();
}, 900_000);

/** On one line each, so that a report stays readable. */
function written(difference: unknown): string {
  return JSON.stringify(difference);
}

/** A case that cannot be read is a difference too. */
function read<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the projection refused an object of the oracle');
  return value;
}

/** What is asked: a live pod as it is, or the next pod of a DaemonSet's template. */
function ask({ Pod, DaemonSet }: { readonly Pod?: ApiObject; readonly DaemonSet?: ApiObject }): {
  readonly spec: PodSpec;
  readonly requests: PodRequests;
} {
  if (Pod !== undefined) {
    const pod = read(projectPod(Pod));
    return { spec: pod.spec, requests: podRequests(pod) };
  }
  const { spec } = read(projectDaemonSet(DaemonSet)).template;
  return { spec, requests: templateRequests(spec) };
}

test('[FT7] agrees with ParseQuantity in 20,000 cases, to the billionth and rounded', async () => {
  const differences: unknown[] = [];
  let readable = 0;
  for await (const answer of askOracle(oracle, 'quantities', { seed, count: 20_000 })) {
    const parsed = parseQuantity(answer.Text);
    readable += Number(parsed.ok);
    const got = {
      ...answer,
      Nanos: parsed.ok ? String(parsed.value) : '',
      Milli: parsed.ok && answer.Milli !== '' ? String(toAmount('cpu', parsed.value)) : '',
      Unit: parsed.ok && answer.Unit !== '' ? String(toAmount('memory', parsed.value)) : '',
    };
    if (JSON.stringify(got) !== JSON.stringify(answer)) differences.push({ got, answer });
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(readable).toBeGreaterThan(10_000);
});

test('[FT1] [FT2] [FT3] [FT4] [FT5] agree with PodRequests in 20,000 cases, live pods and templates', async () => {
  const differences: unknown[] = [];
  let cases = 0;
  for await (const answer of askOracle(oracle, 'requests', { seed, count: 20_000 })) {
    const { requests } = ask(answer);
    const got = Object.fromEntries([...requests.amounts].map(([resource, amount]) => [resource, String(amount)]));
    cases += 1;
    if (!sameAmounts(got, answer.Requests) || requests.unreadable.length > 0) differences.push({ got, answer });
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(cases).toBe(20_000);
});

/** An absent resource is 0. */
function sameAmounts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  return [...Object.keys(left), ...Object.keys(right)].every((key) => (left[key] ?? '0') === (right[key] ?? '0'));
}

function kubernetesSays(answer: FitCase): Shortage[] {
  const short = (answer.Shortages ?? []).map(
    ({ Resource, Requested, Free, Allocatable }): Shortage => ({
      kind: 'InsufficientResource',
      resource: Resource,
      requested: formatQuantity(Resource, BigInt(Requested)),
      free: formatQuantity(Resource, BigInt(Free)),
      allocatable: formatQuantity(Resource, BigInt(Allocatable)),
    }),
  );
  const conflicts = (answer.Conflicts ?? []).map(
    ({ Port, Protocol, HostIP, Holder }): Shortage => ({
      kind: 'HostPortConflict',
      port: Port,
      protocol: Protocol || 'TCP',
      hostIP: HostIP || '0.0.0.0',
      holder: { namespace: 'default', name: Holder },
    }),
  );
  return [...short, ...conflicts];
}

/** Kubernetes walks maps in random order, and asks for a port as often as it is declared. */
function sorted(shortages: readonly Shortage[]): readonly string[] {
  return [...new Set(shortages.map((shortage) => JSON.stringify(shortage)))].sort();
}

test('[FT6] [FT8] [FT9] [FT10] [FT12] [FT13] [FT14] agree with noderesources.Fits and nodeports.Fits in 5,000 cases, number by number', async () => {
  const differences: unknown[] = [];
  const seen = { cases: 0, fitting: 0, short: 0, conflicting: 0 };
  for await (const answer of askOracle(oracle, 'fit', { seed, count: 5_000 })) {
    const { spec, requests } = ask(answer);
    const got = computeFit({
      node: read(projectNode(answer.Node)),
      podsOnNode: (answer.Pods ?? []).map((pod) => read(projectPod(pod))),
      requests,
      hostPorts: hostPortsOf(spec),
    });
    const expected = kubernetesSays(answer);
    seen.cases += 1;
    seen.fitting += Number(got.length === 0);
    seen.short += Number(got.some(({ kind }) => kind === 'InsufficientResource'));
    seen.conflicting += Number(!answer.PortsFit);
    const portsAgree = answer.PortsFit === !got.some(({ kind }) => kind === 'HostPortConflict');
    if (!portsAgree || JSON.stringify(sorted(got)) !== JSON.stringify(sorted(expected))) {
      differences.push({ expected, got, answer });
    }
  }
  expect(differences.slice(0, 3).map(written)).toEqual([]);
  expect(seen.cases).toBe(5_000);
  expect(Math.min(seen.fitting, seen.short, seen.conflicting)).toBeGreaterThan(300);
});
