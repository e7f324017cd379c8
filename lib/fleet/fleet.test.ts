import { describe, expect, test, vi } from 'vitest';
import { uid } from '#lib/domain/keys.ts';
import type { StoreReader } from '#lib/kubernetes/store.ts';
import { makeHealth } from '#lib/testing/health.ts';
import { CREATED_AT, makeDaemonPod, makeDaemonSet, makeNode, makePod, makeRevision } from '#lib/testing/objects.ts';
import { AGENT, createSmallFleet, fillQuietly, NODE_A, type SmallFleet } from '#lib/testing/small-fleet.ts';

function stateOf({ fleet }: SmallFleet): string | undefined {
  return fleet.picture().daemonSets[0]?.state;
}

describe('when pictures are made', () => {
  test('the first change after a quiet while at once, further ones within 100 ms, all together', () => {
    const stage = createSmallFleet();
    stage.clock.advance(1_000);
    const seen = vi.fn();
    stage.fleet.onChange(({ nodes }) => seen(stage.clock.monotonic(), nodes.length));
    stage.put('nodes', makeNode('node-a'));
    stage.clock.advance(0);
    for (const name of ['node-b', 'node-c', 'node-d']) {
      stage.clock.advance(20);
      stage.put('nodes', makeNode(name));
    }
    stage.clock.advance(39);
    expect(seen.mock.calls).toStrictEqual([[1_000, 1]]);
    stage.clock.advance(1);
    expect(seen.mock.calls).toStrictEqual([
      [1_000, 1],
      [1_100, 4],
    ]);
  });

  test('a change that says nothing new makes no picture', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const seen = vi.fn();
    stage.fleet.onChange(seen);
    stage.put('pods', makePod({ name: 'web', nodeName: 'node-a' }));
    stage.clock.advance(1_000);
    expect(seen).not.toHaveBeenCalled();
  });

  test('what did not change is the same object in the next picture', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    const other = makeDaemonSet({ name: 'other' });
    stage.put('daemonsets', other);
    stage.clock.advance(100);
    const before = stage.fleet.picture();
    stage.put('pods', makeDaemonPod({ daemonSet: other, nodeName: 'node-b' }));
    stage.clock.advance(100);
    const after = stage.fleet.picture();
    expect(after).not.toBe(before);
    expect(after.nodes).toBe(before.nodes);
    expect(after.cells.get(agent.uid)).toBe(before.cells.get(agent.uid));
    expect(after.daemonSets.find((each) => each.name === 'agent')).toBe(
      before.daemonSets.find((each) => each.name === 'agent'),
    );
    expect(after.cells.get(other.uid)).not.toBe(before.cells.get(other.uid));
  });

  test('a listener that throws does not keep the others from hearing', () => {
    const stage = createSmallFleet();
    const seen = vi.fn();
    stage.fleet.onChange(() => {
      throw new Error('listener');
    });
    stage.fleet.onChange(seen);
    stage.put('nodes', makeNode());
    stage.clock.advance(100);
    expect(seen).toHaveBeenCalledTimes(1);
    expect(stage.fleet.failures().listeners).toBe(1);
  });

  test('after stop nothing happens any more, and no timer is left', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    const before = stage.fleet.picture();
    stage.fleet.stop();
    stage.remove('daemonsets', agent.uid);
    stage.be(makeHealth());
    stage.clock.advance(60_000);
    expect(stage.fleet.picture()).toBe(before);
    expect(stage.clock.pending()).toStrictEqual([]);
  });
});

describe('what time alone changes', () => {
  test('one timer serves all cells: minReadySeconds end, each at its moment', () => {
    const stage = createSmallFleet();
    const daemonSet = makeDaemonSet({ minReadySeconds: 60 });
    const now = stage.clock.now();
    const pods = [10, 20].map((age, at) =>
      makeDaemonPod({
        daemonSet,
        nodeName: `node-${'ab'.charAt(at)}`,
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: now - age * 1_000 }],
      }),
    );
    stage.put('nodes', makeNode('node-a'), makeNode('node-b'));
    stage.put('daemonsets', daemonSet);
    stage.put('controllerrevisions', makeRevision({ daemonSet }));
    stage.put('pods', ...pods);
    stage.clock.advance(100);
    expect(stage.cellsOf(daemonSet)).toStrictEqual({ 'node-a': 'progressing', 'node-b': 'progressing' });
    expect(stage.clock.pending().length).toBe(1);
    stage.clock.advance(40_000);
    expect(stage.cellsOf(daemonSet)).toStrictEqual({ 'node-a': 'progressing', 'node-b': 'ok' });
    stage.clock.advance(10_000);
    expect(stage.cellsOf(daemonSet)).toStrictEqual({ 'node-a': 'ok', 'node-b': 'ok' });
    expect(stateOf(stage)).toBe('Complete');
  });

  test('a pod that goes is missing after 10 s of absence, and not before', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    stage.clock.advance(1_000);
    stage.remove('pods', uid('pod/default/agent-node-a'));
    stage.clock.advance(10_000);
    expect(stage.cellsOf(agent)['node-a']).toBe('progressing');
    stage.clock.advance(200);
    expect(stage.cellsOf(agent)['node-a']).toBe('missing');
  });

  test('a place that was empty when we came has been so for as long as anything asks for a pod there', () => {
    const stage = createSmallFleet();
    const agent = makeDaemonSet();
    stage.put('daemonsets', agent);
    stage.put('nodes', makeNode('node-a'), makeNode('node-b', { creationTimestamp: stage.clock.now() - 3_000 }));
    stage.clock.advance(100);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': 'missing', 'node-b': 'progressing' });
  });

  test('a place that lost its pod while nothing could be read is empty since we can read again', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    stage.be(makeHealth({ pods: { asOfAgeMillis: 31_000 } }));
    stage.clock.advance(100);
    stage.remove('pods', uid('pod/default/agent-node-a'));
    stage.clock.advance(60_000);
    expect(stage.cellsOf(agent)['node-a']).toBe('unknown');
    stage.be(makeHealth());
    stage.clock.advance(9_900);
    expect(stage.cellsOf(agent)['node-a']).toBe('progressing');
    stage.clock.advance(400);
    expect(stage.cellsOf(agent)['node-a']).toBe('missing');
  });
});

describe('what is known', () => {
  const silent = { asOfAgeMillis: 30_001 };
  const rows = [
    {
      name: 'pods that are too old make everything unknown',
      health: { pods: silent },
      cell: 'unknown',
      state: 'Unknown',
    },
    { name: 'so do DaemonSets', health: { daemonsets: silent }, cell: 'unknown', state: 'Unknown' },
    { name: 'and revisions', health: { controllerrevisions: silent }, cell: 'unknown', state: 'Unknown' },
    { name: 'and nodes', health: { nodes: silent }, cell: 'unknown', state: 'Unknown' },
    { name: 'but not events', health: { events: silent }, cell: 'ok', state: 'Complete' },
    { name: 'at 30 s things still count', health: { pods: { asOfAgeMillis: 30_000 } }, cell: 'ok', state: 'Complete' },
    {
      name: 'pods that were never read are unknown',
      health: { pods: { synced: false } },
      cell: 'unknown',
      state: 'Unknown',
    },
  ] as const;
  test.for(rows)('$name', ({ health, cell, state }) => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    expect(stateOf(stage)).toBe('Complete');
    stage.be(makeHealth(health));
    stage.clock.advance(100);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': cell, 'node-b': cell });
    expect(stateOf(stage)).toBe(state);
    stage.be(makeHealth());
    stage.clock.advance(100);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': 'ok', 'node-b': 'ok' });
    expect(stateOf(stage)).toBe('Complete');
  });

  test('age alone makes things unknown, without any event, at 30 s', () => {
    let age = () => 0;
    const stage = createSmallFleet({ health: () => makeHealth({ pods: { asOfAgeMillis: age() } }) });
    age = stage.clock.monotonic;
    fillQuietly(stage);
    stage.clock.advance(29_900);
    expect(stateOf(stage)).toBe('Complete');
    stage.clock.advance(200);
    expect(stateOf(stage)).toBe('Unknown');
    expect(stage.fleet.picture().knowledge['pods']).toBe('Stale');
  });

  test('files never go stale, and set no timer', () => {
    const stage = createSmallFleet({
      source: { kind: 'Files', asOf: CREATED_AT },
      health: () => ({ ...makeHealth({ pods: { asOfAgeMillis: 1e9 } }), asOf: CREATED_AT }),
    });
    fillQuietly(stage);
    stage.clock.advance(86_400_000);
    expect(stateOf(stage)).toBe('Complete');
    expect(stage.clock.pending()).toStrictEqual([]);
  });

  test('without nodes the cells come from the pods alone, and none is missing or excluded', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    const other = makeDaemonSet({ name: 'other' });
    stage.put('daemonsets', other);
    stage.remove('pods', uid('pod/default/agent-node-b'));
    stage.be(makeHealth({ nodes: { synced: false, cause: 'forbidden' } }));
    stage.clock.advance(100);
    expect(stage.fleet.picture().nodes.map(({ name, ready }) => [name, ready])).toStrictEqual([['node-a', 'Absent']]);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': 'ok' });
    expect(stage.cellsOf(other)).toStrictEqual({ 'node-a': 'unknown' });
  });

  test('five minutes after the rights were taken away, what they let us read is gone', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const forbidden = (asOfAgeMillis: number) => {
      const each = { cause: 'forbidden', asOfAgeMillis } as const;
      return makeHealth({ daemonsets: each, pods: each, nodes: each, controllerrevisions: each });
    };
    stage.be(forbidden(299_000));
    stage.clock.advance(100);
    expect(stage.fleet.picture().daemonSets.length).toBe(1);
    stage.be(forbidden(300_001));
    stage.clock.advance(100);
    expect(stage.fleet.picture()).toMatchObject({ nodes: [], daemonSets: [], cells: new Map() });
    expect(stage.fleet.daemonSetView(AGENT)).toBeUndefined();
    expect(stage.fleet.nodeView(NODE_A)).toBeUndefined();
  });
});

describe('[P12] one bad object never takes out the view', () => {
  function poison(bad: (store: StoreReader) => Partial<StoreReader>) {
    return createSmallFleet({ wrapStore: (store) => ({ ...store, ...bad(store) }) });
  }

  test('a cell that cannot be derived is unknown, its DaemonSet is not complete, the rest is told', () => {
    let isBad = true;
    const stage = poison((store) => ({
      podsOfCell: (daemonSet, node) => {
        if (isBad && node === NODE_A && daemonSet === makeDaemonSet().uid) throw new Error('poison');
        return store.podsOfCell(daemonSet, node);
      },
    }));
    const other = makeDaemonSet({ name: 'other' });
    stage.put('daemonsets', other);
    const agent = fillQuietly(stage);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': 'unknown', 'node-b': 'ok' });
    expect(stage.cellsOf(other)).toStrictEqual({ 'node-a': 'missing', 'node-b': 'missing' });
    const summary = stage.fleet.picture().daemonSets.find(({ name }) => name === 'agent');
    expect(summary).toMatchObject({ state: 'Unknown', concernedNodes: ['node-a'] });
    expect(stage.fleet.failures().cells).toBeGreaterThan(0);
    expect(stage.fleet.daemonSetView(AGENT)?.cells.get(NODE_A)?.kind).toBe('unknown');
    isBad = false;
    stage.put('pods', makeDaemonPod({ daemonSet: agent, nodeName: 'node-a', phase: 'Pending' }));
    stage.clock.advance(100);
    stage.put('pods', makeDaemonPod({ daemonSet: agent, nodeName: 'node-a' }));
    stage.clock.advance(100);
    expect(stage.cellsOf(agent)).toStrictEqual({ 'node-a': 'ok', 'node-b': 'ok' });
  });

  test('a DaemonSet that cannot be derived is unknown, the others are told', () => {
    const stage = poison((store) => ({
      revisionsOf: (daemonSet) => {
        if (daemonSet === makeDaemonSet({ name: 'bad' }).uid) throw new Error('poison');
        return store.revisionsOf(daemonSet);
      },
    }));
    stage.put('daemonsets', makeDaemonSet({ name: 'bad' }));
    fillQuietly(stage);
    const states = stage.fleet.picture().daemonSets.map(({ name, state }) => [name, state]);
    expect(states).toStrictEqual([
      ['bad', 'Unknown'],
      ['agent', 'Complete'],
    ]);
    expect(stage.fleet.failures().daemonSets).toBeGreaterThan(0);
  });
});

describe('transitions', () => {
  test('tell what became what, and when it was seen; what was merely unknown is no transition', () => {
    const stage = createSmallFleet();
    const agent = fillQuietly(stage);
    stage.be(makeHealth({ pods: { asOfAgeMillis: 31_000 } }));
    stage.clock.advance(100);
    stage.be(makeHealth());
    stage.clock.advance(100);
    stage.put('nodes', makeNode('node-a', { conditions: [{ type: 'Ready', status: 'False' }] }));
    stage.clock.advance(100);
    const subject = { uid: agent.uid, key: AGENT };
    const start = CREATED_AT + 3_600_000;
    expect(stage.fleet.transitions()).toStrictEqual([
      { of: 'DaemonSet', ...subject, from: 'Complete', to: 'Unknown', at: start + 100 },
      { of: 'DaemonSet', ...subject, from: 'Unknown', to: 'Complete', at: start + 200 },
      { of: 'Cell', ...subject, node: NODE_A, from: 'ok', to: 'nodeDown', at: start + 300 },
    ]);
  });

  test('are as many as the limit says, the newest', () => {
    const stage = createSmallFleet({ historyLimit: 3 });
    fillQuietly(stage);
    for (let turn = 0; turn < 7; turn += 1) {
      const status = turn % 2 === 0 ? 'False' : 'True';
      stage.put('nodes', makeNode('node-a', { conditions: [{ type: 'Ready', status }] }));
      stage.clock.advance(100);
    }
    const cells = stage.fleet.transitions().flatMap((each) => (each.of === 'Cell' ? [each.to] : []));
    expect(stage.fleet.transitions().length).toBe(3);
    expect(cells).toStrictEqual(['nodeDown', 'ok', 'nodeDown']);
  });
});

describe('the order', () => {
  test('[S] nodes come in natural order, whenever they come', () => {
    const stage = createSmallFleet();
    for (const name of ['node-10', 'node-2', 'node-1', 'node-01', 'a']) {
      stage.put('nodes', makeNode(name));
      stage.clock.advance(100);
    }
    expect(stage.fleet.picture().nodes.map(({ name }) => name)).toStrictEqual([
      'a',
      'node-01',
      'node-1',
      'node-2',
      'node-10',
    ]);
  });

  test('[RS2] DaemonSets come worst first, then by priority, then by nodes concerned', () => {
    const stage = createSmallFleet();
    stage.put('nodes', makeNode('node-a', { labels: { pool: 'a' } }), makeNode('node-b'));
    stage.put(
      'daemonsets',
      makeDaemonSet({ name: 'one-node', spec: { nodeSelector: { pool: 'a' } } }),
      makeDaemonSet({ name: 'two-nodes' }),
      makeDaemonSet({ name: 'idle', spec: { nodeSelector: { pool: 'z' } } }),
      makeDaemonSet({ name: 'critical', spec: { priorityClassName: 'system-node-critical' } }),
    );
    stage.clock.advance(100);
    const names = stage.fleet.picture().daemonSets.map(({ name }) => name);
    expect(names).toStrictEqual(['critical', 'two-nodes', 'one-node', 'idle']);
  });
});

test('the heartbeat says the age of the oldest mandatory resource, and all that is known of each', () => {
  const stage = createSmallFleet();
  expect(stage.fleet.heartbeat().asOfAgeMs).toBe(0);
  stage.be(
    makeHealth({ pods: { asOfAgeMillis: 700 }, events: { asOfAgeMillis: 9_000, cause: 'gone', note: 'expired' } }),
  );
  const heartbeat = stage.fleet.heartbeat();
  expect(heartbeat.asOfAgeMs).toBe(700);
  expect(heartbeat.now).toBe(stage.clock.now());
  expect(heartbeat.perResource['events']).toStrictEqual({
    state: 'live',
    cause: 'gone',
    note: 'expired',
    synced: true,
    asOfAgeMs: 9_000,
    lastEventAgeMs: null,
    objects: 0,
    expected: null,
    relists: 0,
  });
  stage.be(makeHealth({ controllerrevisions: { synced: false } }));
  expect(stage.fleet.heartbeat().asOfAgeMs).toBeNull();
});
