import { describe, expect, test } from 'vitest';
import { nodeName, revisionHash, uid } from '#lib/domain/keys.ts';
import { makeHealth } from '#lib/testing/health.ts';
import {
  CREATED_AT,
  makeContainer,
  makeContainerStatus,
  makeDaemonPod,
  makeDaemonSet,
  makeNode,
  makeRevision,
  makeTaint,
} from '#lib/testing/objects.ts';
import { AGENT, createSmallFleet, fillQuietly, NODE_A, type SmallFleet } from '#lib/testing/small-fleet.ts';

function detailsOf({ fleet }: SmallFleet) {
  const details = fleet.daemonSetDetails(AGENT);
  if (details === undefined) throw new Error('no details');
  return details;
}

describe('the details of a DaemonSet', () => {
  test('tell its settings, its placement and its revisions with the pods of each', () => {
    const stage = createSmallFleet();
    const daemonSet = makeDaemonSet({
      generation: 3,
      status: { observedGeneration: 3 },
      minReadySeconds: 5,
      updateStrategy: { kind: 'RollingUpdate', maxUnavailable: '50%', maxSurge: 0 },
      templateGeneration: '3',
      spec: {
        nodeSelector: { pool: 'a' },
        priorityClassName: 'system-node-critical',
        tolerations: [{ key: 'x', operator: 'Exists' }],
        initContainers: [makeContainer({ name: 'setup', image: 'example.com/setup:1', init: true })],
      },
    });
    const inPool = { labels: { pool: 'a' } };
    stage.put(
      'nodes',
      makeNode('node-a', inPool),
      makeNode('node-b', inPool),
      makeNode('node-c', { ...inPool, taints: [makeTaint('gpu', 'NoSchedule', 'yes')] }),
      makeNode('node-d'),
    );
    stage.put('daemonsets', daemonSet);
    stage.put(
      'controllerrevisions',
      makeRevision({
        daemonSet,
        hash: revisionHash('old'),
        revision: 1,
        template: { ...daemonSet.template, digest: 'x' },
      }),
      makeRevision({ daemonSet, hash: revisionHash('new'), revision: 4, creationTimestamp: CREATED_AT + 7 }),
    );
    stage.put(
      'pods',
      makeDaemonPod({ daemonSet, nodeName: 'node-a', hash: 'new' }),
      makeDaemonPod({ daemonSet: { ...daemonSet, templateGeneration: '2' }, nodeName: 'node-b', hash: 'old' }),
    );
    stage.clock.advance(100);
    const { cells, summary, ...details } = detailsOf(stage);
    expect(summary).toBe(stage.fleet.picture().daemonSets[0]);
    expect(details).toMatchObject({
      createdAt: CREATED_AT,
      generation: 3,
      observedGeneration: 3,
      minReadySeconds: 5,
      updateStrategy: {
        kind: 'RollingUpdate',
        maxUnavailable: '50%',
        maxSurge: 0,
        effective: { kind: 'maxUnavailable', pods: 1 },
      },
      priorityClassName: 'system-node-critical',
      images: [
        { container: 'setup', image: 'example.com/setup:1' },
        { container: 'agent', image: 'example.com/agent:1' },
      ],
      placement: {
        selector: daemonSet.selector,
        nodeSelector: { pool: 'a' },
        tolerations: [{ key: 'x', operator: 'Exists' }],
        exclusions: [
          { kind: 'NodeSelector', subject: 'pool', nodes: 1 },
          { kind: 'Taint', subject: 'gpu=yes:NoSchedule', nodes: 1 },
        ],
        wanted: 2,
        nodes: 4,
      },
      update: { from: 1, to: 4, images: [], more: 1 },
    });
    expect(details.placement.automaticTolerations.length).toBeGreaterThan(0);
    expect(cells.map(({ node, state }) => [node, state])).toStrictEqual([
      ['node-a', 'ok'],
      ['node-b', 'old'],
      ['node-c', 'excluded'],
      ['node-d', 'excluded'],
    ]);
  });

  test('tell of a cell its reasons, its pods and the state of each container', () => {
    const stage = createSmallFleet();
    const daemonSet = fillQuietly(stage);
    stage.put(
      'pods',
      makeDaemonPod({
        daemonSet,
        nodeName: 'node-a',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: CREATED_AT }],
        containerStatuses: [
          makeContainerStatus({
            ready: false,
            restartCount: 7,
            state: { kind: 'Waiting', reason: 'CrashLoopBackOff', message: 'back-off 5m0s' },
            lastTermination: { reason: 'Error', exitCode: 1, finishedAt: CREATED_AT + 9_000 },
          }),
        ],
      }),
    );
    stage.clock.advance(100);
    const cell = detailsOf(stage).cells[0];
    expect(cell).toMatchObject({ node: 'node-a', state: 'failed' });
    expect(cell?.reasons[0]).toMatchObject({ kind: 'ContainerWaiting', waitingReason: 'CrashLoopBackOff' });
    expect(cell?.pods).toStrictEqual([
      {
        namespace: 'default',
        name: 'agent-node-a',
        uid: 'pod/default/agent-node-a',
        phase: 'Running',
        createdAt: CREATED_AT,
        revision: { hash: '5d8f7b6c4', number: 1 },
        containers: [
          {
            name: 'agent',
            image: 'example.com/agent:1',
            init: false,
            ready: false,
            restartCount: 7,
            state: 'Waiting',
            stateReason: 'CrashLoopBackOff',
            message: 'back-off 5m0s',
            lastTermination: { reason: 'Error', exitCode: 1, finishedAt: CREATED_AT + 9_000 },
          },
        ],
      },
    ]);
  });

  test('are JSON: what is read back is what was sent', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    const details = detailsOf(stage);
    expect(JSON.parse(JSON.stringify(details))).toStrictEqual(details);
    const node = stage.fleet.nodeDetails(NODE_A);
    expect(JSON.parse(JSON.stringify(node))).toStrictEqual(node);
  });

  test('say nothing of pods that may not be read', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.be(makeHealth({ pods: { cause: 'forbidden', asOfAgeMillis: 400_000 } }));
    stage.clock.advance(100);
    expect(detailsOf(stage).cells.map(({ state, pods }) => [state, pods])).toStrictEqual([
      ['unknown', []],
      ['unknown', []],
    ]);
  });

  test('[P12] are there for a DaemonSet with a pod that cannot be read', () => {
    const stage = createSmallFleet({
      wrapStore: (store) => ({
        ...store,
        podsOfCell: (daemonSet, node) => {
          if (node === NODE_A) throw new Error('poison');
          return store.podsOfCell(daemonSet, node);
        },
      }),
    });
    fillQuietly(stage);
    expect(detailsOf(stage).cells.map(({ node, state, pods }) => [node, state, pods.length])).toStrictEqual([
      ['node-a', 'unknown', 0],
      ['node-b', 'ok', 1],
    ]);
    // To count it, its outline is enough.
    expect(stage.fleet.daemonSetView(AGENT)?.revisions.map(({ pods }) => pods)).toStrictEqual([2]);
    expect(stage.fleet.nodeDetails(NODE_A)?.daemonSets.map(({ state }) => state)).toStrictEqual(['unknown']);
  });

  test('of one that is not there are not there', () => {
    expect(createSmallFleet().fleet.daemonSetDetails(AGENT)).toBeUndefined();
  });
});

describe('the details of a node', () => {
  test('tell what it is, and its cells worst first', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.put('daemonsets', makeDaemonSet({ name: 'other' }));
    stage.put(
      'nodes',
      makeNode('node-a', {
        labels: { pool: 'a' },
        taints: [makeTaint('x')],
        unschedulable: true,
        nodeInfo: { kubeletVersion: 'v1.36.0' },
        internalIPs: ['10.0.0.1'],
      }),
    );
    stage.clock.advance(100);
    const { daemonSets, room, completeAfter, ...node } = stage.fleet.nodeDetails(NODE_A) ?? { daemonSets: [] };
    expect(room?.pods.map((pod) => pod.name)).toStrictEqual(['agent-node-a']);
    expect(completeAfter).toStrictEqual({ kind: 'Known', millis: 0 });
    expect(node).toStrictEqual({
      name: 'node-a',
      exists: true,
      createdAt: CREATED_AT,
      unschedulable: true,
      labels: { pool: 'a' },
      taints: [makeTaint('x')],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: CREATED_AT }],
      nodeInfo: { kubeletVersion: 'v1.36.0' },
      internalIPs: ['10.0.0.1'],
      allocatable: { cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi', pods: '110' },
    });
    expect(daemonSets.map(({ name, state }) => [name, state])).toStrictEqual([
      ['agent', 'misscheduled'],
      ['other', 'excluded'],
    ]);
  });

  test('of one that is gone and still has a pod say so', () => {
    const stage = createSmallFleet();
    fillQuietly(stage);
    stage.remove('nodes', uid('node/node-a'));
    stage.clock.advance(100);
    const details = stage.fleet.nodeDetails(NODE_A);
    expect(details).toMatchObject({ exists: false, labels: {}, conditions: [] });
    expect(details?.daemonSets.map(({ reasons }) => reasons[0]?.kind)).toStrictEqual(['NodeGone']);
    expect(stage.fleet.nodeDetails(nodeName('node-z'))).toBeUndefined();
  });
});
