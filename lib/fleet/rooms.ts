import type { Clock } from '#lib/base/clock.ts';
import type { NodeName } from '#lib/domain/keys.ts';
import type { CompleteAfter } from '#lib/domain/room/complete-after.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import type { StoreChanges, StoreReader } from '#lib/kubernetes/store.ts';
import type { Picture } from '#lib/wire/picture.ts';
import type { NodeListReport, NodeRoomDetails, StarvedReport } from '#lib/wire/room.ts';
import { attempt } from './attempt.ts';
import { readableNode } from './cell-source.ts';
import type { Derivation } from './derive.ts';
import { createFreeRoom, type FreeRoom } from './free-room.ts';
import type { Transition } from './history.ts';
import { cellKnowledge, computeKnowledge } from './knowledge.ts';
import { createNodeList } from './node-list.ts';
import { describeNodeRoom } from './node-room.ts';
import { createStarved } from './starved.ts';

export type RoomsOptions = {
  readonly store: StoreReader;
  readonly clock: Clock;
  readonly health: () => ClusterHealth;
  readonly derivation: Pick<Derivation, 'daemonSet' | 'daemonSetUids' | 'nodeNames'>;
  readonly picture: () => Picture;
  readonly transitions: () => readonly Transition[];
  readonly isStopped: () => boolean;
};

export type Rooms = {
  /** To be called with all that changes, before anything is asked again. */
  readonly touch: (changes: StoreChanges) => void;
  /** Undefined while nodes or pods cannot be told, and for a node that is gone. */
  readonly ofNode: (name: NodeName) => NodeRoomDetails | undefined;
  /** Makes `ofNode` quick, without holding up others. */
  readonly prepareFor: (name: NodeName) => Promise<void>;
  readonly completeAfter: (name: NodeName) => CompleteAfter;
  readonly starved: () => Promise<StarvedReport>;
  readonly nodeList: () => Promise<NodeListReport>;
};

/** What is said of the room on nodes; made when it is asked for. */
export function createRooms(options: RoomsOptions): Rooms {
  const { store, clock, health, derivation, picture, transitions, isStopped } = options;
  // Nobody is told where pods could go while nodes may not be read.
  const { node, outlinesOnNode: podsOnNode } = store;
  const freeRoom = createFreeRoom({ nodeNames: derivation.nodeNames, node, podsOnNode });

  function roomOf(name: NodeName, homesOf: FreeRoom['homesOf']): NodeRoomDetails | undefined {
    const knowledge = computeKnowledge(health());
    const daemonSets = derivation.daemonSetUids().flatMap((uid) => derivation.daemonSet(uid) ?? []);
    return attempt(
      () => describeNodeRoom(name, { store, knowledge, daemonSets, homesOf, now: clock.now() }),
      () => undefined,
    );
  }

  const starved = createStarved({ clock, picture, freeRoom, roomOf, transitions, isStopped });
  const nodeList = createNodeList({
    store,
    clock,
    picture,
    node: (name) => readableNode(name, { store, knowledge: cellKnowledge(computeKnowledge(health())) }),
    isStopped,
  });
  return {
    touch: (changes) => {
      freeRoom.touch(changes);
      starved.touch(changes);
    },
    ofNode: (name) => roomOf(name, freeRoom.homesOf),
    prepareFor: starved.prepareFor,
    completeAfter: nodeList.completeAfter,
    starved: starved.report,
    nodeList: nodeList.report,
  };
}
