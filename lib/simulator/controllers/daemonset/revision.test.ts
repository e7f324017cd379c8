import { describe, expect, test } from 'vitest';
import { type SimulatedContext, simulatedContext } from '#lib/testing/simulated-context.ts';
import { addDaemonPod, type DaemonSetPlan, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedPod } from '#lib/testing/simulated-objects.ts';
import type { ControllerRevision, DaemonSet } from '../../objects.ts';
import { controllerReference } from './daemon-pod.ts';
import { constructHistory, ensureCurrentRevision, hashOf, pruneHistory, RevisionCollision } from './revision.ts';

function begin(plan: DaemonSetPlan = {}): { readonly context: SimulatedContext; readonly daemonSet: DaemonSet } {
  const context = simulatedContext();
  return { context, daemonSet: context.store.create<'DaemonSet'>(simulatedDaemonSet(plan)) };
}

/** The template of another image. */
function upgrade({ store }: SimulatedContext, image: string): DaemonSet {
  const changed = store.update('DaemonSet', 'agent', 'default', (each) => ({
    ...each,
    spec: { ...each.spec, template: simulatedDaemonSet({ image }).spec.template },
  }));
  if (changed === undefined) throw new Error('it was there');
  return changed;
}

function numbers({ store }: SimulatedContext): Readonly<Record<string, number>> {
  const all = store.list('ControllerRevision', 'default');
  return Object.fromEntries(all.map(({ metadata, revision }) => [metadata.name, revision]));
}

function addRevision(
  { store }: SimulatedContext,
  daemonSet: DaemonSet,
  { name, hash, revision }: { readonly name: string; readonly hash?: string; readonly revision: number },
  template = daemonSet.spec.template,
): ControllerRevision {
  return store.create<'ControllerRevision'>({
    kind: 'ControllerRevision',
    apiVersion: 'apps/v1',
    metadata: {
      name,
      namespace: 'default',
      labels: { app: 'agent', ...(hash !== undefined && { 'controller-revision-hash': hash }) },
      ownerReferences: [controllerReference(daemonSet)],
    },
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  });
}

const another = (image: string) => simulatedDaemonSet({ image }).spec.template;

test('[RV2] [RV3] [RV5] the current template is kept under its hash', () => {
  const { context, daemonSet } = begin({ annotations: { 'kubernetes.io/change-cause': 'first' } });
  const { apiVersion, kind, metadata, ...others } = ensureCurrentRevision(context, daemonSet);
  const hash = metadata.labels?.['controller-revision-hash'] ?? '';
  expect(hash).toMatch(/^[4-9bcdf]{1,10}$/);
  expect({ apiVersion, kind, ...others }).toStrictEqual({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    data: { spec: { template: { ...daemonSet.spec.template, $patch: 'replace' } } },
    revision: 1,
  });
  const { creationTimestamp: _created, uid: _uid, resourceVersion: _version, ...written } = metadata;
  expect(written).toStrictEqual({
    name: `agent-${hash}`,
    namespace: 'default',
    labels: { app: 'agent', 'controller-revision-hash': hash },
    annotations: daemonSet.metadata.annotations,
    ownerReferences: [controllerReference(daemonSet)],
  });
  expect(daemonSet.metadata.annotations?.['kubernetes.io/change-cause']).toBe('first');
});

test('[RV4] a second look makes nothing', () => {
  const { context, daemonSet } = begin();
  const first = ensureCurrentRevision(context, daemonSet);
  const before = context.store.revision();
  expect(ensureCurrentRevision(context, daemonSet)).toBe(first);
  expect(context.store.revision()).toBe(before);
});

test('[RV5] the order in which a template names its fields does not matter, what it says does', () => {
  const hashes = [
    { podSpec: { hostPID: true, hostIPC: true } },
    { podSpec: { hostIPC: true, hostPID: true } },
    { podSpec: { hostIPC: true } },
  ].map((plan) => {
    const { context, daemonSet } = begin(plan);
    return hashOf(ensureCurrentRevision(context, daemonSet));
  });
  expect(hashes[0]).toBe(hashes[1]);
  expect(new Set(hashes).size).toBe(2);
});

test('[RV4] [RV12] each new template has the next number; an old one again has its number raised, and so a gap', () => {
  const { context, daemonSet } = begin({ image: 'a' });
  const first = ensureCurrentRevision(context, daemonSet).metadata.name;
  const second = ensureCurrentRevision(context, upgrade(context, 'b')).metadata.name;
  const third = ensureCurrentRevision(context, upgrade(context, 'c')).metadata.name;
  expect(numbers(context)).toStrictEqual({ [first]: 1, [second]: 2, [third]: 3 });
  const { current, old } = constructHistory(context, upgrade(context, 'a'), () => []);
  expect(current.metadata.name).toBe(first);
  expect(old.map(({ metadata }) => metadata.name).toSorted()).toStrictEqual([second, third].toSorted());
  expect(numbers(context)).toStrictEqual({ [first]: 4, [second]: 2, [third]: 3 });
  expect(current).toBe(context.store.get('ControllerRevision', first, 'default'));
});

test('[RV4] a current number that is the highest anyway stays', () => {
  const { context, daemonSet } = begin();
  addRevision(context, daemonSet, { name: 'agent-old', hash: 'b', revision: 3 }, another('b'));
  addRevision(context, daemonSet, { name: 'agent-now', hash: 'a', revision: 9 });
  expect(constructHistory(context, daemonSet, () => []).current.revision).toBe(9);
});

describe('a name that is taken', () => {
  test('by another template is counted, and the next look takes another name', () => {
    const { context, daemonSet } = begin();
    const { name } = ensureCurrentRevision(context, daemonSet).metadata;
    const { template } = daemonSet.spec;
    context.store.update('ControllerRevision', name, 'default', (each) => ({
      ...each,
      data: { spec: { template: { ...another('b'), $patch: 'replace' as const } } },
    }));
    expect(() => constructHistory(context, daemonSet, () => [])).toThrow(RevisionCollision);
    const counted = context.store.get('DaemonSet', 'agent', 'default');
    expect(counted?.status.collisionCount).toBe(1);
    if (counted === undefined) throw new Error('it was there');
    const made = ensureCurrentRevision(context, counted);
    expect(made.metadata.name).not.toBe(name);
    expect(made.data.spec.template).toStrictEqual({ ...template, $patch: 'replace' });
    expect(made.revision).toBe(2);
  });

  test('[OR5] by the same template of a namesake that is gone is no collision', () => {
    const { context, daemonSet } = begin();
    const left = ensureCurrentRevision(context, daemonSet);
    context.store.remove('DaemonSet', 'agent', 'default');
    const anew = context.store.create<'DaemonSet'>(simulatedDaemonSet());
    expect(ensureCurrentRevision(context, anew)).toBe(left);
    expect(context.store.get('DaemonSet', 'agent', 'default')?.status.collisionCount).toBeUndefined();
  });
});

test('several revisions of one template: the highest stays, and every pod is counted to it', () => {
  const { context, daemonSet } = begin();
  addRevision(context, daemonSet, { name: 'agent-b', hash: 'b', revision: 2 });
  addRevision(context, daemonSet, { name: 'agent-c', hash: 'c', revision: 5 });
  addRevision(context, daemonSet, { name: 'agent-a', hash: 'a', revision: 4 });
  addRevision(context, daemonSet, { name: 'agent-x', hash: 'x', revision: 1 }, another('x'));
  for (const hash of ['a', 'b', 'c', 'x'])
    addDaemonPod(context, daemonSet, {
      name: `pod-${hash}`,
      on: `node-${hash}`,
      is: 'old',
      labels: { 'controller-revision-hash': hash },
    });
  const { current, old } = constructHistory(context, daemonSet, () => context.store.list('Pod'));
  expect(current.metadata.name).toBe('agent-c');
  expect(old.map(({ metadata }) => metadata.name)).toStrictEqual(['agent-x']);
  expect(numbers(context)).toStrictEqual({ 'agent-c': 5, 'agent-x': 1 });
  // Even the pod of another template: so the controller does it (#111280).
  expect(context.store.list('Pod').map(({ metadata }) => metadata.labels?.['controller-revision-hash'])).toStrictEqual(
    Array(4).fill('c'),
  );
});

test('a revision that has no hash gets its name as one', () => {
  const { context, daemonSet } = begin();
  addRevision(context, daemonSet, { name: 'agent-by-hand', revision: 1 });
  expect(hashOf(constructHistory(context, daemonSet, () => []).current)).toBe('agent-by-hand');
  expect(context.store.get('ControllerRevision', 'agent-by-hand', 'default')?.metadata.labels).toStrictEqual({
    app: 'agent',
    'controller-revision-hash': 'agent-by-hand',
  });
});

test('[OR1] [OR4] an orphaned revision is adopted, one of another owner is not counted', () => {
  const { context, daemonSet } = begin();
  const { store } = context;
  addRevision(context, daemonSet, { name: 'agent-orphan', hash: 'o', revision: 6 }, another('b'));
  addRevision(context, daemonSet, { name: 'agent-foreign', hash: 'f', revision: 8 }, another('c'));
  store.update('ControllerRevision', 'agent-orphan', 'default', (each) => {
    const { ownerReferences: _gone, ...metadata } = each.metadata;
    return { ...each, metadata };
  });
  store.update('ControllerRevision', 'agent-foreign', 'default', (each) => ({
    ...each,
    metadata: { ...each.metadata, ownerReferences: [{ ...controllerReference(daemonSet), uid: 'another' }] },
  }));
  expect(ensureCurrentRevision(context, daemonSet).revision).toBe(7);
  expect(store.get('ControllerRevision', 'agent-orphan', 'default')?.metadata.ownerReferences).toStrictEqual([
    controllerReference(daemonSet),
  ]);
});

describe('[RV13] pruning', () => {
  function history(revisionHistoryLimit: number) {
    const { context, daemonSet } = begin({ spec: { revisionHistoryLimit } });
    const old = [3, 1, 4, 2].map((revision) =>
      addRevision(
        context,
        daemonSet,
        { name: `agent-${revision}`, hash: `${revision}`, revision },
        another(`${revision}`),
      ),
    );
    return { context, daemonSet, old };
  }
  const podOf = (hash: string, isTargeted = true) =>
    simulatedPod({ name: hash, labels: { 'controller-revision-hash': hash }, ...(isTargeted && { pin: 'node-1' }) });

  test('the oldest beyond the limit go', () => {
    const { context, daemonSet, old } = history(2);
    pruneHistory(context, daemonSet, old, []);
    expect(numbers(context)).toStrictEqual({ 'agent-3': 3, 'agent-4': 4 });
  });

  test('nothing goes up to the limit', () => {
    const { context, daemonSet, old } = history(4);
    pruneHistory(context, daemonSet, old, []);
    expect(Object.keys(numbers(context))).toHaveLength(4);
  });

  test('one that a pod has stays, and the next goes in its place', () => {
    const { context, daemonSet, old } = history(1);
    const pods = [context.store.create<'Pod'>(podOf('1')), context.store.create<'Pod'>(podOf('4'))];
    pruneHistory(context, daemonSet, old, pods);
    expect(numbers(context)).toStrictEqual({ 'agent-1': 1, 'agent-4': 4 });
  });

  test('a limit of 0 leaves only what pods have; a pod that is meant for no node is not looked at', () => {
    const { context, daemonSet, old } = history(0);
    const pods = [context.store.create<'Pod'>(podOf('1')), context.store.create<'Pod'>(podOf('4', false))];
    pruneHistory(context, daemonSet, old, pods);
    expect(numbers(context)).toStrictEqual({ 'agent-1': 1 });
  });
});
