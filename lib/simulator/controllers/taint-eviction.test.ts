import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { newNode } from '../node-plan.ts';
import { changeNodes, type SimulatedNodes } from '../nodes.ts';
import type { Taint, Toleration } from '../objects.ts';
import { startTaintEviction } from './taint-eviction.ts';

const SECOND = 1_000;
const DRAINED: Taint = { key: 'drained', value: 'yes', effect: 'NoExecute' };
const FOR_TEN_SECONDS: Toleration = { key: 'drained', operator: 'Exists', tolerationSeconds: 10 };

type Cluster = SimulatedContext & { readonly nodes: SimulatedNodes; readonly stop: () => void };

/** One node, and a pod on it. */
function clusterOf(tolerations: readonly Toleration[], taints: readonly Taint[] = []): Cluster {
  const context = simulatedContext();
  context.store.create<'Node'>(newNode({ name: 'node-1', taints }, context.clock.now()));
  addPod(context, tolerations);
  const { stop } = startTaintEviction(context);
  context.clock.advance(SECOND);
  return { ...context, nodes: changeNodes(context), stop };
}

function addPod({ store }: SimulatedContext, tolerations: readonly Toleration[]): void {
  store.create<'Pod'>({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'agent-x', namespace: 'apps' },
    spec: { nodeName: 'node-1', containers: [{ name: 'agent', image: 'agent' }], tolerations },
  });
}

function isLeaving({ store }: SimulatedContext): boolean {
  return store.get('Pod', 'agent-x', 'apps')?.metadata.deletionTimestamp !== undefined;
}

/** After how many seconds the pod leaves; undefined when it has not within ten minutes. */
function secondsUntilLeaving(cluster: Cluster): number | undefined {
  for (let seconds = 1; seconds <= 600; seconds += 1) {
    cluster.clock.advance(SECOND);
    if (isLeaving(cluster)) return seconds;
  }
  return undefined;
}

describe('which pods a NoExecute taint drives off, and when [TL6]', () => {
  const everything: Toleration = { operator: 'Exists' };
  test.each([
    { name: 'one that does not tolerate it, at once', tolerations: [], seconds: 1 },
    { name: 'one that tolerates another value, at once', tolerations: [{ key: 'drained', value: 'no' }], seconds: 1 },
    { name: 'one that tolerates it for ever, never', tolerations: [everything], seconds: undefined },
    { name: 'one that tolerates it for a while, after that', tolerations: [FOR_TEN_SECONDS], seconds: 11 },
    {
      name: 'one that tolerates it for no time, at once',
      tolerations: [{ ...FOR_TEN_SECONDS, tolerationSeconds: 0 }],
      seconds: 1,
    },
    {
      name: 'one whose first toleration for it has a time, after that, though a later one has none',
      tolerations: [
        { ...everything, tolerationSeconds: 20 },
        { key: 'drained', operator: 'Exists' },
      ],
      seconds: 21,
    },
    {
      name: 'one whose first toleration for it has no time, never, though a later one has one',
      tolerations: [everything, FOR_TEN_SECONDS],
      seconds: undefined,
    },
    {
      name: 'one that tolerates another effect alone, at once',
      tolerations: [{ ...everything, effect: 'NoSchedule' }],
      seconds: 1,
    },
  ])('$name', ({ tolerations, seconds }) => {
    const cluster = clusterOf(tolerations);
    cluster.nodes.taint('node-1', DRAINED);
    expect(secondsUntilLeaving(cluster)).toBe(seconds);
  });

  test('of several taints the one that is tolerated for the shortest time counts', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS, { key: 'other', operator: 'Exists', tolerationSeconds: 3 }]);
    cluster.store.update('Node', 'node-1', undefined, (node) => {
      return { ...node, spec: { ...node.spec, taints: [DRAINED, { key: 'other', effect: 'NoExecute' }] } };
    });
    expect(secondsUntilLeaving(cluster)).toBe(4);
  });

  test('a taint of another effect drives nobody off', () => {
    const cluster = clusterOf([]);
    cluster.nodes.taint('node-1', { ...DRAINED, effect: 'NoSchedule' });
    expect(secondsUntilLeaving(cluster)).toBeUndefined();
  });

  test('a taint that was there before the controller counts, for pods that come later, too', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS], [DRAINED]);
    expect(secondsUntilLeaving(cluster)).toBe(10);
    cluster.store.remove('Pod', 'agent-x', 'apps');
    addPod(cluster, [FOR_TEN_SECONDS]);
    expect(secondsUntilLeaving(cluster)).toBe(11);
  });

  test('a second taint does not make a planned eviction come sooner, unless it is not tolerated', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS, { key: 'other', operator: 'Exists', tolerationSeconds: 1 }]);
    cluster.nodes.taint('node-1', DRAINED);
    cluster.clock.advance(2 * SECOND);
    cluster.nodes.taint('node-1', { key: 'other', effect: 'NoExecute' });
    cluster.clock.advance(4 * SECOND);
    expect(isLeaving(cluster)).toBe(false);
    cluster.nodes.taint('node-1', { key: 'third', effect: 'NoExecute' });
    expect(secondsUntilLeaving(cluster)).toBe(1);
  });
});

describe('what is said [TL6]', () => {
  const regarding = { kind: 'Pod', apiVersion: 'v1', namespace: 'apps', name: 'agent-x' };
  const common = { regarding, type: 'Normal', reason: 'TaintManagerEviction', component: 'taint-eviction-controller' };
  const marking = { ...common, message: 'Marking for deletion Pod apps/agent-x' };
  const cancelling = { ...common, message: 'Cancelling deletion of Pod apps/agent-x' };

  test('an eviction is an event without a uid, and a condition of the pod', () => {
    const cluster = clusterOf([]);
    cluster.nodes.taint('node-1', DRAINED);
    cluster.clock.advance(SECOND);
    expect(cluster.events).toStrictEqual([marking]);
    expect(cluster.store.get('Pod', 'agent-x', 'apps')?.status.conditions).toStrictEqual([
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
        lastTransitionTime: '2026-11-24T08:00:01Z',
        lastProbeTime: null,
        observedGeneration: 1,
      },
    ]);
  });

  test('the end of the taint cancels what is planned, once', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS]);
    cluster.nodes.taint('node-1', DRAINED);
    cluster.clock.advance(5 * SECOND);
    cluster.nodes.untaint('node-1', 'drained');
    cluster.clock.advance(60 * SECOND);
    expect([isLeaving(cluster), cluster.events]).toStrictEqual([false, [cancelling]]);
    // It begins anew, with its whole time.
    cluster.nodes.taint('node-1', DRAINED);
    expect(secondsUntilLeaving(cluster)).toBe(11);
  });

  test('a pod that goes by itself cancels it, too', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS]);
    cluster.nodes.taint('node-1', DRAINED);
    cluster.clock.advance(5 * SECOND);
    cluster.store.remove('Pod', 'agent-x', 'apps');
    cluster.clock.advance(60 * SECOND);
    expect(cluster.events).toStrictEqual([cancelling]);
  });

  test('a controller that is stopped evicts nobody', () => {
    const cluster = clusterOf([FOR_TEN_SECONDS]);
    cluster.nodes.taint('node-1', DRAINED);
    cluster.clock.advance(5 * SECOND);
    cluster.stop();
    expect(cluster.clock.nextTimerAt()).toBeUndefined();
    expect(secondsUntilLeaving(cluster)).toBeUndefined();
  });
});
