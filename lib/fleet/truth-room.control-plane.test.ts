import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stage, untilLaterSecond, wakeController } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { type DaemonSetPlan, placeholderPod, podQuota, untilRolledOut } from '#testbed/scenario.ts';

/** Pods that find no room, and pods that are refused before they are made, by a real scheduler and real admission. */

const COMPLETE = 'Complete UpdatedAndAvailable';
const DEGRADED = 'Degraded NodesNotAvailable';
const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const PORTS = { ports: [{ containerPort: 9100, hostPort: 9100 }] } as const;

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  await plane.client.apply(priorityClass('important', 1_000));
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

function priorityClass(name: string, value: number): KubernetesObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value };
}

/** What the scheduler says of each pod that it cannot place, by the node that the pod is for. */
async function schedulerWords(namespace: string, pods = 1): Promise<ReadonlyMap<string, string>> {
  return plane.client.until(`the scheduler to refuse ${pods} pods of ${namespace}`, async () => {
    const found = (await plane.client.list('Pod', { namespace })).flatMap((pod) => {
      const { conditions = [] } = pod['status'] as { conditions?: readonly { type: string; message?: string }[] };
      const message = conditions.find(({ type }) => type === 'PodScheduled')?.message;
      return message === undefined ? [] : [[targetOf(pod), message] as const];
    });
    return found.length === pods && new Map(found);
  });
}

/** The controller pins each pod to its node by affinity [NP3]. */
function targetOf(pod: KubernetesObject): string {
  return /"metadata.name","operator":"In","values":\["([^"]+)"\]/.exec(JSON.stringify(pod['spec']))?.[1] ?? '';
}

async function untilRefused(namespace: string, words: string): Promise<void> {
  await plane.client.until(`a refusal in ${namespace} for "${words}"`, async () => {
    const events = await plane.client.list('Event', { namespace });
    return events.some((event) => event['reason'] === 'FailedCreate' && String(event['message']).includes(words));
  });
}

test('[CE7] [SC14] among equals a full node starves the pod, until somebody leaves', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const full = await stage(plane, 'full', 3);
  const [first = '', second = '', third = ''] = full.nodes;
  await client.apply(placeholderPod('neighbour', second, { cpu: '3800m' }, 'full'));
  await client.apply(full.agent({ requests: { cpu: '500m' } }));
  await live.shows(full.key(), {
    state: DEGRADED,
    cells: { 'ok Available': [first, third], 'starved InsufficientResource': [second] },
  });
  const words = (await schedulerWords('full')).get(second);
  expect(words).toContain('1 Insufficient cpu');
  expect(words).toContain('No preemption victims found');
  const starved = await live.agreed(full.key());
  expect(starved.reasonsOn(second)).toStrictEqual([
    { kind: 'InsufficientResource', resource: 'cpu', requested: '500m', free: '200m', allocatable: '4' },
  ]);
  expect(starved.holders).toStrictEqual([`${second} RU5e stuck InsufficientResource`]);
  expect(starved.kubectl).toBe(
    'Waiting for daemon set "agent" rollout to finish: 2 of 3 updated pods are available...',
  );

  await client.delete({ kind: 'Pod', name: 'neighbour', namespace: 'full' });
  await live.shows(full.key(), { state: COMPLETE, cells: { 'ok Available': full.nodes } });
  await live.agreed(full.key());
});

test('[SC18] [SC19] a pod of higher priority takes the room, and is in flight while its victim leaves', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const urgent = await stage(plane, 'urgent', 2);
  const [first = '', second = ''] = urgent.nodes;
  const victim = placeholderPod('victim', second, { cpu: '3800m' }, 'urgent');
  await client.apply({
    ...victim,
    metadata: { ...victim.metadata, annotations: { 'sim/termination': '4s' } },
  });
  await client.until('the victim to run', async () => {
    const { status } = await client.get({ kind: 'Pod', name: 'victim', namespace: 'urgent' });
    return (status as { phase?: string }).phase === 'Running';
  });
  await client.apply(urgent.agent({ requests: { cpu: '500m' }, podSpec: { priorityClassName: 'important' } }));
  await live.shows(urgent.key(), {
    state: 'Progressing StartingPods',
    cells: { 'ok Available': [first], 'starved InsufficientResource': [second] },
  });
  const preempting = await live.agreed(urgent.key());
  expect(preempting.holders).toStrictEqual([`${second} RU5e inFlight Preempting`]);
  await live.shows(urgent.key(), { state: COMPLETE, cells: { 'ok Available': urgent.nodes } });
  await live.agreed(urgent.key());
});

test('[FT8] [FT9] [FT10] each thing that a node lacks is named with its numbers, as the scheduler names it', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const lacking = await stage(plane, 'lacking', 1, { node: { capacity: { 'example.com/card': '2' } } });
  const [enough = ''] = lacking.nodes;
  const card = { 'example.com/card': '1' };
  const labels = { situation: 'lacking' };
  await nodes.add([
    { name: 'lacking-card', labels },
    { name: 'lacking-cpu', labels, capacity: { ...card, cpu: '100m' } },
    { name: 'lacking-disk', labels, capacity: { ...card, 'ephemeral-storage': '1Gi' } },
    { name: 'lacking-memory', labels, capacity: { ...card, memory: '512Mi' } },
    { name: 'lacking-most', labels, capacity: { cpu: '100m', memory: '512Mi' } },
    { name: 'lacking-slots', labels, capacity: { ...card, pods: '0' } },
  ]);
  const requests = { cpu: '250m', memory: '1Gi', 'ephemeral-storage': '2Gi', ...card };
  await client.apply(lacking.agent({ requests, limits: card }));
  const starved = ['card', 'cpu', 'disk', 'memory', 'most', 'slots'].map((each) => `lacking-${each}`);
  await live.shows(lacking.key(), {
    state: DEGRADED,
    cells: { 'ok Available': [enough], 'starved InsufficientResource': starved },
  });
  const { reasonsOn } = await live.agreed(lacking.key());
  const kind = 'InsufficientResource';
  const noCpu = { kind, resource: 'cpu', requested: '250m', free: '100m', allocatable: '100m' };
  const noMemory = { kind, resource: 'memory', requested: '1Gi', free: '512Mi', allocatable: '512Mi' };
  const noCard = { kind, resource: 'example.com/card', requested: '1', free: '0', allocatable: '0' };
  expect(Object.fromEntries(starved.map((name) => [name, reasonsOn(name)]))).toStrictEqual({
    'lacking-card': [noCard],
    'lacking-cpu': [noCpu],
    'lacking-disk': [{ kind, resource: 'ephemeral-storage', requested: '2Gi', free: '1Gi', allocatable: '1Gi' }],
    'lacking-memory': [noMemory],
    'lacking-most': [noCpu, noCard, noMemory],
    'lacking-slots': [{ kind, resource: 'pods', requested: '1', free: '0', allocatable: '0' }],
  });
  for (const [name, words] of await schedulerWords('lacking', starved.length)) {
    const [filter = '', preemption] = words.split('preemption:');
    const theirs = [...filter.matchAll(/1 (?:Insufficient ([^\s,.]+(?:\.\w+\/\w+)?)|Too many (pods))/g)];
    const ours = reasonsOn(name).map((reason) => reason.kind === kind && reason.resource);
    expect(new Set(theirs.map(([, resource, slots]) => resource ?? slots))).toStrictEqual(new Set(ours));
    expect(preemption).toContain('Preemption is not helpful for scheduling');
  }
});

test('[FT13] [FT14] a host port that somebody else holds starves the pod, and its holder is named', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const ports = await stage(plane, 'ports', 3);
  const [first = '', second = '', third = ''] = ports.nodes;
  const holder = placeholderPod('holder', first, { cpu: '50m' }, 'ports');
  await client.apply({
    ...holder,
    spec: { nodeName: first, containers: [{ name: 'main', image: 'registry.example.com/holder:1.0.0', ...PORTS }] },
  });
  await client.apply(ports.agent({ container: PORTS }));
  await live.shows(ports.key(), {
    state: DEGRADED,
    cells: { 'starved HostPortConflict': [first], 'ok Available': [second, third] },
  });
  expect((await schedulerWords('ports')).get(first)).toContain(
    "1 node(s) didn't have free ports for the requested pod ports",
  );
  const { reasonsOn } = await live.agreed(ports.key());
  const conflict = { kind: 'HostPortConflict', port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' };
  expect(reasonsOn(first)).toStrictEqual([{ ...conflict, holder: { namespace: 'ports', name: 'holder' } }]);
});

test('[RU3] [RU10] [RS6] with surge the new pod waits for the host port of the old one, and for ever', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const surge = await stage(plane, 'surge', 6);
  const plan: Partial<DaemonSetPlan> = {
    updateStrategy: { maxUnavailable: 0, maxSurge: 1 },
    container: PORTS,
  };
  await client.apply(surge.agent(plan));
  await untilRolledOut(client, 'agent', 'surge', { desired: 6 });
  await untilLaterSecond(plane, 'surge');
  await client.apply(surge.agent({ ...plan, ...V2 }));
  const [[refused = '', words = ''] = []] = await schedulerWords('surge');
  expect(words).toContain("1 node(s) didn't have free ports for the requested pod ports");
  const { state, cells, view, holders, reasonsOn, counted, kubectl } = await live.agreed(surge.key());
  expect(state).toBe('Stalled BudgetUsed');
  const others = surge.nodes.filter((name) => name !== refused);
  expect(cells).toStrictEqual({ 'starved HostPortConflict': [refused], 'old Outdated': others });
  expect(view.verdict.evidence.hardCause).toBe('Unschedulable');
  expect(holders).toStrictEqual([`${refused} RU8f stuck HostPortConflict`]);
  expect(view.budget?.unavailable).toStrictEqual([]);
  const pods = [...view.cells.values()].find(({ node }) => node === refused)?.evidence.pods ?? [];
  expect(pods.map(({ updated, available }) => ({ updated, available }))).toStrictEqual([
    { updated: false, available: true },
    { updated: true, available: false },
  ]);
  const conflict = { kind: 'HostPortConflict', port: 9100, protocol: 'TCP', hostIP: '0.0.0.0' };
  expect(reasonsOn(refused)).toStrictEqual([
    { ...conflict, holder: { namespace: 'surge', name: pods[0]?.name } },
    { kind: 'Outdated', hash: pods[0]?.hash },
  ]);
  // The old pod is judged, so all are available and none is updated [ST3].
  expect(counted).toMatchObject({ desiredNumberScheduled: 6, numberAvailable: 6, updatedNumberScheduled: 0 });
  expect(kubectl).toBe('Waiting for daemon set "agent" rollout to finish: 0 out of 6 new pods have been updated...');
});

test('[FA8] a taint that came before the scheduler is named by us, not by the scheduler', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes, component } = plane;
  const late = await stage(plane, 'late', 2);
  const [first = '', second = ''] = late.nodes;
  const taint = { key: 'example.com/maintenance', value: '', effect: 'NoSchedule' };
  // Once it is back it reads all nodes before it places anything.
  await component('kube-scheduler').stop();
  try {
    await client.apply(late.agent());
    await client.until('both pods', async () => (await client.list('Pod', { namespace: 'late' })).length === 2);
    await nodes.taint(first, taint);
  } finally {
    await component('kube-scheduler').start();
  }
  const words = (await schedulerWords('late')).get(first);
  expect(words).toContain('1 node(s) had untolerated taint(s)');
  expect(words).not.toContain(taint.key);
  await live.shows(late.key(), {
    state: 'CompleteWithLeftovers LeftoverPods',
    cells: { 'misscheduled Taint': [first], 'ok Available': [second] },
  });
  const { counted, reasonsOn } = await live.agreed(late.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 1, numberMisscheduled: 1 });
  expect(reasonsOn(first)).toMatchObject([
    { kind: 'Taint', taint },
    { kind: 'Unschedulable', parts: ['node(s) had untolerated taint(s)'] },
  ]);
});

test('[EV4] [FC1] what a quota refuses is missing at once, and why', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const quota = await stage(plane, 'quota', 5);
  await client.apply(podQuota('quota', 3));
  await client.apply(quota.agent());
  await untilRefused('quota', 'exceeded quota');
  await client.until('three pods to run', async () => {
    const pods = await client.list('Pod', { namespace: 'quota' });
    return pods.filter(({ status }) => (status as { phase?: string }).phase === 'Running').length === 3;
  });
  const { state, cells, counted, reasonsOn, kubectl } = await live.agreed(quota.key());
  expect(state).toBe(DEGRADED);
  const missing = cells['missing FailedCreate'] ?? [];
  expect(missing).toHaveLength(2);
  expect(cells).toStrictEqual({
    'missing FailedCreate': missing,
    'ok Available': quota.nodes.filter((name) => !missing.includes(name)),
  });
  expect(counted).toMatchObject({ desiredNumberScheduled: 5, currentNumberScheduled: 3, numberAvailable: 3 });
  expect(kubectl).toBe('Waiting for daemon set "agent" rollout to finish: 3 out of 5 new pods have been updated...');
  for (const name of missing) {
    expect(reasonsOn(name)).toMatchObject([
      {
        kind: 'FailedCreate',
        message: expect.stringMatching(/^pods "agent-\w+" is forbidden: exceeded quota: pods, /),
      },
      { kind: 'NoPod' },
    ]);
    expect(reasonsOn(name)[0]).toHaveProperty('refusal.kind', 'QuotaExceeded');
  }
});

test('[FC5] so is what Pod Security forbids', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const namespaceLabels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const secure = await stage(plane, 'secure', 2, { namespaceLabels });
  await client.apply(secure.agent({ podSpec: { hostNetwork: true } }));
  await live.shows(secure.key(), { state: DEGRADED, cells: { 'missing FailedCreate': secure.nodes } });
  const { counted, reasonsOn, kubectl } = await live.agreed(secure.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 0, numberUnavailable: 2 });
  expect(kubectl).toBe('Waiting for daemon set "agent" rollout to finish: 0 out of 2 new pods have been updated...');
  for (const name of secure.nodes) expect(reasonsOn(name)[0]).toHaveProperty('refusal.kind', 'PodSecurityViolated');
});

test('[RU11] a creation that is refused keeps the update from running, though the budget has room', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const frozen = await stage(plane, 'frozen', 5);
  const late = 'frozen-late';
  await client.apply(podQuota('frozen', 5));
  await client.apply(frozen.agent({ updateStrategy: { maxUnavailable: 2 } }));
  await untilRolledOut(client, 'agent', 'frozen', { desired: 5 });
  await nodes.add([{ name: late, labels: { situation: 'frozen' } }]);
  await live.shows(frozen.key(), {
    state: DEGRADED,
    cells: { 'ok Available': frozen.nodes, 'missing FailedCreate': [late] },
  });
  await live.agreed(frozen.key());

  await client.apply(frozen.agent({ updateStrategy: { maxUnavailable: 2 }, ...V2 }));
  await live.shows(frozen.key(), {
    state: 'Stalled SyncFails',
    cells: { 'old Outdated': frozen.nodes, 'missing FailedCreate': [late] },
  });
  const { state, counted, view, kubectl } = await live.agreed(frozen.key());
  expect(state).toBe('Stalled SyncFails');
  expect(counted).toMatchObject({ desiredNumberScheduled: 6, currentNumberScheduled: 5, updatedNumberScheduled: 0 });
  expect(view.budget).toMatchObject({ limit: 2, used: 1, need: 0 });
  expect(view.verdict.evidence).toMatchObject({ hardCause: 'FailedCreate', nodes: [late] });
  expect(kubectl).toBe('Waiting for daemon set "agent" rollout to finish: 0 out of 6 new pods have been updated...');

  await client.apply(podQuota('frozen', 10));
  await client.until('the quota to be counted anew', async () => {
    const { status } = await client.get({ kind: 'ResourceQuota', name: 'pods', namespace: 'frozen' });
    return (status as { hard?: { pods?: string } }).hard?.pods === '10';
  });
  // By itself it would try again after its back-off, which is up to 1000 s.
  await wakeController(plane, frozen.key());
  await untilRolledOut(client, 'agent', 'frozen', { desired: 6 });
  await live.shows(frozen.key(), { state: COMPLETE, cells: { 'ok Available': [...frozen.nodes, late] } });
  await live.agreed(frozen.key());
});

test('[RU11] with surge it is the second pod of a node that is refused', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const tight = await stage(plane, 'tight', 3);
  const updateStrategy = { maxUnavailable: 0, maxSurge: 1 };
  await client.apply(podQuota('tight', 3));
  await client.apply(tight.agent({ updateStrategy }));
  await untilRolledOut(client, 'agent', 'tight', { desired: 3 });
  await client.apply(tight.agent({ updateStrategy, ...V2 }));
  await untilRefused('tight', 'exceeded quota');
  await live.shows(tight.key(), { state: 'Stalled SyncFails', cells: { 'old Outdated': tight.nodes } });
  const { counted } = await live.agreed(tight.key());
  expect(counted).toMatchObject({ numberAvailable: 3, updatedNumberScheduled: 0 });
});
