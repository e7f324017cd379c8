import { describe, expect, test } from 'vitest';
import {
  begin,
  change,
  daemonSetOf,
  MINUTE,
  podOn,
  podsOf,
  said,
  settle,
  upgrade,
  write,
} from '#lib/testing/daemonset-stand.ts';
import { STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { requestDeletion } from '../../deletion.ts';
import { timestamp } from '../../timestamp.ts';
import { startDaemonSetController } from './daemonset-controller.ts';

describe('[RS7] limits', () => {
  test('a look makes at most 250 pods', () => {
    const stand = begin(600);
    const counts = [0, 1, 2, 3].map(() => {
      stand.clock.advance(75);
      return podsOf(stand).length;
    });
    expect(counts).toStrictEqual([250, 500, 600, 600]);
    expect(said(stand, 'SuccessfulCreate')).toHaveLength(600);
  });

  test('and deletes at most 250', () => {
    const stand = begin(300);
    settle(stand);
    change(stand, (each) => ({
      ...each,
      spec: {
        ...each.spec,
        template: { ...each.spec.template, spec: { ...each.spec.template.spec, nodeSelector: { a: 'b' } } },
      },
    }));
    stand.clock.advance(60);
    expect(said(stand, 'SuccessfulDelete')).toHaveLength(250);
    stand.clock.advance(60);
    expect(said(stand, 'SuccessfulDelete')).toHaveLength(300);
  });

  test.for([
    ['only one is tried when the first fails', 0, 1],
    ['batches of 1, 2, 4 go on until one has a failure in it, which is finished', 5, 7],
    ['a failure on the edge of a batch', 3, 7],
    ['the last batch is what is left', 14, 15],
  ] as const)('slow start: %s', ([, accepted, tried]) => {
    const stand = begin(15);
    stand.refusal = (attempt) => (attempt <= accepted ? undefined : 'no');
    stand.clock.advance(12);
    expect([podsOf(stand).length, stand.attempts()]).toStrictEqual([accepted, tried]);
    expect(said(stand, 'FailedCreate')).toStrictEqual(Array(tried - accepted).fill('Error creating: no'));
  });
});

test('[OR8] a pod that is relabelled is let go, and replaced', () => {
  const stand = begin(1);
  settle(stand);
  const pod = podOn(stand, 'node-1');
  write(stand, pod, (each) => ({
    ...each,
    metadata: { ...each.metadata, labels: { ...each.metadata.labels, app: 'x' } },
  }));
  stand.clock.advance(100);
  expect(podsOf(stand)).toHaveLength(2);
  expect(stand.store.get('Pod', pod.metadata.name, 'default')?.metadata.ownerReferences).toBeUndefined();
});

test('[OR1] [OR2] [NP6] an adopted, older pod wins over the proper one, and is then replaced', () => {
  const stand = begin(1);
  settle(stand);
  const draft = simulatedPod({ name: 'older', labels: { app: 'agent' }, spec: { nodeName: 'node-1' } });
  const proper = podOn(stand, 'node-1').metadata.name;
  stand.store.create<'Pod'>({
    ...draft,
    metadata: { ...draft.metadata, creationTimestamp: timestamp(STORY_START - MINUTE) },
  });
  stand.clock.advance(100);
  expect(said(stand, 'SuccessfulDelete')[0]).toBe(`Deleted pod: ${proper}`);
  settle(stand);
  expect(podsOf(stand).map(({ metadata }) => metadata.name)).not.toContain('older');
  expect(daemonSetOf(stand).status.updatedNumberScheduled).toBe(1);
});

test('[ST6] a DaemonSet that is being deleted is left as it is', () => {
  const stand = begin(2);
  settle(stand);
  requestDeletion(
    stand,
    { kind: 'DaemonSet', name: 'agent', namespace: 'default' },
    { propagationPolicy: 'Foreground' },
  );
  stand.clock.advance(100);
  const { status } = daemonSetOf(stand);
  stand.store.create<'Node'>(simulatedNode('node-3'));
  stand.store.remove('Pod', podOn(stand, 'node-1').metadata.name, 'default');
  settle(stand);
  expect(daemonSetOf(stand).status).toBe(status);
  expect(status.observedGeneration).toBe(1);
  expect(podsOf(stand)).toHaveLength(1);
});

test('[EV4] one that selects everything is refused', () => {
  const stand = begin(1, { spec: { selector: {} } });
  settle(stand);
  expect(podsOf(stand)).toStrictEqual([]);
  expect(said(stand, 'SelectingAll')).toStrictEqual([
    'This daemon set is selecting all pods. A non-empty selector is required.',
  ]);
});

test('[EV4] it says what it makes and deletes', () => {
  const stand = begin(1);
  settle(stand);
  const [pod] = podsOf(stand);
  upgrade(stand, 'b');
  settle(stand);
  const [next] = podsOf(stand);
  expect(stand.events.map(({ type, reason, message, component }) => [type, reason, message, component])).toStrictEqual([
    ['Normal', 'SuccessfulCreate', `Created pod: ${pod?.metadata.name}`, 'daemonset-controller'],
    ['Normal', 'SuccessfulDelete', `Deleted pod: ${pod?.metadata.name}`, 'daemonset-controller'],
    ['Normal', 'SuccessfulCreate', `Created pod: ${next?.metadata.name}`, 'daemonset-controller'],
  ]);
});

test('a controller that has stopped does nothing', () => {
  const context = simulatedContext();
  context.store.create<'Node'>(simulatedNode('node-1'));
  const controller = startDaemonSetController(context);
  context.store.create<'DaemonSet'>(simulatedDaemonSet());
  controller.stop();
  context.store.create<'DaemonSet'>(simulatedDaemonSet({ name: 'next' }));
  context.clock.advance(MINUTE);
  expect(context.store.count('Pod')).toBe(0);
});
