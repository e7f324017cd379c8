import { type HostPort, isPortTaken } from '../host-ports.ts';
import type { Node, Pod } from '../objects.ts';
import { thousandths } from '../quantity.ts';
import { type PodNeeds, podNeeds, unitsOf } from './pod-needs.ts';

/** A pod that is on a node, and what it takes there. */
export type Taken = { readonly pod: Pod; readonly needs: PodNeeds };

/** A node and the pods on it, with their sums kept [FT6]: pods that have come to their end are not put there. */
export class NodeRoom {
  node: Node | undefined;
  readonly pods = new Map<string, Taken>();
  readonly scored = { cpu: 0, memory: 0 };
  readonly #requested = new Map<string, number>();

  /** Puts a pod there, or its next version in its place. */
  put(pod: Pod): void {
    const before = this.pods.get(pod.metadata.uid);
    const needs = podNeeds(pod);
    this.pods.set(pod.metadata.uid, { pod, needs });
    if (before?.needs === needs) return;
    if (before !== undefined) this.#sum(before.needs, -1);
    this.#sum(needs, 1);
  }

  /** Gives what was taken; undefined when it is not there. */
  take(uid: string): Taken | undefined {
    const taken = this.pods.get(uid);
    if (taken === undefined) return undefined;
    this.pods.delete(uid);
    this.#sum(taken.needs, -1);
    return taken;
  }

  /** The same node with the same pods, to try something out. */
  copy(): NodeRoom {
    const copy = new NodeRoom();
    copy.node = this.node;
    for (const { pod } of this.pods.values()) copy.put(pod);
    return copy;
  }

  requested(resource: string): number {
    return this.#requested.get(resource) ?? 0;
  }

  allocatable(resource: string): number {
    return allocatable(this.node, resource);
  }

  isTaken(port: HostPort): boolean {
    for (const { needs } of this.pods.values()) if (needs.ports.some((other) => isPortTaken(port, other))) return true;
    return false;
  }

  #sum({ requests, scored }: PodNeeds, sign: 1 | -1): void {
    for (const [name, value] of requests) this.#requested.set(name, this.requested(name) + sign * value);
    this.scored.cpu += sign * scored.cpu;
    this.scored.memory += sign * scored.memory;
  }
}

/** Rounded up as requests are, as resource.Quantity does it. */
export function allocatable(node: Node | undefined, resource: string): number {
  return unitsOf(resource, thousandths(node?.status.allocatable?.[resource] ?? '0'));
}
