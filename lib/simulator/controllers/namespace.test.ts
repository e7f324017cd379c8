import { expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { finishDeletion, requestDeletion } from '../deletion.ts';
import { startNamespaceController } from './namespace.ts';

const SECOND = 1_000;

function clusterOf(): SimulatedContext {
  const context = simulatedContext();
  for (const name of ['apps', 'other']) {
    context.store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} });
    context.store.create<'Pod'>({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'bound', namespace: name },
      spec: { nodeName: 'node-1', containers: [{ name: 'a', image: 'a' }] },
    });
    context.store.create<'ResourceQuota'>({
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name: 'quota', namespace: name },
      spec: { hard: { pods: '5' } },
    });
  }
  return context;
}

function state({ store }: SimulatedContext): readonly string[] {
  return [...store.list('Namespace'), ...store.list('ResourceQuota'), ...store.list('Pod')].map(
    ({ kind, metadata: { namespace = '-', name, deletionTimestamp } }) =>
      `${kind} ${namespace}/${name}${deletionTimestamp === undefined ? '' : ', leaving'}`,
  );
}

const OTHERS = ['Namespace -/other', 'ResourceQuota other/quota', 'Pod other/bound'];

test.each(['before', 'after'])(
  'a namespace whose deletion is asked for %s the start goes with all that is in it',
  (when) => {
    const context = clusterOf();
    if (when === 'after') startNamespaceController(context);
    requestDeletion(context, { kind: 'Namespace', name: 'apps' });
    if (when === 'before') startNamespaceController(context);
    context.clock.advance(SECOND);
    // The pod waits for its kubelet, and the namespace for the pod.
    expect(state(context)).toStrictEqual([
      'Namespace -/apps, leaving',
      'Namespace -/other',
      'ResourceQuota other/quota',
      'Pod apps/bound, leaving',
      'Pod other/bound',
    ]);
    expect(context.store.get('Namespace', 'apps')?.status.phase).toBe('Terminating');
    for (const { metadata } of context.store.list('Pod', 'apps')) finishDeletion(context, metadata);
    const since = context.store.revision();
    context.clock.advance(SECOND);
    expect(state(context)).toStrictEqual(OTHERS);
    // Its own finalizer is taken off first.
    expect(
      context.store.changesSince(since)?.map(({ type, object }) => [type, object.kind === 'Namespace' && object.spec]),
    ).toStrictEqual([
      ['MODIFIED', {}],
      ['DELETED', {}],
    ]);
  },
);

test('what comes into it late goes, too', () => {
  const context = clusterOf();
  startNamespaceController(context);
  requestDeletion(context, { kind: 'Namespace', name: 'apps' });
  context.clock.advance(SECOND);
  context.store.create<'ResourceQuota'>({
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: { name: 'late', namespace: 'apps' },
    spec: { hard: {} },
  });
  for (const { metadata } of context.store.list('Pod', 'apps')) finishDeletion(context, metadata);
  context.clock.advance(SECOND);
  expect(state(context)).toStrictEqual(OTHERS);
});
