import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import type { KubernetesObject } from './kinds.ts';
import { type DaemonSetPlan, daemonSet } from './scenario.ts';

/** The fault vocabulary, row by row, on two nodes; each test has a DaemonSet of its own. */

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane();
  await controlPlane.nodes.add([{ name: 'node-1' }, { name: 'node-2' }]);
});
afterAll(async () => {
  const complaints = controlPlane?.kwokErrors();
  await controlPlane?.stop();
  expect(complaints).toStrictEqual([]);
});

type Pod = KubernetesObject & {
  readonly status: {
    readonly phase: string;
    readonly reason?: string;
    readonly startTime?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly lastTransitionTime: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly restartCount: number;
      readonly state: ContainerState;
      readonly lastState: ContainerState;
    }[];
  };
};
type ContainerState = {
  readonly waiting?: { readonly reason: string };
  readonly running?: Readonly<Record<string, unknown>>;
  readonly terminated?: { readonly exitCode: number; readonly reason: string };
};

async function podsOf(name: string): Promise<Pod[]> {
  const pods = await controlPlane.client.list('Pod', { labelSelector: `app.kubernetes.io/name=${name}` });
  return pods as Pod[];
}

/** Applies the DaemonSet and waits until both of its pods satisfy the condition. */
async function untilBoth(plan: DaemonSetPlan, what: string, condition: (pod: Pod) => boolean): Promise<Pod[]> {
  await controlPlane.client.apply(daemonSet(plan));
  return controlPlane.client.until(`both pods of ${plan.name} to be ${what}`, async () => {
    const pods = await podsOf(plan.name);
    return pods.length === 2 && pods.every(condition) && pods;
  });
}

const conditionOf = (pod: Pod, type: string) => pod.status.conditions?.find((each) => each.type === type);
const isReady = (pod: Pod) => conditionOf(pod, 'Ready')?.status === 'True';
const containerOf = (pod: Pod) => pod.status.containerStatuses?.[0];
const waitingReason = (pod: Pod) => containerOf(pod)?.state.waiting?.reason;

async function eventTexts(pod: Pod): Promise<string[]> {
  const events = await controlPlane.client.list('Event', {
    fieldSelector: `involvedObject.uid=${String(pod.metadata['uid'])}`,
  });
  return events.map((event) => `${String(event['type'])} ${String(event['reason'])}`).sort();
}

/** Deletes one pod and gives its last looks until it has gone, oldest first. */
async function watchItGo(pod: Pod): Promise<{ readonly looks: Pod[]; readonly millis: number }> {
  const { client } = controlPlane;
  const reference = { kind: 'Pod', name: pod.metadata.name } as const;
  const startedAt = performance.now();
  await client.delete(reference);
  const looks: Pod[] = [];
  await client.until(`${pod.metadata.name} to be gone`, async () => {
    const now = (await podsOf(String(pod.metadata.labels?.['app.kubernetes.io/name']))).find(
      (each) => each.metadata['uid'] === pod.metadata['uid'],
    );
    if (now !== undefined) looks.push(now);
    return now === undefined;
  });
  return { looks, millis: performance.now() - startedAt };
}

test('without a fault both pods are Running and Ready', async () => {
  const pods = await untilBoth({ name: 'plain' }, 'Ready', isReady);
  expect(pods.map((pod) => [pod.status.phase, containerOf(pod)?.ready, containerOf(pod)?.restartCount])).toStrictEqual([
    ['Running', true, 0],
    ['Running', true, 0],
  ]);
});

test('sim/ready-delay: Ready after that time, not before', async () => {
  const [pod] = await untilBoth({ name: 'late', readyDelay: '3s' }, 'Ready', isReady);
  const createdAt = Date.parse(String(pod?.metadata['creationTimestamp']));
  const readyAt = Date.parse(pod === undefined ? '' : (conditionOf(pod, 'Ready')?.lastTransitionTime ?? ''));
  // Both times are whole seconds.
  expect((readyAt - createdAt) / 1_000).toBeGreaterThanOrEqual(2);
});

test('sim/fault: image-pull stays Pending in ImagePullBackOff, with the events of a kubelet', async () => {
  const [pod] = await untilBoth(
    { name: 'unpullable', fault: 'image-pull' },
    'in back-off',
    (each) => waitingReason(each) === 'ImagePullBackOff',
  );
  if (pod === undefined) throw new Error('no pod');
  expect([pod.status.phase, isReady(pod), containerOf(pod)?.ready]).toStrictEqual(['Pending', false, false]);
  const events = await controlPlane.client.until('the events', async () => {
    const texts = (await eventTexts(pod)).filter((text) => text === 'Warning Failed');
    return texts.length === 3 && texts;
  });
  expect(events).toHaveLength(3);
});

test('sim/fault: crash-loop goes round: running, exit 1, CrashLoopBackOff, running again', async () => {
  const seen = new Set<string>();
  const [pod] = await untilBoth({ name: 'crashing', fault: 'crash-loop' }, 'restarted twice', (each) => {
    const container = containerOf(each);
    const { running, terminated, waiting } = container?.state ?? {};
    seen.add(
      running ? `running ${isReady(each)}` : terminated ? `exit ${terminated.exitCode}` : (waiting?.reason ?? ''),
    );
    return (container?.restartCount ?? 0) >= 2 && waiting !== undefined;
  });
  expect([...seen]).toEqual(expect.arrayContaining(['running true', 'exit 1', 'CrashLoopBackOff']));
  expect(pod === undefined ? undefined : containerOf(pod)?.lastState.terminated?.exitCode).toBe(1);
});

test('sim/fault: not-ready is Running and never Ready', async () => {
  const pods = await untilBoth(
    { name: 'unready', fault: 'not-ready' },
    'Running',
    (pod) => pod.status.phase === 'Running',
  );
  expect(
    pods.map((pod) => [isReady(pod), conditionOf(pod, 'Ready')?.reason, containerOf(pod)?.state.running !== undefined]),
  ).toStrictEqual([
    [false, 'ContainersNotReady', true],
    [false, 'ContainersNotReady', true],
  ]);
});

test('sim/fault: evicted is Failed and Evicted, and the controller replaces it', async () => {
  const { client } = controlPlane;
  await client.apply(daemonSet({ name: 'evicted', fault: 'evicted' }));
  const pod = await client.until('an evicted pod', async () =>
    (await podsOf('evicted')).find((each) => each.status.phase === 'Failed'),
  );
  expect(pod.status.reason).toBe('Evicted');
  await client.until('another pod in its place', async () =>
    (await podsOf('evicted')).some((each) => each.metadata.name !== pod.metadata.name),
  );
  await client.delete({ kind: 'DaemonSet', name: 'evicted' });
});

test('sim/fault: stuck-terminating runs well, and stays Terminating once deleted', async () => {
  const { client } = controlPlane;
  const [pod] = await untilBoth({ name: 'stuck', fault: 'stuck-terminating' }, 'Ready', isReady);
  const [plain] = await podsOf('plain');
  if (pod === undefined || plain === undefined) throw new Error('no pod');
  await client.delete({ kind: 'Pod', name: pod.metadata.name }, { gracePeriodSeconds: 1 });
  // Another pod that is deleted later has gone: had the stuck one a way to go, it would be gone too.
  await watchItGo(plain);
  const still = (await podsOf('stuck')).find((each) => each.metadata['uid'] === pod.metadata['uid']);
  expect(still?.metadata['deletionTimestamp']).toEqual(expect.any(String));
  await client.delete({ kind: 'DaemonSet', name: 'stuck' });
  await client.delete({ kind: 'Pod', name: pod.metadata.name }, { gracePeriodSeconds: 0 });
});

const ends = [
  {
    name: 'sim/termination within the grace: exit 0 after that time',
    label: 'slow',
    termination: '2s',
    grace: 30,
    exitCode: 0,
    least: 2_000,
  },
  {
    name: 'sim/termination beyond the grace: killed with 137 when it is over',
    label: 'slower',
    termination: '60s',
    grace: 3,
    exitCode: 137,
    least: 2_000,
  },
];
test.for(ends)('$name', async ({ label, termination, grace, exitCode, least }) => {
  const plan = { name: label, termination, podSpec: { terminationGracePeriodSeconds: grace } };
  const [pod] = await untilBoth(plan, 'Ready', isReady);
  if (pod === undefined) throw new Error('no pod');
  const { looks, millis } = await watchItGo(pod);
  const last = looks.at(-1);
  expect(last === undefined ? undefined : containerOf(last)?.state.terminated?.exitCode).toBe(exitCode);
  expect(looks[0] === undefined ? undefined : containerOf(looks[0])?.state.running).toEqual(expect.anything());
  expect(millis).toBeGreaterThan(least);
  expect(millis).toBeLessThan(10_000);
});
