import { describe, expect, test } from 'vitest';
import type { EventRecord, PodRecord } from '#lib/domain/objects.ts';
import {
  causesOf,
  crashed,
  makeEndedPod,
  makeUnreadyPod,
  POD,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { deriveCell, MINUTE, makeNewPod, makeOldPod, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

describe('[K08] a kubelet that has never spoken of the pod', () => {
  const untouched = (createdAt: number): PodRecord => {
    const { startTime: _, ...pod } = makeUnreadyPod([], { creationTimestamp: createdAt, phase: 'Pending' });
    return { ...pod, conditions: [] };
  };
  const node = makeSilentNode('node-a', NOW - 10 * MINUTE);

  test('more than two minutes after it was bound, on a node that is Unknown', () => {
    const causes = causesOf(untouched(NOW - 3 * MINUTE), { node });
    expect(tell(causes)).toStrictEqual([['K08', 'H', { nodeStatus: 'Unknown' }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      'Node node-a status.conditions[Ready].status = Unknown',
      `Pod ${POD} status.phase = Pending`,
    ]);
    expect(causes[0]?.since).toBe(NOW - 3 * MINUTE);
  });
  test.for<readonly [title: string, pod: PodRecord, says: Parameters<typeof causesOf>[1]]>([
    ['it was made two minutes ago', untouched(NOW - 2 * MINUTE), { node }],
    [
      'it may have been bound just before the node fell silent',
      untouched(NOW - 60 * MINUTE),
      { node: makeSilentNode('node-a', NOW - 2 * MINUTE) },
    ],
    ['the node is Ready', untouched(NOW - 3 * MINUTE), {}],
    ['the kubelet has taken it', { ...untouched(NOW - 3 * MINUTE), startTime: NOW - 3 * MINUTE }, { node }],
    [
      'its containers have a status',
      { ...untouched(NOW - 3 * MINUTE), containerStatuses: [waiting('ContainerCreating')] },
      { node },
    ],
    ['the node is gone', untouched(NOW - 3 * MINUTE), { node: 'gone' }],
  ])('none is claimed when %s', ([, pod, says]) => {
    expect(causesOf(pod, says)).toStrictEqual([]);
  });
});

describe('[K30] a resize that the kubelet has not carried out', () => {
  const pending = {
    type: 'PodResizePending',
    status: 'True',
    reason: 'Infeasible',
    message: "Node didn't have enough capacity: cpu, requested: 9000, capacity: 4000",
    lastTransitionTime: NOW - 5 * MINUTE,
  };
  const resized = (pod: PodRecord): PodRecord => ({ ...pod, conditions: [...pod.conditions, pending] });

  test('of a pod that is fine is no matter of the rollout', () => {
    const causes = causesOf(resized(makeNewPod('node-a')));
    expect(tell(causes)).toStrictEqual([['K30', 'M', { detail: 'Infeasible', message: pending.message }]]);
    expect(tellEvidence(causes)).toStrictEqual([`Pod ${POD} status.conditions[PodResizePending].reason = Infeasible`]);
    expect(causes[0]).toMatchObject({ pod: POD, since: NOW - 5 * MINUTE });
  });
  test('of an old pod, and of one that is not ready, beside what else is the matter', () => {
    expect(causesOf(resized(makeOldPod('node-a'))).map(({ code }) => code)).toStrictEqual(['K30']);
    expect(causesOf(resized(makeUnreadyPod([crashed(3)]))).map(({ code }) => code)).toStrictEqual(['K18', 'K30']);
  });
  test('that nobody knows of is none', () => {
    const pod = makeNewPod('node-a');
    expect(causesOf({ ...pod, conditions: [...pod.conditions, { ...pending, status: 'Unknown' }] })).toStrictEqual([]);
  });
  test.for([
    ['has ended', makeEndedPod('Evicted')],
    ['is going', makeNewPod('node-a', { deletionTimestamp: NOW + SECOND, deletionGracePeriodSeconds: 30 })],
  ] as const)('of a pod that %s matters to nobody', ([, pod]) => {
    expect(causesOf(resized(pod)).map(({ code }) => code)).not.toContain('K30');
  });
});

describe('[TX3] the causes of a cell', () => {
  test('are those of all its pods, in the order of the codes, each with its pod', () => {
    const old = makeOldPod('node-a', {
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: NOW - MINUTE }],
      containerStatuses: [waiting('ImagePullBackOff', 'manifest unknown')],
    });
    const causes = causesOf(makeUnreadyPod([crashed(3, { exitCode: 0 })]), { beside: [old] });
    expect(causes.map(({ code, pod }) => [code, pod])).toStrictEqual([
      ['K12', 'old-node-a'],
      ['K18', POD],
      ['K27', POD],
    ]);
  });
  test('are in that order also when the first pod has the later code', () => {
    const old = makeOldPod('node-a', {
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: NOW - MINUTE }],
      containerStatuses: [crashed(3)],
    });
    const causes = causesOf(makeUnreadyPod([waiting('InvalidImageName')]), { beside: [old] });
    expect(causes.map(({ code, pod }) => [code, pod])).toStrictEqual([
      ['K13', POD],
      ['K18', 'old-node-a'],
    ]);
  });
  test('that is well are one and the same empty list, and ask for no event', () => {
    let asked = 0;
    const eventsOf = (): readonly EventRecord[] => {
      asked += 1;
      return [];
    };
    const lists = [makeNewPod('node-a'), makeOldPod('node-a')].map(
      (pod) => deriveCell({ pods: [pod], eventsOf }).causes,
    );
    expect(lists).toStrictEqual([[], []]);
    expect(lists[0]).toBe(lists[1]);
    expect(asked).toBe(0);
  });
  test("of a pod that settles within minReadySeconds, or that is bound nowhere, are not the kubelet's", () => {
    const settling = makeNewPod('node-a', { containerStatuses: [crashed(3)] });
    expect(causesOf(settling)).toStrictEqual([]);
  });
});
