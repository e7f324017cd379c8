import { describe, expect, test } from 'vitest';
import { type SimulatedContext, STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import type { EventDraft } from './context.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import type { Event } from './objects.ts';

const MINUTE = 60_000;

const POD = { kind: 'Pod', apiVersion: 'v1', namespace: 'apps', name: 'agent-x', uid: 'uid-1' } as const;
const pull: EventDraft = {
  regarding: { ...POD, resourceVersion: '7', fieldPath: 'spec.containers{agent}' },
  type: 'Warning',
  reason: 'Failed',
  message: 'Error: ErrImagePull',
  component: 'kubelet',
  host: 'node-1',
};
const scheduling: EventDraft = {
  regarding: { ...POD, resourceVersion: '7' },
  type: 'Warning',
  reason: 'FailedScheduling',
  message: '0/1 nodes are available: 1 Insufficient cpu.',
  component: 'default-scheduler',
  action: 'Scheduling',
};

function recorderOf(eventTtlMillis = 60 * MINUTE): SimulatedContext & { readonly recorder: EventRecorder } {
  const context = simulatedContext({ eventTtlMillis });
  return { ...context, recorder: createEventRecorder(context) };
}

function said({ store }: SimulatedContext): readonly string[] {
  return store.list('Event').map(({ count, message }: Event) => `${count} x ${message}`);
}

describe('the older API [EV1]', () => {
  test('an event has source, times and a count; its name ends in the nanosecond of its making', () => {
    const context = recorderOf();
    context.recorder.recordEvent(pull);
    context.clock.advance(5_000);
    context.recorder.recordEvent(pull);
    const [event] = context.store.list('Event');
    const { uid, resourceVersion, ...metadata } = event?.metadata ?? {};
    expect({ ...event, metadata }).toStrictEqual({
      kind: 'Event',
      apiVersion: 'v1',
      metadata: {
        name: `agent-x.${(BigInt(STORY_START) * 1_000_000n).toString(16)}`,
        namespace: 'apps',
        creationTimestamp: '2026-11-24T08:00:00Z',
      },
      involvedObject: pull.regarding,
      type: 'Warning',
      reason: 'Failed',
      message: 'Error: ErrImagePull',
      source: { component: 'kubelet', host: 'node-1' },
      firstTimestamp: '2026-11-24T08:00:00Z',
      lastTimestamp: '2026-11-24T08:00:05Z',
      count: 2,
      eventTime: null,
      reportingComponent: 'kubelet',
      reportingInstance: 'node-1',
    });
    expect([uid, resourceVersion]).toStrictEqual([expect.any(String), '3']);
  });

  test('it is the same event at another version of its object, and another one of another container', () => {
    const context = recorderOf();
    context.recorder.recordEvent(pull);
    context.recorder.recordEvent({ ...pull, regarding: { ...pull.regarding, resourceVersion: '8' } });
    context.recorder.recordEvent({ ...pull, regarding: { ...pull.regarding, fieldPath: 'spec.containers{b}' } });
    expect(said(context)).toStrictEqual(['2 x Error: ErrImagePull', '1 x Error: ErrImagePull']);
  });

  test('what is said of a node, which has no namespace, is kept in `default`', () => {
    const context = recorderOf();
    const regarding = { kind: 'Node', apiVersion: 'v1', name: 'node-1', uid: 'uid-2' };
    context.recorder.recordEvent({ ...pull, regarding });
    expect(context.store.list('Event').map(({ metadata }) => metadata.namespace)).toStrictEqual(['default']);
  });

  test('from the tenth different message within ten minutes on they are one event, which names no reporter [EV3]', () => {
    const context = recorderOf();
    for (let at = 1; at <= 12; at += 1) {
      context.recorder.recordEvent({ ...pull, message: `Error creating: ${at}` });
      context.clock.advance(MINUTE);
    }
    const combined = context.store.list('Event').filter(({ reportingComponent }) => reportingComponent === '');
    expect(combined.map(({ message, count }) => `${count} x ${message}`)).toStrictEqual([
      '3 x (combined from similar events): Error creating: 12',
    ]);
    expect(context.store.count('Event')).toBe(10);
  });

  test('after ten quiet minutes different messages are told apart again [EV3]', () => {
    const context = recorderOf();
    for (let at = 1; at <= 9; at += 1) context.recorder.recordEvent({ ...pull, message: `${at}` });
    context.clock.advance(10 * MINUTE + 1);
    context.recorder.recordEvent({ ...pull, message: '10' });
    expect(said(context)).toContain('1 x 10');
  });

  test('twenty-five are written, then one in five minutes, whose count tells of all [EV3]', () => {
    const context = recorderOf();
    const speak = (times: number): void => {
      for (let at = 0; at < times; at += 1) context.recorder.recordEvent(pull);
    };
    speak(30);
    expect(said(context)).toStrictEqual(['25 x Error: ErrImagePull']);
    context.clock.advance(5 * MINUTE);
    speak(2);
    expect(said(context)).toStrictEqual(['31 x Error: ErrImagePull']);
    // The other type has a ration of its own.
    context.recorder.recordEvent({ ...pull, type: 'Normal', reason: 'Pulled', message: 'Pulled it' });
    expect(said(context)).toContain('1 x Pulled it');
  });

  test('what was rationed away at first is written with its count once there is room', () => {
    const context = recorderOf();
    for (let at = 0; at < 25; at += 1) context.recorder.recordEvent(pull);
    const late = { ...pull, reason: 'BackOff', message: 'late' };
    context.recorder.recordEvent(late);
    context.clock.advance(5 * MINUTE);
    context.recorder.recordEvent(late);
    const event = context.store.list('Event').find(({ message }) => message === 'late');
    expect([event?.count, event?.firstTimestamp, event?.lastTimestamp]).toStrictEqual([
      2,
      '2026-11-24T08:00:00Z',
      '2026-11-24T08:05:00Z',
    ]);
  });
});

describe('the newer API [EV1]', () => {
  test('an event has a time in microseconds, an action and who reports it; no source, no count', () => {
    const context = recorderOf();
    context.recorder.recordEvent(scheduling);
    const [event] = context.store.list('Event');
    const { metadata: _metadata, ...rest } = event ?? {};
    expect(rest).toStrictEqual({
      kind: 'Event',
      apiVersion: 'v1',
      involvedObject: scheduling.regarding,
      type: 'Warning',
      reason: 'FailedScheduling',
      message: '0/1 nodes are available: 1 Insufficient cpu.',
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: '2026-11-24T08:00:00.000000Z',
      action: 'Scheduling',
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-0',
    });
  });

  test('repeated, with whatever note, it is a series: the second time is written at once, later ones when it ends', () => {
    const context = recorderOf();
    context.recorder.recordEvent(scheduling);
    context.clock.advance(1_000);
    for (const note of ['two', 'three', 'four']) context.recorder.recordEvent({ ...scheduling, message: note });
    const series = () => context.store.list('Event').map((event) => [event.message, event.series]);
    const { message } = scheduling;
    expect(series()).toStrictEqual([[message, { count: 2, lastObservedTime: '2026-11-24T08:00:01.000000Z' }]]);
    context.clock.advance(12 * MINUTE);
    expect(series()).toStrictEqual([[message, { count: 4, lastObservedTime: '2026-11-24T08:00:01.000000Z' }]]);
    // The series is over: the next is an event of its own.
    context.recorder.recordEvent(scheduling);
    expect(context.store.count('Event')).toBe(2);
  });

  test('a series that goes on is written every half hour', () => {
    const context = recorderOf();
    for (let at = 0; at <= 30; at += 1) {
      context.recorder.recordEvent(scheduling);
      context.clock.advance(MINUTE);
    }
    expect(context.store.list('Event').map(({ series }) => series?.count)).toStrictEqual([30]);
  });

  test('about another version of the object it is another event', () => {
    const context = recorderOf();
    context.recorder.recordEvent(scheduling);
    context.recorder.recordEvent({ ...scheduling, regarding: { ...POD, resourceVersion: '8' } });
    expect(context.store.list('Event').map(({ series }) => series)).toStrictEqual([undefined, undefined]);
  });
});

describe('forgetting [EV2]', () => {
  test('an event goes when nothing was written of it for its time, whoever wrote it', () => {
    const context = recorderOf(10 * MINUTE);
    context.recorder.recordEvent(pull);
    context.store.create<'Event'>({
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: 'by-hand', namespace: 'apps' },
      involvedObject: POD,
      type: 'Normal',
      reason: 'Said',
      message: 'by hand',
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    });
    context.clock.advance(6 * MINUTE);
    context.recorder.recordEvent(pull);
    context.clock.advance(5 * MINUTE);
    expect(said(context)).toStrictEqual(['2 x Error: ErrImagePull']);
    context.clock.advance(6 * MINUTE);
    expect(said(context)).toStrictEqual([]);
    context.recorder.recordEvent(pull);
    expect(said(context)).toStrictEqual(['1 x Error: ErrImagePull']);
  });

  test('a recorder that is stopped forgets nothing and waits for nothing', () => {
    const context = recorderOf(10 * MINUTE);
    context.recorder.recordEvent(pull);
    context.recorder.stop();
    expect(context.clock.nextTimerAt()).toBeUndefined();
    context.clock.advance(60 * MINUTE);
    expect(context.store.count('Event')).toBe(1);
  });
});
