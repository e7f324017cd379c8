import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import { stage } from '#lib/testing/situation.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import { untilRolledOut } from '#testbed/scenario.ts';

/** What a push does, how long nodes take and when a rollout began, by a real controller. */

const V2 = { image: 'registry.example.com/agent:2.0.0' } as const;
const V3 = { image: 'registry.example.com/agent:3.0.0' } as const;
const COMPLETE = 'Complete UpdatedAndAvailable';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

/** The image of each pod that does not leave. */
async function images(namespace: string): Promise<readonly string[]> {
  const pods = await plane.client.list('Pod', { namespace });
  return pods
    .filter(({ metadata }) => metadata['deletionTimestamp'] === undefined)
    .map(({ spec }) => {
      const { containers } = spec as { readonly containers: readonly { readonly image: string }[] };
      return containers[0]?.image ?? '';
    })
    .sort();
}

test('[FA4a] [RU5f] another push replaces the failing pods at once, and the available ones wait', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const pushed = await stage(plane, 'pushed', 6);
  const plan = { updateStrategy: { maxUnavailable: 2 } };
  await client.apply(pushed.agent(plan));
  await untilRolledOut(client, 'agent', 'pushed', { desired: 6 });
  await client.apply(pushed.agent({ ...plan, ...V2, fault: 'not-ready' }));
  await expect.poll(() => images('pushed'), { timeout: 20_000 }).toHaveLength(6);
  const { view } = await live.settled(pushed.key());
  expect(view.pushSafety).toStrictEqual({
    replacedAtOnce: 2,
    readyAmongThem: 0,
    byBudget: 0,
    waiting: 4,
    unavailableAtWorst: 2,
    desired: 6,
  });
  await client.apply(pushed.agent({ ...plan, ...V3, fault: 'not-ready' }));
  const expected = [...Array.from({ length: 4 }, () => 'registry.example.com/agent:1.0.0'), V3.image, V3.image];
  await expect.poll(() => images('pushed'), { timeout: 20_000 }).toStrictEqual(expected);
  expect((await live.agreed(pushed.key())).view.budget).toMatchObject({ limit: 2, used: 2, need: 1 });
  expect(await images('pushed')).toStrictEqual(expected);
});

test('[FA4b] a push within minReadySeconds takes every pod at once, though each of them serves', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const settling = await stage(plane, 'settling', 5);
  const plan = { updateStrategy: { maxUnavailable: 1 }, minReadySeconds: 900 };
  await client.apply(settling.agent(plan));
  await live.shows(settling.key(), {
    state: 'Progressing StartingPods',
    cells: { 'progressing WaitingMinReadySeconds': settling.nodes },
  });
  const { view } = await live.settled(settling.key());
  expect(view.pushSafety).toMatchObject({ replacedAtOnce: 5, readyAmongThem: 5, byBudget: 0, waiting: 0 });
  await client.apply(settling.agent({ ...plan, ...V2 }));
  await expect
    .poll(() => images('settling'), { timeout: 20_000 })
    .toStrictEqual(Array.from({ length: 5 }, () => V2.image));
});

test('[PC1] [PC2] [RS4a] each node that is replaced is a sample, for one who watched and for one who comes later', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const paced = await stage(plane, 'paced', 6);
  const plan = { updateStrategy: { maxUnavailable: 2 }, readyDelay: '3s' };
  await client.apply(paced.agent(plan));
  await untilRolledOut(client, 'agent', 'paced', { desired: 6 });
  await client.apply(paced.agent({ ...plan, ...V2 }));
  await untilRolledOut(client, 'agent', 'paced', { desired: 6 });
  await live.shows(paced.key(), { state: COMPLETE, cells: { 'ok Available': paced.nodes } });
  await using later = await openLiveFleet(plane);
  for (const { progress, verdict } of [live.view(paced.key()), later.view(paced.key())]) {
    expect(progress.perPod).toMatchObject({ samples: 6 });
    expect(progress.perPod?.median).toBeGreaterThanOrEqual(2_000);
    expect(progress.perPod?.p90).toBeLessThan(60_000);
    expect(progress.last).toStrictEqual({ at: verdict.since, what: 'PodAvailable', node: expect.any(String) });
    expect(progress).toMatchObject({ remaining: 0, parallelism: 2 });
    expect(progress).not.toHaveProperty('eta');
  }
});

test('[RS5b] [RV12] who saw a rollback knows since when, and who did not says so', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const undone = await stage(plane, 'undone', 2);
  const plan = { updateStrategy: 'OnDelete' } as const;
  await client.apply(undone.agent(plan));
  await untilRolledOut(client, 'agent', 'undone', { desired: 2 });
  await client.apply(undone.agent({ ...plan, ...V2 }));
  await live.shows(undone.key(), {
    state: 'OnDelete OldPodsWaitForDeletion',
    cells: { 'old Outdated': undone.nodes },
  });
  const [pod] = await client.list('Pod', { namespace: 'undone' });
  await client.delete({ kind: 'Pod', name: pod?.metadata.name ?? '', namespace: 'undone' });
  await client.until('the second revision on one node', async () => (await images('undone')).includes(V2.image));
  const before = Date.now();
  await client.apply(undone.agent(plan));
  await client.until('the first revision to be the third', () =>
    Promise.resolve(live.view(undone.key()).revision.current?.number === 3),
  );
  const seen = await live.agreed(undone.key());
  expect(seen.view.verdict).toMatchObject({ kind: 'OnDelete', sinceIsLowerBound: false });
  expect(seen.view.verdict.since).toBeGreaterThanOrEqual(before - 1_000);
  const opened = Date.now();
  await using later = await openLiveFleet(plane);
  const { verdict } = (await later.settled(undone.key())).view;
  expect(verdict).toMatchObject({ kind: 'OnDelete', sinceIsLowerBound: true });
  expect(verdict.since).toBeGreaterThanOrEqual(opened);
});

test('[RU8i] with surge an old pod of a node that is gone stops the update, until it is collected', {
  timeout: 180_000,
}, async () => {
  await using live = await openLiveFleet(plane);
  const { client, nodes } = plane;
  const vanished = await stage(plane, 'vanished', 3);
  const [gone = '', ...others] = vanished.nodes;
  const plan = { updateStrategy: { maxUnavailable: 0, maxSurge: 1 } };
  await client.apply(vanished.agent(plan));
  await untilRolledOut(client, 'agent', 'vanished', { desired: 3 });
  await nodes.remove(gone);
  await client.apply(vanished.agent({ ...plan, ...V2 }));
  await live.shows(vanished.key(), {
    state: 'Progressing UpdatingPods',
    cells: { 'nodeDown NodeGone': [gone], 'old Outdated': others },
  });
  expect(live.view(vanished.key()).budget).toMatchObject({ limit: 1, used: 0 });
  expect(await images('vanished')).not.toContain(V2.image);
  await expect.poll(() => live.view(vanished.key()).verdict.kind, { timeout: 150_000, interval: 500 }).toBe('Complete');
  expect(await images('vanished')).toStrictEqual([V2.image, V2.image]);
});
