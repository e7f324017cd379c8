import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { openLiveFleet } from '#lib/testing/live-fleet.ts';
import {
  askEviction,
  carryOut,
  type NeighbourPlan,
  neighbours,
  roomPod,
  shortName,
  shortNames,
  untilAllRun,
  untilPlan,
  untilRuns,
} from '#lib/testing/room-situation.ts';
import { stage } from '#lib/testing/situation.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { type ControlPlane, startControlPlane } from '#testbed/control-plane.ts';
import type { KubernetesObject } from '#testbed/kinds.ts';
import { placeholderPod } from '#testbed/scenario.ts';

/** What PodDisruptionBudgets do to a plan, each claim held against the answer of the real eviction API. */

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => {
  const complaints = plane?.kwokErrors();
  await plane?.stop();
  expect(complaints).toStrictEqual([]);
});

function budget(
  namespace: string,
  name: string,
  app: string | undefined,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const selector = app === undefined ? {} : { matchLabels: { 'app.kubernetes.io/name': app } };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { selector, ...spec },
  };
}

type Counters = {
  readonly disruptionsAllowed?: number;
  readonly expectedPods?: number;
  readonly currentHealthy?: number;
};

async function untilCounted(namespace: string, expected: Readonly<Record<string, Counters>>): Promise<void> {
  let seen = '';
  const counted = plane.client.until(`the budgets of ${namespace} to be counted`, async () => {
    const found = await plane.client.list('PodDisruptionBudget', { namespace });
    seen = found.map(({ metadata, status }) => `${metadata.name} ${JSON.stringify(status)}`).join('; ');
    return Object.entries(expected).every(([name, counters]) => {
      const status = found.find(({ metadata }) => metadata.name === name)?.['status'] as Counters | undefined;
      return Object.entries(counters).every(([counter, value]) => status?.[counter as keyof Counters] === value);
    });
  });
  await counted.catch((error: Error) => Promise.reject(new Error(`${error.message}; there is ${seen}`)));
}

/** What the eviction API would answer about a pod, going by what is said of it. */
function promisedAnswer({ warnings }: RoomPod): number {
  if (warnings.some(({ kind }) => kind === 'SeveralBudgets')) return 500;
  return warnings.some((each) => each.kind === 'Budget' && each.disruptionsAllowed === 0) ? 429 : 201;
}

/** Asks about every pod that may go, and evicts none. */
async function compareAnswers({ pods }: NodeRoomDetails): Promise<Record<string, number>> {
  const movable = pods.filter(({ standing }) => standing === 'Movable');
  const promised = Object.fromEntries(movable.map((pod) => [shortName(pod.name), promisedAnswer(pod)]));
  const answers = await Promise.all(
    movable.map(async (pod) => [shortName(pod.name), await askEviction(plane, pod, true)] as const),
  );
  expect(promised).toStrictEqual(Object.fromEntries(answers));
  return promised;
}

function full(
  namespace: string,
  node: string,
  cpus: Readonly<Record<string, string>>,
  more: Readonly<Record<string, Partial<NeighbourPlan>>> = {},
): KubernetesObject[] {
  return Object.entries(cpus).map(([name, cpu]) =>
    neighbours({ name, namespace, node, requests: { cpu }, ...more[name] }),
  );
}

test('[MR3] [MR4] [MR5] each pod is judged as the eviction API judges it, and the plan leaves alone what is kept', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const kept = await stage(plane, 'kept', 1);
  const [node = ''] = kept.nodes;
  await client.apply(
    budget('kept', 'guarded', 'guarded', { maxUnavailable: 0 }),
    budget('kept', 'one-may-go', 'one-may-go', { maxUnavailable: 1 }),
    budget('kept', 'sick', 'sick', { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    budget('kept', 'sick-and-kept', 'sick-and-kept', { minAvailable: 1 }),
    budget('kept', 'twice-a', 'twice', { maxUnavailable: 1 }),
    budget('kept', 'twice-b', 'twice', { maxUnavailable: 1 }),
    budget('kept', 'pulling', 'pulling', { maxUnavailable: 0 }),
    ...full(
      'kept',
      node,
      // By what is wasted `guarded` would be the best, then `twice` and `sick-and-kept`.
      { guarded: '500m', twice: '501m', 'sick-and-kept': '502m', sick: '510m', 'one-may-go': '520m', pulling: '530m' },
      {
        sick: { annotations: { 'sim/fault': 'not-ready' } },
        'sick-and-kept': { annotations: { 'sim/fault': 'not-ready' } },
        pulling: { annotations: { 'sim/fault': 'image-pull' } },
      },
    ),
    placeholderPod('rest', node, { cpu: '937m' }, 'kept'),
  );
  await untilCounted('kept', {
    guarded: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1 },
    'one-may-go': { disruptionsAllowed: 1 },
    sick: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 0 },
    'sick-and-kept': { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 0 },
    'twice-a': { disruptionsAllowed: 1 },
    pulling: { disruptionsAllowed: 0, expectedPods: 1 },
  });
  await client.apply(kept.agent({ requests: { cpu: '500m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  expect(await compareAnswers(room)).toStrictEqual({
    guarded: 429,
    'one-may-go': 201,
    pulling: 201,
    rest: 201,
    sick: 201,
    'sick-and-kept': 429,
    twice: 500,
  });
  expect(room.plan.deficits).toStrictEqual({ cpu: 500 });
  expect(room.plan.sets.map((set) => shortNames(room, set))).toStrictEqual([['sick'], ['one-may-go'], ['pulling']]);
  expect(room.plan.sets.flatMap(({ violations }) => violations)).toStrictEqual([]);

  const [best] = room.plan.sets;
  const [chosen] = best?.pods ?? [];
  if (best === undefined || chosen === undefined) throw new Error('there is no set');
  const avoided = room.pods.find(({ name }) => shortName(name) === 'guarded');
  if (avoided === undefined) throw new Error('nobody is guarded');
  expect(await askEviction(plane, avoided, false)).toBe(429);
  expect(await askEviction(plane, roomPod(room, chosen.uid), false)).toBe(201);
  // A pod that is evicted already counts as gone: the other steps are still to be taken.
  await carryOut(
    plane,
    best.steps.filter(({ kind }) => kind !== 'Evict').map(({ command }) => command),
  );
  expect(await untilRuns(plane, room.plan.serves[0] ?? '', 'kept')).toBe(node);
});

test('[MR3] an empty selector keeps every pod of its namespace, and no pod of another', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const whole = await stage(plane, 'whole', 1);
  const [node = ''] = whole.nodes;
  await client.apply(
    budget('whole', 'everybody', undefined, { minAvailable: 2 }),
    ...full('whole', node, { small: '500m', other: '600m' }),
    placeholderPod('of-another', node, { cpu: '2700m' }, 'default'),
  );
  await untilAllRun(plane, 'whole');
  await untilCounted('whole', { everybody: { disruptionsAllowed: 0, currentHealthy: 2, expectedPods: 2 } });
  await client.apply(whole.agent({ requests: { cpu: '700m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  expect(await compareAnswers(room)).toStrictEqual({ small: 429, other: 429, 'of-another': 201 });
  expect(shortNames(room, room.plan.sets[0] ?? { pods: [] })).toStrictEqual(['of-another']);
});

test('[MR3] where only a budget stands in the way it is said so beforehand, and the command is refused', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const forced = await stage(plane, 'forced', 1);
  const [node = ''] = forced.nodes;
  await client.apply(
    budget('forced', 'guarded', 'guarded', { maxUnavailable: 0 }),
    ...full('forced', node, { guarded: '3900m' }),
  );
  await untilAllRun(plane, 'forced');
  await untilCounted('forced', { guarded: { disruptionsAllowed: 0, currentHealthy: 1 } });
  await client.apply(forced.agent({ requests: { cpu: '500m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  const [best] = room.plan.sets;
  expect(best?.violations).toStrictEqual([{ budget: 'forced/guarded', asked: 1, allowed: 0 }]);
  expect(await compareAnswers(room)).toStrictEqual({ guarded: 429 });
  const evictions = best?.steps.filter(({ kind }) => kind === 'Evict').map(({ command }) => command) ?? [];
  expect(evictions).toHaveLength(1);
  await expect(carryOut(plane, evictions)).rejects.toThrow(
    "Cannot evict pod as it would violate the pod's disruption budget",
  );
});

test('[MR5] [MR15] a pod of two budgets is deleted, which the API allows, and the room is there', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const twice = await stage(plane, 'twice', 1);
  const [node = ''] = twice.nodes;
  await client.apply(
    budget('twice', 'one', 'twice', { maxUnavailable: 1 }),
    budget('twice', 'other', 'twice', { maxUnavailable: 1 }),
    ...full('twice', node, { twice: '3900m' }),
  );
  await untilAllRun(plane, 'twice');
  await client.apply(twice.agent({ requests: { cpu: '500m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  const [best] = room.plan.sets;
  expect(best?.violations).toStrictEqual([{ budget: 'twice/one + twice/other', asked: 1, allowed: 0 }]);
  expect(await compareAnswers(room)).toStrictEqual({ twice: 500 });
  expect(best?.steps.map(({ kind }) => kind)).toStrictEqual(['Cordon', 'Delete', 'Wait', 'Uncordon']);
  await carryOut(plane, best?.steps.map(({ command }) => command) ?? []);
  expect(await untilRuns(plane, room.plan.serves[0] ?? '', 'twice')).toBe(node);
});

test('[MR3] one budget for two pods that have to go, and it allows but one', async () => {
  await using live = await openLiveFleet(plane);
  const { client } = plane;
  const shared = await stage(plane, 'shared', 1);
  const [node = ''] = shared.nodes;
  await client.apply(
    budget('shared', 'pair', 'pair', { maxUnavailable: 1 }),
    ...full('shared', node, { pair: '600m', free: '700m' }, { pair: { replicas: 3 } }),
    placeholderPod('rest', node, { cpu: '1500m' }, 'shared'),
  );
  await untilAllRun(plane, 'shared');
  await untilCounted('shared', { pair: { disruptionsAllowed: 1, currentHealthy: 3 } });
  await client.apply(shared.agent({ requests: { cpu: '1200m' } }));
  const room = await untilPlan(plane, live, node, 'Evict');
  // Two of the pair would waste nothing, and break the budget.
  const [best] = room.plan.sets;
  expect(shortNames(room, best ?? { pods: [] })).toStrictEqual(['free', 'pair']);
  expect(best?.violations).toStrictEqual([]);
  const answers: number[] = [];
  for (const { uid } of best?.pods ?? []) answers.push(await askEviction(plane, roomPod(room, uid), false));
  expect(answers).toStrictEqual([201, 201]);
  // After the first of the pair the API keeps the second.
  const second = room.pods.find(
    ({ name, uid }) => shortName(name) === 'pair' && !best?.pods.some((each) => each.uid === uid),
  );
  expect(second === undefined ? 0 : await askEviction(plane, second, false)).toBe(429);
});
