import { expect, test } from 'vitest';
import { failure, type Result, success } from '#lib/base/result.ts';
import { RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { ClusterSource } from '#lib/kubernetes/cluster-source.ts';
import type { ClusterHealth, ResourceHealth } from '#lib/kubernetes/health.ts';
import { createMemoryStore } from '#lib/kubernetes/memory-store.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { waitUntilRead } from './wait-until-read.ts';

const synced: ResourceHealth = { state: 'live', synced: true, objects: 3, relists: 0, errors: {} };
const listing: ResourceHealth = { ...synced, state: 'listing', synced: false };

type Resources = Partial<Readonly<Record<Resource, ResourceHealth>>>;

function makeHealth(resources: Resources = {}): ClusterHealth {
  return {
    resources: Object.fromEntries(RESOURCES.map((each) => [each, resources[each] ?? synced])) as Readonly<
      Record<Resource, ResourceHealth>
    >,
  };
}

function makeSource(first: Resources, version?: string) {
  let health = makeHealth(first);
  const listeners = new Set<() => void>();
  const source: ClusterSource = {
    name: 'test',
    version: () => version,
    store: createMemoryStore(),
    health: () => health,
    onHealthChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ignoredNodes: () => 0,
    ignoredKinds: {},
    stop: async () => {},
  };
  const change = (resources: Resources) => {
    health = makeHealth(resources);
    for (const listener of listeners) listener();
  };
  return { source, change, listeners };
}

type Row = {
  readonly name: string;
  readonly first: Resources;
  readonly version?: string;
  readonly later?: Resources;
  readonly advance?: number;
  readonly answer: Result<void, string>;
};
const rows: readonly Row[] = [
  { name: 'everything was read already', first: {}, answer: success(undefined) },
  { name: 'everything is read later', first: { pods: listing }, later: {}, answer: success(undefined) },
  {
    name: '[RD1] an optional resource that is forbidden is done without',
    first: { events: { ...listing, cause: 'forbidden', note: '403 Forbidden' } },
    answer: success(undefined),
  },
  {
    name: 'an optional resource that is late is done without when the time is over',
    first: { nodes: listing },
    advance: 30_000,
    answer: success(undefined),
  },
  {
    name: '[RD1] a mandatory resource that is forbidden ends it at once, with the rule that would grant it',
    first: { pods: { ...listing, cause: 'forbidden', note: '403 Forbidden' } },
    answer: failure(
      'cannot read pods of cluster test: 403 Forbidden; this RBAC rule would grant it: {apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"]}',
    ),
  },
  {
    name: 'credentials that are rejected end it at once',
    first: { daemonsets: listing },
    later: { daemonsets: { ...listing, state: 'retrying', cause: 'credentials', note: '401 Unauthorized' } },
    answer: failure('cannot read cluster test: 401 Unauthorized'),
  },
  {
    name: 'an API server that cannot be reached ends it at once',
    first: { daemonsets: { ...listing, state: 'retrying', cause: 'unreachable' } },
    answer: failure('cannot read cluster test: the API server cannot be reached'),
  },
  {
    name: 'once the API server has answered, a connection that fails is waited for',
    first: { daemonsets: { ...listing, state: 'retrying', cause: 'unreachable' } },
    version: 'v1.36.3',
    later: {},
    answer: success(undefined),
  },
  {
    name: 'an API server that asks to wait is waited for, until the time is over',
    first: { pods: { ...listing, state: 'retrying', cause: 'throttled', note: '429 Too Many Requests' } },
    advance: 30_000,
    answer: failure('cluster test was not read within 30 s (--timeout): pods, 429 Too Many Requests'),
  },
  {
    name: 'a list that is too long for the time says how far it came',
    first: { pods: { ...listing, objects: 4_120, expected: 5_000 } },
    advance: 30_000,
    answer: failure('cluster test was not read within 30 s (--timeout): pods, 4120 of about 5000'),
  },
];
test.for(rows)('$name', async ({ first, version, later, advance, answer }) => {
  const clock = createFakeClock();
  const { source, change, listeners } = makeSource(first, version);
  const waiting = waitUntilRead(source, clock, 30_000);
  if (later !== undefined) change(later);
  if (advance !== undefined) clock.advance(advance);
  expect(await waiting).toStrictEqual(answer);
  expect({ timers: clock.pending(), listeners: listeners.size }).toStrictEqual({ timers: [], listeners: 0 });
});
