import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import { type LiveFleet, openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** Why pods that a kubelet has are not available, and why they do not go, from the API to the cell. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const SHOWN = { timeout: 30_000, interval: 100 } as const;
const MINUTE = 60_000;

let plane: ControlPlane;
/** It takes long to die, and to crash three times: both begin before the others. */
let dark: Situation;
let crashing: Situation;
beforeAll(async () => {
  plane = await startControlPlane();
  dark = await stage(plane, 'dark', 2);
  const { nodes, client } = plane;
  await client.apply(dark.agent());
  await untilRolledOut(client, 'agent', 'dark', { desired: 2 });
  await nodes.killKubelet('dark-1');
  crashing = await stage(plane, 'crashing', 1);
  await client.apply(crashing.agent({ fault: 'crash-loop' }));
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

/** Code, confidence and detail of each cause of a cell. */
function told(live: LiveFleet, key: string, node: string): readonly string[] {
  const causes = live.view(key).cells.get(nodeName(node))?.causes ?? [];
  return causes.map(({ code, confidence, facts }) => [code, confidence, facts.detail].filter(Boolean).join(' '));
}

async function tells(live: LiveFleet, key: string, node: string, expected: readonly string[]): Promise<void> {
  await expect.poll(() => told(live, key, node), SHOWN).toStrictEqual(expected);
}

function factsOf(live: LiveFleet, key: string, node: string) {
  return live
    .view(key)
    .cells.get(nodeName(node))
    ?.causes.map(({ facts }) => facts);
}

test('[K12] an image that cannot be pulled: the event of the last try says why', async () => {
  await using live = await openLiveFleet(plane);
  const pulling = await stage(plane, 'pulling', 1);
  await plane.client.apply(pulling.agent({ ...V2, fault: 'image-pull' }));
  await expect
    .poll(() => factsOf(live, pulling.key(), 'pulling-1')?.[0]?.waitingReason, SHOWN)
    .toBe('ImagePullBackOff');
  await tells(live, pulling.key(), 'pulling-1', ['K12 H NotFound']);
  expect(factsOf(live, pulling.key(), 'pulling-1')).toStrictEqual([
    {
      container: 'agent',
      image: V2.image,
      detail: 'NotFound',
      waitingReason: 'ImagePullBackOff',
      message: expect.stringMatching(/^Failed to pull image: rpc error: code = NotFound/),
      restartCount: 0,
    },
  ]);
});

test('[K23] a pod that is not ready: its probe, likely within the allowance, and a fact past it', async () => {
  await using live = await openLiveFleet(plane);
  const unready = await stage(plane, 'unready', 1);
  await plane.client.apply(unready.agent({ fault: 'not-ready' }));
  await tells(live, unready.key(), 'unready-1', ['K23 M']);
  live.clock.advance(2 * MINUTE);
  await tells(live, unready.key(), 'unready-1', ['K23 H']);
  expect(factsOf(live, unready.key(), 'unready-1')?.[0]?.message).toBe(
    'Readiness probe failed: HTTP probe failed with statuscode: 503',
  );
});

test('[K03] a pod that was evicted', async () => {
  await using live = await openLiveFleet(plane);
  const evicted = await stage(plane, 'evicted', 1);
  await plane.client.apply(evicted.agent({ fault: 'evicted' }));
  // It comes and goes, as the controller tries again.
  const facts = () => factsOf(live, evicted.key(), 'evicted-1');
  await expect
    .poll(facts, SHOWN)
    .toStrictEqual([
      { detail: 'NodeLow', resource: 'memory', free: '71692Ki', message: expect.stringContaining('low on resource') },
    ]);
});

test('[T04] [T03] a pod that does not go: within a long grace period, and overdue', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const clinging = await stage(plane, 'clinging', 2);
  const [first = '', second = ''] = clinging.nodes;
  const on = (name: string) => ({ nodeSelector: { 'kubernetes.io/hostname': name } });
  await client.apply(
    clinging.agent({ fault: 'stuck-terminating', podSpec: on(first) }),
    clinging.agent({
      name: 'patient',
      fault: 'stuck-terminating',
      podSpec: { ...on(second), terminationGracePeriodSeconds: 600 },
    }),
  );
  await untilRolledOut(client, 'agent', 'clinging', { desired: 1 });
  await untilRolledOut(client, 'patient', 'clinging', { desired: 1 });
  for (const { metadata } of await client.list('Pod', { namespace: 'clinging' })) {
    await client.delete({ kind: 'Pod', name: metadata.name, namespace: 'clinging' });
  }
  await expect.poll(() => live.view(clinging.key()).cells.get(nodeName(first))?.reason, SHOWN).toBe('Terminating');
  expect(told(live, clinging.key(), first)).toStrictEqual([]);
  live.clock.advance(40_000);
  await tells(live, clinging.key('patient'), second, ['T03 H']);
  live.clock.advance(25_000);
  await tells(live, clinging.key(), first, ['T04 M']);
});

test('[T02] a finalizer that nobody takes off keeps a pod whose containers have ended', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const held = await stage(plane, 'held', 1);
  await client.apply(held.agent({ termination: '1s' }));
  await untilRolledOut(client, 'agent', 'held', { desired: 1 });
  const pod = await podOf('held', 'agent');
  await client.patch(pod, { metadata: { finalizers: ['example.com/wait'] } });
  await client.delete(pod);
  await tells(live, held.key(), 'held-1', ['T02 H']);
  expect(factsOf(live, held.key(), 'held-1')).toStrictEqual([{ finalizers: 'example.com/wait' }]);
  await client.patch(pod, { metadata: { finalizers: null } });
  await tells(live, held.key(), 'held-1', []);
});

test('[T01] [K08] a node whose kubelet has died: what terminates there stays, what is made there is never begun', async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  await nodes.untilNotReady(['dark-1']);
  await tells(live, dark.key(), 'dark-1', []);
  await client.delete(await podOf('dark', 'agent', 'dark-1'));
  await tells(live, dark.key(), 'dark-1', ['T01 H']);

  const everywhere = { nodeSelector: { 'kubernetes.io/hostname': 'dark-1' }, tolerations: [{ operator: 'Exists' }] };
  await client.apply(dark.agent({ name: 'stubborn', podSpec: everywhere }));
  await client.until('the pod to be bound', async () => {
    const { spec } = (await client.get(await podOf('dark', 'stubborn'))) as { spec?: { nodeName?: string } };
    return spec?.nodeName === 'dark-1';
  });
  await live.settled(dark.key('stubborn'));
  expect(told(live, dark.key('stubborn'), 'dark-1')).toStrictEqual([]);
  live.clock.advance(2 * MINUTE + 1_000);
  await tells(live, dark.key('stubborn'), 'dark-1', ['K08 H']);
});

test('[K18] a crash loop is a fact from its third restart on', async () => {
  await using live = await openLiveFleet(plane);
  await expect
    .poll(() => told(live, crashing.key(), 'crashing-1'), { timeout: 60_000, interval: 100 })
    .toStrictEqual(['K18 H']);
  const [facts] = factsOf(live, crashing.key(), 'crashing-1') ?? [];
  expect(facts).toMatchObject({ container: 'agent', exitCode: 1 });
  expect(facts?.restartCount).toBeGreaterThanOrEqual(3);
});

type Written = {
  readonly name: string;
  readonly plan?: Parameters<Situation['agent']>[0];
  readonly container?: Readonly<Record<string, unknown>>;
  readonly conditions?: readonly Readonly<Record<string, unknown>>[];
  readonly events?: readonly (readonly [reason: string, message: string])[];
  readonly told: readonly string[];
};

const UNREADY = { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready' };
const CREATING = { state: { waiting: { reason: 'ContainerCreating' } } };

/** What no stage of kwok makes, written as a kubelet writes it. */
const BY_HAND: readonly Written[] = [
  {
    name: 'volume',
    container: CREATING,
    conditions: [UNREADY, { type: 'PodReadyToStartContainers', status: 'False' }],
    events: [['FailedMount', 'MountVolume.SetUp failed for volume "config" : configmap "agent" not found']],
    told: ['K10 H ConfigMapMissing'],
  },
  {
    name: 'attach',
    container: CREATING,
    events: [['FailedAttachVolume', 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) other']],
    told: ['K11 H MultiAttach'],
  },
  {
    name: 'sandbox',
    container: CREATING,
    events: [
      [
        'FailedCreatePodSandBox',
        '(combined from similar events): Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "5a": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
      ],
    ],
    told: ['K09 H AddressesExhausted'],
  },
  {
    name: 'config',
    container: {
      state: {
        waiting: { reason: 'CreateContainerConfigError', message: "couldn't find key k in ConfigMap by-hand/c" },
      },
    },
    told: ['K15 H KeyMissing'],
  },
  {
    name: 'memory',
    container: {
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: new Date().toISOString() } },
    },
    told: ['K18 H', 'K19 H'],
  },
  {
    name: 'killed',
    container: {
      restartCount: 1,
      state: { running: { startedAt: new Date().toISOString() } },
      lastState: { terminated: { reason: 'Error', exitCode: 137, finishedAt: new Date().toISOString() } },
      started: true,
    },
    events: [
      ['Unhealthy', 'Liveness probe failed: Get "http://10.64.0.1:8080/": connection refused'],
      ['Killing', 'Container killed failed liveness probe, will be restarted'],
    ],
    told: ['K24 H Liveness'],
  },
  {
    name: 'gate',
    plan: { podSpec: { readinessGates: [{ conditionType: 'example.com/lb' }] } },
    container: { ready: true, started: true, state: { running: { startedAt: new Date().toISOString() } } },
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'ReadinessGatesNotReady',
        message: 'corresponding condition of pod readiness gate "example.com/lb" does not exist.',
      },
    ],
    told: ['K25 H'],
  },
  {
    name: 'resize',
    container: { ready: true, started: true, state: { running: { startedAt: new Date().toISOString() } } },
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'PodResizePending', status: 'True', reason: 'Deferred', message: 'Node is out of cpu' },
    ],
    told: ['K30 M Deferred'],
  },
];

test('[K09] [K10] [K11] [K15] [K19] [K24] [K25] [K30] what a kubelet writes reaches the cell, by both shapes of events', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const byHand = await stage(plane, 'by-hand', 1);
  // kwok leaves alone whoever has a fault that it does not know.
  const annotations = { 'sim/fault': 'by-hand' };
  await client.apply(...BY_HAND.map(({ name, plan }) => byHand.agent({ name, annotations, ...plan })));
  for (const [index, written] of BY_HAND.entries()) await write(written, index % 2 === 0);
  for (const { name, told: expected } of BY_HAND) await tells(live, byHand.key(name), 'by-hand-1', expected);
  expect(factsOf(live, byHand.key('gate'), 'by-hand-1')?.[0]?.subject).toBe('example.com/lb');
});

async function write({ name, container, conditions = [UNREADY], events = [] }: Written, newShape: boolean) {
  const { client } = plane;
  const pod = await client.until(`the pod of ${name} to be bound`, async () => {
    const found = await client.get(await podOf('by-hand', name));
    return (found['spec'] as { nodeName?: string }).nodeName === undefined ? undefined : found;
  });
  const now = new Date().toISOString();
  const status = { name, image: 'x', imageID: '', ready: false, started: false, restartCount: 0, ...container };
  const body = {
    status: {
      startTime: now,
      conditions: conditions.map((condition) => ({ lastTransitionTime: now, ...condition })),
      containerStatuses: [status],
    },
  };
  const path = `/api/v1/namespaces/by-hand/pods/${pod.metadata.name}/status`;
  await client.request('PATCH', path, body, 'application/strategic-merge-patch+json');
  for (const [reason, message] of events) await writeEvent(pod, name, reason, message, newShape);
}

async function writeEvent(pod: KubernetesObject, container: string, reason: string, text: string, newShape: boolean) {
  const { name, uid } = pod.metadata as { name: string; uid: string };
  const metadata = { name: `${name}.${reason.toLowerCase()}`, namespace: 'by-hand' };
  const reference = { kind: 'Pod', namespace: 'by-hand', name, uid, fieldPath: `spec.containers{${container}}` };
  const now = new Date().toISOString();
  if (newShape) {
    await plane.client.request('POST', '/apis/events.k8s.io/v1/namespaces/by-hand/events', {
      metadata,
      type: 'Warning',
      reason,
      note: text,
      action: 'Starting',
      eventTime: now.replace('Z', '000Z'),
      reportingController: 'kubelet',
      reportingInstance: 'by-hand-1',
      regarding: reference,
    });
    return;
  }
  await plane.client.request('POST', '/api/v1/namespaces/by-hand/events', {
    metadata,
    type: 'Warning',
    reason,
    message: text,
    count: 3,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component: 'kubelet', host: 'by-hand-1' },
    involvedObject: reference,
  });
}

/** The one pod of a DaemonSet, or that on this node. */
async function podOf(namespace: string, app: string, node?: string) {
  const { client } = plane;
  const labelSelector = `app.kubernetes.io/name=${app}`;
  return client.until(`a pod of ${namespace}/${app}`, async () => {
    const pods = await client.list('Pod', { namespace, labelSelector });
    const found = pods.find(({ spec }) => node === undefined || (spec as { nodeName?: string }).nodeName === node);
    return found === undefined ? undefined : ({ kind: 'Pod', name: found.metadata.name, namespace } as const);
  });
}
