import { describe, expect, test } from 'vitest';
import type { EventRecord, NodeRecord, PodRecord } from '#lib/domain/objects.ts';
import {
  causesOf,
  crashed,
  makeKubeletEvent,
  POD,
  running,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { makeContainer, makeContainerStatus, makeNode } from '#lib/testing/objects.ts';
import { MINUTE, makeNewPod, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const ended = makeContainerStatus({
  ready: false,
  state: { kind: 'Terminated', exitCode: 0, reason: 'Completed', finishedAt: NOW - MINUTE },
});

/** Asked to go so long ago, with this grace period. */
function goingFor(seconds: number, graceSeconds = 30, rest: Parameters<typeof makeNewPod>[1] = {}): PodRecord {
  return makeNewPod('node-a', {
    deletionTimestamp: NOW - seconds * SECOND + graceSeconds * SECOND,
    deletionGracePeriodSeconds: graceSeconds,
    containerStatuses: [running()],
    ...rest,
  });
}

function utc(seconds: number): string {
  return new Date(NOW + seconds * SECOND).toISOString().replace('.000Z', 'Z');
}

const notReady = makeNode('node-a', { conditions: [{ type: 'Ready', status: 'False' }] });

describe('[T01] [TM2] a pod terminates on a node whose kubelet is silent', () => {
  test.for([
    ['within its grace period', goingFor(10), 20],
    ['overdue', goingFor(600), -570],
  ] as const)('%s: nobody ends it', ([, pod, until]) => {
    const causes = causesOf(pod, { node: makeSilentNode('node-a') });
    expect(tell(causes)).toStrictEqual([['T01', 'H', { nodeStatus: 'Unknown', until: NOW + until * SECOND }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      'Node node-a status.conditions[Ready].status = Unknown',
      `Pod ${POD} metadata.deletionTimestamp = ${utc(until)}`,
    ]);
    expect(causes[0]).toMatchObject({ pod: POD, since: NOW + (until - 30) * SECOND });
  });
});

test('[T01] a pod that no kubelet has waits for none', () => {
  const unbound = { nodeName: undefined, pinnedTo: 'node-a', containerStatuses: [] };
  expect(causesOf(goingFor(10, 0, unbound), { node: makeSilentNode('node-a') })).toStrictEqual([]);
});

describe('[T02] [TM3] a finalizer keeps a pod', () => {
  const finalizers = ['example.com/a', 'example.com/b'];
  test('whose containers have ended', () => {
    const causes = causesOf(goingFor(10, 30, { finalizers, containerStatuses: [ended] }));
    expect(tell(causes)).toStrictEqual([['T02', 'H', { finalizers: 'example.com/a, example.com/b' }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} metadata.finalizers = example.com/a, example.com/b`,
      `Pod ${POD} metadata.deletionTimestamp = ${utc(20)}`,
    ]);
  });
  test.for<readonly [title: string, pod: PodRecord, node: NodeRecord | undefined, codes: readonly string[]]>([
    [
      'overdue: the finalizer explains it',
      goingFor(600, 30, { finalizers, containerStatuses: [ended] }),
      undefined,
      ['T02'],
    ],
    [
      'whose containers never ran',
      goingFor(10, 30, { finalizers, containerStatuses: [waiting('ErrImagePull')] }),
      undefined,
      ['T02'],
    ],
    [
      'that was bound nowhere',
      goingFor(10, 0, { finalizers, nodeName: undefined, pinnedTo: 'node-a', containerStatuses: [] }),
      undefined,
      ['T02'],
    ],
    [
      'on a dark node, both hold',
      goingFor(600, 30, { finalizers, containerStatuses: [ended] }),
      makeSilentNode('node-a'),
      ['T01', 'T02'],
    ],
    ['not yet: a container runs', goingFor(10, 30, { finalizers }), undefined, []],
    ['nor one that crashes meanwhile and runs', goingFor(600, 30, { finalizers }), undefined, ['T04']],
  ])('%s', ([, pod, node, codes]) => {
    expect(causesOf(pod, node === undefined ? {} : { node }).map(({ code }) => code)).toStrictEqual(codes);
  });
});

describe('[T03] [TM4] a grace period that is longer than an ordinary one', () => {
  test('is told once the thirty seconds of an ordinary one are over, with its end', () => {
    const causes = causesOf(goingFor(31, 600));
    expect(tell(causes)).toStrictEqual([['T03', 'H', { until: NOW + 569 * SECOND }]]);
    expect(tellEvidence(causes)).toStrictEqual([`Pod ${POD} metadata.deletionTimestamp = ${utc(569)}`]);
    expect(causes[0]?.since).toBe(NOW - 31 * SECOND);
  });
  test('with its preStop hook, and what became of it', () => {
    const spec = { containers: [makeContainer({ hasPreStop: true })] };
    const pod = goingFor(31, 600, { spec });
    expect(causesOf(pod)[0]?.facts).toStrictEqual({ detail: 'PreStopHook', until: NOW + 569 * SECOND });
    const failed = makeKubeletEvent('FailedPreStopHook', 'PreStopHook failed');
    const [cause] = causesOf(pod, { events: [failed] });
    expect(cause?.facts).toStrictEqual({
      detail: 'PreStopHookFailed',
      message: 'PreStopHook failed',
      until: NOW + 569 * SECOND,
    });
    expect(cause?.evidence.at(-1)?.object).toStrictEqual({ kind: 'Event', namespace: 'default', name: failed.name });
    const before = { ...failed, lastTimestamp: NOW - MINUTE };
    expect(causesOf(pod, { events: [before] })[0]?.facts.detail).toBe('PreStopHook');
  });
  test.for<readonly [title: string, pod: PodRecord]>([
    ['an ordinary termination goes on', goingFor(10)],
    ['a long one has only begun', goingFor(30, 600)],
    ['the grace period is over: the kubelet has killed it', goingFor(40, 30)],
    ['nothing runs any more', goingFor(60, 600, { containerStatuses: [ended] })],
  ])('none is claimed when %s', ([, pod]) => {
    expect(causesOf(pod)).toStrictEqual([]);
  });
});

describe('[T04] overdue on a node that is well', () => {
  const overdue = goingFor(90);
  test('is likely the fault of runtime, network or volume', () => {
    const causes = causesOf(overdue);
    expect(tell(causes)).toStrictEqual([['T04', 'M', { seconds: 60, until: NOW - MINUTE }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} metadata.deletionTimestamp = ${utc(-60)}`,
      'Node node-a status.conditions[Ready].status = True',
    ]);
  });
  const kill = makeKubeletEvent(
    'FailedKillPod',
    'error killing pod: failed to "KillPodSandbox" for "u" with KillPodSandboxError: "rpc error: code = Unknown"',
  );
  const exceeded = makeKubeletEvent(
    'ExceededGracePeriod',
    'Container runtime did not kill the pod within specified grace period.',
  );
  test.for<
    readonly [
      title: string,
      pod: PodRecord,
      events: readonly EventRecord[],
      detail: string | undefined,
      message: string | undefined,
    ]
  >([
    ['[TM5] the kubelet says that it cannot kill it', overdue, [kill, exceeded], 'KillFailed', kill.note],
    ['[TM5] the runtime does not get it done', overdue, [exceeded], 'GraceExceeded', exceeded.note],
    [
      '[TM6] nothing runs any more: a volume',
      goingFor(90, 30, { containerStatuses: [ended] }),
      [],
      'NothingRuns',
      undefined,
    ],
    [
      'an event from before the deletion says nothing',
      overdue,
      [{ ...kill, lastTimestamp: NOW - 91 * SECOND }],
      undefined,
      undefined,
    ],
  ])('%s', ([, pod, events, detail, message]) => {
    const [cause] = causesOf(pod, { events });
    expect([cause?.code, cause?.facts.detail, cause?.facts.message]).toStrictEqual(['T04', detail, message]);
  });
  test.for<readonly [title: string, pod: PodRecord, node: NodeRecord | 'gone' | undefined]>([
    ['thirty seconds after the grace period', goingFor(60), undefined],
    ['the node is not ready', overdue, notReady],
    ['the node is gone: pod garbage collection will take it', overdue, 'gone'],
  ])('none is claimed when %s', ([, pod, node]) => {
    expect(causesOf(pod, node === undefined ? {} : { node })).toStrictEqual([]);
  });
});

test('[T01] of a cell with two pods only the one that goes is told so', () => {
  const causes = causesOf(makeNewPod('node-a', { containerStatuses: [crashed(3)] }), {
    node: makeSilentNode('node-a'),
    beside: [{ ...goingFor(10), name: 'going' }],
  });
  expect(causes.map(({ code, pod }) => [code, pod])).toStrictEqual([['T01', 'going']]);
});
