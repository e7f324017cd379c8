import type { NodeName, Uid } from '#lib/domain/keys.ts';
import type { StoreChanges } from '../store.ts';

/** Gathers what is touched until somebody drains it. */
export class ChangeCollector {
  #cells = new Map<Uid, Set<NodeName>>();
  #daemonSets = new Set<Uid>();
  #nodes = new Set<NodeName>();
  #rooms = new Set<NodeName>();

  touchCell(daemonSet: Uid, node: NodeName): void {
    const nodes = this.#cells.get(daemonSet);
    if (nodes === undefined) this.#cells.set(daemonSet, new Set([node]));
    else nodes.add(node);
  }

  touchDaemonSet(daemonSet: Uid): void {
    this.#daemonSets.add(daemonSet);
  }

  touchNode(node: NodeName): void {
    this.#nodes.add(node);
  }

  touchRoom(node: NodeName): void {
    this.#rooms.add(node);
  }

  get isEmpty(): boolean {
    return this.#cells.size + this.#daemonSets.size + this.#nodes.size + this.#rooms.size === 0;
  }

  drain(): StoreChanges {
    const changes = { cells: this.#cells, daemonSets: this.#daemonSets, nodes: this.#nodes, rooms: this.#rooms };
    this.#cells = new Map();
    this.#daemonSets = new Set();
    this.#nodes = new Set();
    this.#rooms = new Set();
    return changes;
  }
}
