import { describe, expect, test } from 'vitest';
import { failure, success } from '#lib/base/result.ts';
import { type SimulatedContext, STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { type DaemonSetPlan, simulatedDaemonSet } from '#lib/testing/simulated-daemonset.ts';
import { simulatedNode, simulatedPod } from '#lib/testing/simulated-objects.ts';
import { requestDeletion } from '../../deletion.ts';
import type { DaemonSet, Node, Pod, Taint } from '../../objects.ts';
import { timestamp } from '../../timestamp.ts';
import { targetNodeOf } from './daemon-pod.ts';
import { startDaemonSetController } from './daemonset-controller.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type Stand = SimulatedContext & {
  /** What becomes of a pod that is asked for: a refusal's words, or nothing. */
  refusal: ((attempt: number) => string | undefined) | undefined;
  readonly attempts: () => number;
};

function begin(nodeCount: number, plan: DaemonSetPlan = {}): Stand {
  const base = simulatedContext({ latencyMillis: [10, 10] });
  let attempts = 0;
  const stand: Stand = {
    ...base,
    refusal: undefined,
    attempts: () => attempts,
    createPod: (draft) => {
      attempts += 1;
      const message = stand.refusal?.(attempts);
      if (message !== undefined) return failure({ code: 403, reason: 'Forbidden', message });
      return success(base.store.create<'Pod'>(draft));
    },
  };
  for (let at = 1; at <= nodeCount; at += 1) base.store.create<'Node'>(simulatedNode(`node-${at}`));
  base.store.create<'DaemonSet'>(simulatedDaemonSet(plan));
  startDaemonSetController(stand);
  return stand;
}

function podsOf({ store }: Stand): readonly Pod[] {
  return store.list('Pod', 'default');
}

function podOn(stand: Stand, nodeName: string): Pod {
  const pod = podsOf(stand).find((each) => targetNodeOf(each) === nodeName);
  if (pod === undefined) throw new Error(`there is no pod for ${nodeName}`);
  return pod;
}

function write({ store }: Stand, { metadata }: Pod, change: (pod: Pod) => Pod): void {
  store.update('Pod', metadata.name, metadata.namespace, change);
}

/** Scheduler and kubelets, in one stroke: what waits runs, what leaves is gone. */
function work(stand: Stand): void {
  for (const pod of podsOf(stand)) {
    const { name, namespace, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) stand.store.remove('Pod', name, namespace);
    else if (pod.status.phase === 'Pending') run(stand, pod);
  }
}

function run(stand: Stand, pod: Pod): void {
  const nodeName = targetNodeOf(pod);
  const lastTransitionTime = timestamp(stand.clock.now());
  write(stand, pod, (each) => ({
    ...each,
    spec: { ...each.spec, ...(nodeName !== undefined && { nodeName }) },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
  }));
}

function fail(stand: Stand, pod: Pod): void {
  write(stand, pod, (each) => ({ ...each, status: { phase: 'Failed' } }));
}

/** Until nothing moves. */
function settle(stand: Stand, rounds = 20): void {
  for (let round = 0; round < rounds; round += 1) {
    stand.clock.advance(100);
    work(stand);
  }
  stand.clock.advance(100);
}

function daemonSetOf({ store }: Stand): DaemonSet {
  const daemonSet = store.get('DaemonSet', 'agent', 'default');
  if (daemonSet === undefined) throw new Error('there is no DaemonSet');
  return daemonSet;
}

function change(stand: Stand, edit: (daemonSet: DaemonSet) => DaemonSet): void {
  stand.store.update('DaemonSet', 'agent', 'default', edit);
}

function upgrade(stand: Stand, image: string): void {
  change(stand, (each) => ({
    ...each,
    spec: {
      ...each.spec,
      template: { ...each.spec.template, spec: { ...each.spec.template.spec, containers: [{ name: 'agent', image }] } },
    },
  }));
}

function taint({ store }: Stand, name: string, ...taints: readonly Taint[]): void {
  store.update('Node', name, undefined, (node) => ({ ...node, spec: { ...node.spec, taints } }));
}

function images(stand: Stand): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(podsOf(stand).map((pod) => [targetNodeOf(pod), pod.spec.containers[0]?.image]));
}

function said({ events }: Stand, reason: string): readonly string[] {
  return events.filter((each) => each.reason === reason).map(({ message }) => message);
}

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

const PREFERRED: Taint = { key: 'own', effect: 'PreferNoSchedule' };

function withAnnotation<Object extends Pod | DaemonSet>(object: Object): Object {
  const annotations = { ...object.metadata.annotations, some: 'annotation' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

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

describe('[EV5] a pod that fails again and again', () => {
  function failures(stand: Stand, count: number): readonly number[] {
    const waits: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const before = said(stand, 'FailedDaemonPod').length;
      const pod = podOn(stand, 'node-1');
      run(stand, pod);
      stand.clock.advance(50);
      fail(stand, pod);
      const since = stand.clock.now();
      while (said(stand, 'FailedDaemonPod').length === before && stand.clock.now() < since + MINUTE)
        stand.clock.advance(10);
      waits.push(Math.round((stand.clock.now() - since) / SECOND));
      stand.clock.advance(50);
      work(stand);
      stand.clock.advance(50);
    }
    return waits;
  }

  test('is deleted after 1 s, 2 s, 4 s ...; a change of the spec begins anew', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    expect(failures(stand, 5)).toStrictEqual([0, 1, 2, 4, 8]);
    change(stand, (each) => ({ ...each, spec: { ...each.spec, revisionHistoryLimit: 3 } }));
    stand.clock.advance(50);
    expect(failures(stand, 3)).toStrictEqual([0, 1, 2]);
  });

  test('[EV6] stays meanwhile and keeps its node without surge', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    failures(stand, 4);
    fail(stand, podOn(stand, 'node-1'));
    stand.clock.advance(3 * SECOND);
    expect(podsOf(stand).map(({ status }) => status.phase)).toStrictEqual(['Failed']);
    expect(daemonSetOf(stand).status.currentNumberScheduled).toBe(1);
  });

  test('[EV6] with surge a new one is made at once beside it', () => {
    const stand = begin(1, { update: { maxSurge: 1, maxUnavailable: 0 } });
    stand.clock.advance(50);
    for (let at = 0; at < 4; at += 1) {
      for (const pod of podsOf(stand)) if (pod.status.phase !== 'Failed') fail(stand, pod);
      stand.clock.advance(50);
    }
    // The first is gone without a wait; of the others all wait, and one runs.
    expect(
      podsOf(stand)
        .map(({ status }) => status.phase)
        .toSorted(),
    ).toStrictEqual(['Failed', 'Failed', 'Failed', 'Pending']);
  });

  test('an appointment stands, whatever else wakes the controller before', () => {
    const stand = begin(2);
    stand.clock.advance(50);
    work(stand);
    failures(stand, 5);
    const pod = podOn(stand, 'node-1');
    run(stand, pod);
    stand.clock.advance(50);
    const before = said(stand, 'FailedDaemonPod').length;
    fail(stand, pod);
    stand.clock.advance(10 * SECOND);
    write(stand, podOn(stand, 'node-2'), (each) => ({
      ...each,
      metadata: { ...each.metadata, annotations: { a: 'b' } },
    }));
    stand.clock.advance(5 * SECOND);
    expect(said(stand, 'FailedDaemonPod')).toHaveLength(before);
    stand.clock.advance(1.1 * SECOND);
    expect(said(stand, 'FailedDaemonPod')).toHaveLength(before + 1);
  });

  test('[EV4] succeeded pods have no wait', () => {
    const stand = begin(1);
    stand.clock.advance(50);
    for (let at = 0; at < 5; at += 1) {
      write(stand, podOn(stand, 'node-1'), (each) => ({ ...each, status: { phase: 'Succeeded' } }));
      stand.clock.advance(50);
    }
    expect(said(stand, 'SucceededDaemonPod')).toHaveLength(5);
    expect(podsOf(stand).map(({ status }) => status.phase)).toStrictEqual(['Pending']);
  });
});

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
    taint(stand, 'node-2');
    stand.clock.advance(100);
    expect(podsOf(stand)).toHaveLength(2);
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
    settle(stand);
    expect(daemonSetOf(stand).status).toMatchObject({ collisionCount: 1, updatedNumberScheduled: 1 });
    expect(stand.store.list('ControllerRevision', 'default')).toHaveLength(3);
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
