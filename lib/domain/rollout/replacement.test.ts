import { expect, test } from 'vitest';
import { makeNode } from '#lib/testing/objects.ts';
import {
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  NOW,
  notReadySince,
  ROLLED_AT,
  SECOND,
  terminatingSince,
} from '#lib/testing/rollouts.ts';
import { nodeName, revisionHash } from '../keys.ts';
import type { DaemonSetRecord, PodRecord } from '../objects.ts';
import { judgePod } from '../placement/pod-judgement.ts';
import type { Replacement } from './pace.ts';
import { findReplacement, type ReplacementQuestion } from './replacement.ts';

const node = nodeName('a');
const begin = { at: ROLLED_AT, isLowerBound: false, notBefore: ROLLED_AT };
const MADE = NOW - MINUTE;
const ready = (since: number): Pick<PodRecord, 'conditions'> => ({
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
});

type Row = {
  readonly name: string;
  readonly pods: readonly PodRecord[];
  readonly daemonSet?: DaemonSetRecord;
  readonly rest?: Partial<ReplacementQuestion>;
  readonly found: Omit<Replacement, 'node'> | undefined;
};
const rows: readonly Row[] = [
  {
    name: 'from the making of the new pod until it is available',
    pods: [makeNewPod('a', ready(NOW - 20 * SECOND))],
    found: { from: MADE, until: NOW - 20 * SECOND },
  },
  {
    name: 'minReadySeconds are in it',
    daemonSet: makeRollingDaemonSet({ minReadySeconds: 10 }),
    pods: [makeNewPod('a', ready(NOW - 20 * SECOND))],
    found: { from: MADE, until: NOW - 10 * SECOND },
  },
  {
    name: 'from the moment at which the old pod was told to go, when that was seen',
    pods: [makeNewPod('a', ready(NOW - 20 * SECOND))],
    rest: { askedAt: MADE - 30 * SECOND },
    found: { from: MADE - 30 * SECOND, until: NOW - 20 * SECOND },
  },
  {
    name: 'not from the end of an old pod that went before the rollout began',
    pods: [makeNewPod('a', ready(NOW - 20 * SECOND))],
    rest: { askedAt: ROLLED_AT - SECOND },
    found: { from: MADE, until: NOW - 20 * SECOND },
  },
  {
    name: 'with surge the old pod goes last',
    pods: [makeNewPod('a', ready(NOW - 20 * SECOND))],
    rest: { askedAt: NOW - 20 * SECOND },
    found: { from: MADE, until: NOW - 20 * SECOND },
  },
  {
    name: 'a pod from before this rollout is none: a rollback finds pods of its revision',
    pods: [makeNewPod('a', { creationTimestamp: ROLLED_AT - MINUTE })],
    found: undefined,
  },
  {
    name: 'when nobody saw the rollout begin, not from before the other revision was made',
    pods: [makeNewPod('a')],
    rest: { begin: { isLowerBound: false, notBefore: MADE + SECOND } },
    found: undefined,
  },
  { name: 'a pod that is not available is none', pods: [makeNewPod('a', notReadySince(NOW))], found: undefined },
  { name: 'one that leaves is none', pods: [makeNewPod('a', terminatingSince(NOW))], found: undefined },
  { name: 'an old one is none', pods: [makeOldPod('a', { creationTimestamp: MADE })], found: undefined },
  { name: 'none as long as the old pod is there', pods: [makeOldPod('a'), makeNewPod('a')], found: undefined },
  {
    name: 'none while there are two new ones',
    pods: [makeNewPod('a'), makeNewPod('a', { name: 'second' })],
    found: undefined,
  },
  { name: 'none without a pod', pods: [], found: undefined },
  {
    name: 'none when the clocks disagree',
    pods: [makeNewPod('a', ready(MADE - SECOND))],
    found: undefined,
  },
  {
    name: 'none without a revision',
    pods: [makeNewPod('a')],
    rest: { begin: { isLowerBound: false } },
    found: undefined,
  },
];
test.for(rows)('[PC2] $name', ({ pods, daemonSet = makeRollingDaemonSet(), rest, found }) => {
  const current = { hash: revisionHash('unused'), number: 2, createdAt: ROLLED_AT };
  const context = {
    daemonSet,
    node: makeNode('a'),
    revision: { current, by: 'template' },
    podsOnNode: () => pods,
  } as const;
  const judged = pods.map((pod) => judgePod(pod, { ...context, now: NOW }));
  const expected = found === undefined ? undefined : { node, ...found };
  expect(findReplacement({ node, judged, begin, ...rest })).toStrictEqual(expected);
});
