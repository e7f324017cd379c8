import { type HostPort, hostPortsOf } from '../host-ports.ts';
import type { Node, Pod } from '../objects.ts';
import { thousandths } from '../quantity.ts';
import { podRequests, type Requests } from '../requests.ts';

/** What a pod takes on its node. */
export type Taken = { readonly pod: Pod; readonly requests: Requests; readonly ports: readonly HostPort[] };

/** A node and the pods on it, with their sums kept [FT6]: pods that have come to their end take nothing. */
export class NodeRoom {
  node: Node | undefined;
  readonly pods = new Map<string, Taken>();
  readonly requested = new Map<string, number>();

  put(pod: Pod): void {
    this.take(pod.metadata.uid);
    const taken = { pod, requests: podRequests(pod.spec), ports: hostPortsOf(pod.spec) };
    this.pods.set(pod.metadata.uid, taken);
    this.sum(taken.requests, 1);
  }

  take(uid: string): void {
    const taken = this.pods.get(uid);
    if (taken === undefined) return;
    this.pods.delete(uid);
    this.sum(taken.requests, -1);
  }

  /** The same pods and sums, to try something out. */
  copy(): NodeRoom {
    const copy = new NodeRoom();
    copy.node = this.node;
    for (const [uid, taken] of this.pods) copy.pods.set(uid, taken);
    for (const [name, value] of this.requested) copy.requested.set(name, value);
    return copy;
  }

  allocatable(resource: string): number {
    return thousandths(this.node?.status.allocatable?.[resource] ?? '0');
  }

  private sum(requests: Requests, sign: 1 | -1): void {
    for (const [name, value] of requests) this.requested.set(name, (this.requested.get(name) ?? 0) + sign * value);
  }
}
