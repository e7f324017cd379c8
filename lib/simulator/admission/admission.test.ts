import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newDaemonPod } from '#lib/simulator/controllers/daemonset/daemon-pod.ts';
import type { DaemonSet, Event, Labels, NewObject, Node, Pod, PodSpec } from '#lib/simulator/objects.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedPod } from '#lib/testing/simulated-objects.ts';
import { createAdmission } from './admission.ts';

function contextWith(namespace: string, labels: Labels = {}): SimulatedContext {
  const context = simulatedContext();
  const metadata = { name: namespace, labels };
  context.store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata, spec: {} });
  return context;
}

function priorityClass(
  name: string,
  value: number,
  fields: Partial<NewObject<'PriorityClass'>> = {},
): NewObject<'PriorityClass'> {
  return { kind: 'PriorityClass', apiVersion: 'scheduling.k8s.io/v1', metadata: { name }, value, ...fields };
}

type Recorded = { readonly items: readonly (Node | Pod | DaemonSet | Event)[] };

/* What was recorded of a real API server is asked of the simulated admission: it says the same, letter by letter. */
test.each<{ name: string; labels: Labels; quota: boolean }>([
  { name: 'failed-create-quota', labels: {}, quota: true },
  {
    name: 'failed-create-pod-security',
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    quota: false,
  },
])('the text of $name is said again', ({ name, labels, quota }) => {
  const file = new URL(`../../../testbed/dumps/${name}.json`, import.meta.url);
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const daemonSet = items.find((each) => each.kind === 'DaemonSet');
  if (daemonSet?.kind !== 'DaemonSet') throw new Error('no DaemonSet was recorded');
  const { namespace = '' } = daemonSet.metadata;
  const context = contextWith(namespace, labels);
  if (quota) {
    const metadata = { name: 'pods', namespace };
    const hard = { pods: '2' };
    const status = { hard, used: { pods: '2' } };
    context.store.create<'ResourceQuota'>({
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata,
      spec: { hard },
      status,
    });
  }
  const answer = createAdmission(context)(newDaemonPod(daemonSet, 'node-1', 'hash'));
  const anonymous = (text: string) => text.replace(/"agent-[a-z0-9]{5}"/, '"agent-NAME"');
  const recorded = items.flatMap((each) =>
    each.kind === 'Event' && each.reason === 'FailedCreate' ? [anonymous(each.message)] : [],
  );
  expect(answer.ok ? 'let in' : `Error creating: ${anonymous(answer.error.message)}`).toBe(recorded[0]);
});

test('what changes a pod refuses it before its name is generated, what judges it afterwards [FC6] [FC5]', () => {
  const context = contextWith('default', { 'pod-security.kubernetes.io/enforce': 'baseline' });
  const asked = (spec: Partial<PodSpec>) => {
    const draft = { ...simulatedPod({ name: '', spec }), metadata: { generateName: 'agent-', namespace: 'default' } };
    const answer = createAdmission(context)(draft);
    return answer.ok ? 'let in' : answer.error.message;
  };
  expect(asked({ priorityClassName: 'none', hostPID: true })).toBe(
    'pods "agent-" is forbidden: no PriorityClass with name none was found',
  );
  expect(asked({ hostPID: true })).toMatch(
    /^pods "agent-[a-z0-9]{5}" is forbidden: violates PodSecurity "baseline:latest": host namespaces \(hostPID=true\)$/,
  );
  expect(context.store.count('Pod')).toBe(0);
});

test('a namespace must be there, and must not be going [FC14]', () => {
  const context = contextWith('going');
  context.store.update('Namespace', 'going', undefined, (each) => ({ ...each, status: { phase: 'Terminating' } }));
  const asked = (namespace: string) => {
    const answer = createAdmission(context)({ ...simulatedPod({ name: 'a' }), metadata: { name: 'a', namespace } });
    return answer.ok ? undefined : answer.error;
  };
  expect(asked('nowhere')).toStrictEqual({ code: 404, reason: 'NotFound', message: 'namespaces "nowhere" not found' });
  expect(asked('going')).toStrictEqual({
    code: 403,
    reason: 'Forbidden',
    message: 'pods "a" is forbidden: unable to create new content in namespace going because it is being terminated',
  });
});

test.each<{ what: string; spec: Partial<PodSpec>; expected: Partial<PodSpec> | string }>([
  {
    what: 'no class',
    spec: {},
    expected: { priority: 5, priorityClassName: 'usual', preemptionPolicy: 'PreemptLowerPriority' },
  },
  { what: 'a class', spec: { priorityClassName: 'patient' }, expected: { priority: 9, preemptionPolicy: 'Never' } },
  {
    what: 'a system class',
    spec: { priorityClassName: 'system-node-critical' },
    expected: { priority: 2_000_001_000 },
  },
  {
    what: 'the other one',
    spec: { priorityClassName: 'system-cluster-critical' },
    expected: { priority: 2_000_000_000 },
  },
  {
    what: 'a name that every object has',
    spec: { priorityClassName: 'constructor' },
    expected: 'no PriorityClass with name constructor was found',
  },
  { what: 'the right number', spec: { priority: 5 }, expected: { priority: 5 } },
  {
    what: 'a wrong number',
    spec: { priority: 6 },
    expected:
      'the integer value of priority (6) must not be provided in pod spec; priority admission controller computed 5 from the given PriorityClass name',
  },
])('a pod with $what', ({ spec, expected }) => {
  const context = contextWith('default');
  context.store.create<'PriorityClass'>(priorityClass('rare', 7, { globalDefault: true }));
  context.store.create<'PriorityClass'>(priorityClass('usual', 5, { globalDefault: true }));
  context.store.create<'PriorityClass'>(priorityClass('patient', 9, { preemptionPolicy: 'Never' }));
  const answer = createAdmission(context)(simulatedPod({ name: 'a', spec }));
  if (typeof expected === 'string')
    expect(answer.ok ? 'let in' : answer.error.message).toBe(`pods "a" is forbidden: ${expected}`);
  else expect(answer.ok ? answer.value.spec : answer.error.message).toMatchObject(expected);
});

test('limits become requests, ports of the host are filled in, and templates are shared [FT2] [FT14]', () => {
  const context = contextWith('default');
  const containers = [
    {
      name: 'a',
      image: 'i',
      ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } },
    },
  ];
  const make = (name: string, spec: Partial<PodSpec>) => {
    const answer = createAdmission(context)(simulatedPod({ name, spec: { containers, ...spec } }));
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.spec;
  };
  const [first, second] = [make('a', { hostNetwork: true }), make('b', { hostNetwork: true })];
  expect(first.containers).toStrictEqual([
    {
      name: 'a',
      image: 'i',
      ports: [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 81, hostPort: 8081 },
      ],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } },
    },
  ]);
  expect(second.containers).toBe(first.containers);
  expect(make('c', {}).containers[0]?.ports).toBe(containers[0]?.ports);
});

test('what is limited for the pod as a whole is asked for as its containers ask, or as it is limited [FT4]', () => {
  const resources = { limits: { cpu: '2', memory: '2Gi' } };
  const containers = [300, 700].map((millis) => ({
    name: `c${millis}`,
    image: 'i',
    resources: { requests: { cpu: `${millis}m` } },
  }));
  const answer = createAdmission(contextWith('default'))(simulatedPod({ name: 'a', spec: { containers, resources } }));
  expect(answer.ok && answer.value.spec['resources']).toStrictEqual({
    limits: { cpu: '2', memory: '2Gi' },
    requests: { cpu: '1', memory: '2Gi' },
  });
});
