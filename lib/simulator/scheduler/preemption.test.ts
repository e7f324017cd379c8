import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Running } from '#lib/simulator/context.ts';
import type { NewObject } from '#lib/simulator/objects.ts';
import { type SimulatedContext, STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type PodPlan, simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { timestamp } from '../timestamp.ts';
import { startScheduler } from './scheduler.ts';

let context: SimulatedContext;
let running: Running;
beforeEach(() => {
  context = simulatedContext();
  running = startScheduler(context);
});
afterEach(() => running.stop());

function add(...objects: readonly (NewObject<'Node'> | PodPlan)[]): void {
  for (const each of objects)
    if ('kind' in each) context.store.create<'Node'>(each);
    else context.store.create<'Pod'>(simulatedPod(each));
  context.clock.advance(1_000);
}

/** Runs on a node for so many minutes. */
function runner(
  name: string,
  cpu: string,
  plan: { node?: string; priority?: number; minutes?: number; app?: string } = {},
): PodPlan {
  const { node = 'n', priority = 0, minutes = 60, app = name } = plan;
  const startTime = timestamp(STORY_START - minutes * 60_000);
  return {
    name,
    labels: { app },
    requests: { cpu },
    spec: { nodeName: node, priority },
    status: { phase: 'Running', startTime },
  };
}

function important(name: string, cpu: string, plan: { pin?: string; priority?: number } = {}): PodPlan {
  const { priority = 100, pin } = plan;
  return { name, requests: { cpu }, spec: { priority }, ...(pin !== undefined && { pin }) };
}

function leaving(): readonly string[] {
  return context.store
    .list('Pod')
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ metadata }) => metadata.name);
}

function nominatedFor(name: string): string | undefined {
  return context.store.get('Pod', name, 'default')?.status.nominatedNodeName;
}

function nodeOf(name: string): string | undefined {
  return context.store.get('Pod', name, 'default')?.spec.nodeName;
}

function budget(app: string, disruptionsAllowed: number): NewObject<'PodDisruptionBudget'> {
  return {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: { name: app, namespace: 'default' },
    spec: { selector: { matchLabels: { app } } },
    status: { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
  };
}

test('those who can stay stay, the most important first [MR16]', () => {
  add(simulatedNode('n'));
  add(
    runner('small', '1'),
    runner('higher', '1', { priority: 5 }),
    runner('older', '1', { minutes: 90 }),
    runner('young', '1', { minutes: 5 }),
  );
  add(important('agent', '2', { pin: 'n' }));
  expect([leaving(), nominatedFor('agent')]).toStrictEqual([['small', 'young'], 'n']);
});

test('a pod of the same or a higher priority never goes [SC14]', () => {
  add(simulatedNode('n'), runner('equal', '2', { priority: 100 }), runner('higher', '2', { priority: 200 }));
  add(important('agent', '1', { pin: 'n' }));
  expect([leaving(), nominatedFor('agent')]).toStrictEqual([[], undefined]);
});

test('a victim is told why, and leaves within its grace [SC19]', () => {
  add(simulatedNode('n'), runner('victim', '4'), important('agent', '4', { pin: 'n' }));
  const agent = context.store.get('Pod', 'agent', 'default')?.metadata.uid;
  const victim = context.store.get('Pod', 'victim', 'default');
  expect(victim?.metadata.deletionGracePeriodSeconds).toBe(30);
  expect(victim?.status.conditions).toStrictEqual([
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
      lastTransitionTime: '2026-11-24T08:00:00Z',
      lastProbeTime: null,
      observedGeneration: 1,
    },
  ]);
  expect(context.events.map(({ reason, message, type }) => [type, reason, message])).toStrictEqual([
    ['Warning', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu.'],
    ['Normal', 'Preempted', `Preempted by pod ${agent} on node n`],
  ]);
  context.store.remove('Pod', 'victim', 'default');
  context.clock.advance(1_000);
  expect(nodeOf('agent')).toBe('n');
  expect(nominatedFor('agent')).toBeUndefined();
});

test('a budget that forbids it is broken only if there is no other way [MR3]', () => {
  context.store.create<'PodDisruptionBudget'>(budget('guarded', 0));
  add(simulatedNode('n'), runner('guarded', '2', { minutes: 1 }), runner('free', '2', { minutes: 90 }));
  add(important('agent', '2', { pin: 'n' }));
  expect(leaving()).toStrictEqual(['free']);
  add(important('more', '4', { pin: 'n', priority: 500 }));
  expect(leaving()).toStrictEqual(['free', 'guarded']);
});

test.each([
  {
    why: 'no budget is broken',
    a: runner('a', '4', { node: 'a', app: 'guarded' }),
    b: runner('b', '4', { node: 'b', priority: 50 }),
    gone: ['b'],
  },
  {
    why: 'the victim is less important',
    a: runner('a', '4', { node: 'a', priority: 9 }),
    b: runner('b', '4', { node: 'b', priority: 5 }),
    gone: ['b'],
  },
  {
    why: 'the victim has run for less',
    a: runner('a', '4', { node: 'a', minutes: 9 }),
    b: runner('b', '4', { node: 'b', minutes: 5 }),
    gone: ['b'],
  },
])('of two nodes the one is taken where $why', ({ a, b, gone }) => {
  context.store.create<'PodDisruptionBudget'>(budget('guarded', 0));
  add(simulatedNode('a'), simulatedNode('b'), a, b, important('agent', '4'));
  expect(leaving()).toStrictEqual(gone);
});

test('one victim is better than two of the same priority', () => {
  add(
    simulatedNode('a'),
    simulatedNode('b'),
    runner('one', '2', { node: 'a' }),
    runner('two', '2', { node: 'a' }),
    runner('all', '4', { node: 'b' }),
  );
  add(important('agent', '4'));
  expect(leaving()).toStrictEqual(['all']);
});

test('room that was made for one is not taken by another of its priority, but by a more important one', () => {
  add(simulatedNode('n'), runner('first', '2'), runner('second', '2'), important('agent', '4', { pin: 'n' }));
  expect(leaving()).toStrictEqual(['first', 'second']);
  context.store.remove('Pod', 'first', 'default');
  add(important('late', '1', { pin: 'n' }));
  expect([nodeOf('late'), nodeOf('agent')]).toStrictEqual([undefined, undefined]);
  add(important('king', '1', { pin: 'n', priority: 900 }));
  expect(nodeOf('king')).toBe('n');
});

test('a more important pod takes the cleared node over, and who was to get it looks again', () => {
  add(simulatedNode('n'), runner('victim', '4'), important('agent', '4', { pin: 'n' }));
  expect(nominatedFor('agent')).toBe('n');
  const before = context.events.length;
  add(important('king', '4', { pin: 'n', priority: 900 }));
  expect([nominatedFor('king'), nominatedFor('agent')]).toStrictEqual(['n', undefined]);
  // Its victim was leaving already: nobody is asked twice.
  expect(context.events.slice(before).filter(({ reason }) => reason === 'Preempted')).toStrictEqual([]);
});

test('a node that has become impossible is waited for no longer [SC18]', () => {
  add(
    simulatedNode('a'),
    simulatedNode('b'),
    runner('x', '4', { node: 'a' }),
    runner('y', '4', { node: 'b', priority: 50 }),
  );
  add(important('agent', '4'));
  expect(nominatedFor('agent')).toBe('a');
  context.store.update('Node', 'a', undefined, (each) => ({
    ...each,
    spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] },
  }));
  context.clock.advance(340_000);
  expect([nominatedFor('agent'), leaving()]).toStrictEqual(['b', ['x', 'y']]);
});
