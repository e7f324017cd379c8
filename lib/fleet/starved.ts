import type { Clock } from '#lib/base/clock.ts';
import { type NodeName, nodeName } from '#lib/domain/keys.ts';
import type { PodSpec } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { poolOf } from '#lib/domain/rollout/node-pool.ts';
import type { MakeRoomPlan } from '#lib/domain/room/make-room.ts';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { sizeRequests } from '#lib/domain/room/sizing.ts';
import type { StoreChanges } from '#lib/kubernetes/store.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { NodeRoomDetails, StarvedNode, StarvedReport } from '#lib/wire/room.ts';
import type { FreeRoom } from './free-room.ts';
import type { Transition } from './history.ts';
import { lastStarvedAt } from './last-starved.ts';
import { shareAnswer } from './shared-answer.ts';
import { inSlices } from './slices.ts';

export type StarvedOptions = {
  readonly clock: Clock;
  readonly picture: () => Picture;
  readonly freeRoom: FreeRoom;
  /** Undefined when it cannot be told; `homesOf` is asked instead of the room itself, which it remembers. */
  readonly roomOf: (name: NodeName, homesOf: FreeRoom['homesOf']) => NodeRoomDetails | undefined;
  readonly transitions: () => readonly Transition[];
  readonly isStopped: () => boolean;
};

export type Starved = {
  /** Rejected when the fleet has stopped. */
  readonly report: () => Promise<StarvedReport>;
  /** Makes ready what a plan for this node asks of all others; nothing to do where nobody waits. */
  readonly prepareFor: (name: NodeName) => Promise<void>;
  /** What changed may be told differently now. */
  readonly touch: (changes: StoreChanges) => void;
};

/** As long as the starved nodes are the same, and nothing changes on them. */
const KEEP_MILLIS = 2_000;
const STARVED = CELL_STATES.indexOf('starved');

/**
 * All nodes on which a DaemonSet is starved, and what would make room there. It is put together in slices: each node is
 * told as it is when it is looked at, `at` is the moment of the end.
 */
export function createStarved(options: StarvedOptions): Starved {
  const { clock, picture, freeRoom, isStopped } = options;
  const answer = shareAnswer(make, { clock, keepMillis: KEEP_MILLIS });
  let told: ReadonlySet<NodeName> = new Set();

  async function make(): Promise<StarvedReport> {
    told = findStarvedNodes(picture());
    if (told.size > 0) await slice(picture().nodes, prepare);
    const homesOf = rememberHomes(freeRoom);
    const nodes: StarvedNode[] = [];
    await slice(told, (name) => nodes.push(...look(name, homesOf)));
    const sizing = sizeRequests(nodes.flatMap(({ pending }) => pending));
    const budgets = picture().knowledge['poddisruptionbudgets'] ?? 'NotSynced';
    return { at: clock.now(), nodes, sizing, budgets, lastStarvedAt: lastStarvedAt(options.transitions()) };
  }

  /** One that has gone since, or has room now, is left out. */
  function look(name: NodeName, homesOf: FreeRoom['homesOf']): readonly StarvedNode[] {
    const room = options.roomOf(name, homesOf);
    const labels = picture().nodes.find((node) => node.name === name)?.labels ?? {};
    return room === undefined ? [] : summarizeRoom(name, poolOf(labels) ?? null, room);
  }

  function prepare({ name }: Pick<Picture['nodes'][number], 'name'>): void {
    freeRoom.prepare(nodeName(name));
  }

  async function slice<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
    const isWhole = await inSlices(items, work, { clock, isStopped });
    if (!isWhole) throw new Error('the fleet has stopped');
  }

  return {
    report: () => {
      if (findStarvedNodes(picture()).symmetricDifference(told).size > 0) answer.drop();
      return answer.ask();
    },
    prepareFor: async (name) => {
      if (findStarvedNodes(picture()).has(name)) await inSlices(picture().nodes, prepare, { clock, isStopped });
    },
    touch: ({ cells, nodes, rooms }) => {
      if ([nodes, rooms, ...cells.values()].some((touched) => !told.isDisjointFrom(touched))) answer.drop();
    },
  };
}

/** In the order of the picture. */
function findStarvedNodes({ nodes, cells }: Picture): ReadonlySet<NodeName> {
  const seats = new Set<number>();
  for (const column of cells.values()) {
    for (let seat = column.indexOf(STARVED); seat >= 0; seat = column.indexOf(STARVED, seat + 1)) seats.add(seat);
  }
  if (seats.size === 0) return new Set();
  return new Set(nodes.flatMap(({ name }, seat) => (seats.has(seat) ? [nodeName(name)] : [])));
}

/** Within one report what is free elsewhere is asked once for all pods of a template. */
function rememberHomes({ homesOf }: FreeRoom): FreeRoom['homesOf'] {
  const known = new Map<PodSpec, readonly NodeName[]>();
  return (spec) => {
    const homes = known.get(spec) ?? homesOf(spec);
    known.set(spec, homes);
    return homes;
  };
}

function summarizeRoom(node: string, pool: string | null, { pods, pending, plan }: NodeRoomDetails): StarvedNode[] {
  if (plan === null) return [];
  const told = pending.map(({ daemonSet, since, lacks, selfHelp }) => ({ daemonSet, since, lacks, selfHelp }));
  return [{ node, pool, pending: told, kind: plan.kind, eviction: summarizeEviction(plan, pods) }];
}

/** The best set of the plan: the first. */
function summarizeEviction({ sets: [best] }: MakeRoomPlan, pods: readonly RoomPod[]): StarvedNode['eviction'] {
  if (best === undefined) return null;
  const evicted = new Set(best.pods.map(({ uid }) => uid));
  return {
    pods: pods.flatMap(({ uid, namespace, name }) => (evicted.has(uid) ? [{ uid, namespace, name }] : [])),
    violations: best.violations.length,
    bare: best.bare,
    frees: best.frees,
  };
}
