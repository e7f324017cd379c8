import { describe, expect, test } from 'vitest';
import type { ContainerStatus, EventRecord, PodRecord } from '#lib/domain/objects.ts';
import {
  causesOf,
  crashed,
  type KubeletSays,
  LATE,
  makeKubeletEvent,
  makeUnreadyPod,
  POD,
  running,
  tell,
  tellEvidence,
  waiting,
} from '#lib/testing/kubelet.ts';
import { makeContainer, makeContainerStatus, makePod } from '#lib/testing/objects.ts';
import { MINUTE, makeOldPod, makeRollingDaemonSet, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const AGENT = { container: 'agent', image: 'example.com/agent:1' } as const;
const BACK_OFF = { waitingReason: 'CrashLoopBackOff' } as const;

function terminated(exitCode: number, restartCount: number, reason = 'Error'): ContainerStatus {
  const state = { kind: 'Terminated', exitCode, reason, finishedAt: NOW - SECOND } as const;
  return makeContainerStatus({ ready: false, started: false, restartCount, state });
}

/** Running again after such an end. */
function runningAfter(restartCount: number, exitCode: number, finishedAt: number, reason = 'Error'): ContainerStatus {
  return running(finishedAt + SECOND, { restartCount, lastTermination: { exitCode, reason, finishedAt } });
}

/** Code, confidence and detail of each. */
function codesOf(pod: PodRecord, says: KubeletSays = {}): readonly string[] {
  return causesOf(pod, says).map(({ code, confidence, facts }) =>
    [code, confidence, facts.detail].filter(Boolean).join(' '),
  );
}

describe('[K18] a crash loop', () => {
  test('in its back-off, with exit code and restarts', () => {
    const causes = causesOf(makeUnreadyPod([crashed(5, { exitCode: 2 })]));
    expect(tell(causes)).toStrictEqual([['K18', 'H', { ...AGENT, ...BACK_OFF, exitCode: 2, restartCount: 5 }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.containerStatuses[agent].state.waiting.reason = CrashLoopBackOff`,
      `Pod ${POD} status.containerStatuses[agent].lastState.terminated.exitCode = 2`,
      `Pod ${POD} status.containerStatuses[agent].restartCount = 5`,
    ]);
    expect(causes[0]).toMatchObject({ pod: POD, since: NOW - MINUTE });
  });

  test.for<readonly [title: string, status: ContainerStatus, codes: readonly string[]]>([
    ['[RS6] within its first restarts it may only stumble', crashed(2), ['K18 M']],
    ['it has just ended for the third time', terminated(1, 3), ['K18 H']],
    ['it has ended once, and no back-off yet', terminated(1, 0), []],
    ['[PD2] it runs between two crashes', runningAfter(3, 1, NOW - 9 * MINUTE), ['K18 H']],
    ['[PD2] the kubelet has forgotten its back-off', runningAfter(3, 1, NOW - 10 * MINUTE), []],
    ['it runs after one crash', runningAfter(1, 1, NOW - MINUTE), []],
    ['it waits without having ended', waiting('CrashLoopBackOff'), []],
    [
      'it has ended, and now waits for something else',
      waiting('CreateContainerError', 'x', { restartCount: 5, lastTermination: { exitCode: 1, finishedAt: NOW } }),
      ['K16 H'],
    ],
  ])('%s', ([, status, codes]) => {
    expect(codesOf(makeUnreadyPod([status]))).toStrictEqual(codes);
  });

  test('a container that is ready again is none, whatever it was before', () => {
    const ready = { ...runningAfter(7, 1, NOW - MINUTE), ready: true };
    expect(codesOf(makeUnreadyPod([ready]))).toStrictEqual([]);
  });
  test('what a kubelet said before it fell silent is only likely', () => {
    expect(codesOf(makeUnreadyPod([crashed(9)]), { node: makeSilentNode('node-a') })).toStrictEqual(['K18 M']);
  });
});

describe('[K19] out of memory', () => {
  const spec = { containers: [makeContainer({ limits: { memory: '64Mi' } })] };

  test('with the limit that was not enough', () => {
    const causes = causesOf(makeUnreadyPod([crashed(3, { exitCode: 137, reason: 'OOMKilled' })], { spec }));
    const facts = { ...AGENT, ...BACK_OFF, exitCode: 137, restartCount: 3 };
    expect(tell(causes)).toStrictEqual([
      ['K18', 'H', facts],
      ['K19', 'H', { ...facts, limited: '64Mi' }],
    ]);
    expect(tellEvidence(causes).at(-1)).toBe(
      `Pod ${POD} status.containerStatuses[agent].lastState.terminated.reason = OOMKilled`,
    );
  });
  test.for<readonly [title: string, status: ContainerStatus, codes: readonly string[]]>([
    ['just now', terminated(137, 0, 'OOMKilled'), ['K19 H']],
    ['minutes ago, and it is not ready since', runningAfter(1, 137, NOW - 5 * MINUTE, 'OOMKilled'), ['K19 H']],
    [
      'long ago: what keeps it from being ready is something else',
      runningAfter(1, 137, NOW - 11 * MINUTE, 'OOMKilled'),
      [],
    ],
    ['137 alone does not say it', crashed(1, { exitCode: 137 }), ['K18 M']],
  ])('%s', ([, status, codes]) => {
    expect(codesOf(makeUnreadyPod([status]))).toStrictEqual(codes);
  });
});

describe('[K20] a port that is in use on the node', () => {
  const port = { containerPort: 9100, protocol: 'TCP' };
  const spec = { hostNetwork: true, containers: [makeContainer({ ports: [port] })] };
  const other = makePod({
    name: 'exporter',
    namespace: 'monitoring',
    spec: { containers: [makeContainer({ ports: [{ ...port, hostPort: 9100 }] })] },
  });

  test('another pod there has declared the same one', () => {
    const causes = causesOf(makeUnreadyPod([crashed(3)], { spec }), { others: [other] });
    expect(tell(causes.slice(1))).toStrictEqual([
      [
        'K20',
        'M',
        {
          ...AGENT,
          ...BACK_OFF,
          exitCode: 1,
          restartCount: 3,
          detail: 'DeclaredPort',
          port: 9100,
          protocol: 'TCP',
          holder: 'monitoring/exporter',
        },
      ],
    ]);
    expect(tellEvidence(causes).at(-1)).toBe('Pod exporter spec.containers[*].ports[*].hostPort = 9100');
  });
  test('beside the old pod that a surge leaves there it is only possible', () => {
    const pod = makeUnreadyPod([crashed(3)], { spec: { hostNetwork: true } });
    const causes = causesOf(pod, { beside: [makeOldPod('node-a')] });
    expect(tell(causes.slice(1))).toStrictEqual([
      [
        'K20',
        'L',
        {
          ...AGENT,
          ...BACK_OFF,
          exitCode: 1,
          restartCount: 3,
          detail: 'OtherPodOfDaemonSet',
          holder: 'default/old-node-a',
        },
      ],
    ]);
  });
  test.for<readonly [title: string, pod: PodRecord, says: KubeletSays]>([
    ['nobody else has the port', makeUnreadyPod([crashed(3)], { spec }), {}],
    [
      'it has a network of its own',
      makeUnreadyPod([crashed(3)], { spec: { containers: [makeContainer({ ports: [port] })] } }),
      { others: [other] },
    ],
    ['the other pod has ended', makeUnreadyPod([crashed(3)], { spec }), { others: [{ ...other, phase: 'Failed' }] }],
    ['it ends well', makeUnreadyPod([crashed(3, { exitCode: 0 })], { spec }), { others: [other] }],
    [
      'the other pod of the DaemonSet has a network of its own, and this one has but a host port that nobody holds',
      makeUnreadyPod([crashed(3)], {
        spec: { containers: [makeContainer({ ports: [{ ...port, hostPort: 9200 }] })] },
      }),
      { beside: [makeOldPod('node-a')] },
    ],
  ])('none is claimed when %s', ([, pod, says]) => {
    expect(causesOf(pod, says).map(({ code }) => code)).not.toContain('K20');
  });
});

describe('[K21] an init container that fails', () => {
  const spec = { initContainers: [makeContainer({ name: 'prepare', init: true, image: 'example.com/prepare:1' })] };
  const init = { name: 'prepare', init: true } as const;
  const rest = waiting('PodInitializing');

  test('is told beside its crash loop, with its own path', () => {
    const causes = causesOf(makeUnreadyPod([crashed(4, {}, init), rest], { spec }));
    const facts = { container: 'prepare', image: 'example.com/prepare:1', ...BACK_OFF, exitCode: 1, restartCount: 4 };
    expect(tell(causes)).toStrictEqual([
      ['K18', 'H', facts],
      ['K21', 'H', facts],
    ]);
    expect(tellEvidence(causes).at(-1)).toBe(`Pod ${POD} status.initContainerStatuses[prepare].restartCount = 4`);
  });
  test.for<readonly [title: string, status: ContainerStatus, codes: readonly string[]]>([
    ['it ended with another code than 0', { ...terminated(1, 0), ...init }, ['K21 M']],
    ['it ended well', { ...terminated(0, 0, 'Completed'), ...init }, []],
    [
      'its image cannot be pulled: that is told, and it has no log',
      waiting('ErrImagePull', 'x', init),
      ['K12 H Unrecognised'],
    ],
    ['it runs within the start allowance', running(NOW - MINUTE, init), []],
  ])('%s', ([, status, codes]) => {
    expect(codesOf(makeUnreadyPod([status, rest], { spec }))).toStrictEqual(codes);
  });
  test('[PD5] one that only does not end is possible, past the allowance', () => {
    expect(codesOf(makeUnreadyPod([running(NOW - MINUTE, init), rest], { spec, ...LATE }))).toStrictEqual([
      'K21 L StillRunning',
    ]);
  });
  test('one that has crashed and runs again is not told twice', () => {
    const again = { ...runningAfter(1, 1, NOW - MINUTE), ...init };
    expect(codesOf(makeUnreadyPod([again, rest], { spec, ...LATE }))).toStrictEqual(['K21 M']);
  });
});

describe('[K22] [PD5] a sidecar that holds the others', () => {
  const spec = {
    initContainers: [makeContainer({ name: 'proxy', init: true, restartPolicy: 'Always', probes: ['startup'] })],
  };
  const sidecar = { name: 'proxy', init: true, started: false } as const;
  const rest = waiting('PodInitializing');
  const unhealthy = makeKubeletEvent('Unhealthy', 'Startup probe failed: no answer', { container: 'proxy' });

  test.for<
    readonly [
      title: string,
      status: ContainerStatus,
      pod: object,
      events: readonly EventRecord[],
      codes: readonly string[],
    ]
  >([
    ['it runs, within the start allowance', running(NOW - MINUTE, sidecar), {}, [], []],
    ['its startup probe fails, and it may yet come up', running(NOW - MINUTE, sidecar), {}, [unhealthy], ['K22 M']],
    ['its startup probe has not succeeded by now', running(NOW - MINUTE, sidecar), LATE, [unhealthy], ['K22 H']],
    ['past the allowance it needs no event', running(NOW - MINUTE, sidecar), LATE, [], ['K22 H']],
    ['it crashes', crashed(3, {}, sidecar), {}, [], ['K18 H', 'K22 H']],
    ['it crashed once, and may only stumble', crashed(1, {}, sidecar), {}, [], ['K18 M', 'K22 M']],
    [
      'its image cannot be pulled',
      waiting('ErrImagePull', 'manifest unknown', sidecar),
      {},
      [],
      ['K12 H NotFound', 'K22 H'],
    ],
    ['it has not had its turn', waiting('PodInitializing', undefined, sidecar), LATE, [], []],
    ['it has started', running(NOW - MINUTE, { ...sidecar, started: true, ready: true }), LATE, [], []],
  ])('%s', ([, status, pod, events, codes]) => {
    expect(codesOf(makeUnreadyPod([status, rest], { spec, ...pod }), { events })).toStrictEqual(codes);
  });
  test('says what the probe said', () => {
    const [cause] = causesOf(makeUnreadyPod([running(NOW - MINUTE, sidecar), rest], { spec, ...LATE }), {
      events: [unhealthy],
    });
    expect(cause?.facts).toStrictEqual({
      container: 'proxy',
      image: 'example.com/agent:1',
      message: 'Startup probe failed: no answer',
      restartCount: 0,
    });
    expect(cause?.evidence.map(({ field, value }) => `${field} = ${value}`)).toStrictEqual([
      'status.initContainerStatuses[proxy].started = false',
      'message = Startup probe failed: no answer',
    ]);
  });
});

describe('[K24] killed by a probe', () => {
  const killing = makeKubeletEvent('Killing', 'Container agent failed liveness probe, will be restarted', {
    name: 'killing',
  });
  const liveness = makeKubeletEvent('Unhealthy', 'Liveness probe failed: Get "http://10.0.0.1/": refused', {
    name: 'unhealthy',
  });
  const startup = makeKubeletEvent('Unhealthy', 'Startup probe errored and resulted in unknown state: timed out', {
    name: 'unhealthy',
  });
  const ended = (exitCode: number, reason = 'Error') => crashed(1, { exitCode, reason });
  const probed = { containers: [makeContainer({ probes: ['liveness'] })] };

  test.for<
    readonly [
      title: string,
      status: ContainerStatus,
      events: readonly EventRecord[],
      pod: object,
      codes: readonly string[],
    ]
  >([
    ['the kubelet says that it kills', ended(1), [killing], {}, ['K18 M', 'K24 H Liveness']],
    ['the probe failed, and it was killed', ended(137), [liveness], {}, ['K18 M', 'K24 H Liveness']],
    ['the startup probe, and it was terminated', ended(143), [startup], {}, ['K18 M', 'K24 H Startup']],
    ['the probe failed, and it may have ended by itself', ended(1), [liveness], {}, ['K18 M', 'K24 M Liveness']],
    [
      'it was killed and has such a probe: events are gone',
      ended(143),
      [],
      { spec: probed },
      ['K18 M', 'K24 M Liveness'],
    ],
    ['it was killed and has no such probe', ended(137), [], {}, ['K18 M']],
    ['it ran out of memory: that killed it', ended(137, 'OOMKilled'), [liveness], { spec: probed }, ['K18 M', 'K19 H']],
    ['it ends with 0 when it is told to: that is not by itself', ended(0), [killing], {}, ['K18 M', 'K24 H Liveness']],
    [
      'the event is of another container',
      ended(1),
      [{ ...liveness, regarding: { ...liveness.regarding, container: 'proxy' } }],
      {},
      ['K18 M'],
    ],
    [
      'the kubelet kills another container',
      ended(1),
      [{ ...killing, regarding: { ...killing.regarding, container: 'proxy' } }],
      {},
      ['K18 M'],
    ],
    ['the event is of a run long before', ended(1), [{ ...liveness, lastTimestamp: NOW - 12 * MINUTE }], {}, ['K18 M']],
    [
      'a failing readiness probe kills nobody',
      ended(1),
      [makeKubeletEvent('Unhealthy', 'Readiness probe failed: 503')],
      {},
      ['K18 M'],
    ],
  ])('%s', ([, status, events, pod, codes]) => {
    expect(codesOf(makeUnreadyPod([status], pod), { events })).toStrictEqual(codes);
  });
  test('between two kills the container runs, and is not ready', () => {
    const pod = makeUnreadyPod([runningAfter(1, 143, NOW - MINUTE)]);
    const causes = causesOf(pod, { events: [killing, liveness] });
    expect(tell(causes)).toStrictEqual([
      ['K24', 'H', { ...AGENT, exitCode: 143, restartCount: 1, detail: 'Liveness', message: liveness.note }],
    ]);
    expect(tellEvidence(causes).slice(-2)).toStrictEqual([
      `Event killing message = ${killing.note}`,
      `Event unhealthy message = ${liveness.note}`,
    ]);
  });
});

describe('[K18] [RS1d] [RS5d] a crash loop in which each run is Ready for a moment', () => {
  const DAEMON_SET = makeRollingDaemonSet({ minReadySeconds: 30 });
  const backOff = makeKubeletEvent(
    'BackOff',
    'Back-off restarting failed container agent in pod new-node-a_default(1)',
    {
      container: 'agent',
      firstTimestamp: NOW - 20 * MINUTE,
    },
  );
  /** Ready since a second ago, after an end two seconds ago. */
  const ready = (restartCount: number): PodRecord =>
    makeUnreadyPod([{ ...runningAfter(restartCount, 1, NOW - 2 * SECOND), ready: true }], {
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: NOW - SECOND }],
    });
  const ended = makeUnreadyPod([crashed(5, { finishedAt: NOW - SECOND })], {
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: NOW - SECOND }],
  });
  const sinceOf = (pod: PodRecord, events: readonly EventRecord[]) =>
    causesOf(pod, { daemonSet: DAEMON_SET, events }).map(({ code, since }) => [code, since]);

  test.for<readonly [title: string, pod: PodRecord, events: readonly EventRecord[], told: readonly unknown[]]>([
    ['goes on in that moment', ready(3), [], [['K18', undefined]]],
    ['since the kubelet first said that it backs off', ready(3), [backOff], [['K18', NOW - 20 * MINUTE]]],
    ['and in the back-off after it', ended, [backOff], [['K18', NOW - 20 * MINUTE]]],
    ['of which nothing tells when it began without that', ended, [], [['K18', undefined]]],
    ['is none yet after two restarts', ready(2), [backOff], []],
  ])('%s', ([, pod, events, told]) => expect(sinceOf(pod, events)).toStrictEqual(told));

  test('is over once the pod is available', () => {
    expect(causesOf(ready(3), { events: [backOff] })).toStrictEqual([]);
  });
});

describe('[K26] a postStart hook that fails', () => {
  const failed = makeKubeletEvent('FailedPostStartHook', 'PostStartHook failed', { container: 'agent' });
  test('is told of the crash loop that it makes', () => {
    expect(codesOf(makeUnreadyPod([crashed(3, { exitCode: 137 })]), { events: [failed] })).toStrictEqual([
      'K18 H',
      'K26 H',
    ]);
  });
  test('but not of a crash long after', () => {
    const events = [{ ...failed, lastTimestamp: NOW - 12 * MINUTE }];
    expect(codesOf(makeUnreadyPod([crashed(3)]), { events })).toStrictEqual(['K18 H']);
  });
});

describe('[K27] a container that ends by itself', () => {
  test.for<readonly [title: string, status: ContainerStatus, codes: readonly string[]]>([
    ['again and again', crashed(3, { exitCode: 0, reason: 'Completed' }), ['K18 H', 'K27 H']],
    ['a second time', terminated(0, 1, 'Completed'), ['K27 M']],
    ['once: it may have been told to', terminated(0, 0, 'Completed'), []],
  ])('%s', ([, status, codes]) => {
    expect(codesOf(makeUnreadyPod([status]))).toStrictEqual(codes);
  });
});
