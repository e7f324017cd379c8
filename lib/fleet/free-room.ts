import type { NodeName } from '#lib/domain/keys.ts';
import type { NodeRecord, PodRecord, PodSpec } from '#lib/domain/objects.ts';
import { acceptsPod } from '#lib/domain/placement/accepts-pod.ts';
import { holderOf, hostPortsOf } from '#lib/domain/room/host-ports.ts';
import { podRequests } from '#lib/domain/room/pod-requests.ts';
import type { Amount } from '#lib/domain/room/quantity.ts';
import { allocatableOf, isScheduledResource, podsThatCount, sumRequests } from '#lib/domain/room/usage.ts';
import type { StoreChanges } from '#lib/kubernetes/store.ts';

/** How many nodes are looked for: more than that is no better news. One more is kept, in the place of the asker's own. */
export const MOST_HOMES = 3;

/** Where in the cluster an ordinary pod would find a place [MR11], with what is free on each node kept until it changes. */
export type FreeRoom = {
  readonly touch: (changes: Pick<StoreChanges, 'nodes' | 'rooms'>) => void;
  /** Makes ready what `homesOf` asks for; nothing to do where it is. */
  readonly prepare: (node: NodeName) => void;
  /** The first `MOST_HOMES` + 1 nodes that would take the pod, in the order of the names. */
  readonly homesOf: (spec: PodSpec) => readonly NodeName[];
};

export type FreeRoomOptions = {
  readonly nodeNames: () => readonly NodeName[];
  /** Undefined for a node that is not there or may not be read. */
  readonly node: (name: NodeName) => NodeRecord | undefined;
  readonly podsOnNode: (name: NodeName) => Iterable<PodRecord>;
};

/** What of each resource is left, pod slots among them; of what the node does not have there is nothing. */
type Free = { readonly node: NodeRecord; readonly amounts: ReadonlyMap<string, Amount> };

function sumUp(node: NodeRecord, podsOnNode: Iterable<PodRecord>): Free {
  const pods = podsThatCount([...podsOnNode]);
  const used = new Map(sumRequests(pods)).set('pods', BigInt(pods.length));
  const left = (resource: string): Amount => allocatableOf(node, resource).amount - (used.get(resource) ?? 0n);
  return { node, amounts: new Map(Object.keys(node.allocatable).map((resource) => [resource, left(resource)])) };
}

export function createFreeRoom({ nodeNames, node: nodeOf, podsOnNode }: FreeRoomOptions): FreeRoom {
  const known = new Map<NodeName, Free>();

  function freeOn(name: NodeName): Free | undefined {
    const node = nodeOf(name);
    const before = known.get(name);
    if (before !== undefined && before.node === node) return before;
    if (node === undefined) {
      known.delete(name);
      return undefined;
    }
    const free = sumUp(node, podsOnNode(name));
    known.set(name, free);
    return free;
  }

  function takes(name: NodeName, spec: PodSpec, wanted: readonly Wanted[]): boolean {
    const free = freeOn(name);
    if (free === undefined || !hasRoom(free, wanted) || !acceptsPod(free.node, spec)) return false;
    const ports = hostPortsOf(spec);
    if (ports.length === 0) return true;
    const pods = podsThatCount([...podsOnNode(name)]);
    return ports.every((port) => holderOf(port, pods) === undefined);
  }

  return {
    touch: ({ nodes, rooms }) => {
      for (const name of nodes) known.delete(name);
      for (const name of rooms) known.delete(name);
    },
    prepare: (name) => {
      freeOn(name);
    },
    homesOf: (spec) => {
      const wanted = wantedBy(spec);
      const homes: NodeName[] = [];
      for (const name of nodeNames()) {
        if (takes(name, spec, wanted)) homes.push(name);
        if (homes.length > MOST_HOMES) break;
      }
      return homes;
    },
  };
}

type Wanted = readonly [resource: string, amount: Amount];

/** The next pod asks what its spec says; what a resize gave to the one before goes with it. */
function wantedBy(spec: PodSpec): readonly Wanted[] {
  const asked = [...podRequests({ spec }).amounts];
  return [['pods', 1n], ...asked.filter(([resource, amount]) => amount > 0n && isScheduledResource(resource))];
}

function hasRoom({ amounts }: Free, wanted: readonly Wanted[]): boolean {
  return wanted.every(([resource, amount]) => amount <= (amounts.get(resource) ?? 0n));
}
