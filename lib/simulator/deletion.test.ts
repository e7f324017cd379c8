import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { FOREGROUND, finishDeletion, ORPHAN, requestDeletion } from './deletion.ts';
import type { NewObject, PodStatus } from './objects.ts';

function pod(
  nodeName: string | undefined,
  phase: PodStatus['phase'],
  finalizers?: readonly string[],
): NewObject<'Pod'> {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'agent', namespace: 'default', ...(finalizers && { finalizers }) },
    spec: { containers: [], terminationGracePeriodSeconds: 45, ...(nodeName !== undefined && { nodeName }) },
    status: { phase },
  };
}
const AGENT = { kind: 'Pod', name: 'agent', namespace: 'default' } as const;

describe('[TM1] a pod', () => {
  test.for([
    ['that is bound nowhere goes at once', pod(undefined, 'Pending'), undefined],
    ['that has failed goes at once', pod('node-1', 'Failed'), undefined],
    ['that has succeeded goes at once', pod('node-1', 'Succeeded'), undefined],
    [
      'that is bound nowhere waits for its finalizer alone',
      pod(undefined, 'Pending', ['example.com/a']),
      [0, '08:00:00'],
    ],
    ['that is bound gets its grace period', pod('node-1', 'Running'), [45, '08:00:45']],
    ['that is bound and pending gets it as well', pod('node-1', 'Pending'), [45, '08:00:45']],
  ] as const)('%s', ([, draft, expected]) => {
    const context = simulatedContext();
    context.store.create<'Pod'>(draft);
    expect(requestDeletion(context, AGENT)).toBe(true);
    const { metadata } = context.store.get('Pod', 'agent', 'default') ?? {};
    const found = metadata && [metadata.deletionGracePeriodSeconds, metadata.deletionTimestamp?.slice(11, 19)];
    expect(found).toStrictEqual(expected);
  });

  test('asked twice, it leaves when it was told first, unless the second time is sooner', () => {
    const context = simulatedContext();
    context.store.create<'Pod'>(pod('node-1', 'Running'));
    const endsAt = () => context.store.get('Pod', 'agent', 'default')?.metadata.deletionTimestamp;
    requestDeletion(context, AGENT);
    context.clock.advance(10_000);
    requestDeletion(context, AGENT);
    expect(endsAt()).toBe('2026-11-24T08:00:45Z');
    requestDeletion(context, AGENT, { gracePeriodSeconds: 5 });
    expect(endsAt()).toBe('2026-11-24T08:00:15Z');
    requestDeletion(context, AGENT, { gracePeriodSeconds: 0 });
    expect(endsAt()).toBeUndefined();
  });

  test.for([
    [
      'without grace',
      (context: SimulatedContext) => requestDeletion(context, AGENT, { gracePeriodSeconds: 0 }),
      ['2 0'],
    ],
    [
      'ended by its kubelet',
      (context: SimulatedContext) => {
        requestDeletion(context, AGENT);
        const { metadata } = context.store.get('Pod', 'agent', 'default') ?? {};
        if (metadata !== undefined) finishDeletion(context, metadata);
      },
      ['2 45', '2 0'],
    ],
  ] as const)('is written down as ended before it goes (%s)', ([, end, grace]) => {
    const context = simulatedContext();
    context.store.create<'Pod'>(pod('node-1', 'Running'));
    const told: string[] = [];
    context.store.subscribe(({ type, object }) => {
      const { generation, deletionGracePeriodSeconds } = object.metadata;
      told.push(`${type} ${generation} ${deletionGracePeriodSeconds}`);
    });
    end(context);
    expect(told).toStrictEqual([...grace.map((each) => `MODIFIED ${each}`), 'DELETED 2 0']);
  });

  test('that its kubelet has ended goes, or waits for its finalizers', () => {
    const context = simulatedContext();
    const made = context.store.create<'Pod'>(pod('node-1', 'Running', ['example.com/a']));
    requestDeletion(context, AGENT);
    finishDeletion(context, made.metadata);
    expect(context.store.get('Pod', 'agent', 'default')?.metadata.deletionGracePeriodSeconds).toBe(0);
    context.store.update('Pod', 'agent', 'default', (each) => ({
      ...each,
      metadata: { ...each.metadata, finalizers: [] },
    }));
    expect(context.store.count('Pod')).toBe(0);
  });
});

describe('what owns others', () => {
  const owner: NewObject<'ReplicaSet'> = {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } } },
  };
  test.for([
    ['Background', undefined],
    ['Foreground', [FOREGROUND]],
    ['Orphan', [ORPHAN]],
  ] as const)('%s', ([propagationPolicy, finalizers]) => {
    const context = simulatedContext();
    context.store.create<'ReplicaSet'>(owner);
    requestDeletion(context, { kind: 'ReplicaSet', name: 'web', namespace: 'default' }, { propagationPolicy });
    expect(context.store.get('ReplicaSet', 'web', 'default')?.metadata.finalizers).toStrictEqual(finalizers);
  });
  test('what is not there is not deleted', () => {
    expect(requestDeletion(simulatedContext(), AGENT)).toBe(false);
  });
});
