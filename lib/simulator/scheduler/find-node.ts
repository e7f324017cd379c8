import type { Random } from '#lib/base/random.ts';
import type { Pod } from '../objects.ts';
import { type Filter, type Misfit, misfit } from './filters.ts';
import type { NodeRoom } from './node-room.ts';
import type { NodeRooms } from './node-rooms.ts';
import type { Nominations } from './nominations.ts';
import { priorityOf } from './pod-priority.ts';
import type { Refusing } from './preemption.ts';
import { bestNode } from './score.ts';

export type FindNodeInput = {
  readonly pod: Pod;
  readonly pins: ReadonlySet<string> | undefined;
  readonly rooms: NodeRooms;
  readonly nominations: Nominations;
  /** Where among the nodes the search begins. */
  readonly start: number;
  readonly random: Random;
};

export type FindNodeResult = { readonly looked: number } & (
  | { readonly kind: 'Found'; readonly nodeName: string }
  | {
      readonly kind: 'NotFound';
      readonly refusing: readonly Refusing[];
      readonly guestsOf: (room: NodeRoom) => readonly Pod[];
      /** What refused the node that had been cleared for the pod; it was asked first. */
      readonly refusedOnCleared: Filter | undefined;
    }
);

/** The best node for a pod, or what each node that was looked at has against it. */
export function findNode({ pod, pins, rooms, nominations, start, random }: FindNodeInput): FindNodeResult {
  /** Room that was made for a pod of at least this priority is not taken by another. */
  const guestsOf = (room: NodeRoom): readonly Pod[] =>
    nominations
      .on(room.node?.metadata.name ?? '')
      .filter((each) => each.metadata.uid !== pod.metadata.uid && priorityOf(each) >= priorityOf(pod));
  const test = (room: NodeRoom): Misfit | undefined => {
    const guests = guestsOf(room);
    if (guests.length === 0) return misfit(pod, room);
    const crowded = room.copy();
    for (const guest of guests) crowded.put(guest);
    return misfit(pod, crowded);
  };

  const cleared = pod.status.nominatedNodeName;
  const nominated = cleared === undefined ? undefined : rooms.get(cleared);
  const refusal = nominated && test(nominated);
  if (cleared !== undefined && nominated !== undefined && refusal === undefined)
    return { kind: 'Found', nodeName: cleared, looked: 1 };

  const candidates = pins === undefined ? rooms.present : [...pins].flatMap((name) => rooms.get(name) ?? []);
  const enough = enoughOf(candidates.length);
  const refusing: Refusing[] = [];
  const fitting: NodeRoom[] = [];
  for (let at = 0; at < candidates.length && fitting.length < enough; at += 1) {
    const room = candidates[(start + at) % candidates.length];
    if (room === undefined) continue;
    const why = test(room);
    if (why === undefined) fitting.push(room);
    else refusing.push({ room, misfit: why });
  }
  const looked = fitting.length + refusing.length;
  const nodeName = fitting.length === 0 ? undefined : bestNode(pod, fitting, random)?.node?.metadata.name;
  return nodeName === undefined
    ? { kind: 'NotFound', refusing, guestsOf, looked, refusedOnCleared: refusal?.filter }
    : { kind: 'Found', nodeName, looked };
}

/** Of many nodes that fit so many are enough to choose from: the more there are, the smaller the share. */
function enoughOf(nodes: number): number {
  const percent = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(100, Math.floor((nodes * percent) / 100));
}
