import { describe, expect, test } from 'vitest';
import {
  begin,
  change,
  daemonSetOf,
  images,
  MINUTE,
  podOn,
  podsOf,
  SECOND,
  said,
  settle,
  upgrade,
  withAnnotation,
  write,
} from '#lib/testing/daemonset-stand.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode } from '#lib/testing/simulated-objects.ts';
import type { Node, Taint } from '../../objects.ts';
import { targetNodeOf } from './daemon-pod.ts';

const PREFERRED: Taint = { key: 'own', effect: 'PreferNoSchedule' };

describe('[RU11] a refused pod', () => {
  test('stops the whole rolling update, unavailable old pods included, until it is let in', () => {
    const stand = begin(5, { update: { maxUnavailable: 2 } });
    settle(stand);
    stand.refusal = () => 'exceeded quota: q';
    stand.store.create<'Node'>(simulatedNode('node-6'));
    stand.clock.advance(100);
    write(stand, podOn(stand, 'node-1'), (pod) => ({ ...pod, status: { phase: 'Running', conditions: [] } }));
    upgrade(stand, 'b');
    settle(stand, 50);
    expect(new Set(Object.values(images(stand)))).toStrictEqual(new Set(['registry.example.com/agent:1']));
    expect(said(stand, 'SuccessfulDelete')).toStrictEqual([]);
    // [ST5] It has been worked on all the same.
    expect(daemonSetOf(stand).status).toStrictEqual({
      desiredNumberScheduled: 6,
      currentNumberScheduled: 5,
      numberMisscheduled: 0,
      numberReady: 4,
      numberAvailable: 4,
      numberUnavailable: 2,
      observedGeneration: 2,
    });
    stand.refusal = undefined;
    stand.clock.advance(10 * SECOND);
    settle(stand, 50);
    expect(images(stand)).toStrictEqual(Object.fromEntries([1, 2, 3, 4, 5, 6].map((at) => [`node-${at}`, 'b'])));
  });

  test('is tried again after 5 ms, then twice as long each time up to 1000 s', () => {
    const stand = begin(1);
    const moments: number[] = [];
    stand.refusal = () => {
      moments.push(stand.clock.now());
      return 'no';
    };
    stand.clock.advance(6_000 * SECOND);
    const waits = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
    expect(waits).toStrictEqual([...Array.from({ length: 18 }, (_, at) => 5 * 2 ** at), ...Array(4).fill(1_000_000)]);
    const refuse = stand.refusal;
    stand.refusal = undefined;
    stand.clock.advance(1_000 * SECOND);
    expect(podsOf(stand)).toHaveLength(1);
    stand.refusal = refuse;
    stand.store.create<'Node'>(simulatedNode('node-2'));
    moments.length = 0;
    stand.clock.advance(SECOND);
    expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBe(5);
  });

  test('leaves the history as it is, too', () => {
    const stand = begin(1);
    settle(stand);
    upgrade(stand, 'b');
    settle(stand);
    stand.refusal = () => 'no';
    stand.store.create<'Node'>(simulatedNode('node-2'));
    change(stand, (each) => ({ ...each, spec: { ...each.spec, revisionHistoryLimit: 0 } }));
    stand.clock.advance(SECOND);
    expect(stand.store.count('ControllerRevision')).toBe(2);
    stand.refusal = undefined;
    stand.clock.advance(10 * SECOND);
    expect(stand.store.count('ControllerRevision')).toBe(1);
  });

  test('[RU8i] and so does a node that is gone under surge: it is tried again and again', () => {
    const stand = begin(3, { update: { maxSurge: 1, maxUnavailable: 0 } });
    settle(stand);
    stand.store.remove('Node', 'node-1');
    upgrade(stand, 'b');
    stand.clock.advance(MINUTE);
    const before = stand.draws();
    stand.clock.advance(2 * MINUTE);
    expect(stand.draws()).toBeGreaterThan(before);
    expect(podsOf(stand)).toHaveLength(3);
  });

  test('is tried at once when the DaemonSet, a pod of it, or a node that matters changes', () => {
    const stand = begin(2);
    stand.refusal = (attempt) => (attempt === 1 ? undefined : 'no');
    // Now a retry comes every 1000 s.
    stand.clock.advance(3_000 * SECOND);
    const [pod] = podsOf(stand);
    const missing = ['node-1', 'node-2'].find((name) => pod !== undefined && name !== targetNodeOf(pod)) ?? '';
    const triesAfter = (act: () => void): number => {
      const before = stand.attempts();
      act();
      stand.clock.advance(30);
      return stand.attempts() - before;
    };
    const touchNode = (change: (node: Node) => Node) => stand.store.update('Node', missing, undefined, change);
    expect(triesAfter(() => {})).toBe(0);
    expect(triesAfter(() => touchNode((node) => ({ ...node, status: {} })))).toBe(0);
    expect(triesAfter(() => touchNode((node) => ({ ...node, spec: { taints: [PREFERRED] } })))).toBe(1);
    expect(triesAfter(() => pod && write(stand, pod, (each) => withAnnotation(each)))).toBe(1);
    expect(triesAfter(() => change(stand, (each) => ({ ...each, metadata: withAnnotation(each).metadata })))).toBe(1);
  });
});

describe('[EV7] in a namespace that is being terminated', () => {
  const TERMINATING =
    'pods "agent-" is forbidden: unable to create new content in namespace default because it is being terminated';

  test('refusals are swallowed, and nothing but the status is looked after for five minutes', () => {
    const stand = begin(3, { update: { maxUnavailable: 3 } });
    settle(stand);
    stand.refusal = () => TERMINATING;
    stand.store.create<'Node'>(simulatedNode('node-4'));
    stand.clock.advance(100);
    upgrade(stand, 'b');
    stand.clock.advance(MINUTE);
    expect(said(stand, 'FailedCreate')).toStrictEqual([]);
    expect(stand.attempts()).toBe(4);
    expect(daemonSetOf(stand).status).toStrictEqual({
      desiredNumberScheduled: 4,
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 3,
      numberAvailable: 3,
      numberUnavailable: 1,
      observedGeneration: 1,
    });
    expect(said(stand, 'SuccessfulDelete')).toStrictEqual([]);
    stand.refusal = undefined;
    stand.clock.advance(4 * MINUTE);
    expect(stand.attempts()).toBe(4);
    change(stand, (each) => ({ ...each, metadata: { ...each.metadata, labels: { wake: 'up' } } }));
    stand.clock.advance(100);
    expect(stand.attempts()).toBe(5);
    expect(daemonSetOf(stand).status.observedGeneration).toBe(2);
  });

  test('the update waits for them from the first look on', () => {
    const stand = begin(3, { update: { maxUnavailable: 3 } });
    settle(stand);
    stand.refusal = () => TERMINATING;
    stand.store.create<'Node'>(simulatedNode('node-4'));
    upgrade(stand, 'b');
    stand.clock.advance(MINUTE);
    expect(stand.attempts()).toBe(4);
    expect(said(stand, 'SuccessfulDelete')).toStrictEqual([]);
  });

  test('a namesake that is made meanwhile waits for nothing', () => {
    const stand = begin(1);
    stand.refusal = () => TERMINATING;
    stand.clock.advance(100);
    expect(stand.attempts()).toBe(1);
    stand.refusal = undefined;
    stand.store.remove('DaemonSet', 'agent', 'default');
    stand.store.create<'DaemonSet'>(simulatedDaemonSet());
    stand.clock.advance(100);
    expect(podsOf(stand)).toHaveLength(1);
  });
});
