import { describe, expect, test } from 'vitest';
import type { EventRecord, PodRecord } from '#lib/domain/objects.ts';
import {
  causesOf,
  type KubeletSays,
  LATE,
  makeKubeletEvent,
  makeUnreadyPod,
  POD,
  running,
  tell,
  tellEvidence,
} from '#lib/testing/kubelet.ts';
import { makeContainer, makeNode } from '#lib/testing/objects.ts';
import { MINUTE, makeSilentNode, NOW, SECOND } from '#lib/testing/rollouts.ts';

const AGENT = { container: 'agent', image: 'example.com/agent:1' } as const;
const NOTE = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
const unhealthy = makeKubeletEvent('Unhealthy', NOTE);
const probed = { containers: [makeContainer({ probes: ['readiness'] })] };
const late = makeUnreadyPod([running(NOW - 9 * MINUTE)], LATE);

describe('[K23] [PD4] a container runs and is not ready', () => {
  test('its readiness probe fails, as the kubelet says', () => {
    const causes = causesOf(late, { events: [unhealthy] });
    expect(tell(causes)).toStrictEqual([['K23', 'H', { ...AGENT, message: NOTE }]]);
    expect(tellEvidence(causes)).toStrictEqual([
      `Pod ${POD} status.containerStatuses[agent].ready = false`,
      `Event ${POD}.Unhealthy message = ${NOTE}`,
    ]);
    expect(causes[0]?.since).toBe(NOW - 10 * MINUTE);
  });

  const early = makeUnreadyPod([running()]);
  const message = 'containers with unready status: [agent]';
  test.for<readonly [title: string, pod: PodRecord, events: readonly EventRecord[], confidence: string | undefined]>([
    ['within its start allowance it may yet come up', early, [unhealthy], 'M'],
    ['within it, and no probe has failed', makeUnreadyPod([running()], { spec: probed }), [], undefined],
    ['[EV2] events are gone: it has such a probe', { ...late, spec: { ...late.spec, ...probed } }, [], 'M'],
    ['[EV2] events are gone: it has none, and what else could it be', late, [], 'L'],
    [
      'the probe errored',
      late,
      [{ ...unhealthy, note: 'Readiness probe errored and resulted in unknown state: x' }],
      'H',
    ],
    ['the event is about liveness', late, [{ ...unhealthy, note: 'Liveness probe failed: x' }], 'L'],
    ['the event is from before this run', late, [{ ...unhealthy, lastTimestamp: NOW - 9 * MINUTE - 2 * SECOND }], 'L'],
    ['its startup probe has not succeeded', makeUnreadyPod([running(NOW, { started: false })], LATE), [], undefined],
  ])('%s', ([, pod, events, confidence]) => {
    expect(causesOf(pod, { events }).map((cause) => [cause.code, cause.confidence])).toStrictEqual(
      confidence === undefined ? [] : [['K23', confidence]],
    );
  });

  test('without an event the condition gives the words', () => {
    expect(tell(causesOf(late))).toStrictEqual([['K23', 'L', { ...AGENT, message }]]);
  });
  test('an event from before the pod was last Ready does not speak', () => {
    const status = running(NOW - 60 * MINUTE);
    const unreadySince = (at: number) => {
      const pod = makeUnreadyPod([status], { creationTimestamp: NOW - 60 * MINUTE });
      const conditions = pod.conditions.map((each) => ({ ...each, lastTransitionTime: at }));
      return { ...pod, conditions };
    };
    const events = [{ ...unhealthy, lastTimestamp: NOW - 30 * MINUTE }];
    expect(causesOf(unreadySince(NOW - 29 * MINUTE), { events })[0]?.confidence).toBe('H');
    expect(causesOf(unreadySince(NOW - 28 * MINUTE), { events })[0]?.confidence).toBe('L');
  });
  test('only the containers that are not ready are told, sidecars too', () => {
    const spec = {
      initContainers: [makeContainer({ name: 'proxy', init: true, restartPolicy: 'Always' })],
      containers: [makeContainer(), makeContainer({ name: 'second' })],
    };
    const at = NOW - 9 * MINUTE;
    const statuses = [
      running(at, { name: 'proxy', init: true }),
      running(at, { ready: true }),
      running(at, { name: 'second' }),
    ];
    const events = [
      makeKubeletEvent('Unhealthy', NOTE, { container: 'second' }),
      makeKubeletEvent('Unhealthy', 'Readiness probe failed: x', { container: 'agent' }),
    ];
    const causes = causesOf(makeUnreadyPod(statuses, { spec, ...LATE }), { events });
    expect(causes.map(({ confidence, facts }) => [facts.container, confidence])).toStrictEqual([
      ['proxy', 'L'],
      ['second', 'H'],
    ]);
  });
});

describe('[CE3] what follows from the silence of a node is no cause of its own', () => {
  const ready = running(NOW - 60 * MINUTE, { ready: true });
  const unready = { type: 'Ready', status: 'False', lastTransitionTime: NOW - 5 * MINUTE };
  const pod = { ...makeUnreadyPod([ready], LATE), conditions: [unready] };
  test.for<readonly [title: string, says: KubeletSays]>([
    ['silent', { node: makeSilentNode('node-a') }],
    ['not ready', { node: makeNode('node-a', { conditions: [{ type: 'Ready', status: 'False' }] }) }],
    ['Ready again, and the pod is not yet told so', {}],
  ])('a pod that the node controller has made not Ready: %s', ([, says]) => {
    expect(causesOf(pod, says)).toStrictEqual([]);
  });
  test('nor is a container that is not ready while nobody says why the pod is not', () => {
    expect(causesOf({ ...pod, containerStatuses: late.containerStatuses }, { events: [unhealthy] })).toStrictEqual([]);
  });
  test('[K23] a probe that failed before is only likely', () => {
    expect(causesOf(late, { events: [unhealthy], node: makeSilentNode('node-a') })).toMatchObject([
      { code: 'K23', confidence: 'M' },
    ]);
  });
});

test('[K25] a readiness gate that somebody else is to open', () => {
  const message =
    'corresponding condition of pod readiness gate "example.com/lb" does not exist., the status of pod readiness gate "example.com/dns" is not "True", but False';
  const pod: PodRecord = {
    ...makeUnreadyPod([running(NOW - MINUTE, { ready: true })], {
      spec: { readinessGates: ['example.com/lb', 'example.com/open', 'example.com/dns'] },
    }),
    conditions: [
      { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message, lastTransitionTime: NOW },
    ],
  };
  const causes = causesOf(pod);
  expect(tell(causes)).toStrictEqual([['K25', 'H', { subject: 'example.com/lb, example.com/dns', message }]]);
  expect(tellEvidence(causes)).toStrictEqual([`Pod ${POD} status.conditions[Ready].reason = ReadinessGatesNotReady`]);
});
