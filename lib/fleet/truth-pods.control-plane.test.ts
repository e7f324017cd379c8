import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { type Situation, stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { type DaemonSetPlan, untilRolledOut } from '#testbed/scenario.ts';

/** What becomes of pods once they have their place: they crash, never get ready, fail, settle, and do not go. */

const COMPLETE = 'Complete UpdatedAndAvailable';
const DEGRADED = 'Degraded NodesNotAvailable';
const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const MINUTE = 60_000;

let plane: ControlPlane;
/** Crashing takes its time, so it begins before the others. */
let crashing: Situation;
const crashPlan: Partial<DaemonSetPlan> = { minReadySeconds: 5 };
beforeAll(async () => {
  plane = await startControlPlane();
  crashing = await stage(plane, 'crashing', 3);
  await plane.client.apply(crashing.agent(crashPlan));
  await untilRolledOut(plane.client, 'agent', 'crashing', { desired: 3 });
  await plane.client.apply(crashing.agent({ ...crashPlan, ...V2, fault: 'crash-loop' }));
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

test('[ST9] [CE13] a Ready pod settles for minReadySeconds, and is available without any event once they are over', async () => {
  await using live = await openLiveFleet(plane);
  const settling = await stage(plane, 'settling', 2);
  await plane.client.apply(settling.agent({ minReadySeconds: 600 }));
  const cells = { 'progressing WaitingMinReadySeconds': settling.nodes };
  await live.shows(settling.key(), { state: 'Progressing StartingPods', cells });
  const { counted, kubectl, holders, view } = await live.agreed(settling.key());
  expect(counted).toMatchObject({ numberReady: 2, numberAvailable: 0, updatedNumberScheduled: 2 });
  expect(kubectl).toBe('Waiting for daemon set "agent" rollout to finish: 0 of 2 updated pods are available...');
  expect(holders).toStrictEqual(settling.nodes.map((node) => `${node} RU5e inFlight WaitingMinReadySeconds`));
  const latest = Math.max(...[...view.cells.values()].map(({ recheckAt = 0 }) => recheckAt));

  live.clock.advance(latest - live.clock.now() - 2_000);
  await live.shows(settling.key(), { state: 'Progressing StartingPods', cells });
  live.clock.advance(2_000);
  await live.shows(settling.key(), { state: COMPLETE, cells: { 'ok Available': settling.nodes } });
  // The controller, for whom it is still earlier, does not say so yet.
  const ahead = await live.settled(settling.key());
  expect(ahead.status).toMatchObject({ numberAvailable: 0, numberUnavailable: 2 });
  expect(ahead.counted).toStrictEqual({ ...ahead.status, numberAvailable: 2, numberUnavailable: 0 });
});

test('[ST9] the controller comes to the same in the same second', async () => {
  await using live = await openLiveFleet(plane);
  const brief = await stage(plane, 'brief', 2);
  await plane.client.apply(brief.agent({ minReadySeconds: 3 }));
  await live.shows(brief.key(), {
    state: 'Progressing StartingPods',
    cells: { 'progressing WaitingMinReadySeconds': brief.nodes },
  });
  await live.shows(brief.key(), { state: COMPLETE, cells: { 'ok Available': brief.nodes } });
  const ours = performance.now();
  await untilRolledOut(plane.client, 'agent', 'brief', { desired: 2 });
  expect(performance.now() - ours).toBeLessThan(2_000);
  await live.agreed(brief.key());
});

test('[RS1a] [RS4] [PD4] a pod that never gets ready starts for its allowance, then blocks, then stalls the update', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const unready = await stage(plane, 'unready', 3);
  await client.apply(unready.agent());
  await untilRolledOut(client, 'agent', 'unready', { desired: 3 });
  await client.apply(unready.agent({ ...V2, fault: 'not-ready' }));
  await client.until('the first new pod to run', async () => {
    const { cells } = live.view(unready.key());
    return [...cells.values()].some(({ evidence }) =>
      evidence.pods.some(({ phase, ready }) => phase === 'Running' && !ready),
    );
  });
  const started = await live.agreed(unready.key());
  const [first = ''] = started.cells['progressing Starting'] ?? [];
  const others = unready.nodes.filter((name) => name !== first);
  expect(started.state).toBe('Progressing UpdatingPods');
  expect(started.cells).toStrictEqual({ 'progressing Starting': [first], 'old Outdated': others });
  expect(started.holders).toStrictEqual([`${first} RU5e inFlight Starting`]);
  expect(started.counted).toMatchObject({ updatedNumberScheduled: 1, numberAvailable: 2, numberReady: 2 });

  live.clock.advance(2 * MINUTE);
  const cells = { 'failed NotReady': [first], 'old Outdated': others };
  await live.shows(unready.key(), { state: 'Blocked BudgetUsed', cells });
  const blocked = await live.agreed(unready.key());
  expect(blocked.holders).toStrictEqual([`${first} RU5e stuck NotReady`]);
  expect(blocked.reasonsOn(first)).toStrictEqual([
    {
      kind: 'NotReady',
      conditionReason: 'ContainersNotReady',
      message: 'containers with unready status: [agent]',
      since: expect.any(Number),
      allowanceMillis: 2 * MINUTE,
    },
  ]);
  live.clock.advance(9 * MINUTE);
  await live.shows(unready.key(), { state: 'Stalled BudgetUsed', cells });
});

test('[CE6] [RS6] an image that cannot be pulled stalls the update at once', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const pulling = await stage(plane, 'pulling', 3);
  await client.apply(pulling.agent());
  await untilRolledOut(client, 'agent', 'pulling', { desired: 3 });
  await client.apply(pulling.agent({ ...V2, fault: 'image-pull' }));
  await client.until('a pod to back off', async () =>
    JSON.stringify(await client.list('Pod', { namespace: 'pulling' })).includes('ImagePullBackOff'),
  );
  const { state, cells, holders, view, reasonsOn } = await live.agreed(pulling.key());
  expect(state).toBe('Stalled BudgetUsed');
  const [first = ''] = cells['failed ContainerWaiting'] ?? [];
  expect(cells).toStrictEqual({
    'failed ContainerWaiting': [first],
    'old Outdated': pulling.nodes.filter((name) => name !== first),
  });
  expect(holders).toStrictEqual([`${first} RU5e stuck ImagePullBackOff`]);
  expect(view.verdict.evidence.hardCause).toBe('ImagePullBackOff');
  expect(reasonsOn(first)).toStrictEqual([
    {
      kind: 'ContainerWaiting',
      container: 'agent',
      init: false,
      waitingReason: 'ImagePullBackOff',
      message: 'Back-off pulling image "registry.example.com/agent:2.0.0"',
      restartCount: 0,
    },
  ]);
});

test('[KR5] [EV5] an evicted pod is failed, and counts as current until the controller takes it', async () => {
  await using live = await openLiveFleet(plane);
  const evicted = await stage(plane, 'evicted', 1);
  await plane.client.apply(evicted.agent({ fault: 'evicted' }));
  // The controller makes a new one after 1 s, 2 s, 4 s ...: the third stays long enough to ask everyone.
  await plane.client.until('the controller to back off', async () => {
    const events = await plane.client.list('Event', { namespace: 'evicted' });
    return events.filter(({ reason }) => reason === 'FailedDaemonPod').length >= 3;
  });
  await live.shows(evicted.key(), { state: DEGRADED, cells: { 'failed PodFailed': evicted.nodes } });
  const { state, cells, counted, reasonsOn, holders } = await live.agreed(evicted.key());
  expect({ state, cells }).toStrictEqual({ state: DEGRADED, cells: { 'failed PodFailed': evicted.nodes } });
  expect(counted).toMatchObject({ desiredNumberScheduled: 1, currentNumberScheduled: 1, numberUnavailable: 1 });
  expect(reasonsOn('evicted-1')).toMatchObject([
    { kind: 'PodFailed', podReason: 'Evicted', message: expect.stringContaining('low on resource: memory') },
  ]);
  expect(holders).toStrictEqual(['evicted-1 RU5e stuck PodFailed']);
});

test('[RU5b] [TM1] [ST4] a pod that does not go holds the budget, first on its way, then overdue', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const clinging = await stage(plane, 'clinging', 3);
  await client.apply(clinging.agent({ fault: 'stuck-terminating' }));
  await untilRolledOut(client, 'agent', 'clinging', { desired: 3 });
  await client.apply(clinging.agent(V2));
  await client.until('a pod to terminate', async () => {
    const pods = await client.list('Pod', { namespace: 'clinging' });
    return pods.some(({ metadata }) => metadata['deletionTimestamp'] !== undefined);
  });
  const going = await live.agreed(clinging.key());
  const [first = ''] = going.cells['progressing Terminating'] ?? [];
  const others = clinging.nodes.filter((name) => name !== first);
  expect(going.state).toBe('Progressing UpdatingPods');
  expect(going.cells).toStrictEqual({ 'progressing Terminating': [first], 'old Outdated': others });
  expect(going.holders).toStrictEqual([`${first} RU5b inFlight Terminating`]);
  expect(going.counted).toMatchObject({ currentNumberScheduled: 3, updatedNumberScheduled: 0, numberAvailable: 3 });

  live.clock.advance(MINUTE + 1_000);
  const cells = { 'failed TerminatingOverdue': [first], 'old Outdated': others };
  await live.shows(clinging.key(), { state: 'Blocked BudgetUsed', cells });
  expect((await live.agreed(clinging.key())).holders).toStrictEqual([`${first} RU5b stuck TerminatingOverdue`]);
  live.clock.advance(10 * MINUTE);
  await live.shows(clinging.key(), { state: 'Stalled BudgetUsed', cells });
});

test('[SC20] [SC11] [CE6] a gated pod, one that nobody schedules, and one that a rule forbids are failed, not starved', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const refused = await stage(plane, 'refused', 1);
  const company = { labelSelector: { matchLabels: { app: 'nobody' } }, topologyKey: 'kubernetes.io/hostname' };
  await client.apply(
    refused.agent({ name: 'gated', podSpec: { schedulingGates: [{ name: 'example.com/wait' }] } }),
    refused.agent({ name: 'ignored', podSpec: { schedulerName: 'nobody' } }),
    refused.agent({
      name: 'lonely',
      podSpec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [company] } } },
    }),
  );
  await live.shows('refused/gated', { state: DEGRADED, cells: { 'failed SchedulingGated': refused.nodes } });
  await live.agreed('refused/gated');
  await live.shows('refused/lonely', { state: DEGRADED, cells: { 'failed Unschedulable': refused.nodes } });
  const lonely = await live.agreed('refused/lonely');
  expect(lonely.reasonsOn('refused-1')).toMatchObject([{ parts: ["node(s) didn't match pod affinity rules"] }]);
  const waiting = { 'progressing Scheduling': refused.nodes };
  await live.shows('refused/ignored', { state: 'Progressing StartingPods', cells: waiting });
  live.clock.advance(MINUTE + 1_000);
  await live.shows('refused/ignored', { state: DEGRADED, cells: { 'failed NobodySchedules': refused.nodes } });
  const ignored = await live.agreed('refused/ignored');
  expect(ignored.reasonsOn('refused-1')).toStrictEqual([{ kind: 'NobodySchedules', schedulerName: 'nobody' }]);
});

test('[PD2] [RS6] a crash loop stalls the update from its third restart on', async () => {
  await using live = await openLiveFleet(plane);
  await plane.client.until('a third restart, and the back-off after it', async () => {
    const [crashed] = (await plane.client.list('Pod', { namespace: 'crashing' })).flatMap(({ status }) => {
      const { containerStatuses = [] } = status as { containerStatuses?: readonly ContainerStatus[] };
      return containerStatuses.filter(({ restartCount }) => restartCount >= 3);
    });
    return crashed?.state.waiting?.reason === 'CrashLoopBackOff';
  });
  const { state, cells, holders, reasonsOn, view } = await live.agreed(crashing.key());
  const [first = ''] = cells['failed ContainerWaiting'] ?? [];
  expect(state).toBe('Stalled BudgetUsed');
  expect(cells).toStrictEqual({
    'failed ContainerWaiting': [first],
    'old Outdated': crashing.nodes.filter((name) => name !== first),
  });
  expect(holders).toStrictEqual([`${first} RU5e stuck CrashLoopBackOff`]);
  expect(view.verdict.evidence.hardCause).toBe('CrashLoopBackOff');
  expect(reasonsOn(first)[0]).toMatchObject({
    waitingReason: 'CrashLoopBackOff',
    lastTermination: { reason: 'Error', exitCode: 1 },
  });
});
type ContainerStatus = {
  readonly restartCount: number;
  readonly state: { readonly waiting?: { readonly reason: string } };
};
