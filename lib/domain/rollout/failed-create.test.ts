import { expect, test } from 'vitest';
import { CREATED_AT, makeEvent } from '#lib/testing/objects.ts';
import type { EventRecord } from '../objects.ts';
import { type FailedCreate, latestFailedCreate, latestFailedDelete, timeOfEvent } from './failed-create.ts';

const at = (seconds: number): number => CREATED_AT + seconds * 1000;
const refusedAt = (seconds: number, note = 'Error creating: refused', first = seconds): EventRecord =>
  makeEvent({ note, firstTimestamp: at(first), lastTimestamp: at(seconds) });
const createdAt = (seconds: number): EventRecord =>
  makeEvent({ type: 'Normal', reason: 'SuccessfulCreate', note: 'Created pod: agent-x', lastTimestamp: at(seconds) });

const unnamed = { kind: 'Unrecognised' } as const;

type Row = {
  readonly name: string;
  readonly events: readonly EventRecord[];
  readonly newestPod?: number;
  readonly found: FailedCreate | undefined;
};
const rows: readonly Row[] = [
  { name: '[EV4] no event says nothing', events: [], found: undefined },
  {
    name: '[EV4] the latest refusal speaks, without the words of the controller',
    events: [refusedAt(9, 'Error creating: no quota'), refusedAt(3)],
    found: { message: 'no quota', lastSeen: at(9), firstSeen: at(3), event: 'event-a', refusal: unnamed },
  },
  {
    name: '[FC15] [EV4] its message is named',
    events: [refusedAt(3, 'Error creating: etcdserver: too many requests')],
    found: {
      message: 'etcdserver: too many requests',
      lastSeen: at(3),
      firstSeen: at(3),
      event: 'event-a',
      refusal: { kind: 'ControlPlaneFailed' },
    },
  },
  { name: '[EV4] a later success answers it', events: [refusedAt(3), createdAt(4)], found: undefined },
  {
    name: '[EV4] one in the same second does not',
    events: [refusedAt(3), createdAt(3)],
    found: { message: 'refused', lastSeen: at(3), firstSeen: at(3), event: 'event-a', refusal: unnamed },
  },
  { name: '[EV4] a pod made later answers it too', events: [refusedAt(3)], newestPod: 4, found: undefined },
  {
    name: '[EV4] one made before does not',
    events: [refusedAt(3)],
    newestPod: 2,
    found: { message: 'refused', lastSeen: at(3), firstSeen: at(3), event: 'event-a', refusal: unnamed },
  },
  {
    name: '[EV3] the prefix of combined events is taken off',
    events: [refusedAt(3, '(combined from similar events): Error creating: no quota')],
    found: { message: 'no quota', lastSeen: at(3), firstSeen: at(3), event: 'event-a', refusal: unnamed },
  },
  {
    name: '[EV4] refusals began with the first that no success has answered',
    events: [refusedAt(2), createdAt(4), refusedAt(6), refusedAt(9)],
    found: { message: 'refused', lastSeen: at(9), firstSeen: at(6), event: 'event-a', refusal: unnamed },
  },
  {
    name: '[EV3] [EV4] an event that was combined across a success began at the success at the earliest',
    events: [createdAt(4), refusedAt(9, 'Error creating: refused', 1)],
    found: { message: 'refused', lastSeen: at(9), firstSeen: at(4), event: 'event-a', refusal: unnamed },
  },
];
test.for(rows)('$name', ({ events, newestPod, found }) => {
  expect(latestFailedCreate(events, newestPod === undefined ? undefined : at(newestPod))).toStrictEqual(found);
});

test('[RU11] a failed delete speaks until a later delete succeeds', () => {
  const failed = makeEvent({
    reason: 'FailedDelete',
    note: 'Error deleting: denied',
    firstTimestamp: at(3),
    lastTimestamp: at(3),
  });
  const deleted = makeEvent({ reason: 'SuccessfulDelete', lastTimestamp: at(4) });
  expect(latestFailedDelete([failed, createdAt(9)])).toStrictEqual({
    message: 'denied',
    lastSeen: at(3),
    firstSeen: at(3),
    event: 'event-a',
    refusal: unnamed,
  });
  expect(latestFailedDelete([failed, deleted])).toBeUndefined();
});

test('[EV1] an event was last seen at its last time, else when it was made', () => {
  const { lastTimestamp: _, ...event } = refusedAt(3);
  expect(timeOfEvent(refusedAt(3))).toBe(at(3));
  expect(timeOfEvent({ ...event, creationTimestamp: at(2) })).toBe(at(2));
});
