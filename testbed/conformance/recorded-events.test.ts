import { expect, test } from 'vitest';
import { recordedEvents } from './recorded-events.ts';

const event = (name: string, fields: Readonly<Record<string, unknown>>) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name },
  involvedObject: { kind: 'DaemonSet' },
  type: 'Normal',
  ...fields,
});

test('each message is told once, whichever of the two ways its writer has to say who he is', () => {
  const created = { reason: 'SuccessfulCreate', message: 'Created pod: agent-x2b4z' };
  const events = [
    event('a', { ...created, source: { component: 'daemonset-controller' }, reportingComponent: '' }),
    event('b', { ...created, source: { component: 'daemonset-controller' }, reportingComponent: '' }),
    event('c', {
      involvedObject: { kind: 'Pod' },
      type: 'Warning',
      reason: 'FailedScheduling',
      message: 'no room for agent-x2b4z',
      reportingComponent: 'default-scheduler',
    }),
  ];
  expect(recordedEvents(events, (text) => text.replace('x2b4z', '*'))).toStrictEqual([
    'Normal SuccessfulCreate of a DaemonSet by daemonset-controller: Created pod: agent-*',
    'Warning FailedScheduling of a Pod by default-scheduler: no room for agent-*',
  ]);
});

test('what a kubelet says is left out', () => {
  const said = { reason: 'BackOff', message: 'Back-off restarting failed container' };
  expect(recordedEvents([event('a', { ...said, source: { component: 'kubelet' } })], (text) => text)).toStrictEqual([]);
});
