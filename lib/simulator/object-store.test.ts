import { describe, expect, test } from 'vitest';
import { STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import type { NewObject, Pod } from './objects.ts';
import { TEMPLATE_GENERATION } from './strategy.ts';

function namespace(name: string): NewObject<'Namespace'> {
  return { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {} };
}

function pod(name: string, more: Partial<NewObject<'Pod'>['metadata']> = {}): NewObject<'Pod'> {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, namespace: 'default', ...more },
    spec: { containers: [{ name: 'main', image: 'registry.example.com/main:1' }] },
  };
}

function daemonSet(image: string): NewObject<'DaemonSet'> {
  return {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy: { type: 'RollingUpdate' },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'main', image }] } },
    },
  };
}

function label(store: ObjectStore, name: string, labels: Readonly<Record<string, string>>): void {
  store.update('Pod', name, 'default', (each) => ({ ...each, metadata: { ...each.metadata, labels } }));
}

const changesOf = (store: ObjectStore, since: number) =>
  store.changesSince(since)?.map(({ revision, type, object }) => `${revision} ${type} ${object.metadata.name}`);

describe('objects', () => {
  test('a created object has uid, version and the time of the story, and a second one of that name is refused', () => {
    const { store } = simulatedContext();
    const made = store.create<'Pod'>(pod('web'));
    expect(made.metadata).toStrictEqual({
      name: 'web',
      namespace: 'default',
      generation: 1,
      creationTimestamp: '2026-11-24T08:00:00Z',
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      resourceVersion: '2',
    });
    expect(store.get('Pod', 'web', 'default')).toBe(made);
    expect(() => store.create<'Pod'>(pod('web'))).toThrow('is there already');
  });

  test('a generated name has five letters without vowels, and the same seed gives the same ones', () => {
    const names = [simulatedContext(), simulatedContext()].map(({ store }) => {
      const { spec } = pod('');
      const metadata = { generateName: 'agent-', namespace: 'default' };
      return store.create<'Pod'>({ kind: 'Pod', apiVersion: 'v1', metadata, spec }).metadata.name;
    });
    expect(names[0]).toMatch(/^agent-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(names[1]).toBe(names[0]);
  });

  test('lists come in the order of namespace and name, and a namespace alone when asked', () => {
    const { store } = simulatedContext();
    for (const [name, at] of [
      ['b', 'two'],
      ['a', 'two'],
      ['c', 'one'],
    ] as const)
      store.create<'Pod'>(pod(name, { namespace: at }));
    const names = (of: readonly { metadata: { name: string } }[]) => of.map(({ metadata }) => metadata.name);
    expect(names(store.list('Pod'))).toStrictEqual(['c', 'a', 'b']);
    expect(names(store.list('Pod', 'two'))).toStrictEqual(['a', 'b']);
    expect(names(store.list('Pod', 'three'))).toStrictEqual([]);
  });

  test('a change that changes nothing writes nothing', () => {
    const { store } = simulatedContext();
    store.create<'Pod'>(pod('web', { labels: { app: 'web' } }));
    const before = store.revision();
    label(store, 'web', { app: 'web' });
    expect(store.revision()).toBe(before);
    label(store, 'web', { app: 'other' });
    expect(store.revision()).toBe(before + 1);
    expect(store.update('Pod', 'gone', 'default', (each) => each)).toBeUndefined();
  });

  test('the generation of a pod grows with its spec, but not by being bound, and not with its status or labels', () => {
    const { store } = simulatedContext();
    store.create<'Pod'>(pod('web'));
    const after = (change: (each: Pod) => Pod) => store.update('Pod', 'web', 'default', change)?.metadata.generation;
    expect([
      after((each) => ({ ...each, spec: { ...each.spec, nodeName: 'node-1' } })),
      after((each) => ({ ...each, status: { ...each.status, phase: 'Running' } })),
      after((each) => ({ ...each, metadata: { ...each.metadata, labels: { a: 'b' } } })),
      after((each) => ({ ...each, spec: { ...each.spec, terminationGracePeriodSeconds: 5 } })),
    ]).toStrictEqual([1, 1, 1, 2]);
  });

  test('[RV9] [RV14] [RV15] the generation grows with the spec, the template generation with the template alone', () => {
    const { store } = simulatedContext();
    const numbers = () => {
      const { metadata } = store.get('DaemonSet', 'agent', 'default') ?? {};
      return [metadata?.generation, metadata?.annotations?.[TEMPLATE_GENERATION]];
    };
    store.create<'DaemonSet'>(daemonSet('agent:1'));
    expect(numbers()).toStrictEqual([1, '1']);
    const change = (edit: Parameters<typeof store.update<'DaemonSet'>>[3]) =>
      store.update<'DaemonSet'>('DaemonSet', 'agent', 'default', edit);
    change((each) => ({ ...each, spec: { ...each.spec, minReadySeconds: 5 } }));
    expect(numbers()).toStrictEqual([2, '1']);
    change((each) => ({ ...each, spec: { ...each.spec, template: daemonSet('agent:2').spec.template } }));
    expect(numbers()).toStrictEqual([3, '2']);
    change((each) => ({ ...each, metadata: { ...each.metadata, annotations: { note: 'x' } } }));
    expect(numbers()).toStrictEqual([3, '2']);
    change((each) => ({ ...each, status: { ...each.status, numberReady: 1 } }));
    expect(numbers()).toStrictEqual([3, '2']);
  });

  test('an object that is being deleted goes with its last finalizer', () => {
    const { store } = simulatedContext();
    store.create<'Pod'>(
      pod('held', {
        finalizers: ['example.com/a', 'example.com/b'],
        deletionTimestamp: '2026-11-24T08:00:00Z',
        deletionGracePeriodSeconds: 0,
      }),
    );
    const without = (name: string) =>
      store.update('Pod', 'held', 'default', (each) => ({
        ...each,
        metadata: { ...each.metadata, finalizers: (each.metadata.finalizers ?? []).filter((one) => one !== name) },
      }));
    without('example.com/a');
    expect(store.count('Pod')).toBe(1);
    without('example.com/b');
    expect(store.count('Pod')).toBe(0);
    expect(changesOf(store, 3)).toStrictEqual(['4 DELETED held']);
  });
});

describe('the log', () => {
  test('tells what happened after a revision, with what was there before', () => {
    const { store } = simulatedContext();
    store.create<'Namespace'>(namespace('one'));
    const since = store.revision();
    store.create<'Pod'>(pod('web'));
    label(store, 'web', { app: 'web' });
    store.remove('Pod', 'web', 'default');
    expect(changesOf(store, since)).toStrictEqual(['3 ADDED web', '4 MODIFIED web', '5 DELETED web']);
    expect(changesOf(store, 4)).toStrictEqual(['5 DELETED web']);
    const [deleted] = store.changesSince(4) ?? [];
    expect(deleted?.object.metadata.resourceVersion).toBe('5');
    expect(deleted?.previous?.metadata.resourceVersion).toBe('4');
    expect(store.remove('Pod', 'web', 'default')).toBe(false);
  });

  test('does not reach behind a compaction', () => {
    const { store } = simulatedContext();
    for (const name of ['a', 'b', 'c']) store.create<'Namespace'>(namespace(name));
    store.compact(3);
    expect(store.compactedRevision()).toBe(3);
    expect(store.changesSince(2)).toBeUndefined();
    expect(changesOf(store, 3)).toStrictEqual(['4 ADDED c']);
    store.compact();
    expect(changesOf(store, 4)).toStrictEqual([]);
    store.compact(2);
    expect(store.compactedRevision()).toBe(4);
  });

  test('is bounded: the oldest changes are compacted away by themselves', () => {
    const { random } = simulatedContext();
    const store = createObjectStore({ now: () => STORY_START, random, logLimit: 10 });
    for (let index = 0; index < 100; index += 1) store.create<'Namespace'>(namespace(`n${index}`));
    const oldest = store.compactedRevision();
    expect(oldest).toBeGreaterThan(70);
    expect(store.changesSince(oldest)).toHaveLength(store.revision() - oldest);
    expect(store.changesSince(oldest - 1)).toBeUndefined();
  });

  test('a back-up that is put in place counts from lower revisions, with the same objects', () => {
    const { store } = simulatedContext();
    for (let index = 0; index < 50; index += 1) store.create<'Namespace'>(namespace(`n${index % 5}-${index}`));
    for (let index = 5; index < 50; index += 1) store.remove('Namespace', `n${index % 5}-${index}`);
    const uids = store.list('Namespace').map(({ metadata }) => metadata.uid);
    store.restore(10);
    expect(store.revision()).toBe(10);
    expect(store.list('Namespace').map(({ metadata }) => metadata.uid)).toStrictEqual(uids);
    expect(store.list('Namespace').every(({ metadata }) => Number(metadata.resourceVersion) <= 10)).toBe(true);
    expect(store.changesSince(9)).toBeUndefined();
    store.create<'Namespace'>(namespace('next'));
    expect(changesOf(store, 10)).toStrictEqual(['11 ADDED next']);
    expect(() => store.restore(2)).toThrow('below the number of objects');
  });

  test('a listener is told of each change and may not write', () => {
    const { store } = simulatedContext();
    const seen: string[] = [];
    const stop = store.subscribe(({ type, object }) => seen.push(`${type} ${object.metadata.name}`));
    store.create<'Namespace'>(namespace('one'));
    stop();
    store.create<'Namespace'>(namespace('two'));
    expect(seen).toStrictEqual(['ADDED one']);
    store.subscribe(() => store.create<'Namespace'>(namespace('three')));
    expect(() => store.create<'Namespace'>(namespace('four'))).toThrow('must not write');
  });
});
