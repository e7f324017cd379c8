import { describe, expect, test } from 'vitest';
import { nodeName } from '#lib/domain/keys.ts';
import type { EvictionSet, MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import type { SimulatedCluster } from '#lib/simulator/cluster.ts';
import type { Pod, Reference } from '#lib/simulator/objects.ts';
import { CROWDED, crowdedCluster } from '#lib/testing/crowded-cluster.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { recordsOf } from '#lib/testing/watched-cluster.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { createFleet } from './fleet.ts';

/*
 * What is said of a full node, held against what an embedded cluster then does: each history is lived again from its
 * beginning, once for each way to go on.
 */

/** Histories in which a set is to be evicted; `ROLLCALL_MAKE_ROOM_RUNS` asks for more. */
const CASES = Number(process.env['ROLLCALL_MAKE_ROOM_RUNS'] ?? 200);
/** Longer than anybody takes to leave. */
const PATIENCE_MILLIS = 300_000;

type Case = { readonly seed: number; readonly room: NodeRoomDetails; readonly plan: MakeRoomPlan };
type Way = 'Evict' | 'Delete';

/** As the product sees it: through its own projection, store and fleet. */
function roomOf({ store, clock }: SimulatedCluster): NodeRoomDetails {
  const fleet = createFleet({
    store: recordsOf(store).store,
    health: () => makeHealth(),
    onHealthChange: () => () => {},
    clock: createFakeClock(clock.now()),
    cluster: () => ({ name: 'test', version: null }),
    source: { kind: 'Cluster' },
    ignoredNodes: () => 0,
    stallAfterMillis: 600_000,
    historyLimit: 0,
  });
  const room = fleet.nodeDetails(nodeName(CROWDED))?.room;
  fleet.stop();
  if (room === undefined || room === null) throw new Error('the node has no room');
  return room;
}

function readCases(): readonly Case[] {
  const cases: Case[] = [];
  for (let seed = 1, sets = 0; sets < CASES; seed += 1) {
    const cluster = crowdedCluster(seed);
    const room = roomOf(cluster);
    cluster.stop();
    if (room.plan === null) continue;
    cases.push({ seed, room, plan: room.plan });
    sets += Number(room.plan.kind === 'Evict');
  }
  return cases;
}

type Outcome = {
  /** uids of the pods that run. */
  readonly running: ReadonlySet<string>;
  /** How many pods the scheduler itself removed. */
  readonly preempted: number;
  readonly cluster: SimulatedCluster;
};

/** The same history again, and how it goes on when that is done. */
function live({ seed }: Case, act: (cluster: SimulatedCluster) => void): Outcome {
  const cluster = crowdedCluster(seed);
  const before = preemptionsIn(cluster);
  act(cluster);
  cluster.clock.advance(PATIENCE_MILLIS);
  cluster.stop();
  const running = cluster.store.list('Pod').filter(isRunning);
  const uids = new Set(running.map(({ metadata }) => metadata.uid));
  return { running: uids, preempted: preemptionsIn(cluster) - before, cluster };
}

function isRunning({ spec, status, metadata }: Pod): boolean {
  return spec.nodeName !== undefined && status.phase === 'Running' && metadata.deletionTimestamp === undefined;
}

function preemptionsIn({ store }: SimulatedCluster): number {
  const told = store.list('Event').filter(({ reason }) => reason === 'Preempted');
  return told.reduce((sum, { count, series }) => sum + (series?.count ?? count ?? 1), 0);
}

/** A pod is deleted where the plan says so, and evicted else. */
function waysOf({ room }: Case, { pods, steps }: EvictionSet): ReadonlyMap<RoomPod, Way> {
  const deleted = steps.filter(({ kind }) => kind === 'Delete').map(({ command }) => ` ${command} `);
  return new Map(
    pods.map(({ uid }) => {
      const pod = podOf(room, uid);
      return [pod, deleted.some((command) => command.includes(` ${pod.name} `)) ? 'Delete' : 'Evict'];
    }),
  );
}

function podOf(room: NodeRoomDetails, uid: string): RoomPod {
  const found = room.pods.find((pod) => pod.uid === uid);
  if (found === undefined) throw new Error(`the node has no pod ${uid}`);
  return found;
}

/** What the eviction API answered, 0 for what was deleted. A pod that it keeps is deleted all the same. */
function remove(cluster: SimulatedCluster, { name, namespace }: RoomPod, way: Way): number {
  const answer = way === 'Evict' ? cluster.evict({ name, namespace }) : undefined;
  const isKept = answer?.ok === false;
  if (way === 'Delete' || isKept) cluster.delete({ kind: 'Pod', name, namespace });
  if (answer === undefined) return 0;
  return answer.ok ? 201 : answer.error.code;
}

/** A pod under several budgets is not asked about but deleted: nobody is refused for it [MR5]. */
function isRefusal({ violations }: EvictionSet): boolean {
  return violations.some(({ budget }) => !budget.includes(' + '));
}

/** Of those who may never be asked to go, by the objects themselves [MR1]. */
function isFirm({ kind, name, namespace }: Reference, { store }: SimulatedCluster): boolean {
  const pod = store.get(kind, name, namespace);
  const owner = pod?.metadata.ownerReferences?.[0]?.kind ?? '';
  return pod?.metadata.deletionTimestamp !== undefined || ['DaemonSet', 'Node'].includes(owner);
}

function takeAway(each: Case, pods: Iterable<readonly [RoomPod, Way]>): Outcome & { readonly answers: number[] } {
  const answers: number[] = [];
  const outcome = live(each, (cluster) => {
    cluster.nodes.cordon(CROWDED);
    for (const [pod, way] of pods) {
      expect(isFirm({ kind: 'Pod', ...pod }, cluster), pod.name).toBe(false);
      answers.push(remove(cluster, pod, way));
    }
  });
  return { ...outcome, answers };
}

/** All but the whole; of large sets those that lack one, since who stays never helps. */
function properSubsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length > 3) return items.map((left) => items.filter((item) => item !== left));
  const masks = Array.from({ length: 2 ** items.length - 1 }, (_, mask) => mask);
  return masks.map((mask) => items.filter((_, bit) => (mask & (1 << bit)) !== 0));
}

/** Would take what becomes free, or makes something free. */
function isRestless({ spec, metadata }: Pod): boolean {
  const isOfDaemonSet = metadata.ownerReferences?.[0]?.kind === 'DaemonSet';
  return metadata.deletionTimestamp !== undefined || (spec.nodeName === undefined && !isOfDaemonSet);
}

type Whereabouts = 'elsewhere' | 'waiting' | 'back' | 'none';

/** Where the pod is that its controller makes in the place of one that is evicted: before the uncordon, and after. */
function followSuccessor(each: Case, pod: RoomPod) {
  const cluster = crowdedCluster(each.seed);
  const before = preemptionsIn(cluster);
  const others = cluster.store.list('Pod').filter((other) => isRestless(other));
  const known = new Set(cluster.store.list('Pod').map(({ metadata }) => metadata.uid));
  const find = (): Whereabouts => {
    const successors = cluster.store
      .list('Pod', pod.namespace)
      .filter(({ metadata }) => !known.has(metadata.uid) && metadata.ownerReferences?.[0]?.name === pod.owner?.name);
    const [first] = successors;
    if (first === undefined || successors.length > 1) return 'none';
    if (first.spec.nodeName === undefined) return 'waiting';
    return first.spec.nodeName === CROWDED ? 'back' : 'elsewhere';
  };
  cluster.nodes.cordon(CROWDED);
  remove(cluster, pod, 'Evict');
  cluster.clock.advance(PATIENCE_MILLIS);
  const afterCordon = find();
  cluster.nodes.uncordon(CROWDED);
  cluster.clock.advance(PATIENCE_MILLIS);
  cluster.stop();
  const isContested = others.length > 0 || preemptionsIn(cluster) > before;
  return { whereabouts: `${afterCordon}, ${find()}`, isContested };
}

/** Where not all can be helped, one who is left out may be faster than one who is served. */
function isPromiseKept(each: Case, outcome: Outcome): boolean {
  if (!each.plan.leaves.some(({ why }) => why === 'NotEnough')) return isServed(each, outcome);
  return each.room.pending.some(({ uid }) => outcome.running.has(uid));
}

function goneFrom({ room }: Case, { cluster }: Outcome): readonly string[] {
  const left = new Set(cluster.store.list('Pod').map(({ metadata }) => metadata.uid));
  return room.pods.filter(({ uid, standing }) => standing !== 'Terminating' && !left.has(uid)).map(({ uid }) => uid);
}

function keyOf(pods: readonly RoomPod[]): string {
  return pods
    .map(({ uid }) => uid)
    .sort()
    .join();
}

function isServed({ plan }: Case, { running }: Outcome): boolean {
  return plan.serves.every((uid) => running.has(uid));
}

const cases = readCases();
const ofKind = (...kinds: readonly MakeRoomPlan['kind'][]) => cases.filter(({ plan }) => kinds.includes(plan.kind));

describe(`in ${CASES} seeded histories`, { timeout: 60_000 + CASES * 600 }, () => {
  test('[MR1] [MR14] [MR17] each set of a plan lets those run whom it serves, the node cordoned, and nobody else has to go', () => {
    const wrong: unknown[] = [];
    for (const each of ofKind('Evict')) {
      for (const [index, set] of each.plan.sets.entries()) {
        const outcome = takeAway(each, waysOf(each, set));
        const isRefused = outcome.answers.some((code) => code !== 201 && code !== 0);
        const isRight = isPromiseKept(each, outcome) && isRefused === isRefusal(set);
        if (!isRight)
          wrong.push({ seed: each.seed, index, answers: outcome.answers, running: isServed(each, outcome) });
      }
    }
    expect(wrong).toStrictEqual([]);
  });

  test('[MR17] no proper subset of a set is enough: whoever is gone when they run, is no part of it alone', () => {
    const enough: unknown[] = [];
    for (const each of ofKind('Evict')) {
      const tried = new Set<string>();
      for (const set of each.plan.sets) {
        for (const subset of properSubsets([...waysOf(each, set)])) {
          const key = keyOf(subset.map(([pod]) => pod));
          if (tried.has(key)) continue;
          tried.add(key);
          const outcome = takeAway(each, subset);
          // With less to remove the scheduler may begin to see to the rest by itself.
          const gone = goneFrom(each, outcome);
          const isPart = gone.length < set.pods.length && gone.every((uid) => set.pods.some((pod) => pod.uid === uid));
          if (isServed(each, outcome) && isPart) enough.push({ seed: each.seed, gone });
        }
      }
    }
    expect(enough).toStrictEqual([]);
  });

  test('[MR1] [MR17] where nothing is to be done but to wait, they run in time, if nobody else comes', () => {
    const cordon = ({ nodes }: SimulatedCluster) => nodes.cordon(CROWDED);
    const wrong = ofKind('Wait', 'Fits').filter((each) => !isPromiseKept(each, live(each, cordon)));
    expect(wrong.map(({ seed }) => seed)).toStrictEqual([]);
  });

  test('[MR1] [FT16] where nothing helps, it does not help that all go who may', () => {
    const wrong = ofKind('Impossible').filter((each) => {
      const movable = each.room.pods.filter(({ standing }) => standing === 'Movable');
      const { running, preempted } = takeAway(each, new Map(movable.map((pod) => [pod, 'Delete'])));
      return preempted === 0 && each.plan.leaves.some(({ uid }) => running.has(uid));
    });
    expect(wrong.map(({ seed }) => seed)).toStrictEqual([]);
  });

  test('[MR2] [MR16] the scheduler makes the room by itself where that is said, and only there', () => {
    const wrong: unknown[] = [];
    const seen = new Map<string, number>();
    for (const each of ofKind('Evict', 'Impossible')) {
      const [pending, ...others] = each.room.pending;
      if (pending === undefined || others.length > 0) continue;
      const { kind } = pending.selfHelp;
      // Victims are leaving; that more has to go than they are, the plan says.
      if (kind === 'UnderWay') continue;
      // What is lower may be enough once somebody who is not lower is gone: this says what the scheduler does before.
      if (each.room.pods.some((pod) => pod.standing === 'Terminating' && pod.priority >= pending.priority)) continue;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      const helpsItself = live(each, () => {}).running.has(pending.uid);
      if (helpsItself !== (kind === 'Yes')) wrong.push({ seed: each.seed, kind, helpsItself });
    }
    expect(wrong).toStrictEqual([]);
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['No', 'Forbidden']));
  });

  test('[MR11] [MR14] the successor of who goes finds a node or waits, as is said, and never comes back', () => {
    const wrong: unknown[] = [];
    const seen = { Nodes: 0, Nowhere: 0 };
    for (const each of ofKind('Evict')) {
      for (const [index, { pods }] of each.plan.sets.entries()) {
        const [evicted, ...others] = pods;
        const said = others.length > 0 ? undefined : evicted?.elsewhere.kind;
        if (evicted === undefined || (said !== 'Nodes' && said !== 'Nowhere')) continue;
        const { whereabouts, isContested } = followSuccessor(each, podOf(each.room, evicted.uid));
        if (isContested || each.plan.leaves.length > 0) continue;
        seen[said] += 1;
        const promised = said === 'Nodes' ? 'elsewhere, elsewhere' : 'waiting, waiting';
        if (whereabouts !== promised) wrong.push({ seed: each.seed, index, promised, whereabouts });
      }
    }
    expect(wrong).toStrictEqual([]);
    expect(Math.min(seen.Nodes, seen.Nowhere)).toBeGreaterThan(CASES / 25);
  });

  test('the histories are of every kind', () => {
    const kinds = Map.groupBy(cases, ({ plan }) => plan.kind);
    for (const kind of ['Wait', 'Evict', 'Impossible'] as const)
      expect(kinds.get(kind)?.length ?? 0, kind).toBeGreaterThan(3);
    const sets = ofKind('Evict').flatMap(({ plan }) => plan.sets);
    const sizes = Map.groupBy(sets, ({ pods }) => pods.length);
    for (const size of [1, 2, 3]) expect(sizes.get(size)?.length ?? 0, `${size} pods`).toBeGreaterThan(10);
    expect(sets.filter(({ violations }) => violations.length > 0).length).toBeGreaterThan(3);
    expect(ofKind('Evict').filter(({ plan }) => plan.serves.length > 1).length).toBeGreaterThan(10);
    expect(ofKind('Evict').filter(({ plan }) => plan.portHolders.length > 0).length).toBeGreaterThan(3);
  });
});
