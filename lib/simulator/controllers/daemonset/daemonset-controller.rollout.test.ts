import { describe, expect, test } from 'vitest';
import {
  begin,
  change,
  daemonSetOf,
  fail,
  images,
  podOn,
  podsOf,
  run,
  SECOND,
  said,
  settle,
  upgrade,
  withAnnotation,
  work,
} from '#lib/testing/daemonset-stand.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { requestDeletion } from '../../deletion.ts';
import { timestamp } from '../../timestamp.ts';
import { targetNodeOf } from './daemon-pod.ts';

describe('a rollout', () => {
  test('[RU6] goes on only when the pods before are available, and ends', () => {
    const stand = begin(4);
    settle(stand);
    upgrade(stand, 'b');
    const missing: number[] = [];
    for (let at = 0; at < 40; at += 1) {
      stand.clock.advance(50);
      const gone =
        4 -
        podsOf(stand).filter(
          ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running',
        ).length;
      missing.push(gone);
      work(stand);
    }
    expect(Math.max(...missing)).toBe(1);
    expect(Object.values(images(stand))).toStrictEqual(Array(4).fill('b'));
    expect(daemonSetOf(stand).status).toStrictEqual({
      desiredNumberScheduled: 4,
      currentNumberScheduled: 4,
      numberMisscheduled: 0,
      numberReady: 4,
      numberAvailable: 4,
      updatedNumberScheduled: 4,
      observedGeneration: 2,
    });
  });

  test('[RU4] begins only when what was just made and deleted has been seen', () => {
    const stand = begin(3, { update: { maxUnavailable: 3 } });
    settle(stand);
    stand.store.create<'Node'>(simulatedNode('node-4'));
    upgrade(stand, 'b');
    stand.clock.advance(12);
    expect([said(stand, 'SuccessfulCreate').length, said(stand, 'SuccessfulDelete').length]).toStrictEqual([4, 0]);
    stand.clock.advance(12);
    expect(said(stand, 'SuccessfulDelete')).toHaveLength(2);
    settle(stand);
    fail(stand, podOn(stand, 'node-1'));
    upgrade(stand, 'c');
    const before = said(stand, 'SuccessfulDelete').length;
    stand.clock.advance(12);
    expect(said(stand, 'SuccessfulDelete')).toHaveLength(before + 1);
    settle(stand);
    expect(new Set(Object.values(images(stand)))).toStrictEqual(new Set(['c']));
  });

  test('[ST9] a pod that was Ready when it came is looked at again after minReadySeconds', () => {
    const stand = begin(1, { update: 'OnDelete', spec: { minReadySeconds: 30 } });
    const draft = simulatedPod({ name: 'older', labels: { app: 'agent' }, spec: { nodeName: 'node-1' } });
    const lastTransitionTime = timestamp(stand.clock.now());
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] } as const;
    stand.store.create<'Pod'>({ ...draft, status });
    stand.clock.advance(29 * SECOND);
    expect(daemonSetOf(stand).status).toMatchObject({ numberReady: 1, numberUnavailable: 1 });
    stand.clock.advance(2 * SECOND);
    expect(daemonSetOf(stand).status).toMatchObject({ numberReady: 1, numberAvailable: 1 });
  });

  test('waits for minReadySeconds at each step', () => {
    const stand = begin(3, { spec: { minReadySeconds: 30 } });
    settle(stand);
    expect(daemonSetOf(stand).status.numberAvailable).toBeUndefined();
    stand.clock.advance(35 * SECOND);
    expect(daemonSetOf(stand).status.numberAvailable).toBe(3);
    upgrade(stand, 'b');
    const updated = [0, 1, 2, 3].map((at) => {
      settle(stand, 5);
      const count = Object.values(images(stand)).filter((image) => image === 'b').length;
      if (at < 3) stand.clock.advance(29 * SECOND);
      settle(stand, 30);
      return count;
    });
    expect(updated).toStrictEqual([1, 2, 3, 3]);
  });

  test('[RV19] under OnDelete waits for people', () => {
    const stand = begin(2, { update: 'OnDelete' });
    settle(stand);
    upgrade(stand, 'b');
    settle(stand);
    expect(Object.values(images(stand))).toStrictEqual(Array(2).fill('registry.example.com/agent:1'));
    const { name, namespace = '' } = podOn(stand, 'node-2').metadata;
    requestDeletion(stand, { kind: 'Pod', name, namespace });
    settle(stand);
    expect(images(stand)).toStrictEqual({ 'node-1': 'registry.example.com/agent:1', 'node-2': 'b' });
    expect(daemonSetOf(stand).status.updatedNumberScheduled).toBe(1);
  });

  test('[RU8] [NP7] under surge no node is ever without a pod that works', () => {
    const stand = begin(4, { update: { maxSurge: '50%', maxUnavailable: 0 } });
    settle(stand);
    upgrade(stand, 'b');
    let most = 0;
    for (let at = 0; at < 40; at += 1) {
      stand.clock.advance(50);
      const working = podsOf(stand).filter(
        ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running',
      );
      expect(new Set(working.map(targetNodeOf)).size).toBe(4);
      most = Math.max(most, podsOf(stand).filter(({ status }) => status.phase === 'Pending').length);
      work(stand);
    }
    expect(most).toBe(2);
    expect(images(stand)).toStrictEqual(Object.fromEntries([1, 2, 3, 4].map((at) => [`node-${at}`, 'b'])));
  });

  test('[ST9] under surge can miss a look: of two appointments the sooner counts, and the status asks for none', () => {
    const stand = begin(2, { update: { maxSurge: 2, maxUnavailable: 0 }, spec: { minReadySeconds: 10 } });
    settle(stand);
    stand.clock.advance(20 * SECOND);
    upgrade(stand, 'b');
    stand.clock.advance(100);
    const [first, second] = podsOf(stand).filter(({ status }) => status.phase === 'Pending');
    if (first === undefined || second === undefined) throw new Error('both nodes are to get one');
    run(stand, first);
    stand.clock.advance(2 * SECOND);
    run(stand, second);
    const counts = [9, 1_000].map((seconds) => {
      stand.clock.advance(seconds * SECOND);
      settle(stand, 5);
      return podsOf(stand).length;
    });
    expect(counts).toStrictEqual([3, 3]);
    change(stand, withAnnotation);
    settle(stand, 5);
    expect(Object.values(images(stand))).toStrictEqual(['b', 'b']);
    expect(podsOf(stand)).toHaveLength(2);
  });

  test('[RV4] [RV13] back and forth keeps one revision for each template, and the history short', () => {
    const stand = begin(1, { spec: { revisionHistoryLimit: 1 } });
    settle(stand);
    for (const image of ['b', 'c', 'b', 'd', 'b']) {
      upgrade(stand, image);
      settle(stand);
    }
    const kept = stand.store
      .list('ControllerRevision', 'default')
      .map(({ data, revision }) => [data.spec.template.spec.containers[0]?.image, revision]);
    expect(new Map(kept.map(([image, revision]) => [image, revision]))).toStrictEqual(
      new Map([
        ['d', 5],
        ['b', 6],
      ]),
    );
  });

  test('goes on under another name after a collision', () => {
    const stand = begin(1);
    settle(stand);
    upgrade(stand, 'b');
    settle(stand);
    const [{ metadata } = { metadata: undefined }] = stand.store
      .list('ControllerRevision', 'default')
      .filter(({ revision }) => revision === 2);
    stand.store.update('ControllerRevision', metadata?.name ?? '', 'default', (each) => {
      const { template } = simulatedDaemonSet({ image: 'z' }).spec;
      return { ...each, data: { spec: { template: { ...template, $patch: 'replace' as const } } } };
    });
    // A failure like any other: the first retry comes after 5 ms.
    stand.clock.advance(16);
    expect(stand.store.count('ControllerRevision')).toBe(3);
    settle(stand);
    expect(daemonSetOf(stand).status).toMatchObject({ collisionCount: 1, updatedNumberScheduled: 1 });
    expect(stand.store.list('ControllerRevision', 'default')).toHaveLength(3);
  });
});
