import { describe, expect, test, vi } from 'vitest';
import { nodeName, objectKey, uid } from '#lib/domain/keys.ts';
import type { ClusterRecord, Resource } from '#lib/domain/objects.ts';
import {
  CREATED_AT,
  makeDaemonPod,
  makeDaemonSet,
  makeEvent,
  makeNode,
  makePod,
  makePodDisruptionBudget,
  makeRevision,
  QUIET_HASH,
} from '#lib/testing/objects.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

const NOTHING = { cells: new Map(), daemonSets: new Set(), nodes: new Set(), rooms: new Set() };
const agent = makeDaemonSet();
const a = nodeName('node-a');
const b = nodeName('node-b');

function put(store: MemoryStore, resource: Resource, ...records: ClusterRecord[]): void {
  store.apply(
    resource,
    records.map((record) => ({ type: 'Put', record })),
  );
}

function relist(store: MemoryStore, resource: Resource, ...records: ClusterRecord[]): void {
  const stage = store.beginRelist(resource);
  for (const record of records) stage.add(record);
  stage.commit();
}

describe('reading', () => {
  test('gives back a pod as it was put, though it is kept in another form', () => {
    const store = createMemoryStore();
    const pods = [
      makeDaemonPod({ name: 'running' }),
      makeDaemonPod({ name: 'pending', nodeName: undefined, pinnedTo: 'node-b', reason: 'x', message: 'y' }),
      makeDaemonPod({ name: 'astray', nodeName: 'node-a', pinnedTo: 'node-b', deletionTimestamp: CREATED_AT + 1 }),
      makePod({
        name: 'crashing',
        creationTimestamp: CREATED_AT + 123,
        startTime: CREATED_AT + 5_000,
        containerStatuses: [
          {
            name: 'c',
            init: true,
            ready: false,
            restartCount: 3,
            state: { kind: 'Terminated', exitCode: 1, finishedAt: CREATED_AT + 9_000, reason: 'Error' },
            lastTermination: { exitCode: 2, finishedAt: CREATED_AT + 7_000 },
          },
        ],
      }),
    ];
    put(store, 'pods', ...pods);
    expect(pods.map((pod) => store.pod(pod.uid))).toStrictEqual(pods);
  });

  test('pods of equal templates share spec and labels', () => {
    const store = createMemoryStore();
    put(
      store,
      'pods',
      makeDaemonPod({ name: 'one' }),
      makeDaemonPod({ name: 'two', nodeName: 'node-b', pinnedTo: 'node-b' }),
    );
    const [one] = store.podsOfCell(agent.uid, a);
    const [two] = store.podsOfCell(agent.uid, b);
    expect(one?.spec).toBe(two?.spec);
    expect(one?.labels).toBe(two?.labels);
  });

  test('[NP4] [NP5] finds the pods of a cell by target, bound before unbound, older before younger', () => {
    const store = createMemoryStore();
    const unbound = makeDaemonPod({ name: 'unbound', nodeName: undefined, pinnedTo: 'node-a', creationTimestamp: 1 });
    const young = makeDaemonPod({ name: 'young', creationTimestamp: CREATED_AT + 2 });
    const old = makeDaemonPod({ name: 'old', creationTimestamp: CREATED_AT + 1 });
    put(store, 'pods', unbound, young, old, makeDaemonPod({ name: 'other', nodeName: 'node-b', pinnedTo: 'node-b' }));
    expect(store.podsOfCell(agent.uid, a).map((pod) => pod.name)).toStrictEqual(['old', 'young', 'unbound']);
    expect([...store.nodesOfDaemonSet(agent.uid)]).toStrictEqual([a, b]);
    expect([...store.podsOnNode(a)].map((pod) => pod.name)).toStrictEqual(['young', 'old']);
  });

  test('tells in outline what looks alike, as one object and without name, node and moments', () => {
    const store = createMemoryStore({ ignoreNode: ({ name }) => name === 'node-c' });
    const deletionTimestamp = CREATED_AT + 5_000;
    put(
      store,
      'pods',
      makeDaemonPod({ name: 'one', deletionTimestamp, containerStatuses: [] }),
      makeDaemonPod({ name: 'two', nodeName: 'node-b', pinnedTo: 'node-b', hash: 'other' }),
      makeDaemonPod({ name: 'three', deletionTimestamp: deletionTimestamp + 1_000, containerStatuses: [] }),
      makeDaemonPod({ name: 'four', nodeName: 'node-c', pinnedTo: 'node-c' }),
    );
    put(store, 'nodes', makeNode('node-c'));
    const [one, three, ...others] = store.outlinesOnNode(a);
    expect(others).toStrictEqual([]);
    expect(one).toBe(three);
    const [pod] = store.podsOnNode(a);
    const blank = { name: '', uid: uid(''), resourceVersion: '', nodeName: nodeName(''), pinnedNodeName: nodeName('') };
    const [ready] = pod?.conditions ?? [];
    expect(one).toStrictEqual({
      ...pod,
      ...blank,
      creationTimestamp: 0,
      deletionTimestamp: 0,
      conditions: [{ ...ready, lastTransitionTime: 0 }],
    });
    const hashes = [...store.outlinesOfDaemonSet(agent.uid)].map(({ labels }) => labels['controller-revision-hash']);
    expect(hashes).toStrictEqual([QUIET_HASH, QUIET_HASH, 'other']);
    expect([...store.outlinesOnNode(nodeName('node-c'))]).toStrictEqual([]);
  });

  test('finds revisions by owner, events by what they regard, a node also by its name', () => {
    const store = createMemoryStore();
    const revision = makeRevision();
    const node = makeNode('node-a');
    const event = makeEvent({ regarding: { kind: 'Node', name: 'node-a', uid: uid('node-a') } });
    put(store, 'controllerrevisions', revision);
    put(store, 'nodes', node);
    put(store, 'events', event);
    expect(store.revisionsOf(agent.uid)).toStrictEqual([revision]);
    expect(store.eventsOf(node.uid)).toStrictEqual([event]);
  });

  test('finds budgets by namespace, as they are now', () => {
    const store = createMemoryStore();
    const web = makePodDisruptionBudget();
    const other = makePodDisruptionBudget({ name: 'other' });
    put(store, 'poddisruptionbudgets', web, other, makePodDisruptionBudget({ namespace: 'team-a' }));
    expect(store.podDisruptionBudgets('default')).toStrictEqual([web, other]);
    const now = makePodDisruptionBudget({ disruptionsAllowed: 1 });
    put(store, 'poddisruptionbudgets', now);
    store.apply('poddisruptionbudgets', [{ type: 'Delete', uid: other.uid }]);
    expect(store.podDisruptionBudgets('default')).toStrictEqual([now]);
    relist(store, 'poddisruptionbudgets', other);
    expect([store.podDisruptionBudgets('default'), store.podDisruptionBudgets('team-a')]).toStrictEqual([[other], []]);
  });

  test('[MR12] counts the live pods of a controller wherever they are, and of no DaemonSet', () => {
    const store = createMemoryStore();
    const owner = { kind: 'ReplicaSet', name: 'web-1', uid: uid('web-1') };
    const count = () => store.livePodsOf(owner.uid);
    const pods = ['one', 'two', 'three'].map((name) => makePod({ name, owner, nodeName: `node-${name}` }));
    put(store, 'pods', ...pods, makePod({ name: 'waits', owner, nodeName: undefined }), makePod({ name: 'bare' }));
    put(store, 'pods', makePod({ name: 'ended', owner, phase: 'Succeeded' }), makeDaemonPod());
    expect(count()).toBe(4);
    put(store, 'pods', makePod({ name: 'one', owner, nodeName: 'node-one', deletionTimestamp: CREATED_AT }));
    put(store, 'pods', makePod({ name: 'two', owner, nodeName: 'node-two', phase: 'Failed' }));
    put(store, 'pods', makePod({ name: 'three', owner, nodeName: 'node-three', reason: 'still there' }));
    expect(count()).toBe(2);
    put(store, 'pods', makePod({ name: 'three', nodeName: 'node-three', owner: { ...owner, uid: uid('adopter') } }));
    expect([count(), store.livePodsOf(uid('adopter'))]).toStrictEqual([1, 1]);
    relist(store, 'pods', makePod({ name: 'four', owner }));
    expect([count(), store.livePodsOf(uid('adopter'))]).toStrictEqual([1, 0]);
    relist(store, 'pods');
    expect([count(), store.livePodsOf(agent.uid)]).toStrictEqual([0, 0]);
  });

  test('(B15) a DaemonSet made anew replaces the old one under its key, whichever is heard of first', () => {
    const store = createMemoryStore();
    const anew = makeDaemonSet({ uid: uid('anew') });
    put(store, 'daemonsets', agent, anew);
    store.apply('daemonsets', [{ type: 'Delete', uid: agent.uid }]);
    expect(store.daemonSetByKey(objectKey(agent))).toStrictEqual(anew);
    expect([...store.daemonSetUids()]).toStrictEqual([anew.uid]);
  });
});

describe('changes', () => {
  test('a pod touches its cell and its room, before and after', () => {
    const store = createMemoryStore();
    const pending = makeDaemonPod({ name: 'p', nodeName: undefined, pinnedTo: 'node-a' });
    put(store, 'pods', pending);
    expect(store.drain()).toStrictEqual({ ...NOTHING, cells: new Map([[agent.uid, new Set([a])]]) });
    put(store, 'pods', makeDaemonPod({ name: 'p', nodeName: 'node-b', pinnedTo: 'node-a' }));
    expect(store.drain()).toStrictEqual({
      ...NOTHING,
      cells: new Map([[agent.uid, new Set([a, b])]]),
      rooms: new Set([b]),
    });
    expect(store.drain()).toStrictEqual(NOTHING);
  });

  test('(B11) a record that differs in resourceVersion alone makes nothing dirty', () => {
    const store = createMemoryStore();
    const listener = vi.fn();
    put(store, 'pods', makeDaemonPod());
    put(store, 'nodes', makeNode());
    put(store, 'daemonsets', agent);
    store.drain();
    store.onDirty(listener);
    put(store, 'pods', makeDaemonPod({ resourceVersion: '2' }));
    put(store, 'nodes', makeNode('node-a', { resourceVersion: '2' }));
    put(store, 'daemonsets', makeDaemonSet({ resourceVersion: '2' }));
    relist(store, 'pods', makeDaemonPod({ resourceVersion: '3' }));
    relist(store, 'nodes', makeNode('node-a', { resourceVersion: '3' }));
    expect(store.drain()).toStrictEqual(NOTHING);
    expect(listener).not.toHaveBeenCalled();
    expect(store.pod(makeDaemonPod().uid)?.resourceVersion).toBe('3');
  });

  test('a pod that differs in one time alone is a change', () => {
    const store = createMemoryStore();
    put(store, 'pods', makeDaemonPod());
    store.drain();
    put(store, 'pods', makeDaemonPod({ startTime: CREATED_AT + 1_000 }));
    store.drain();
    put(store, 'pods', makeDaemonPod({ startTime: CREATED_AT + 2_000 }));
    expect(store.drain().cells).toStrictEqual(new Map([[agent.uid, new Set([a])]]));
    expect(store.pod(makeDaemonPod().uid)?.startTime).toBe(CREATED_AT + 2_000);
  });

  test('a relist of one namespace leaves the others alone, of every kind', () => {
    const store = createMemoryStore();
    const inTeam = { namespace: 'team-a' };
    const other = makeDaemonSet({ ...inTeam, uid: uid('other') });
    put(store, 'daemonsets', agent, other);
    put(store, 'pods', makeDaemonPod(), makePod({ ...inTeam, name: 'other' }));
    put(store, 'events', makeEvent({ regarding: { kind: 'DaemonSet', uid: agent.uid } }), {
      ...makeEvent({ name: 'other', regarding: { kind: 'DaemonSet', uid: other.uid } }),
      ...inTeam,
    });
    for (const resource of ['daemonsets', 'pods', 'events'] as const) store.beginRelist(resource, 'team-a').commit();
    expect([...store.daemonSetUids()]).toStrictEqual([agent.uid]);
    expect([...store.uids('pods')]).toStrictEqual([makeDaemonPod().uid]);
    expect(store.eventsOf(agent.uid)).toHaveLength(1);
    expect(store.eventsOf(other.uid)).toStrictEqual([]);
  });

  test('(B13) the end of something unknown is ignored', () => {
    const store = createMemoryStore();
    store.apply('pods', [{ type: 'Delete', uid: uid('nobody') }]);
    store.apply('nodes', [{ type: 'Delete', uid: uid('nobody') }]);
    expect(store.drain()).toStrictEqual(NOTHING);
  });

  test('(B16) a relist shows nothing until it is whole, then everything at once', () => {
    const store = createMemoryStore();
    const pods = Array.from({ length: 300 }, (_, index) =>
      makeDaemonPod({ name: `p${index}`, nodeName: `node-${index}`, pinnedTo: `node-${index}` }),
    );
    put(store, 'pods', ...pods);
    store.drain();
    const listener = vi.fn();
    store.onDirty(listener);
    const stage = store.beginRelist('pods');
    for (const pod of pods.slice(200)) stage.add(pod);
    expect(store.size('pods')).toBe(300);
    expect(listener).not.toHaveBeenCalled();
    stage.commit();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.size('pods')).toBe(100);
    expect(store.drain().rooms).toStrictEqual(new Set(pods.slice(0, 200).map((pod) => pod.nodeName)));
  });

  test('tells its listeners once until somebody drains', () => {
    const store = createMemoryStore();
    const listener = vi.fn();
    const stop = store.onDirty(listener);
    put(store, 'nodes', makeNode('node-a'));
    put(store, 'nodes', makeNode('node-b'));
    expect(listener).toHaveBeenCalledTimes(1);
    store.drain();
    put(store, 'nodes', makeNode('node-c'));
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    store.drain();
    put(store, 'nodes', makeNode('node-d'));
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test('an event touches the DaemonSet, or the cell of the pod, that it regards', () => {
    const store = createMemoryStore();
    const pod = makeDaemonPod();
    put(store, 'daemonsets', agent);
    put(store, 'pods', pod);
    store.drain();
    put(store, 'events', makeEvent({ regarding: { kind: 'DaemonSet', uid: agent.uid } }));
    expect(store.drain()).toStrictEqual({ ...NOTHING, daemonSets: new Set([agent.uid]) });
    put(store, 'events', makeEvent({ name: 'event-b', regarding: { kind: 'Pod', uid: pod.uid } }));
    expect(store.drain()).toStrictEqual({ ...NOTHING, cells: new Map([[agent.uid, new Set([a])]]) });
  });
});

describe('events', () => {
  test('of one object and reason only the latest four stay', () => {
    const store = createMemoryStore();
    const events = Array.from({ length: 6 }, (_, index) =>
      makeEvent({
        name: `e${index}`,
        lastTimestamp: CREATED_AT + index,
        regarding: { kind: 'DaemonSet', uid: agent.uid },
      }),
    );
    put(store, 'events', ...events.toReversed());
    expect(
      store
        .eventsOf(agent.uid)
        .map((event) => event.name)
        .sort(),
    ).toStrictEqual(['e2', 'e3', 'e4', 'e5']);
  });

  test('of kinds that nobody reads, none is kept', () => {
    const store = createMemoryStore();
    put(store, 'events', makeEvent({ regarding: { kind: 'ReplicaSet', uid: uid('rs') } }));
    relist(store, 'events', makeEvent({ regarding: { kind: 'ReplicaSet', uid: uid('rs') } }));
    expect(store.size('events')).toBe(0);
  });
});

describe('ignored nodes', () => {
  const ignoreNode = (node: { readonly labels: Readonly<Record<string, string>> }) => node.labels['virtual'] === 'true';

  test('are left out with all that is on them, and counted', () => {
    const store = createMemoryStore({ ignoreNode });
    put(store, 'nodes', makeNode('node-a', { labels: { virtual: 'true' } }), makeNode('node-b'));
    put(store, 'pods', makeDaemonPod());
    expect([...store.nodeNames()]).toStrictEqual([b]);
    expect(store.node(a)).toBeUndefined();
    expect(store.podsOfCell(agent.uid, a)).toStrictEqual([]);
    expect([...store.nodesOfDaemonSet(agent.uid)]).toStrictEqual([]);
    expect(store.ignoredNodes()).toBe(1);
  });

  test('come back when their labels change', () => {
    const store = createMemoryStore({ ignoreNode });
    put(store, 'nodes', makeNode('node-a', { labels: { virtual: 'true' } }));
    put(store, 'nodes', makeNode('node-a'));
    expect([...store.nodeNames()]).toStrictEqual([a]);
    expect(store.ignoredNodes()).toBe(0);
  });
});
