import { expect, test } from 'vitest';
import { type Chapter, retell, tidy } from './dump.ts';
import type { KubernetesObject } from './kinds.ts';

const MINUTE = 60_000;
const at = (time: string) => Date.parse(`2026-01-02T${time}Z`);
const end = at('10:00:00');
/** A recording from 09:58 to 10:00, told as two days and five minutes. */
const chapters: readonly Chapter[] = [
  { startedAt: at('09:58:00'), agoMillis: 2 * 24 * 60 * MINUTE },
  { startedAt: at('09:59:00'), agoMillis: 5 * MINUTE },
];

function pod(metadata: Readonly<Record<string, unknown>>, more: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'agent-1', ...metadata }, ...more };
}

const times = [
  {
    name: 'keeps distances within a chapter',
    given: { creationTimestamp: '2026-01-02T09:58:07Z' },
    told: { creationTimestamp: '2025-12-31T10:00:07Z' },
  },
  {
    name: 'moves the next chapter by its own measure, and keeps fractions',
    given: { creationTimestamp: '2026-01-02T09:59:07.123456Z' },
    told: { creationTimestamp: '2026-01-02T09:55:07.123456Z' },
  },
  {
    name: 'tells a deletion where it was asked for, not where its grace ends',
    given: { deletionTimestamp: '2026-01-02T09:59:10Z', deletionGracePeriodSeconds: 30 },
    told: { deletionTimestamp: '2025-12-31T10:01:10Z', deletionGracePeriodSeconds: 30 },
  },
];
test.for(times)('retell: $name', ({ given, told }) => {
  expect(retell([pod(given)], chapters, end)).toStrictEqual([pod(told)]);
});

test('retell: drops events older than an hour', () => {
  const event = (name: string, fields: object): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name },
    ...fields,
  });
  const items = [
    event('old', { lastTimestamp: '2026-01-02T09:58:30Z' }),
    event('fresh', { lastTimestamp: '2026-01-02T09:59:30Z' }),
    event('fresh-series', { lastTimestamp: null, eventTime: '2026-01-02T09:59:30.5Z' }),
  ];
  expect(retell(items, chapters, end).map(({ metadata }) => metadata.name)).toStrictEqual(['fresh', 'fresh-series']);
});

test('retell: a living node has just reported, a dead one had before it was missed', () => {
  const node = (status: string, lastTransitionTime: string, lastHeartbeatTime: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: status },
    status: { conditions: [{ type: 'Ready', status, lastTransitionTime, lastHeartbeatTime }] },
  });
  const first = '2026-01-02T09:58:00Z';
  expect(
    retell([node('True', first, first), node('Unknown', '2026-01-02T09:59:20Z', first)], chapters, end),
  ).toStrictEqual([
    node('True', '2025-12-31T10:00:00Z', '2026-01-02T09:59:00Z'),
    node('Unknown', '2026-01-02T09:55:20Z', '2026-01-02T09:54:20Z'),
  ]);
});

test('tidy: takes away the marks of the test bed and managedFields, and leaves other annotations and labels', () => {
  const given = pod({
    managedFields: [{ manager: 'testbed' }],
    labels: { 'sim/kubelet': 'on', app: 'agent' },
    annotations: { 'sim/fault': 'image-pull' },
  });
  expect(tidy([given])).toStrictEqual([pod({ labels: { app: 'agent' } })]);
});

test("tidy: kwok's events come from the kubelet of the pod's node and name its image", () => {
  const spec = { nodeName: 'node-1', containers: [{ image: 'agent:2' }] };
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'agent-1.1' },
    involvedObject: { uid: 'u1' },
    source: { component: 'kwok_controller' },
    message: 'Failed to pull image: not found',
  };
  expect(tidy([pod({ uid: 'u1' }, { spec }), event])[1]).toStrictEqual({
    ...event,
    source: { component: 'kubelet', host: 'node-1' },
    reportingComponent: 'kubelet',
    reportingInstance: 'node-1',
    message: 'Failed to pull image "agent:2": not found',
  });
});
