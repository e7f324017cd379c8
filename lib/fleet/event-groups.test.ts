import { expect, test } from 'vitest';
import { uid } from '#lib/domain/keys.ts';
import type { EventRecord } from '#lib/domain/objects.ts';
import { groupEvents } from './event-groups.ts';

function makeEvent(overrides: Partial<EventRecord>): EventRecord {
  return {
    kind: 'Event',
    name: 'e',
    namespace: 'default',
    uid: uid('e'),
    resourceVersion: '1',
    labels: {},
    type: 'Warning',
    reason: 'BackOff',
    note: 'Back-off pulling image "x"',
    count: 1,
    reportingController: 'kubelet',
    regarding: { kind: 'Pod', namespace: 'default', name: 'agent-x7k2p' },
    ...overrides,
  };
}

test('[EV8] the same thing on several nodes is one row, with the newest message and all nodes', () => {
  const rows = groupEvents(
    [
      {
        event: makeEvent({ note: 'Error in agent-x7k2p', count: 3, firstTimestamp: 10, lastTimestamp: 40 }),
        node: 'b',
      },
      {
        event: makeEvent({
          note: 'Error in agent-4jq9z',
          firstTimestamp: 5,
          lastTimestamp: 50,
          regarding: { kind: 'Pod', namespace: 'default', name: 'agent-4jq9z' },
        }),
        node: 'a',
      },
      { event: makeEvent({ reason: 'Pulled', type: 'Normal', note: 'Pulled', lastTimestamp: 60 }), node: 'a' },
    ],
    'agent',
  );
  expect(rows).toStrictEqual([
    {
      type: 'Normal',
      reason: 'Pulled',
      template: 'Pulled',
      message: 'Pulled',
      regarding: 'Pod',
      reportingController: 'kubelet',
      count: 1,
      first: 60,
      last: 60,
      nodes: ['a'],
    },
    {
      type: 'Warning',
      reason: 'BackOff',
      template: 'Error in …',
      message: 'Error in agent-4jq9z',
      regarding: 'Pod',
      reportingController: 'kubelet',
      count: 4,
      first: 5,
      last: 50,
      nodes: ['a', 'b'],
    },
  ]);
});

test('[EV8] an event about the DaemonSet itself names no node, and its name is no varying part', () => {
  const [row] = groupEvents(
    [
      {
        event: makeEvent({
          reason: 'FailedCreate',
          note: 'Error creating: pods "agent-27bbt" is forbidden by agent',
          regarding: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
        }),
      },
    ],
    'agent',
  );
  expect(row).toMatchObject({
    template: 'Error creating: pods "…" is forbidden by agent',
    regarding: 'DaemonSet',
    nodes: [],
    first: null,
    last: null,
  });
});
