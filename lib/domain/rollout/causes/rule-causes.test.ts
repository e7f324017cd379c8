import { expect, test } from 'vitest';
import { makeNode, makeTaint } from '#lib/testing/objects.ts';
import { makeOldPod, makeRollingDaemonSet, NOW } from '#lib/testing/rollouts.ts';
import {
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
import { nodeName } from '../../keys.ts';
import type { CellInput } from '../../placement/cell.ts';
import type { CellCause } from './cause.ts';

const common = { pod: 'new-node-a', since: REFUSED_AT };
const said = (message: string, rest: Parameters<typeof makeUnboundPod>[0] = {}) => ({
  pods: [makeUnboundPod({ conditions: [unscheduled(message)], ...rest })],
});

type WordsRow = {
  readonly rule: string;
  readonly confidence?: CellCause['confidence'];
  readonly words: string;
  readonly detail: string;
};
const wordsRows: readonly WordsRow[] = [
  { rule: '[S08]', words: "node(s) didn't match pod affinity rules", detail: 'PodAffinity' },
  { rule: '[S08]', words: "node(s) didn't match pod anti-affinity rules", detail: 'PodAntiAffinity' },
  { rule: '[S08]', words: "node(s) didn't satisfy existing pods anti-affinity rules", detail: 'PodAntiAffinity' },
  { rule: '[S08]', words: "node(s) didn't match pod topology spread constraints", detail: 'TopologySpread' },
  { rule: '[S09]', words: "node(s) didn't match PersistentVolume's node affinity", detail: 'Volume' },
  { rule: '[S09]', words: 'node(s) exceed max volume count', detail: 'Volume' },
  { rule: '[S15]', confidence: 'M', words: "node(s) didn't match Pod's required features", detail: 'DeclaredFeature' },
  { rule: '[S15]', confidence: 'M', words: 'cannot allocate all claims', detail: 'ResourceClaim' },
];
test.for(wordsRows)('$rule $words', ({ rule, confidence = 'H', words, detail }) => {
  const message = schedulerText(`1 ${words}`);
  expect(unboundCausesOf(said(message))).toStrictEqual([
    {
      code: rule.slice(1, -1),
      confidence,
      ...common,
      facts: { detail, message: words },
      evidence: [wordsEvidence(message)],
    },
  ]);
});

test('[S09] a claim is named', () => {
  const message =
    '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
  const [cause] = unboundCausesOf(said(message));
  expect(cause?.facts).toStrictEqual({
    detail: 'Volume',
    message: 'persistentvolumeclaim "data" not found',
    subject: 'data',
  });
});

const tainted = makeNode('node-a', { taints: [makeTaint('dedicated', 'NoSchedule', 'batch')] });
const taintWords = schedulerText('1 node(s) had untolerated taint(s)');
const gone = "0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity].";
const mismatch =
  "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].";
const either = "0/3 nodes are available: 3 node(s) didn't match node selector.";
const added = { spec: { nodeSelector: { zone: 'a' } } };
const old = (conditions: Parameters<typeof makeOldPod>[1]) =>
  makeOldPod('node-a', { nodeName: undefined, pinnedTo: 'node-a', ...conditions });

type Row = { readonly name: string; readonly given: Partial<CellInput>; readonly codes: readonly string[] };
const rows: readonly Row[] = [
  { name: '[S05] a taint that both see', given: { node: tainted, ...said(taintWords) }, codes: ['S05 H'] },
  { name: '[S05] one that has gone since', given: said(taintWords), codes: ['S05 M'] },
  {
    name: '[S05] [EV2] one of which the scheduler has not spoken',
    given: { node: tainted, pods: [makeUnboundPod()] },
    codes: ['S05 M'],
  },
  {
    name: '[S05] [TL1] not one that every daemon pod tolerates',
    given: {
      node: makeNode('node-a', { taints: [makeTaint('node.kubernetes.io/disk-pressure')] }),
      pods: [makeUnboundPod()],
    },
    codes: [],
  },
  {
    name: '[S05] [TL9] nor one that is only a wish',
    given: {
      node: makeNode('node-a', { taints: [makeTaint('dedicated', 'PreferNoSchedule')] }),
      pods: [makeUnboundPod()],
    },
    codes: [],
  },
  { name: '[S05] [SC9] a cordon', given: said(schedulerText('1 node(s) were unschedulable')), codes: ['S05 M'] },
  { name: '[S06] a selector that the template has not', given: said(mismatch, added), codes: ['S06 H'] },
  { name: '[S06] [SC4] in the words before 1.35', given: said(either, added), codes: ['S06 H'] },
  { name: '[S06] [EV2] without words', given: { pods: [makeUnboundPod(added)] }, codes: ['S06 M'] },
  {
    name: '[S06] not one that the node meets',
    given: { node: makeNode('node-a', { labels: { zone: 'a' } }), pods: [makeUnboundPod(added)] },
    codes: [],
  },
  {
    name: '[S06] nor one of the template itself: there the node is not wanted',
    given: {
      daemonSet: makeRollingDaemonSet({ spec: { nodeSelector: { zone: 'a' } } }),
      ...said(mismatch, added),
    },
    codes: [],
  },
  {
    name: '[S06] that of an older template may be its own',
    given: { pods: [old({ conditions: [unscheduled(mismatch)], ...added })] },
    codes: ['S06 M'],
  },
  { name: '[S06] an affinity that was added has no name', given: said(mismatch), codes: ['S06 M'] },
  {
    name: '[S07] the target node is gone',
    given: { node: undefined, nodeName: nodeName('node-a'), ...said(gone) },
    codes: ['S07 H'],
  },
  {
    name: '[S07] which needs no word of the scheduler',
    given: { node: undefined, nodeName: nodeName('node-a'), pods: [makeUnboundPod()] },
    codes: ['S07 H'],
  },
  {
    name: '[S07] with nodes unreadable only the scheduler can say so',
    given: { node: undefined, knowledge: { pods: 'Known', nodes: 'Forbidden' }, ...said(gone) },
    codes: ['S07 M'],
  },
  {
    name: '[S07] [SC4] and before 1.35 not even he',
    given: { node: undefined, knowledge: { pods: 'Known', nodes: 'Forbidden' }, ...said(either) },
    codes: [],
  },
  { name: '[S07] a node that is there is not gone, whatever the scheduler has in mind', given: said(gone), codes: [] },
];
test.for(rows)('$name', ({ given, codes }) => {
  expect(unboundCodesOf(given)).toStrictEqual(codes);
});

test('[S05] [S06] [S07] each tells what it is about', () => {
  expect(unboundCausesOf({ node: tainted, ...said(taintWords) })).toStrictEqual([
    {
      code: 'S05',
      confidence: 'H',
      ...common,
      facts: {
        detail: 'UntoleratedTaint',
        message: 'node(s) had untolerated taint(s)',
        taint: 'dedicated=batch:NoSchedule',
      },
      evidence: [wordsEvidence(taintWords), nodeEvidence('spec.taints', 'dedicated=batch:NoSchedule')],
    },
  ]);
  expect(unboundCausesOf(said(mismatch, added))).toStrictEqual([
    {
      code: 'S06',
      confidence: 'H',
      ...common,
      facts: { subject: 'zone=a' },
      evidence: [wordsEvidence(mismatch), podEvidence('spec.nodeSelector.zone', 'a')],
    },
  ]);
  expect(unboundCausesOf({ node: undefined, nodeName: nodeName('node-a'), ...said(gone), now: NOW })).toStrictEqual([
    {
      code: 'S07',
      confidence: 'H',
      ...common,
      facts: {},
      evidence: [
        podEvidence(
          'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[0]',
          'node-a',
        ),
        wordsEvidence(gone),
      ],
    },
  ]);
});
