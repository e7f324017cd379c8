import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUpdatedByGenerationAlone } from '#lib/domain/rollout/revisions.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stage, untilLaterSecond } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { type DaemonSetPlan, placeholderPod, untilRolledOut } from '#testbed/scenario.ts';

/** Revisions that come, come back and are lost, and DaemonSets that go, by a real controller. */

const COMPLETE = 'Complete UpdatedAndAvailable';
const ON_DELETE = 'OnDelete OldPodsWaitForDeletion';
const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const MINUTE = 60_000;

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

async function podOn(namespace: string, node: string): Promise<string> {
  const [pod] = await plane.client.list('Pod', { namespace, fieldSelector: `spec.nodeName=${node}` });
  return pod?.metadata.name ?? '';
}

test('[RV19] [ST10] under OnDelete an old pod waits for a person, and kubectl has nothing to say', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const waiting = await stage(plane, 'waiting', 3);
  const [first = '', ...others] = waiting.nodes;
  const plan: Partial<DaemonSetPlan> = { updateStrategy: 'OnDelete' };
  await client.apply(waiting.agent(plan));
  await untilRolledOut(client, 'agent', 'waiting', { desired: 3 });
  await live.shows(waiting.key(), { state: COMPLETE, cells: { 'ok Available': waiting.nodes } });
  await client.apply(waiting.agent({ ...plan, ...V2 }));
  await live.shows(waiting.key(), { state: ON_DELETE, cells: { 'old Outdated': waiting.nodes } });
  const { counted, kubectl, view } = await live.agreed(waiting.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 3, updatedNumberScheduled: 0, numberAvailable: 3 });
  expect(kubectl).toBe('rollout status is only available for RollingUpdate strategy type');
  expect(view.kubectl.done).toBeUndefined();
  expect(view.budget).toBeUndefined();

  await client.delete({ kind: 'Pod', name: await podOn('waiting', first), namespace: 'waiting' });
  await live.shows(waiting.key(), { state: ON_DELETE, cells: { 'ok Available': [first], 'old Outdated': others } });
  expect((await live.agreed(waiting.key())).counted.updatedNumberScheduled).toBe(1);
});

test('[RV12] [RV8] [RV4] a rollback raises the old revision, and pods of it match by their hash alone', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const back = await stage(plane, 'back', 3);
  const [first = '', ...others] = back.nodes;
  const plan: Partial<DaemonSetPlan> = { updateStrategy: 'OnDelete' };
  await client.apply(back.agent(plan));
  await untilRolledOut(client, 'agent', 'back', { desired: 3 });
  const before = (await live.agreed(back.key())).view.revision.current;
  expect(before).toMatchObject({ number: 1 });
  await client.apply(back.agent({ ...plan, ...V2 }));
  await live.shows(back.key(), { state: ON_DELETE, cells: { 'old Outdated': back.nodes } });
  await client.delete({ kind: 'Pod', name: await podOn('back', first), namespace: 'back' });
  await live.shows(back.key(), { state: ON_DELETE, cells: { 'ok Available': [first], 'old Outdated': others } });

  await client.apply(back.agent(plan));
  await live.shows(back.key(), { state: ON_DELETE, cells: { 'old Outdated': [first], 'ok Available': others } });
  const { view, counted } = await live.agreed(back.key());
  expect(counted).toMatchObject({ updatedNumberScheduled: 2 });
  expect(view.revision).toStrictEqual({ current: { ...before, number: 3 }, by: 'template' });
  expect(view.revisions.map(({ revision, pods }) => [revision.revision, pods])).toStrictEqual([
    [3, 2],
    [2, 1],
  ]);
  const record = view.daemonSet;
  expect(record.templateGeneration).toBe('3');

  // Under RollingUpdate only the one pod is replaced.
  await client.apply(back.agent({ updateStrategy: { maxUnavailable: 1 } }));
  await untilRolledOut(client, 'agent', 'back', { desired: 3 });
  await live.shows(back.key(), { state: COMPLETE, cells: { 'ok Available': back.nodes } });
  await live.agreed(back.key());
});

test("[RV11] [OR4] orphans of a DaemonSet that is gone are nobody's, and count as updated in one made anew", async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const orphaned = await stage(plane, 'orphaned', 2);
  const reference = { kind: 'DaemonSet', name: 'agent', namespace: 'orphaned' } as const;
  await client.apply(orphaned.agent());
  await untilRolledOut(client, 'agent', 'orphaned', { desired: 2 });
  await client.delete(reference, { propagationPolicy: 'Orphan' });
  await client.until('the orphans to be on their own', async () => {
    const pods = await client.list('Pod', { namespace: 'orphaned' });
    return pods.length === 2 && pods.every(({ metadata }) => metadata['ownerReferences'] === undefined);
  });
  const pictured = () => live.fleet.picture().daemonSets.filter(({ namespace }) => namespace === 'orphaned');
  await expect.poll(pictured).toStrictEqual([]);
  expect(() => live.view(orphaned.key())).toThrow('no DaemonSet');

  const pods = new Set((await client.list('Pod', { namespace: 'orphaned' })).map(({ metadata }) => metadata['uid']));
  await client.apply(orphaned.agent(V2));
  await untilRolledOut(client, 'agent', 'orphaned', { desired: 2 });
  await live.shows(orphaned.key(), { state: COMPLETE, cells: { 'ok Available': orphaned.nodes } });
  const { counted, view } = await live.agreed(orphaned.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 2, updatedNumberScheduled: 2 });
  const adopted = (await client.list('Pod', { namespace: 'orphaned' })).map(({ metadata }) => metadata['uid']);
  expect(adopted.every((each) => pods.has(each))).toBe(true);
  // The revisions were left behind, and adopted, as well: the pods are known to be of another template.
  expect(view.revisions.map(({ revision, pods: count }) => [revision.revision, count])).toStrictEqual([
    [2, 0],
    [1, 2],
  ]);
  const own = view.revisions.map(({ revision }) => revision);
  const marks = [...view.cells.values()].flatMap(({ evidence }) =>
    evidence.pods.map((each) => {
      const pod = live.store.pod(each.uid);
      return pod !== undefined && isUpdatedByGenerationAlone(pod, view.daemonSet, own);
    }),
  );
  expect(marks).toStrictEqual([true, true]);
});

test('[RU8f] [ST3] [CE12] during a surge the old pod is judged, and the cell is the worse of the two', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const surging = await stage(plane, 'surging', 3);
  const updateStrategy = { maxUnavailable: 0, maxSurge: 1 };
  await client.apply(surging.agent({ updateStrategy }));
  await untilRolledOut(client, 'agent', 'surging', { desired: 3 });
  await untilLaterSecond(plane, 'surging');
  await client.apply(surging.agent({ updateStrategy, ...V2, fault: 'not-ready' }));
  await client.until('the second pod to run', async () => {
    const found = await client.list('Pod', { namespace: 'surging' });
    return found.length === 4 && found.every(({ status }) => (status as { phase: string }).phase === 'Running');
  });
  const { state, cells, counted, holders } = await live.agreed(surging.key());
  const [first = ''] = cells['progressing Starting'] ?? [];
  const others = surging.nodes.filter((name) => name !== first);
  expect(state).toBe('Progressing UpdatingPods');
  expect(cells).toStrictEqual({ 'progressing Starting': [first], 'old Outdated': others });
  expect(counted).toMatchObject({ currentNumberScheduled: 3, updatedNumberScheduled: 0, numberAvailable: 3 });
  expect(holders).toStrictEqual([`${first} RU8f inFlight Starting`]);
  live.clock.advance(2 * MINUTE);
  const late = { 'failed NotReady': [first], 'old Outdated': others };
  await live.shows(surging.key(), { state: 'Blocked BudgetUsed', cells: late });

  await client.apply(surging.agent({ updateStrategy, image: 'registry.example.com/agent:3.0.0' }));
  await untilRolledOut(client, 'agent', 'surging', { desired: 3 });
  await live.shows(surging.key(), { state: COMPLETE, cells: { 'ok Available': surging.nodes } });
  await live.agreed(surging.key());
});

test('[RS2] [ST6] a DaemonSet in foreground deletion is Deleting while its pods are there', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const ending = await stage(plane, 'ending', 2);
  await client.apply(ending.agent({ fault: 'stuck-terminating' }));
  await untilRolledOut(client, 'agent', 'ending', { desired: 2 });
  await client.delete({ kind: 'DaemonSet', name: 'agent', namespace: 'ending' }, { propagationPolicy: 'Foreground' });
  await live.shows(ending.key(), {
    state: 'Deleting BeingDeleted',
    cells: { 'progressing Terminating': ending.nodes },
  });
  const { counted, status, sentence, kubectl } = await live.settled(ending.key());
  // The status is frozen, and the generation was raised by the deletion.
  expect(counted).toStrictEqual(status);
  expect(sentence).toBe(kubectl);
});

test('[RS2] [ST10] one that no node wants is idle, and one whose controller sleeps is not observed', async () => {
  await using live = await openLiveFleet(plane);
  const { client, component } = plane;
  const sleepy = await stage(plane, 'sleepy', 2);
  await client.apply(
    sleepy.agent(),
    sleepy.agent({ name: 'unwanted', podSpec: { nodeSelector: { situation: 'none' } } }),
  );
  await untilRolledOut(client, 'agent', 'sleepy', { desired: 2 });
  await live.shows(sleepy.key('unwanted'), { state: 'Idle NothingWanted', cells: {} });
  expect((await live.agreed(sleepy.key('unwanted'))).kubectl).toBe('daemon set "unwanted" successfully rolled out');

  component('kube-controller-manager').freeze();
  try {
    await client.apply(sleepy.agent(V2));
    await live.shows(sleepy.key(), { state: 'NotObserved GenerationAhead', cells: { 'old Outdated': sleepy.nodes } });
    const { sentence, kubectl } = await live.settled(sleepy.key());
    expect(sentence).toBe(kubectl);
    expect(kubectl).toBe('Waiting for daemon set spec update to be observed...');
  } finally {
    component('kube-controller-manager').thaw();
  }
  await untilRolledOut(client, 'agent', 'sleepy', { desired: 2 });
  await live.shows(sleepy.key(), { state: COMPLETE, cells: { 'ok Available': sleepy.nodes } });
  await live.agreed(sleepy.key());
});

test('[RV15] a change beside the template raises the generation alone', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const beside = await stage(plane, 'beside', 2);
  await client.apply(beside.agent());
  await untilRolledOut(client, 'agent', 'beside', { desired: 2 });
  await client.apply(beside.agent({ minReadySeconds: 1, updateStrategy: { maxUnavailable: '50%' } }));
  await client.until(
    'the new generation to be observed',
    async () => live.view(beside.key()).counted.observedGeneration === 2,
  );
  await live.shows(beside.key(), { state: COMPLETE, cells: { 'ok Available': beside.nodes } });
  const { view } = await live.agreed(beside.key());
  expect(view.revision.current?.number).toBe(1);
  expect(view.budget).toMatchObject({ kind: 'maxUnavailable', limit: 1, used: 0, need: 0 });
});

test('[OR2] an adopted pod is old, wins over the proper one, and stays under OnDelete', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const adopting = await stage(plane, 'adopting', 3);
  const [first = '', ...others] = adopting.nodes;
  const twin = placeholderPod('twin', first, { cpu: '50m' }, 'adopting');
  const labels = { 'app.kubernetes.io/name': 'agent' };
  await client.apply({ ...twin, metadata: { ...twin.metadata, labels } });
  await untilLaterSecond(plane, 'adopting');
  await client.apply(adopting.agent({ updateStrategy: 'OnDelete' }));
  await live.shows(adopting.key(), { state: ON_DELETE, cells: { 'old Outdated': [first], 'ok Available': others } });
  const { counted, reasonsOn } = await live.agreed(adopting.key());
  expect(counted).toMatchObject({ desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3 });
  expect(reasonsOn(first)).toStrictEqual([{ kind: 'Outdated' }]);
  await client.apply(adopting.agent({ updateStrategy: { maxUnavailable: 1 } }));
  await live.shows(adopting.key(), { state: COMPLETE, cells: { 'ok Available': adopting.nodes } });
  await live.agreed(adopting.key());
});

test('[OR1] a pod that is relabelled is released, and another takes its place', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const losing = await stage(plane, 'losing', 2);
  const [first = ''] = losing.nodes;
  await client.apply(losing.agent());
  await untilRolledOut(client, 'agent', 'losing', { desired: 2 });
  const released = await podOn('losing', first);
  const labels = { 'app.kubernetes.io/name': 'debugged' };
  await client.patch({ kind: 'Pod', name: released, namespace: 'losing' }, { metadata: { labels } });
  await client.until('a third pod', async () => (await client.list('Pod', { namespace: 'losing' })).length === 3);
  await live.shows(losing.key(), { state: COMPLETE, cells: { 'ok Available': losing.nodes } });
  const { view } = await live.agreed(losing.key());
  const names = [...view.cells.values()].flatMap(({ evidence }) => evidence.pods.map(({ name }) => name));
  expect(names).toHaveLength(2);
  expect(names).not.toContain(released);
});
