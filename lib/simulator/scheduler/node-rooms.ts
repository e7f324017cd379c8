import type { Node, Pod } from '../objects.ts';
import { NodeRoom, type Taken } from './node-room.ts';

/** All nodes with what is on them. A pod can be bound to a node that is not there; room is kept for it all the same. */
export class NodeRooms {
  readonly #rooms = new Map<string, NodeRoom>();
  #present: readonly NodeRoom[] | undefined;

  /** The nodes that are there, in the order in which they came. */
  get present(): readonly NodeRoom[] {
    this.#present ??= [...this.#rooms.values()].filter(({ node }) => node !== undefined);
    return this.#present;
  }

  /** Undefined when there is no such node. */
  get(name: string): NodeRoom | undefined {
    const room = this.#rooms.get(name);
    return room?.node === undefined ? undefined : room;
  }

  setNode(name: string, node: Node | undefined): void {
    const room = this.#roomOf(name);
    if ((room.node === undefined) !== (node === undefined)) this.#present = undefined;
    room.node = node;
    this.#forgetIfEmpty(name, room);
  }

  put(nodeName: string, pod: Pod): void {
    this.#roomOf(nodeName).put(pod);
  }

  take(nodeName: string, uid: string): Taken | undefined {
    const room = this.#rooms.get(nodeName);
    const taken = room?.take(uid);
    if (room !== undefined) this.#forgetIfEmpty(nodeName, room);
    return taken;
  }

  #roomOf(name: string): NodeRoom {
    const known = this.#rooms.get(name);
    if (known !== undefined) return known;
    const made = new NodeRoom();
    this.#rooms.set(name, made);
    return made;
  }

  #forgetIfEmpty(name: string, room: NodeRoom): void {
    if (room.node === undefined && room.pods.size === 0) this.#rooms.delete(name);
  }
}
