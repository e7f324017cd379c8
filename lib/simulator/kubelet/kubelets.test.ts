import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import type { Settings } from '../context.ts';
import { requestDeletion } from '../deletion.ts';
import { type NodePlan, newNode } from '../node-plan.ts';
import type { ContainerState, Labels, PodSpec } from '../objects.ts';
import { startKubelets } from './kubelets.ts';

const SECOND = 1_000;
const SETTINGS = { podStartMillis: [2_000, 2_000], podStopMillis: [700, 700], latencyMillis: [10, 10] } as const;
const NODE: NodePlan = { name: 'node-1' };

type Cluster = SimulatedContext & { readonly stop: () => void };

function clusterOf(plans: readonly NodePlan[] = [NODE], settings: Partial<Settings> = {}): Cluster {
  const context = simulatedContext({ ...SETTINGS, ...settings });
  for (const plan of plans) context.store.create<'Node'>(newNode(plan, context.clock.now()));
  const { stop } = startKubelets(context);
  return { ...context, stop };
}

function bind({ store }: SimulatedContext, annotations: Labels = {}, spec: Partial<PodSpec> = {}): void {
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'agent-x', namespace: 'apps', annotations },
    spec: { nodeName: 'node-1', containers: [{ name: 'agent', image: 'agent:1' }], ...spec },
  });
}

function pod({ store }: SimulatedContext) {
  return store.get('Pod', 'agent-x', 'apps');
}

function remove(context: SimulatedContext, gracePeriodSeconds = 30): void {
  requestDeletion(context, { kind: 'Pod', name: 'agent-x', namespace: 'apps' }, { gracePeriodSeconds });
}

function stateWord({ waiting, running, terminated }: ContainerState = {}): string {
  if (running !== undefined) return 'running';
  return waiting?.reason ?? `exit ${terminated?.exitCode} ${terminated?.reason}`;
}

/** Every state of the pod since a revision: seconds of the story, phase, first container, restarts, readiness. */
function life({ store }: SimulatedContext, since = 0): readonly string[] {
  return (store.changesSince(Math.max(1, since)) ?? []).flatMap(({ type, object }) => {
    if (object.kind !== 'Pod') return [];
    if (type === 'DELETED') return ['gone'];
    const { phase, reason, containerStatuses, conditions } = object.status;
    const [first] = containerStatuses ?? [];
    const isReady = conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;
    const words = [
      phase,
      reason,
      first && stateWord(first.state),
      first && `restarts ${first.restartCount}`,
      isReady ? 'ready' : undefined,
      object.metadata.deletionTimestamp === undefined ? undefined : 'leaving',
    ];
    return [words.filter((word) => word !== undefined).join(', ')];
  });
}

function said({ events }: SimulatedContext, type: 'Normal' | 'Warning' = 'Warning'): readonly string[] {
  return events.filter((event) => event.type === type).map(({ reason, message }) => `${reason}: ${message}`);
}

describe('a pod that is bound', () => {
  test('is created, runs, and is ready in its time; its status is that of a kubelet [PD1] [PD7]', () => {
    const cluster = clusterOf();
    bind(cluster);
    cluster.clock.advance(SECOND);
    const at = '2026-11-24T08:00:00Z';
    const common = { lastTransitionTime: at, lastProbeTime: null };
    const unready = { reason: 'ContainersNotReady', message: 'containers with unready status: [agent]' };
    const hostIP = cluster.store.get('Node', 'node-1')?.status.addresses?.[0]?.address;
    const creating = { waiting: { reason: 'ContainerCreating' } };
    const container = { name: 'agent', image: 'agent:1', imageID: '', restartCount: 0 };
    expect(pod(cluster)?.status).toStrictEqual({
      qosClass: 'BestEffort',
      hostIP,
      startTime: at,
      phase: 'Pending',
      conditions: [
        { type: 'PodReadyToStartContainers', status: 'False', ...common },
        { type: 'Initialized', status: 'True', ...common },
        { type: 'Ready', status: 'False', ...common, ...unready },
        { type: 'ContainersReady', status: 'False', ...common, ...unready },
      ],
      containerStatuses: [{ ...container, ready: false, started: false, state: creating }],
    });
    cluster.clock.advance(2 * SECOND);
    const later = { lastTransitionTime: '2026-11-24T08:00:02Z', lastProbeTime: null };
    expect(pod(cluster)?.status).toStrictEqual({
      qosClass: 'BestEffort',
      hostIP,
      startTime: at,
      phase: 'Running',
      conditions: [
        { type: 'PodReadyToStartContainers', status: 'True', ...later },
        { type: 'Initialized', status: 'True', ...common },
        { type: 'Ready', status: 'True', ...later },
        { type: 'ContainersReady', status: 'True', ...later },
      ],
      containerStatuses: [
        { ...container, ready: true, started: true, state: { running: { startedAt: '2026-11-24T08:00:02Z' } } },
      ],
      podIP: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
    });
    expect(said(cluster, 'Normal')).toStrictEqual([
      'Pulled: Container image "agent:1" already present on machine and can be accessed by the pod',
      'Created: Container created',
      'Started: Container started',
    ]);
    expect(cluster.events.map(({ regarding, host }) => [regarding.fieldPath, host])).toStrictEqual(
      Array.from({ length: 3 }, () => ['spec.containers{agent}', 'node-1']),
    );
    expect(cluster.clock.nextTimerAt()).toBeUndefined();
  });

  test('waits for its init containers first, and a sidecar goes on running [PD5]', () => {
    const cluster = clusterOf();
    const init = { name: 'init', image: 'init:1' };
    const sidecar = { name: 'sidecar', image: 'sidecar:1', restartPolicy: 'Always' };
    bind(cluster, {}, { initContainers: [init, sidecar] });
    cluster.clock.advance(SECOND);
    const creating = pod(cluster)?.status;
    expect(creating?.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [init sidecar]',
    });
    const states = () => {
      const { initContainerStatuses = [], containerStatuses = [] } = pod(cluster)?.status ?? {};
      return [...initContainerStatuses, ...containerStatuses].map(({ state }) => stateWord(state));
    };
    expect(states()).toStrictEqual(['PodInitializing', 'PodInitializing', 'PodInitializing']);
    cluster.clock.advance(2 * SECOND);
    expect(states()).toStrictEqual(['exit 0 Completed', 'running', 'running']);
  });

  test('is ready after `sim/ready-delay`, and has the address of the host on its network', () => {
    const cluster = clusterOf();
    bind(cluster, { 'sim/ready-delay': '1m1s' }, { hostNetwork: true });
    cluster.clock.advance(60 * SECOND);
    expect(pod(cluster)?.status.phase).toBe('Pending');
    cluster.clock.advance(2 * SECOND);
    const { podIP, hostIP, phase } = pod(cluster)?.status ?? {};
    expect([phase, podIP]).toStrictEqual(['Running', hostIP]);
  });

  test('is refused by a kubelet that has no room, and says so [KR1]', () => {
    const cluster = clusterOf();
    bind(cluster, {}, { containers: [{ name: 'agent', image: 'agent:1', resources: { requests: { cpu: '9' } } }] });
    cluster.clock.advance(SECOND);
    const why = "Node didn't have enough resource: cpu, requested: 9000, used: 0, capacity: 4000";
    expect(pod(cluster)?.status).toStrictEqual({
      qosClass: 'Burstable',
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: `Pod was rejected: ${why}`,
      startTime: '2026-11-24T08:00:00Z',
    });
    expect(said(cluster)).toStrictEqual([`OutOfcpu: ${why}`]);
  });

  test('on a node that is not there, or whose kubelet is dead, waits for it', () => {
    const cluster = clusterOf([]);
    bind(cluster);
    cluster.clock.advance(60 * SECOND);
    expect(pod(cluster)?.status.containerStatuses).toBeUndefined();
    cluster.store.create<'Node'>(newNode(NODE, cluster.clock.now()));
    cluster.liveness.kill('node-1');
    cluster.clock.advance(60 * SECOND);
    expect(pod(cluster)?.status.containerStatuses).toBeUndefined();
    cluster.liveness.revive('node-1');
    cluster.clock.advance(3 * SECOND);
    expect(pod(cluster)?.status.phase).toBe('Running');
  });

  test('is found by a machine that comes under the name of its node', () => {
    const cluster = clusterOf([]);
    bind(cluster);
    cluster.clock.advance(60 * SECOND);
    cluster.store.create<'Node'>(newNode(NODE, cluster.clock.now()));
    cluster.clock.advance(3 * SECOND);
    expect(pod(cluster)?.status.phase).toBe('Running');
  });

  test('in a large cluster what goes well is not said, and what goes wrong is', () => {
    const cluster = clusterOf([NODE, ...Array.from({ length: 500 }, (_, at) => ({ name: `other-${at}` }))]);
    bind(cluster, { 'sim/fault': 'not-ready' });
    cluster.clock.advance(5 * SECOND);
    expect(cluster.events.map(({ reason }) => reason)).toStrictEqual(['Unhealthy']);
  });
});

describe('faults, by annotation', () => {
  test('image-pull: the pull fails, and is tried again after a while [PD2]', () => {
    const cluster = clusterOf();
    bind(cluster, { 'sim/fault': 'image-pull' });
    cluster.clock.advance(60 * SECOND);
    expect(life(cluster)).toStrictEqual([
      'Pending',
      'Pending, ContainerCreating, restarts 0',
      'Pending, ErrImagePull, restarts 0',
      'Pending, ImagePullBackOff, restarts 0',
    ]);
    const error =
      'rpc error: code = NotFound desc = failed to pull and unpack image "agent:1": failed to resolve reference "agent:1": agent:1: not found';
    expect(pod(cluster)?.status.containerStatuses?.[0]?.state).toStrictEqual({
      waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "agent:1": ErrImagePull: ${error}` },
    });
    expect(said(cluster)).toStrictEqual([
      `Failed: Failed to pull image "agent:1": ${error}`,
      'Failed: Error: ErrImagePull',
      'Failed: Error: ImagePullBackOff',
    ]);
    expect(said(cluster, 'Normal')).toStrictEqual([
      'Pulling: Pulling image "agent:1"',
      'BackOff: Back-off pulling image "agent:1"',
    ]);
  });

  test('crash-loop: it runs, fails, waits twice as long each time up to the longest, and runs again [PD2]', () => {
    const cluster = clusterOf([NODE], { crashLoopBackOffMillis: [10 * SECOND, 30 * SECOND] });
    bind(cluster, { 'sim/fault': 'crash-loop' });
    cluster.clock.advance(70 * SECOND);
    expect(life(cluster)).toStrictEqual([
      'Pending',
      'Pending, ContainerCreating, restarts 0',
      'Running, running, restarts 0, ready',
      'Running, exit 1 Error, restarts 1',
      'Running, CrashLoopBackOff, restarts 1',
      'Running, running, restarts 1, ready',
      'Running, exit 1 Error, restarts 2',
      'Running, CrashLoopBackOff, restarts 2',
      'Running, running, restarts 2, ready',
      'Running, exit 1 Error, restarts 3',
      'Running, CrashLoopBackOff, restarts 3',
      'Running, running, restarts 3, ready',
      'Running, exit 1 Error, restarts 4',
      'Running, CrashLoopBackOff, restarts 4',
    ]);
    const { metadata, status } = pod(cluster) ?? {};
    const words = `agent-x_apps(${metadata?.uid})`;
    expect(status?.containerStatuses).toStrictEqual([
      {
        name: 'agent',
        image: 'agent:1',
        imageID: '',
        ready: false,
        started: false,
        restartCount: 4,
        state: {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off 30s restarting failed container=agent pod=${words}`,
          },
        },
        lastState: {
          terminated: {
            exitCode: 1,
            reason: 'Error',
            startedAt: expect.stringMatching(/Z$/),
            finishedAt: expect.stringMatching(/Z$/),
          },
        },
      },
    ]);
    expect(new Set(said(cluster))).toStrictEqual(
      new Set([`BackOff: Back-off restarting failed container agent in pod ${words}`]),
    );
  });

  test('crash-loop on the nodes of one architecture: the program is not for it', () => {
    const cluster = clusterOf([{ name: 'node-1', arch: 'arm64' }]);
    const container = { name: 'agent', image: 'agent:1', terminationMessagePolicy: 'FallbackToLogsOnError' };
    const annotations = { 'sim/fault': 'crash-loop', 'sim/fault-on': 'kubernetes.io/arch=arm64' };
    bind(cluster, annotations, { containers: [container, { name: 'other', image: 'other:1' }] });
    cluster.clock.advance(5 * SECOND);
    const [first, second] = pod(cluster)?.status.containerStatuses ?? [];
    expect(first?.lastState?.terminated).toMatchObject({
      exitCode: 255,
      reason: 'Error',
      message: 'exec /usr/bin/agent: exec format error',
    });
    expect([second?.ready, stateWord(second?.state)]).toStrictEqual([true, 'running']);
  });

  test('a fault that is kept to other nodes does nothing here', () => {
    const cluster = clusterOf([{ name: 'node-1', labels: { pool: 'web' } }]);
    bind(cluster, { 'sim/fault': 'crash-loop', 'sim/fault-on': 'pool=web,kubernetes.io/arch=arm64' });
    cluster.clock.advance(60 * SECOND);
    expect(life(cluster).at(-1)).toBe('Running, running, restarts 0, ready');
  });

  test('not-ready: it runs, and its probe fails [PD4]', () => {
    const cluster = clusterOf();
    bind(cluster, { 'sim/fault': 'not-ready' });
    cluster.clock.advance(600 * SECOND);
    expect(life(cluster).at(-1)).toBe('Running, running, restarts 0');
    expect(pod(cluster)?.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [agent]',
    });
    expect(said(cluster)).toStrictEqual(['Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503']);
  });

  test('evicted: it fails for the sake of the node [KR5]', () => {
    const cluster = clusterOf();
    const requests = { memory: '64Mi' };
    bind(
      cluster,
      { 'sim/fault': 'evicted' },
      { containers: [{ name: 'agent', image: 'agent:1', resources: { requests } }] },
    );
    cluster.clock.advance(60 * SECOND);
    const message =
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 71692Ki. Container agent was using 229376Ki, request is 64Mi, has larger consumption of memory. ';
    const common = { lastTransitionTime: '2026-11-24T08:00:00Z', lastProbeTime: null };
    expect(pod(cluster)?.status).toStrictEqual({
      qosClass: 'Burstable',
      phase: 'Failed',
      reason: 'Evicted',
      message,
      conditions: [
        { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message, ...common },
        { type: 'Ready', status: 'False', reason: 'PodFailed', ...common },
      ],
      startTime: '2026-11-24T08:00:00Z',
    });
    expect(said(cluster)).toStrictEqual([`Evicted: ${message}`]);
  });

  test('one that nobody knows keeps the pod from running', () => {
    const cluster = clusterOf();
    bind(cluster, { 'sim/fault': 'nonsense' });
    cluster.clock.advance(600 * SECOND);
    expect(life(cluster).at(-1)).toBe('Pending, ContainerCreating, restarts 0');
  });
});

describe('a pod that is asked to leave [TM1]', () => {
  function leavingAfter(annotations: Labels, gracePeriodSeconds = 30): Cluster & { readonly since: number } {
    const cluster = clusterOf();
    bind(cluster, annotations);
    cluster.clock.advance(10 * SECOND);
    const since = cluster.store.revision();
    remove(cluster, gracePeriodSeconds);
    return { ...cluster, since };
  }

  test('goes soon, and says that it has no grace left before it does', () => {
    const cluster = leavingAfter({});
    cluster.clock.advance(SECOND);
    expect(life(cluster, cluster.since)).toStrictEqual([
      'Running, running, restarts 0, ready, leaving',
      'Running, running, restarts 0, ready, leaving',
      'gone',
    ]);
    expect(said(cluster, 'Normal').at(-1)).toBe('Killing: Stopping container agent');
  });

  test('with `sim/termination` ends well within its grace, and goes shortly afterwards', () => {
    const cluster = leavingAfter({ 'sim/termination': '20s' });
    cluster.clock.advance(19 * SECOND);
    expect(life(cluster, cluster.since)).toStrictEqual(['Running, running, restarts 0, ready, leaving']);
    cluster.clock.advance(SECOND);
    expect(life(cluster, cluster.since).at(-1)).toBe('Running, exit 0 Completed, restarts 0, leaving');
    cluster.clock.advance(SECOND);
    expect(life(cluster, cluster.since).at(-1)).toBe('gone');
  });

  test('is killed when its grace runs out, also one that was made shorter meanwhile', () => {
    const cluster = leavingAfter({ 'sim/termination': '20s' }, 15);
    cluster.clock.advance(2 * SECOND);
    remove(cluster, 5);
    cluster.clock.advance(4 * SECOND);
    expect(life(cluster, cluster.since).at(-1)).toBe('Running, running, restarts 0, ready, leaving');
    cluster.clock.advance(1_100);
    expect(life(cluster, cluster.since).at(-1)).toBe('Running, exit 137 Error, restarts 0, leaving');
  });

  test('stuck-terminating never goes', () => {
    const cluster = leavingAfter({ 'sim/fault': 'stuck-terminating' });
    cluster.clock.advance(3_600 * SECOND);
    expect(life(cluster, cluster.since)).toStrictEqual(['Running, running, restarts 0, ready, leaving']);
  });

  test('on a dead node stays until its kubelet is back [TM2]', () => {
    const cluster = clusterOf();
    bind(cluster);
    cluster.clock.advance(10 * SECOND);
    cluster.liveness.kill('node-1');
    const since = cluster.store.revision();
    remove(cluster);
    cluster.clock.advance(3_600 * SECOND);
    expect(life(cluster, since)).toStrictEqual(['Running, running, restarts 0, ready, leaving']);
    cluster.liveness.revive('node-1');
    cluster.clock.advance(SECOND);
    expect(life(cluster, since).at(-1)).toBe('gone');
  });

  test('with a finalizer stays, ended, until that is taken off [TM3]', () => {
    const cluster = clusterOf();
    bind(cluster);
    cluster.store.update('Pod', 'agent-x', 'apps', (each) => {
      return { ...each, metadata: { ...each.metadata, finalizers: ['example.com/hold'] } };
    });
    cluster.clock.advance(10 * SECOND);
    remove(cluster);
    cluster.clock.advance(60 * SECOND);
    expect(pod(cluster)?.metadata.deletionGracePeriodSeconds).toBe(0);
    expect(cluster.clock.nextTimerAt()).toBeUndefined();
  });
});

test('a kubelet that comes back says of its pods what is true, and what was not ready stays so [PD4]', () => {
  const cluster = clusterOf();
  bind(cluster);
  cluster.clock.advance(10 * SECOND);
  const before = pod(cluster)?.status.conditions;
  cluster.liveness.kill('node-1');
  cluster.store.update('Pod', 'agent-x', 'apps', (each) => ({
    ...each,
    status: {
      ...each.status,
      conditions: (before ?? []).map((each) => (each.type === 'Ready' ? { ...each, status: 'False' } : each)),
    },
  }));
  cluster.clock.advance(60 * SECOND);
  cluster.liveness.revive('node-1');
  cluster.clock.advance(SECOND);
  expect(pod(cluster)?.status.conditions).toStrictEqual(
    before?.map((each) => (each.type === 'Ready' ? { ...each, lastTransitionTime: '2026-11-24T08:01:10Z' } : each)),
  );
});

test('kubelets that are stopped do nothing and wait for nothing', () => {
  const cluster = clusterOf();
  bind(cluster);
  cluster.stop();
  expect(cluster.clock.nextTimerAt()).toBeUndefined();
});
