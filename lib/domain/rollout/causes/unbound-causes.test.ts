import { expect, test } from 'vitest';
import { makeEvent, makeNode, makePod, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveCell,
  MINUTE,
  makeNewPod,
  makeOldPod,
  NOW,
  notReadySince,
  SECOND,
  terminatingSince,
} from '#lib/testing/rollouts.ts';
import {
  asking,
  makeUnboundPod,
  nodeEvidence,
  podEvidence,
  REFUSED_AT,
  schedulerText,
  unboundCausesOf,
  unboundCodesOf,
  unscheduled,
  wordsEvidence,
} from '#lib/testing/unbound-pods.ts';
import type { EventRecord } from '../../objects.ts';
import type { CellInput } from '../../placement/cell.ts';

const noCpu = schedulerText('1 Insufficient cpu', 'No preemption victims found for incoming pod');
const neighbour = makePod({ name: 'neighbour', spec: asking({ cpu: '3800m' }) });
const starved = { spec: asking({ cpu: '500m' }) };
const node = makeNode();
const tainted = makeNode('node-a', { taints: [makeTaint('dedicated')] });
const common = { pod: 'new-node-a', since: REFUSED_AT };

function refusal(note: string, seconds: number, overrides: Parameters<typeof makeEvent>[0] = {}): EventRecord {
  const lastTimestamp = NOW - seconds * SECOND;
  return makeEvent({ reason: 'FailedScheduling', note, lastTimestamp, firstTimestamp: lastTimestamp, ...overrides });
}

/** The same events of whatever pod is asked about. */
function withEvents(...events: readonly EventRecord[]): Pick<CellInput, 'eventsOf'> {
  return { eventsOf: () => events };
}

type Row = { readonly name: string; readonly given: Partial<CellInput>; readonly codes: readonly string[] };
const now = NOW;
const quiet = { creationTimestamp: NOW - SECOND };
const rows: readonly Row[] = [
  {
    name: '[S05] a pod that is bound has none of these causes',
    given: { node: tainted, pods: [makeNewPod('node-a', notReadySince(REFUSED_AT))] },
    codes: [],
  },
  {
    name: '[S05] nor one that terminates',
    given: { node: tainted, pods: [makeUnboundPod(terminatingSince(NOW - SECOND))] },
    codes: [],
  },
  {
    name: '[S05] nor one that has failed',
    given: { node: tainted, pods: [makeUnboundPod({ phase: 'Failed' })] },
    codes: [],
  },
  {
    name: '[S01] [S05] [S14] [TX2] all that hold are told, in the order of their codes',
    given: {
      node: tainted,
      pods: [makeUnboundPod({ ...starved, conditions: [unscheduled(noCpu)] })],
      podsOnNode: () => [neighbour],
    },
    codes: ['S01 H', 'S05 M', 'S14 H'],
  },
  {
    name: '[SC1] a condition that does not refuse has no words',
    given: {
      pods: [makeUnboundPod({ ...quiet, conditions: [{ ...unscheduled(noCpu), status: 'Unknown' }] })],
    },
    codes: [],
  },
  {
    name: '[S01] [EV2] [SC1] without a condition the latest event speaks',
    given: {
      pods: [makeUnboundPod(starved)],
      podsOnNode: () => [neighbour],
      ...withEvents(refusal(noCpu, 20), refusal(schedulerText('1 node(s) exceed max volume count'), 30)),
    },
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[EV2] other events say nothing about it',
    given: {
      pods: [makeUnboundPod({ ...starved, ...quiet })],
      ...withEvents(refusal(noCpu, 20, { reason: 'FailedCreate' })),
    },
    codes: [],
  },
  {
    name: '[SC1] the condition keeps the whole text, and speaks before any event',
    given: {
      pods: [makeUnboundPod({ conditions: [unscheduled(schedulerText('1 node(s) exceed max volume count'))] })],
      ...withEvents(refusal(noCpu, 20)),
    },
    codes: ['S09 H'],
  },
  {
    name: '[S01] the surge pod is looked at beside the old one',
    given: {
      pods: [makeOldPod('node-a'), makeUnboundPod({ ...starved, conditions: [unscheduled(noCpu)] })],
      podsOnNode: () => [neighbour],
    },
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[S12] nobody has said anything for more than a minute',
    given: { pods: [makeUnboundPod({ creationTimestamp: NOW - MINUTE - 1 })] },
    codes: ['S12 M'],
  },
  {
    name: '[S12] a minute is allowed',
    given: { pods: [makeUnboundPod({ creationTimestamp: NOW - MINUTE })] },
    codes: [],
  },
  {
    name: '[S12] [EV2] an event shows that somebody schedules it',
    given: {
      pods: [makeUnboundPod({ creationTimestamp: NOW - MINUTE - 1 })],
      ...withEvents(refusal(schedulerText('1 node(s) exceed max volume count'), 20)),
    },
    codes: ['S09 H'],
  },
  {
    name: '[S12] [SC20] a scheduler that fails by itself is possibly the cause',
    given: { pods: [makeUnboundPod({ conditions: [unscheduled('running Filter plugin: boom', 'SchedulerError')] })] },
    codes: ['S12 L'],
  },
  {
    name: '[S11] a gated pod, whatever its node has left',
    given: {
      pods: [
        makeUnboundPod({
          ...starved,
          conditions: [unscheduled('Scheduling is blocked due to non-empty scheduling gates', 'SchedulingGated')],
        }),
      ],
      podsOnNode: () => [neighbour],
    },
    codes: ['S11 H'],
  },
  {
    name: '[S13] a virtual node, by its label',
    given: {
      node: makeNode('node-a', { labels: { type: 'virtual-kubelet' } }),
      pods: [makeUnboundPod({ conditions: [unscheduled(schedulerText('1 Too many pods'))] })],
    },
    codes: ['S01 M', 'S13 H'],
  },
  {
    name: '[S13] by that of Fargate',
    given: {
      node: makeNode('node-a', { labels: { 'eks.amazonaws.com/compute-type': 'fargate' } }),
      pods: [makeUnboundPod({ creationTimestamp: NOW - MINUTE - 1 })],
    },
    codes: ['S12 M', 'S13 H'],
  },
  {
    name: '[S13] by its taint',
    given: {
      node: makeNode('node-a', { taints: [makeTaint('virtual-kubelet.io/provider', 'NoSchedule', 'azure')] }),
      pods: [
        makeUnboundPod({
          spec: { tolerations: [{ operator: 'Exists' }] },
          conditions: [unscheduled(schedulerText('1 Too many pods'))],
        }),
      ],
    },
    codes: ['S01 M', 'S13 H'],
  },
  {
    name: '[S13] not before the scheduler has had its time',
    given: { node: makeNode('node-a', { labels: { type: 'virtual-kubelet' } }), pods: [makeUnboundPod(quiet)] },
    codes: [],
  },
  {
    name: '[SC3] words that nobody knows give no cause',
    given: { pods: [makeUnboundPod({ conditions: [unscheduled(schedulerText('1 node(s) had something new'))] })] },
    codes: [],
  },
];
test.for(rows)('$name', ({ given, codes }) => {
  expect(unboundCodesOf({ now, ...given })).toStrictEqual(codes);
});

test('[S10] [SC19] who leaves, and until when at most', () => {
  const victim = makePod({ name: 'victim', ...terminatingSince(NOW - SECOND), spec: asking({ cpu: '3800m' }) });
  const sooner = makePod({ name: 'sooner', ...terminatingSince(NOW - 9 * SECOND) });
  const overdue = makePod({ name: 'overdue', ...terminatingSince(NOW - 10 * MINUTE) });
  const words = schedulerText('1 Insufficient cpu', 'not eligible due to a terminating pod on the nominated node.');
  const pod = makeUnboundPod({ ...starved, nominatedNodeName: node.name, conditions: [unscheduled(words)] });
  const [, cause] = unboundCausesOf({ pods: [pod], podsOnNode: () => [sooner, victim, overdue] });
  expect(cause).toStrictEqual({
    code: 'S10',
    confidence: 'H',
    ...common,
    facts: { holder: 'default/victim', until: NOW + 29 * SECOND },
    evidence: [
      podEvidence('status.nominatedNodeName', 'node-a'),
      podEvidence('metadata.deletionTimestamp', '2026-01-02T00:02:29Z', 'victim'),
    ],
  });
});

test('[S10] [SC18] by the words of the scheduler alone', () => {
  const words = schedulerText('1 Insufficient cpu', 'not eligible due to a terminating pod on the nominated node.');
  const [, cause] = unboundCausesOf({ pods: [makeUnboundPod({ ...starved, conditions: [unscheduled(words)] })] });
  expect(cause).toStrictEqual({
    code: 'S10',
    confidence: 'H',
    ...common,
    facts: {},
    evidence: [wordsEvidence(words)],
  });
});

test('[S10] [TM1] a victim whose grace period is over is named, without an end', () => {
  const words = schedulerText('1 Insufficient cpu', 'not eligible due to a terminating pod on the nominated node.');
  const overdue = makePod({ name: 'overdue', ...terminatingSince(NOW - 10 * MINUTE) });
  const pod = makeUnboundPod({ ...starved, conditions: [unscheduled(words)] });
  const [, cause] = unboundCausesOf({ pods: [pod], podsOnNode: () => [neighbour, overdue] });
  expect(cause?.facts).toStrictEqual({ holder: 'default/overdue' });
});

test('[S11] [S12] [S13] each tells what it rests on', () => {
  const gate = unscheduled('Scheduling is blocked due to non-empty scheduling gates', 'SchedulingGated');
  expect(unboundCausesOf({ pods: [makeUnboundPod({ conditions: [gate] })] })).toStrictEqual([
    {
      code: 'S11',
      confidence: 'H',
      ...common,
      facts: {},
      evidence: [podEvidence('status.conditions[PodScheduled].reason', 'SchedulingGated')],
    },
  ]);
  const creationTimestamp = NOW - 2 * MINUTE;
  const silent = makeUnboundPod({ creationTimestamp, spec: { schedulerName: 'elsewhere' } });
  expect(unboundCausesOf({ pods: [silent] })).toStrictEqual([
    {
      code: 'S12',
      confidence: 'M',
      pod: 'new-node-a',
      since: creationTimestamp,
      facts: { schedulerName: 'elsewhere' },
      evidence: [
        podEvidence('spec.schedulerName', 'elsewhere'),
        podEvidence('metadata.creationTimestamp', '2026-01-02T00:00:00Z'),
      ],
    },
  ]);
  const words = schedulerText('1 Too many pods');
  const virtual = makeNode('node-a', { labels: { type: 'virtual-kubelet' } });
  const found = unboundCausesOf({ node: virtual, pods: [makeUnboundPod({ conditions: [unscheduled(words)] })] });
  expect(found[1]).toStrictEqual({
    code: 'S13',
    confidence: 'H',
    ...common,
    facts: { subject: 'virtual-kubelet' },
    evidence: [nodeEvidence('metadata.labels.type', 'virtual-kubelet'), wordsEvidence(words)],
  });
});

test('[EV2] [S09] of an event the first time counts, and the event is the evidence', () => {
  const note = schedulerText('1 node(s) exceed max volume count');
  const events = withEvents(refusal(note, 40, { name: 'first' }), refusal(note, 20, { name: 'last' }));
  expect(unboundCausesOf({ pods: [makeUnboundPod()], ...events })).toStrictEqual([
    {
      code: 'S09',
      confidence: 'H',
      pod: 'new-node-a',
      since: NOW - 40 * SECOND,
      facts: { detail: 'Volume', message: 'node(s) exceed max volume count' },
      evidence: [{ object: { kind: 'Event', namespace: 'default', name: 'last' }, field: 'message', value: note }],
    },
  ]);
});

test('[CE14] the pods of the node are read only where room or priority decides', () => {
  const rule = makeUnboundPod({ conditions: [unscheduled('', 'SchedulingGated')] });
  expect(deriveCell({ pods: [rule] }).readsRoom).toBe(false);
  expect(deriveCell({ pods: [makeNewPod('node-a')] }).causes).toStrictEqual([]);
});
