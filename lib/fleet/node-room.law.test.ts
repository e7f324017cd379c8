import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { nodeName, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, Resource } from '#lib/domain/objects.ts';
import type { MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { MemoryStore } from '#lib/kubernetes/memory-store.ts';
import {
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makePod,
  makePodDisruptionBudget,
  makeRevision,
} from '#lib/testing/objects.ts';
import { createRandomCluster } from '#lib/testing/random-cluster.ts';
import { createSmallFleet, type SmallFleet } from '#lib/testing/small-fleet.ts';
import { asking } from '#lib/testing/unbound-pods.ts';

const LIVES = 60;
const STEPS = 40;
const LOOKS = 4;
const NODES = ['node-1', 'node-2', 'node-10', 'node-a', 'node-b'];

const THIRSTY = makeDaemonSet({ name: 'thirsty', uid: uid('thirsty'), spec: asking({ cpu: '600m' }) });

/** What a random cluster hardly has of itself: pods that somebody would make again, their budgets, and who waits for room. */
function addWorkloads(store: MemoryStore, random: Random): void {
  const pick = <Item>(...items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const put = (resource: Resource, record: ClusterRecord): void => store.apply(resource, [{ type: 'Put', record }]);
  const node = pick('node-1', 'node-2', 'node-10', 'node-a', 'node-b');
  const app = pick('web', 'shop');
  const owner = { kind: 'ReplicaSet', name: app, uid: uid(app) };
  const spec = { ...asking({ cpu: pick('200m', '500m') }), nodeSelector: pick({}, {}, { pool: 'a' }) };
  const phase = pick('Running', 'Running', 'Running', 'Failed');
  put('pods', makePod({ name: `${app}-${pick(1, 2, 3, 4)}`, nodeName: node, labels: { app }, owner, spec, phase }));
  if (random() < 0.3) put('poddisruptionbudgets', makePodDisruptionBudget({ disruptionsAllowed: pick(0, 1, 2) }));
  if (random() < 0.3) put('nodes', makeNode(node, { allocatable: { cpu: pick('1', '2'), memory: '8Gi', pods: '10' } }));
  const bound = random() < 0.2 ? { nodeName: node } : { nodeName: undefined };
  if (random() < 0.4)
    put('pods', makeDaemonPod({ daemonSet: THIRSTY, name: `thirsty-${node}`, pinnedTo: node, ...bound }));
}

const roomsOf = ({ fleet }: SmallFleet) => NODES.map((name) => fleet.nodeDetails(nodeName(name))?.room);

/** Each waiting pod is that of a cell that says so, unless something worse is told of the cell; and no other is. */
function checkAgainstCells({ fleet }: SmallFleet, name: string, seed: number): number {
  const details = fleet.nodeDetails(nodeName(name));
  const pending = new Set(details?.room?.pending.map(({ daemonSet }) => daemonSet));
  const states = new Map(details?.daemonSets.map((cell) => [`${cell.namespace}/${cell.name}`, cell.state]));
  const starved = [...states].filter(([, state]) => state === 'starved').map(([key]) => key);
  expect([...pending], `seed ${seed}`).toEqual(expect.arrayContaining(starved));
  for (const key of pending) expect(['starved', 'failed'], `seed ${seed}`).toContain(states.get(key));
  return starved.length;
}

function elsewhereIn(plans: readonly (MakeRoomPlan | null)[]): readonly string[] {
  return plans.flatMap((plan) => plan?.sets.flatMap(({ pods }) => pods.map(({ elsewhere }) => elsewhere.kind)) ?? []);
}

test(`[RM10] [RM11] [RM13] after ${STEPS} random changes the rooms are what they are from scratch, in ${LIVES} seeded lives`, async () => {
  const seen = { Nodes: 0, Nowhere: 0, starved: 0, budgets: 0 };
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const random = seededRandom(seed);
    const living = createSmallFleet();
    const cluster = createRandomCluster(living.store, random);
    living.put('daemonsets', THIRSTY);
    living.put('controllerrevisions', makeRevision({ daemonSet: THIRSTY }));
    for (let look = 0; look < LOOKS; look += 1) {
      for (let step = 0; step < STEPS / LOOKS; step += 1) {
        cluster.step(living.clock.now());
        addWorkloads(living.store, random);
      }
      // Longer than an answer is kept.
      living.clock.advance(2_500);
      const rooms = roomsOf(living);
      const fresh = createSmallFleet({ clock: living.clock, wrapStore: () => living.store });
      expect(rooms, `seed ${seed}`).toStrictEqual(roomsOf(fresh));
      const report = await living.fleet.starved();
      expect({ ...report, lastStarvedAt: null }, `seed ${seed}`).toStrictEqual(await fresh.fleet.starved());
      fresh.fleet.stop();
      for (const name of NODES) seen.starved += checkAgainstCells(living, name, seed);
      for (const kind of elsewhereIn(rooms.map((room) => room?.plan ?? null))) {
        if (kind === 'Nodes' || kind === 'Nowhere') seen[kind] += 1;
      }
      seen.budgets += report.nodes.filter(({ eviction }) => (eviction?.violations ?? 0) > 0).length;
    }
    living.fleet.stop();
  }
  // Else there was nothing to compare.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(10);
});
