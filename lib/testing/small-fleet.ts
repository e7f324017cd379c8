import { nodeName, objectKey, type Uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, DaemonSetRecord, Resource } from '#lib/domain/objects.ts';
import { CELL_STATES, type CellState } from '#lib/domain/placement/cell-state.ts';
import { createFleet, type Fleet, type FleetOptions } from '#lib/fleet/fleet.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { makeHealth } from './health.ts';
import { CREATED_AT, makeDaemonPod, makeDaemonSet, makeNode, makeRevision } from './objects.ts';

/** A fleet on a real store and a clock that stands still, an hour after everything was made. */
export type SmallFleet = {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly fleet: Fleet;
  readonly put: (resource: Resource, ...records: ClusterRecord[]) => void;
  readonly remove: (resource: Resource, uid: Uid) => void;
  readonly be: (health: ClusterHealth) => void;
  /** The states of a DaemonSet's cells by node. */
  readonly cellsOf: (daemonSet: DaemonSetRecord) => Readonly<Record<string, CellState>>;
};

type Options = Partial<FleetOptions> & { readonly wrapStore?: (store: StoreReader) => StoreReader };

export function createSmallFleet({ wrapStore = (store) => store, ...options }: Options = {}): SmallFleet {
  const clock = createFakeClock(CREATED_AT + 3_600_000);
  const store = createMemoryStore();
  const listeners = new Set<() => void>();
  let health = makeHealth();
  const fleet = createFleet({
    store: wrapStore(store),
    health: () => health,
    onHealthChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clock,
    cluster: () => ({ name: 'test', version: null }),
    source: { kind: 'Cluster' },
    ignoredNodes: () => 0,
    stallAfterMillis: 600_000,
    historyLimit: 100,
    ...options,
  });
  return {
    clock,
    store,
    fleet,
    put: (resource, ...records) => {
      store.apply(
        resource,
        records.map((record) => ({ type: 'Put', record })),
      );
    },
    remove: (resource, uid) => store.apply(resource, [{ type: 'Delete', uid }]),
    be: (next) => {
      health = next;
      for (const listener of listeners) listener();
    },
    cellsOf: (daemonSet) => {
      const { nodes, cells } = fleet.picture();
      const column = cells.get(daemonSet.uid) ?? new Uint8Array();
      return Object.fromEntries(nodes.map(({ name }, at) => [name, CELL_STATES[column[at] ?? 255] ?? 'unknown']));
    },
  };
}

/** Two nodes and the quiet DaemonSet, complete on both. */
export function fillQuietly({ put, clock }: SmallFleet): DaemonSetRecord {
  const daemonSet = makeDaemonSet();
  put('nodes', makeNode('node-a'), makeNode('node-b'));
  put('daemonsets', daemonSet);
  put('controllerrevisions', makeRevision({ daemonSet }));
  put('pods', ...['node-a', 'node-b'].map((name) => makeDaemonPod({ daemonSet, nodeName: name })));
  clock.advance(100);
  return daemonSet;
}

export const NODE_A = nodeName('node-a');
export const AGENT = objectKey({ namespace: 'default', name: 'agent' });
