import { expect, test } from 'vitest';
import {
  isAboutRoom,
  type PreemptionOutcome,
  parseSchedulingText,
  type SchedulingPart,
  type SchedulingText,
} from './scheduling.ts';

/** As seen on a real control plane, 1.36.3. */
const equalPriority =
  "0/12 nodes are available: 1 Insufficient cpu, 11 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/12 nodes are available: 1 No preemption victims found for incoming pod, 11 Preemption is not helpful for scheduling.";

type WholeRow = { readonly name: string; readonly text: string; readonly found: SchedulingText };
const wholeRows: readonly WholeRow[] = [
  {
    name: '[SC3] [SC4] [SC14] [SC15] a text of 1.36 is taken apart, and other nodes are left out',
    text: equalPriority,
    found: {
      kind: 'Parsed',
      nodes: 12,
      target: [
        { cause: 'InsufficientResource', text: 'Insufficient cpu', count: 1, resource: 'cpu', resolvable: true },
      ],
      preemption: [
        { outcome: 'NoVictims', text: 'No preemption victims found for incoming pod', count: 1 },
        { outcome: 'NotHelpful', text: 'Preemption is not helpful for scheduling', count: 11 },
      ],
      rawFilter: "1 Insufficient cpu, 11 node(s) didn't satisfy plugin(s) [NodeAffinity]",
      rawPreemption: '1 No preemption victims found for incoming pod, 11 Preemption is not helpful for scheduling',
    },
  },
  {
    name: '[SC2] [SC3] so is one of 1.23, without a preemption part and with the taint spelt out',
    text: "0/3 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 2 node(s) didn't match Pod's node affinity/selector.",
    found: {
      kind: 'Parsed',
      nodes: 3,
      target: [
        {
          cause: 'UntoleratedTaint',
          text: "node(s) had taint {a: b}, that the pod didn't tolerate",
          count: 1,
          resolvable: false,
        },
      ],
      preemption: [],
      rawFilter:
        "1 node(s) had taint {a: b}, that the pod didn't tolerate, 2 node(s) didn't match Pod's node affinity/selector",
      rawPreemption: '',
    },
  },
  {
    name: '[SC13] [SC3] the message of a PreFilter has no count, and dots may double',
    text: '0/3 nodes are available: persistentvolumeclaim "x" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling..',
    found: {
      kind: 'Parsed',
      nodes: 3,
      target: [{ cause: 'Volume', text: 'persistentvolumeclaim "x" not found', resolvable: false }],
      preemption: [{ outcome: 'NotHelpful', text: 'Preemption is not helpful for scheduling', count: 3 }],
      rawFilter: 'persistentvolumeclaim "x" not found',
      rawPreemption: '3 Preemption is not helpful for scheduling',
    },
  },
  {
    name: '[SC13] [SC3] 1.36 adds that preemption has found no node',
    text: '0/2 nodes are available: persistentvolumeclaim "data" not found. not found',
    found: {
      kind: 'Parsed',
      nodes: 2,
      target: [{ cause: 'Volume', text: 'persistentvolumeclaim "data" not found', resolvable: false }],
      preemption: [],
      rawFilter: 'persistentvolumeclaim "data" not found',
      rawPreemption: '',
    },
  },
  {
    name: '[SC4] from 1.35 on: all nodes excluded by the pin means that the target node is gone',
    text: "0/5 nodes are available: 5 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    found: {
      kind: 'Parsed',
      nodes: 5,
      target: [],
      absentTarget: 'NodeMissing',
      preemption: [],
      rawFilter: "5 node(s) didn't satisfy plugin(s) [NodeAffinity]",
      rawPreemption: '',
    },
  },
  {
    name: '[SC4] and one that does not match means that its labels no longer fit',
    text: "0/5 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 4 node(s) didn't satisfy plugin(s) [NodeAffinity].",
    found: {
      kind: 'Parsed',
      nodes: 5,
      target: [],
      absentTarget: 'SelectorMismatch',
      preemption: [],
      rawFilter:
        "1 node(s) didn't match Pod's node affinity/selector, 4 node(s) didn't satisfy plugin(s) [NodeAffinity]",
      rawPreemption: '',
    },
  },
  {
    name: '[SC4] [SC18] while victims leave, the plugin that refused is named beside the pin',
    text: "0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity NodeResourcesFit]. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.",
    found: {
      kind: 'Parsed',
      nodes: 3,
      target: [],
      preemption: [{ outcome: 'UnderWay', text: 'not eligible due to a terminating pod on the nominated node' }],
      rawFilter: "3 node(s) didn't satisfy plugin(s) [NodeAffinity NodeResourcesFit]",
      rawPreemption: 'not eligible due to a terminating pod on the nominated node',
    },
  },
  {
    name: '[SC4] before, the two cannot be told apart',
    text: "0/5 nodes are available: 5 node(s) didn't match node selector.",
    found: {
      kind: 'Parsed',
      nodes: 5,
      target: [],
      absentTarget: 'NodeMissingOrSelectorMismatch',
      preemption: [],
      rawFilter: "5 node(s) didn't match node selector",
      rawPreemption: '',
    },
  },
  { name: '[SC3] no nodes at all', text: 'no nodes available to schedule pods', found: { kind: 'NoNodes' } },
  {
    name: '[SC3] a pod that is being deleted',
    text: 'skip schedule deleting pod: kube-system/agent-x',
    found: { kind: 'BeingDeleted' },
  },
  {
    name: '[SC3] anything else is said to be so',
    text: 'running Filter plugin: boom',
    found: { kind: 'Unrecognised' },
  },
];
test.for(wholeRows)('$name', ({ text, found }) => {
  expect(parseSchedulingText(text)).toStrictEqual(found);
});

test('[SC1] the event is cut at 1024 bytes: what is whole is still read', () => {
  const parsed = parseSchedulingText("0/2 nodes are available: 1 Insufficient memory, 1 node(s) didn't satisf ...");
  expect(parsed).toMatchObject({ target: [{ resource: 'memory' }, { cause: 'Unrecognised' }] });
});

type PartRow = {
  readonly rule: string;
  readonly text: string;
  readonly part: Omit<SchedulingPart, 'text' | 'count'>;
  readonly room?: boolean;
};
const room = true;
const hard = (cause: SchedulingPart['cause']) => ({ cause, resolvable: false });
const soft = (cause: SchedulingPart['cause']) => ({ cause, resolvable: true });
const insufficient = (resource: string) => ({ cause: 'InsufficientResource', resource, resolvable: true }) as const;
const partRows: readonly PartRow[] = [
  { rule: '[SC5]', text: 'Insufficient cpu', part: insufficient('cpu'), room },
  { rule: '[SC5]', text: 'Insufficient ephemeral-storage', part: insufficient('ephemeral-storage'), room },
  { rule: '[SC5]', text: 'Insufficient nvidia.com/gpu', part: insufficient('nvidia.com/gpu'), room },
  { rule: '[SC6]', text: 'Too many pods', part: soft('TooManyPods'), room },
  {
    rule: '[SC7]',
    text: "node(s) didn't have free ports for the requested pod ports",
    part: soft('HostPorts'),
    room,
  },
  { rule: '[SC8] [SC2]', text: 'node(s) had untolerated taint {a: b}', part: hard('UntoleratedTaint') },
  { rule: '[SC8] [SC2]', text: 'node(s) had untolerated taint(s)', part: hard('UntoleratedTaint') },
  { rule: '[SC9]', text: 'node(s) were unschedulable', part: hard('NodeUnschedulable') },
  { rule: '[SC10]', text: "node(s) didn't match the requested node name", part: hard('NodeName') },
  { rule: '[SC11]', text: "node(s) didn't match pod affinity rules", part: hard('PodAffinity') },
  { rule: '[SC11]', text: "node(s) didn't match pod anti-affinity rules", part: soft('PodAntiAffinity') },
  {
    rule: '[SC11]',
    text: "node(s) didn't satisfy existing pods anti-affinity rules",
    part: soft('PodAntiAffinity'),
  },
  { rule: '[SC12]', text: "node(s) didn't match pod topology spread constraints", part: soft('TopologySpread') },
  {
    rule: '[SC12]',
    text: "node(s) didn't match pod topology spread constraints (missing required label)",
    part: hard('TopologySpread'),
  },
  { rule: '[SC13]', text: "node(s) didn't match PersistentVolume's node affinity", part: hard('Volume') },
  { rule: '[SC13]', text: 'node(s) had volume node affinity conflict', part: hard('Volume') },
  { rule: '[SC13]', text: "node(s) didn't find available persistent volumes to bind", part: hard('Volume') },
  { rule: '[SC13]', text: 'node(s) had no available volume zone', part: hard('Volume') },
  {
    rule: '[SC13]',
    text: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    part: hard('Volume'),
  },
  { rule: '[SC13]', text: 'node(s) did not have enough free storage', part: hard('Volume') },
  { rule: '[SC13]', text: 'pod has unbound immediate PersistentVolumeClaims', part: hard('Volume') },
  { rule: '[SC13]', text: 'node(s) exceed max volume count', part: soft('Volume') },
  {
    rule: '[SC13]',
    text: 'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
    part: soft('Volume'),
  },
  { rule: '[SC13]', text: 'node(s) had no available disk', part: soft('Volume') },
  { rule: '[SC4]', text: "node(s) didn't match Pod's required features", part: hard('DeclaredFeature') },
  { rule: '[SC4]', text: 'cannot allocate all claims', part: hard('ResourceClaim') },
  { rule: '[SC4]', text: 'node(s) had something new', part: hard('Unrecognised') },
];
test.for(partRows)('$rule "$text"', ({ text, part, room: expected = false }) => {
  const parsed = parseSchedulingText(
    `0/3 nodes are available: 1 ${text}, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].`,
  );
  const target = parsed.kind === 'Parsed' ? parsed.target : [];
  expect(target).toStrictEqual([{ ...part, text, count: 1 }]);
  expect(target.map(isAboutRoom)).toStrictEqual([expected]);
});

const preemptionRows: readonly (readonly [rule: string, text: string, outcome: PreemptionOutcome])[] = [
  ['[SC14]', '0/3 nodes are available: 1 No preemption victims found for incoming pod', 'NoVictims'],
  ['[SC15]', '0/3 nodes are available: 3 Preemption is not helpful for scheduling.', 'NotHelpful'],
  ['[SC16]', '0/3 nodes are available: 1 Insufficient memory.', 'StillInsufficient'],
  ['[SC17]', 'not eligible due to preemptionPolicy=Never.', 'PolicyNever'],
  ['[SC18]', 'not eligible due to a terminating pod on the nominated node.', 'UnderWay'],
  ['[SC3]', 'not eligible due to workload aware preemption enabled', 'Unrecognised'],
];
test.for(preemptionRows)('%s preemption: %s', ([, text, outcome]) => {
  for (const before of ['', 'no new claims to deallocate, ', 'still not schedulable, ']) {
    const parsed = parseSchedulingText(`0/3 nodes are available: 1 Insufficient cpu. ${before}preemption: ${text}`);
    expect(parsed).toMatchObject({ target: [{ resource: 'cpu' }], preemption: [{ outcome }] });
  }
});

test('[SC3] the text of DRA alone, without preemption, does not hide the reason before it', () => {
  const parsed = parseSchedulingText('0/3 nodes are available: 1 Insufficient cpu. no new claims to deallocate');
  expect(parsed).toMatchObject({ target: [{ cause: 'InsufficientResource', resource: 'cpu' }] });
});
