import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import { CELL_STATES } from '#lib/domain/placement/cell-state.ts';
import { DAEMON_SET_STATES } from '#lib/domain/rollout/daemonset-state.ts';
import type { ClusterHealth } from '#lib/kubernetes/health.ts';
import { createMemoryStore } from '#lib/kubernetes/memory-store.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { CREATED_AT } from '#lib/testing/objects.ts';
import { pictureFromScratch } from '#lib/testing/picture-from-scratch.ts';
import { createRandomCluster } from '#lib/testing/random-cluster.ts';
import { applyDelta, diffPicture } from '#lib/wire/delta.ts';
import { createFleet } from './fleet.ts';
import { createMemory } from './memory.ts';

/** `npm run test:long` asks for many more. */
const RUNS = Number(process.env['ROLLCALL_LAW_RUNS'] ?? 500);
/** Lives beyond the usual number that once broke the law. */
const ONCE_BROKEN = [1_982, 3_101, 8_278];
const STEPS = 12;
const STALL_AFTER_MILLIS = 600_000;
const PAUSES_MILLIS = [1_000, 1_000, 10_000, 40_000, 120_000, 900_000];

type Ailment = 'well' | 'silent' | 'forbidden' | 'never read';

function createSickness(monotonic: () => number) {
  const ailments = new Map<Resource, { readonly kind: Ailment; readonly since: number }>();
  const listeners = new Set<() => void>();
  const read = (): ClusterHealth => {
    const overrides = [...ailments].map(([resource, { kind, since }]) => {
      if (kind === 'well') return [resource, {}] as const;
      if (kind === 'never read') return [resource, { synced: false, state: 'listing' }] as const;
      if (kind === 'forbidden') return [resource, { synced: false, cause: 'forbidden', state: 'retrying' }] as const;
      return [resource, { asOfAgeMillis: monotonic() - since }] as const;
    });
    return makeHealth(Object.fromEntries(overrides));
  };
  return {
    read,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    infect: (resource: Resource, kind: Ailment) => {
      ailments.set(resource, { kind, since: monotonic() });
      for (const listener of listeners) listener();
    },
  };
}

type Seen = { readonly cells: Set<string>; readonly daemonSets: Set<string> };

function live(seed: number, seen: Seen): void {
  const random = seededRandom(seed);
  const store = createMemoryStore();
  const clock = createFakeClock(CREATED_AT + 3_600_500);
  const sickness = createSickness(clock.monotonic);
  const memory = createMemory();
  const fleet = createFleet({
    store,
    memory,
    clock,
    health: sickness.read,
    onHealthChange: sickness.onChange,
    cluster: () => ({ name: 'test', version: null }),
    source: { kind: 'Cluster' },
    ignoredNodes: () => 0,
    stallAfterMillis: STALL_AFTER_MILLIS,
    historyLimit: 10,
  });
  let received = fleet.picture();
  fleet.onChange((picture) => {
    received = applyDelta(received, diffPicture(received, picture)) ?? received;
  });
  const cluster = createRandomCluster(store, random);
  for (let step = 0; step < STEPS; step += 1) {
    const events = 1 + Math.floor(random() * 4);
    for (let event = 0; event < events; event += 1) cluster.step(clock.now());
    if (random() < 0.15) {
      const resource = RESOURCES[Math.floor(random() * 5)] ?? 'pods';
      const kinds: readonly Ailment[] = ['well', 'well', 'silent', 'forbidden', 'never read'];
      sickness.infect(resource, kinds[Math.floor(random() * kinds.length)] ?? 'well');
    }
    clock.advance(PAUSES_MILLIS[Math.floor(random() * PAUSES_MILLIS.length)] ?? 1_000);
    const expected = pictureFromScratch({
      store,
      memory,
      health: sickness.read(),
      stallAfterMillis: STALL_AFTER_MILLIS,
      now: clock.now(),
    });
    const { nodes, daemonSets, cells, knowledge, nodeTroubles } = fleet.picture();
    expect({ nodes, daemonSets, cells, knowledge, nodeTroubles }, `seed ${seed}, step ${step}`).toStrictEqual(expected);
    for (const { state } of daemonSets) seen.daemonSets.add(state);
    for (const column of cells.values()) for (const state of column) seen.cells.add(CELL_STATES[state] ?? '');
    expect(received, `seed ${seed}, step ${step}`).toStrictEqual(fleet.picture());
  }
  expect(fleet.failures()).toStrictEqual({ cells: 0, daemonSets: 0, listeners: 0 });
  fleet.stop();
  expect(clock.pending()).toStrictEqual([]);
}

test(`after any events the picture equals the picture derived from scratch, in ${RUNS} seeded lives`, {
  timeout: 30_000 + RUNS * 100,
}, () => {
  const seen = { cells: new Set<string>(), daemonSets: new Set<string>() };
  for (let seed = 1; seed <= RUNS; seed += 1) live(seed, seen);
  for (const seed of ONCE_BROKEN) live(seed, seen);
  // Else the law would say nothing about the states that never came up.
  expect(seen.cells).toStrictEqual(new Set(CELL_STATES));
  expect(seen.daemonSets).toStrictEqual(new Set(DAEMON_SET_STATES));
});
