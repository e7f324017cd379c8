import { describe, expect, test } from 'vitest';
import {
  begin,
  change,
  daemonSetOf,
  MINUTE,
  podOn,
  podsOf,
  run,
  said,
  settle,
  taint,
} from '#lib/testing/daemonset-stand.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import type { Taint } from '../../objects.ts';
import { targetNodeOf } from './daemon-pod.ts';

describe('what a node has to say [EL5]', () => {
  const KEEPS: Taint = { key: 'own', effect: 'NoSchedule' };
  const REMOVES: Taint = { key: 'own', effect: 'NoExecute' };

  test('a taint that lets the pod stay wakes nobody: the status still says that it is wanted', () => {
    const stand = begin(3);
    settle(stand);
    const before = daemonSetOf(stand).status;
    taint(stand, 'node-1', KEEPS);
    stand.clock.advance(MINUTE);
    expect(daemonSetOf(stand).status).toBe(before);
    expect(before.desiredNumberScheduled).toBe(3);
    // The next look, for whatever reason, finds it.
    change(stand, (each) => ({ ...each, metadata: { ...each.metadata, labels: { wake: 'up' } } }));
    stand.clock.advance(100);
    expect(daemonSetOf(stand).status).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 1 });
    // From now on the same node wakes it, because something is misscheduled.
    taint(stand, 'node-1');
    stand.clock.advance(100);
    expect(daemonSetOf(stand).status).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0 });
  });

  test('a taint that removes the pod does wake it', () => {
    const stand = begin(2);
    settle(stand);
    taint(stand, 'node-1', REMOVES);
    stand.clock.advance(100);
    expect(said(stand, 'SuccessfulDelete')).toStrictEqual([`Deleted pod: ${podOn(stand, 'node-1').metadata.name}`]);
  });

  test('but not on behalf of a pod that is not bound', () => {
    const stand = begin(2);
    stand.clock.advance(100);
    taint(stand, 'node-1', REMOVES);
    stand.clock.advance(MINUTE);
    expect(podsOf(stand)).toHaveLength(2);
  });

  test('a wanted node without a pod wakes it', () => {
    const stand = begin(1);
    stand.store.create<'Node'>(simulatedNode('node-2', { taints: [KEEPS] }));
    settle(stand);
    expect(podsOf(stand)).toHaveLength(1);
    // That of a ReplicaSet of the same name is none of its own.
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'agent', uid: 'other', controller: true };
    const draft = simulatedPod({ name: 'foreign', spec: { nodeName: 'node-2' } });
    stand.store.create<'Pod'>({ ...draft, metadata: { ...draft.metadata, ownerReferences: [owner] } });
    stand.clock.advance(MINUTE);
    taint(stand, 'node-2');
    stand.clock.advance(100);
    expect(podsOf(stand)).toHaveLength(3);
  });

  test('[NP10] [OR12] a node that goes wakes nobody; the next look deletes what waits for it', () => {
    const stand = begin(2);
    stand.clock.advance(100);
    stand.store.remove('Node', 'node-1');
    stand.clock.advance(MINUTE);
    expect(podsOf(stand)).toHaveLength(2);
    run(stand, podOn(stand, 'node-2'));
    stand.clock.advance(100);
    expect(podsOf(stand).map(targetNodeOf)).toStrictEqual(['node-2']);
  });
});
