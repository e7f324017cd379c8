import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Running } from '#lib/simulator/context.ts';
import { requestDeletion } from '#lib/simulator/deletion.ts';
import type { NewObject, Node, Pod } from '#lib/simulator/objects.ts';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type PodPlan, simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { startScheduler } from './scheduler.ts';

let context: SimulatedContext;
let running: Running;
beforeEach(() => {
  context = simulatedContext();
  running = startScheduler(context);
});
afterEach(() => running.stop());

/** Long enough for everything that is due, and too short for what is only stale. */
const SOON = 1_000;

function add(...objects: readonly (NewObject<'Node'> | PodPlan)[]): void {
  for (const each of objects)
    if ('kind' in each) context.store.create<'Node'>(each);
    else context.store.create<'Pod'>(simulatedPod(each));
  context.clock.advance(SOON);
}

function pod(name: string): Pod {
  const found = context.store.get('Pod', name, 'default');
  if (found === undefined) throw new Error(`no pod ${name}`);
  return found;
}

function changeNode(name: string, change: (node: Node) => Node): void {
  context.store.update('Node', name, undefined, change);
  context.clock.advance(SOON);
}

function changePod(name: string, change: (each: Pod) => Pod): void {
  context.store.update('Pod', name, 'default', change);
  context.clock.advance(SOON);
}

function remove(name: string): void {
  requestDeletion(context, { kind: 'Pod', name, namespace: 'default' }, { gracePeriodSeconds: 0 });
  context.clock.advance(SOON);
}

function nodesOf(...names: readonly string[]): readonly (string | undefined)[] {
  return names.map((name) => context.store.get('Pod', name, 'default')?.spec.nodeName);
}

function tries(name: string): number {
  return context.events.filter(({ reason, regarding }) => reason === 'FailedScheduling' && regarding.name === name)
    .length;
}

const HALF = { cpu: '2' };
const MOST = { cpu: '3' };

describe('a pod that fits', () => {
  test('is bound, with its condition and an event', () => {
    add(simulatedNode('n'), { name: 'agent', pin: 'n' });
    const { spec, status, metadata } = pod('agent');
    expect([spec.nodeName, status.conditions]).toStrictEqual([
      'n',
      [{ type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-11-24T08:00:00Z' }],
    ]);
    expect(context.events).toStrictEqual([
      {
        regarding: {
          kind: 'Pod',
          apiVersion: 'v1',
          name: 'agent',
          namespace: 'default',
          uid: metadata.uid,
          resourceVersion: '3',
        },
        type: 'Normal',
        reason: 'Scheduled',
        message: 'Successfully assigned default/agent to n',
        component: 'default-scheduler',
        action: 'Binding',
      },
    ]);
  });

  test('carries from then on where its node stands, whatever it said of that itself', () => {
    add(simulatedNode('n', { zone: 'zone-a' }));
    add({ name: 'agent', labels: { app: 'a', 'topology.kubernetes.io/zone': 'elsewhere' } });
    expect(pod('agent').metadata.labels).toStrictEqual({ app: 'a', 'topology.kubernetes.io/zone': 'zone-a' });
  });

  test('goes where the most room is left', () => {
    add(simulatedNode('a'), simulatedNode('b'), simulatedNode('c'));
    add({ name: 'x', spec: { nodeName: 'a' }, requests: HALF }, { name: 'y', spec: { nodeName: 'c' }, requests: MOST });
    add({ name: 'agent', requests: { cpu: '500m' } });
    expect(nodesOf('agent')).toStrictEqual(['b']);
  });

  test('would rather not go where a taint asks it to stay away', () => {
    add(simulatedNode('a', { taints: [{ key: 'spot', effect: 'PreferNoSchedule' }] }), simulatedNode('b'));
    add({ name: 'x', spec: { nodeName: 'b' }, requests: HALF }, { name: 'agent', requests: { cpu: '500m' } });
    expect(nodesOf('agent')).toStrictEqual(['b']);
  });

  test('is of a higher priority first, then the older', () => {
    running.stop();
    context.store.create<'Node'>(simulatedNode('n'));
    const plans = { 'a-old': 0, 'b-young': 0, 'c-high': 10 };
    for (const [name, priority] of Object.entries(plans))
      context.store.create<'Pod'>(simulatedPod({ name, pin: 'n', requests: HALF, spec: { priority } }));
    running = startScheduler(context);
    context.clock.advance(SOON);
    expect(nodesOf('a-old', 'b-young', 'c-high')).toStrictEqual(['n', undefined, 'n']);
  });

  test('is left to other schedulers, and behind its gate [SC20]', () => {
    add(
      simulatedNode('n'),
      { name: 'other', spec: { schedulerName: 'mine' } },
      { name: 'gated', spec: { schedulingGates: [{ name: 'g' }] } },
    );
    expect(nodesOf('other', 'gated')).toStrictEqual([undefined, undefined]);
    expect(pod('other').status.conditions).toBeUndefined();
    expect(pod('gated').status.conditions).toStrictEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]);
    changePod('gated', (each) => ({ ...each, spec: { ...each.spec, schedulingGates: [] } }));
    expect(nodesOf('other', 'gated')).toStrictEqual([undefined, 'n']);
  });
});

describe('what is taken on a node', () => {
  test('is summed up exactly [FT7]', () => {
    add(simulatedNode('n', { capacity: { cpu: '1', memory: '1Gi' } }));
    const third = { cpu: '333m', memory: '357913941' };
    for (const name of ['a', 'b', 'c']) add({ name, pin: 'n', requests: third });
    add(
      { name: 'crumb', pin: 'n', requests: { cpu: '1m', memory: '1' } },
      { name: 'more', pin: 'n', requests: { memory: '1m' } },
    );
    expect(nodesOf('a', 'b', 'c', 'crumb', 'more')).toStrictEqual(['n', 'n', 'n', 'n', undefined]);
  });

  test('is nothing of pods that are over, and all of pods that are leaving [FT6]', () => {
    add(simulatedNode('n'), { name: 'over', spec: { nodeName: 'n' }, requests: MOST, status: { phase: 'Failed' } });
    add({ name: 'leaving', spec: { nodeName: 'n' }, requests: MOST });
    requestDeletion(context, { kind: 'Pod', name: 'leaving', namespace: 'default' });
    add({ name: 'agent', pin: 'n', requests: HALF });
    expect(nodesOf('agent')).toStrictEqual([undefined]);
    remove('leaving');
    expect(nodesOf('agent')).toStrictEqual(['n']);
  });

  test('is a slot even of a pod that asks for nothing [FT8]', () => {
    add(simulatedNode('n', { capacity: { pods: '1' } }), { name: 'a', pin: 'n' }, { name: 'b', pin: 'n' });
    expect(nodesOf('a', 'b')).toStrictEqual(['n', undefined]);
  });
});

describe('a pod that was refused', () => {
  test('keeps the time of its condition while the text changes', () => {
    add(simulatedNode('n'), { name: 'filler', spec: { nodeName: 'n' }, requests: MOST });
    add({ name: 'agent', pin: 'n', requests: HALF });
    context.clock.advance(60_000);
    changeNode('n', (each) => ({ ...each, spec: { unschedulable: true } }));
    remove('filler');
    const message =
      '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    expect(pod('agent').status.conditions).toStrictEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
        lastProbeTime: null,
        lastTransitionTime: '2026-11-24T08:00:01Z',
        observedGeneration: 1,
      },
    ]);
  });

  test.each<{ what: string; node: NewObject<'Node'>; plan: Omit<PodPlan, 'name'>; help: () => void }>([
    {
      what: 'its taint is taken off',
      node: simulatedNode('n', { taints: [{ key: 'k', effect: 'NoExecute' }] }),
      plan: {},
      help: () => changeNode('n', (each) => ({ ...each, spec: {} })),
    },
    {
      what: 'its node is uncordoned',
      node: simulatedNode('n', { unschedulable: true }),
      plan: {},
      help: () => changeNode('n', (each) => ({ ...each, spec: {} })),
    },
    {
      what: 'its node gets the label',
      node: simulatedNode('n'),
      plan: { spec: { nodeSelector: { disk: 'ssd' } } },
      help: () =>
        changeNode('n', (each) => ({
          ...each,
          metadata: { ...each.metadata, labels: { ...each.metadata.labels, disk: 'ssd' } },
        })),
    },
    {
      what: 'its node grows',
      node: simulatedNode('n', { capacity: { cpu: '1' } }),
      plan: { requests: HALF },
      help: () =>
        changeNode('n', (each) => ({
          ...each,
          status: { ...each.status, allocatable: { ...each.status.allocatable, cpu: '2' } },
        })),
    },
    {
      what: 'its node comes',
      node: simulatedNode('other'),
      plan: {},
      help: () => add(simulatedNode('n')),
    },
    {
      what: 'it learns to tolerate',
      node: simulatedNode('n', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
      plan: {},
      help: () =>
        changePod('agent', (each) => ({ ...each, spec: { ...each.spec, tolerations: [{ operator: 'Exists' }] } })),
    },
  ])('is bound at once when $what', ({ node, plan, help }) => {
    add(node, { name: 'agent', pin: 'n', ...plan });
    expect(nodesOf('agent')).toStrictEqual([undefined]);
    help();
    expect([nodesOf('agent'), tries('agent')]).toStrictEqual([['n'], 1]);
  });

  test('is bound when a neighbour goes or comes to its end', () => {
    add(simulatedNode('n'));
    for (const name of ['x', 'y']) add({ name, spec: { nodeName: 'n' }, requests: HALF });
    for (const name of ['first', 'second']) add({ name, pin: 'n', requests: HALF });
    remove('x');
    expect(nodesOf('first', 'second')).toStrictEqual(['n', undefined]);
    changePod('y', (each) => ({ ...each, status: { phase: 'Succeeded' } }));
    expect(nodesOf('first', 'second')).toStrictEqual(['n', 'n']);
  });

  test('is left alone by what does not help it', () => {
    const web = { ports: [{ containerPort: 80, hostPort: 80 }] };
    add(simulatedNode('n'), simulatedNode('other'));
    add({ name: 'holder', spec: { nodeName: 'n' }, container: web }, { name: 'plain', spec: { nodeName: 'n' } });
    add({ name: 'elsewhere', spec: { nodeName: 'other' }, container: web });
    add({ name: 'agent', pin: 'n', container: web });
    remove('plain');
    remove('elsewhere');
    changeNode('n', (each) => ({ ...each, status: { ...each.status, conditions: [] } }));
    changeNode('n', (each) => ({ ...each, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } }));
    expect(tries('agent')).toBe(1);
    changeNode('n', (each) => ({ ...each, spec: {} }));
    remove('holder');
    expect([nodesOf('agent'), tries('agent')]).toStrictEqual([['n'], 1]);
  });

  test('is left alone by a port that is given up while a taint keeps it away', () => {
    const web = { ports: [{ containerPort: 80, hostPort: 80 }] };
    add(simulatedNode('n', { taints: [{ key: 'k', effect: 'NoSchedule' }] }));
    add({ name: 'holder', spec: { nodeName: 'n' }, container: web }, { name: 'agent', pin: 'n', container: web });
    remove('holder');
    expect(tries('agent')).toBe(1);
  });

  test('is tried again after five minutes, whatever has happened, and never once it is gone', () => {
    add(simulatedNode('n'), { name: 'agent', pin: 'n', requests: { cpu: '5' } });
    context.clock.advance(299_000);
    expect(tries('agent')).toBe(1);
    context.clock.advance(40_000);
    expect(tries('agent')).toBe(2);
    remove('agent');
    context.clock.advance(1_000_000);
    expect([tries('agent'), context.clock.nextTimerAt()]).toStrictEqual([2, undefined]);
  });

  test('is refused without a word on preemption while there are no nodes [SC3]', () => {
    add({ name: 'agent' });
    expect(pod('agent').status.conditions?.[0]?.message).toBe('no nodes available to schedule pods');
    add(simulatedNode('n'));
    expect(nodesOf('agent')).toStrictEqual(['n']);
  });

  test('is skipped when it is asked to leave and something holds it [SC3]', () => {
    add(simulatedNode('n'), { name: 'agent', pin: 'n', requests: { cpu: '5' }, finalizers: ['example.com/f'] });
    requestDeletion(context, { kind: 'Pod', name: 'agent', namespace: 'default' });
    context.clock.advance(340_000);
    expect(context.events.at(-1)?.message).toBe('skip schedule deleting pod: default/agent');
    expect(tries('agent')).toBe(2);
  });
});
