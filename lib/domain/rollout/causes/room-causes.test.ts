import { expect, test } from 'vitest';
import { makeContainer, makeNode, makePod } from '#lib/testing/objects.ts';
import { NOW, SECOND, terminatingSince } from '#lib/testing/rollouts.ts';
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
import type { NodeRecord, PodRecord } from '../../objects.ts';
import type { CellCause } from './cause.ts';

const EQUALS = 'No preemption victims found for incoming pod';
const noCpu = schedulerText('1 Insufficient cpu', EQUALS);
const allocatable = makeNode().allocatable;

/** A neighbour that takes most of the processor. */
function makeNeighbour(overrides: Parameters<typeof makePod>[0] = {}): PodRecord {
  const { spec, ...rest } = overrides;
  return makePod({ name: 'neighbour', ...rest, spec: { ...asking({ cpu: '3800m' }), ...spec } });
}

type Given = {
  readonly pod?: Parameters<typeof makeUnboundPod>[0];
  readonly words?: string | undefined;
  readonly node?: NodeRecord;
  readonly others?: readonly PodRecord[];
};
function inputOf({ pod = { spec: asking({ cpu: '500m' }) }, words, node, others = [] }: Given) {
  const conditions = words === undefined ? [] : [unscheduled(words)];
  return {
    pods: [makeUnboundPod({ conditions, ...pod })],
    podsOnNode: () => others,
    ...(node === undefined ? {} : { node }),
  };
}

type CodesRow = Given & { readonly name: string; readonly codes: readonly string[] };
const devices = (cards: string) => makeNode('node-a', { allocatable: { ...allocatable, 'example.com/card': cards } });
const oneCard = { spec: asking({ 'example.com/card': '1' }) };
const noCard = schedulerText('1 Insufficient example.com/card');
const wantsPort = {
  spec: { containers: [makeContainer({ ports: [{ containerPort: 80, hostPort: 9100, protocol: 'TCP' }] })] },
};
const noPort = schedulerText("1 node(s) didn't have free ports for the requested pod ports", EQUALS);

const rows: readonly CodesRow[] = [
  { name: '[S01] a pod that fits and of which nothing is said yet has no cause', codes: [] },
  {
    name: '[S01] [S14] scheduler and our own sum agree',
    words: noCpu,
    others: [makeNeighbour()],
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[S01] [EV2] our own sum alone is a weaker sign',
    others: [makeNeighbour()],
    codes: ['S01 M', 'S14 M'],
  },
  {
    name: '[S01] [S14] so are the words of the scheduler alone',
    words: noCpu,
    codes: ['S01 M', 'S14 M'],
  },
  {
    name: '[S01] of two resources that are short one cause is made',
    pod: { spec: asking({ cpu: '500m', memory: '1Gi' }) },
    words: schedulerText('1 Insufficient cpu, 1 Insufficient memory', EQUALS),
    others: [makeNeighbour({ spec: asking({ cpu: '3800m', memory: '7800Mi' }) })],
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[S01] [SC6] pod slots are room too',
    pod: {},
    words: schedulerText('1 Too many pods', EQUALS),
    node: makeNode('node-a', { allocatable: { ...allocatable, pods: '1' } }),
    others: [makeNeighbour()],
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[S02] more than the whole node has never fits, and is not a want of room',
    pod: { spec: asking({ cpu: '8' }) },
    words: schedulerText('1 Insufficient cpu'),
    others: [makeNeighbour()],
    codes: ['S02 H'],
  },
  {
    name: '[S02] that needs no word of the scheduler',
    pod: { spec: asking({ cpu: '8' }) },
    codes: ['S02 H'],
  },
  {
    name: '[S01] [S02] beside another resource of which only too little is left',
    pod: { spec: asking({ cpu: '500m', memory: '16Gi' }) },
    words: schedulerText('1 Insufficient cpu, 1 Insufficient memory'),
    others: [makeNeighbour()],
    codes: ['S01 H', 'S02 H', 'S14 H'],
  },
  {
    name: '[S02] a node that has reported nothing yet may still have it',
    pod: { spec: asking({ cpu: '8' }) },
    words: schedulerText('1 Insufficient cpu'),
    node: makeNode('node-a', { allocatable: {} }),
    codes: ['S01 H'],
  },
  { name: '[S03] a device that the node does not offer', pod: oneCard, words: noCard, codes: ['S03 H'] },
  { name: '[S03] or of which it offers none', pod: oneCard, words: noCard, node: devices('0'), codes: ['S03 H'] },
  { name: '[S03] [EV2] without a word of the scheduler', pod: oneCard, codes: ['S03 M'] },
  {
    name: '[S03] [FT11] not where the scheduler speaks of claims: a DeviceClass may give it',
    pod: oneCard,
    words: schedulerText('1 cannot allocate all claims'),
    codes: ['S15 M'],
  },
  {
    name: '[S02] more of a device than the node has at all',
    pod: { spec: asking({ 'example.com/card': '2' }) },
    words: noCard,
    node: devices('1'),
    codes: ['S02 H'],
  },
  {
    name: '[S01] a device that others use',
    pod: oneCard,
    words: schedulerText('1 Insufficient example.com/card', EQUALS),
    node: devices('1'),
    others: [makePod({ name: 'neighbour', ...oneCard })],
    codes: ['S01 H', 'S14 H'],
  },
  {
    name: '[S04] a host port that somebody else holds',
    pod: wantsPort,
    words: noPort,
    others: [makePod({ name: 'holder', ...wantsPort })],
    codes: ['S04 H'],
  },
  {
    name: '[S04] [EV2] by our own look alone',
    pod: wantsPort,
    others: [makePod({ name: 'holder', ...wantsPort })],
    codes: ['S04 M'],
  },
  { name: '[S04] by the word of the scheduler alone', pod: wantsPort, words: noPort, codes: ['S04 M'] },
  {
    name: '[S10] [S01] [S14] while victims leave the room is being made, and nobody speaks of equals',
    pod: { spec: asking({ cpu: '500m' }), nominatedNodeName: makeNode().name },
    words: schedulerText('1 Insufficient cpu', 'not eligible due to a terminating pod on the nominated node.'),
    others: [makeNeighbour(terminatingSince(NOW - SECOND))],
    codes: ['S01 M', 'S10 H'],
  },
];
test.for(rows)('$name', ({ codes, ...given }) => {
  expect(unboundCodesOf(inputOf(given))).toStrictEqual(codes);
});

const priority = (value: number) => ({ spec: { ...asking({ cpu: '500m' }), priority: value } });
const neighbourOf = (value: number, rest: Parameters<typeof makePod>[0] = {}): PodRecord =>
  makeNeighbour({ ...rest, spec: { priority: value } });

type PriorityRow = Omit<CodesRow, 'codes'> & { readonly confidence: CellCause['confidence'] | undefined };
const priorityRows: readonly PriorityRow[] = [
  { name: '[S14] equals', pod: priority(7), words: noCpu, others: [neighbourOf(7)], confidence: 'H' },
  { name: '[S14] betters', pod: priority(7), words: noCpu, others: [neighbourOf(8)], confidence: 'H' },
  {
    name: '[S14] a priority that nobody wrote is 0',
    pod: priority(0),
    words: noCpu,
    others: [makeNeighbour()],
    confidence: 'H',
  },
  {
    name: '[S14] [SC14] somebody of lower priority, who may have come since',
    pod: priority(7),
    words: noCpu,
    others: [neighbourOf(8), neighbourOf(6, { name: 'late' })],
    confidence: 'M',
  },
  {
    name: '[S14] [SC16] even without those of lower priority there is too little: not for want of victims',
    pod: priority(7),
    words: schedulerText('1 Insufficient cpu', 'Insufficient cpu'),
    others: [neighbourOf(8), neighbourOf(6, { name: 'small' })],
    confidence: undefined,
  },
  {
    name: '[S14] [SC16] the scheduler saw somebody who has gone since',
    pod: priority(7),
    words: schedulerText('1 Insufficient cpu', 'Insufficient cpu'),
    others: [neighbourOf(8)],
    confidence: 'M',
  },
  {
    name: '[S14] somebody leaves by himself',
    pod: priority(7),
    words: noCpu,
    others: [neighbourOf(7, terminatingSince(NOW - SECOND))],
    confidence: 'M',
  },
  {
    name: '[S14] who has ended takes no room',
    pod: priority(7),
    words: noCpu,
    others: [neighbourOf(7), neighbourOf(1, { name: 'done', phase: 'Succeeded' })],
    confidence: 'H',
  },
];
test.for(priorityRows)('$name', ({ confidence, ...given }) => {
  const found = unboundCausesOf(inputOf(given)).find(({ code }) => code === 'S14');
  expect(found?.confidence).toBe(confidence);
});

const common = { pod: 'new-node-a', since: REFUSED_AT };

test('[S01] [S14] what is asked, what is free and what the node has, and who is the least of the others', () => {
  const spec = { ...asking({ cpu: '500m', memory: '1Gi' }), priority: 7, priorityClassName: 'daemons' };
  const words = schedulerText('1 Insufficient cpu, 1 Insufficient memory', EQUALS);
  const neighbour = makeNeighbour({ spec: { ...asking({ cpu: '3800m', memory: '7680Mi' }), priority: 9 } });
  const numbers = { resource: 'cpu', requested: '500m', free: '200m', allocatable: '4' };
  expect(unboundCausesOf(inputOf({ pod: { spec }, words, others: [neighbour] }))).toStrictEqual([
    {
      code: 'S01',
      confidence: 'H',
      ...common,
      facts: numbers,
      evidence: [
        wordsEvidence(words),
        nodeEvidence('status.allocatable.cpu', '4'),
        nodeEvidence('status.allocatable.memory', '8Gi'),
      ],
    },
    {
      code: 'S14',
      confidence: 'H',
      ...common,
      facts: { ...numbers, priorityClass: 'daemons' },
      evidence: [wordsEvidence(words), podEvidence('spec.priority', 7), podEvidence('spec.priority', 9, 'neighbour')],
    },
  ]);
});

test('[S01] of what only the scheduler says the free part is left out', () => {
  const [cause] = unboundCausesOf(inputOf({ words: noCpu }));
  expect(cause?.facts).toStrictEqual({ resource: 'cpu', requested: '500m', allocatable: '4' });
  const [slots] = unboundCausesOf(inputOf({ words: schedulerText('1 Too many pods', EQUALS) }));
  expect(slots?.facts).toStrictEqual({ resource: 'pods', requested: '1', allocatable: '110' });
});

test('[S01] what scheduler and sum agree on is told first', () => {
  const given: Given = {
    pod: { spec: asking({ cpu: '500m', memory: '1Gi' }) },
    words: schedulerText('1 Insufficient memory', EQUALS),
    others: [makeNeighbour({ spec: asking({ cpu: '3800m', memory: '7680Mi' }) })],
  };
  const [cause] = unboundCausesOf(inputOf(given));
  expect(cause).toMatchObject({ code: 'S01', confidence: 'H', facts: { resource: 'memory' } });
});

test('[S01] [SC17] that the priority class forbids to preempt is told', () => {
  const words = schedulerText('1 Insufficient cpu', 'not eligible due to preemptionPolicy=Never.');
  const [cause] = unboundCausesOf(inputOf({ words, others: [makeNeighbour()] }));
  expect(cause?.facts.detail).toBe('PreemptionNever');
});

test('[S02] [S03] [S04] each tells its numbers or its holder', () => {
  const tooMuch = schedulerText('1 Insufficient cpu');
  expect(unboundCausesOf(inputOf({ pod: { spec: asking({ cpu: '8' }) }, words: tooMuch }))).toStrictEqual([
    {
      code: 'S02',
      confidence: 'H',
      ...common,
      facts: { resource: 'cpu', requested: '8', free: '4', allocatable: '4' },
      evidence: [wordsEvidence(tooMuch), nodeEvidence('status.allocatable.cpu', '4')],
    },
  ]);
  expect(unboundCausesOf(inputOf({ pod: oneCard, words: noCard }))).toStrictEqual([
    {
      code: 'S03',
      confidence: 'H',
      ...common,
      facts: { resource: 'example.com/card', requested: '1', free: '0', allocatable: '0' },
      evidence: [wordsEvidence(noCard), nodeEvidence('status.allocatable.example\\.com/card', '0')],
    },
  ]);
  const holder = makePod({ name: 'holder', ...wantsPort });
  expect(unboundCausesOf(inputOf({ pod: wantsPort, words: noPort, others: [holder] }))).toStrictEqual([
    {
      code: 'S04',
      confidence: 'H',
      ...common,
      facts: { port: 9100, protocol: 'TCP', holder: 'default/holder' },
      evidence: [wordsEvidence(noPort), podEvidence('spec.containers[*].ports[*].hostPort', 9100, 'holder')],
    },
  ]);
});
