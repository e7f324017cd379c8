import { expect, test } from 'vitest';
import { type Random, seededRandom } from '#lib/base/random.ts';
import { nodeName, uid } from '#lib/domain/keys.ts';
import { CREATED_AT, makeEvent, makeNode, makePod, makeRevision, makeTaint, QUIET_HASH } from '#lib/testing/objects.ts';
import {
  MINUTE,
  makeNewPod,
  makeRollingDaemonSet,
  NOW,
  OLD_HASH,
  ROLLED_AT,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { KNOWLEDGE_KINDS, type PodCondition } from '../objects.ts';
import { isSettled } from '../rollout/cell-facts.ts';
import { currentRevision } from '../rollout/revisions.ts';
import { type CellInput, computeCell, deriveInFull } from './cell.ts';
import { CELL_STATES } from './cell-state.ts';

const CELLS = 20_000;
const MOMENTS = [CREATED_AT, ROLLED_AT, NOW - 5 * MINUTE, NOW - MINUTE, NOW - 5 * SECOND, NOW, NOW + MINUTE];

const NO_CPU = '0/5 nodes are available: 1 Insufficient cpu.';
const NO_ROOM: PodCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'Unschedulable',
  message: NO_CPU,
  lastTransitionTime: NOW - 2 * MINUTE,
};

/** Cells that are well but for a thing or two: near the short cut on all its sides. */
function createInputs(random: Random): (serial: number) => CellInput {
  const seldom = (probability = 0.06) => random() < probability;
  const pick = <Item>(...items: readonly [Item, ...Item[]]) => items[Math.floor(random() * items.length)] ?? items[0];
  const moment = () => MOMENTS[Math.floor(random() * MOMENTS.length)] ?? NOW;
  const knowledge = () => (seldom() ? pick(...KNOWLEDGE_KINDS) : 'Known');

  const createNode = () =>
    makeNode('node-a', {
      creationTimestamp: seldom() ? moment() : CREATED_AT,
      labels: seldom() ? { pool: 'a' } : {},
      unschedulable: seldom(),
      taints: seldom(0.15)
        ? [
            makeTaint(
              pick('dedicated', 'node.kubernetes.io/memory-pressure'),
              pick('NoSchedule', 'NoExecute', 'PreferNoSchedule'),
            ),
          ]
        : [],
      conditions: seldom()
        ? []
        : [{ type: 'Ready', status: seldom() ? pick('False', 'Unknown') : 'True', lastTransitionTime: moment() }],
    });

  const createDaemonSet = () =>
    makeRollingDaemonSet({
      spec: seldom() ? { nodeSelector: { pool: 'a' } } : {},
      minReadySeconds: pick(0, 0, 30),
      templateGeneration: pick('1', '2'),
      updateStrategy: pick(
        { kind: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0 },
        { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
        { kind: 'OnDelete' },
      ),
      ...(seldom() ? { deletionTimestamp: moment() } : {}),
    });

  const conditions = (): PodCondition[] => [
    ...(seldom()
      ? []
      : [
          { type: 'Ready', status: seldom() ? 'False' : 'True', ...(seldom() ? {} : { lastTransitionTime: moment() }) },
        ]),
    ...(seldom() ? [NO_ROOM] : []),
    ...(seldom() ? [{ type: pick('PodResizePending', 'DisruptionTarget'), status: pick('True', 'False') }] : []),
  ];

  function createPod(name: string) {
    const { creationTimestamp, ...pod } = makeNewPod('node-a', {
      name,
      uid: uid(name),
      hash: seldom() ? OLD_HASH : QUIET_HASH,
      nodeName: seldom() ? undefined : 'node-a',
      pinnedTo: 'node-a',
      phase: seldom() ? pick('Failed', 'Succeeded', 'Pending') : 'Running',
      creationTimestamp: moment(),
      conditions: conditions(),
      ...(seldom() ? { startTime: moment() } : {}),
      ...(seldom() ? waitingWith(pick('CrashLoopBackOff', 'ImagePullBackOff'), pick(0, 4), moment()) : {}),
      ...(seldom() ? terminatingSince(moment()) : {}),
    });
    const { labels, ...unlabelled } = pod;
    const labelled = seldom() ? { ...unlabelled, labels: {} } : { ...unlabelled, labels };
    return seldom() || creationTimestamp === undefined ? labelled : { ...labelled, creationTimestamp };
  }

  return (serial) => {
    const daemonSet = createDaemonSet();
    const revisions = seldom() ? [] : [makeRevision({ daemonSet, revision: 2, creationTimestamp: moment() })];
    const pods = Array.from({ length: seldom() ? pick(0, 2) : 1 }, (_, index) => createPod(`pod-${serial}-${index}`));
    const beganAt = moment();
    const events = seldom(0.5)
      ? [
          makeEvent({
            reason: 'FailedScheduling',
            note: NO_CPU,
            regarding: { kind: 'Pod', name: 'pod', uid: uid('pod') },
          }),
        ]
      : [];
    return {
      nodeName: nodeName('node-a'),
      node: seldom() ? undefined : createNode(),
      knowledge: { pods: knowledge(), nodes: knowledge() },
      daemonSet,
      pods,
      podsOnNode: () => [...pods.filter((pod) => pod.nodeName !== undefined), makePod({ name: 'web' })],
      revision: currentRevision(daemonSet, revisions),
      failedCreate: seldom() ? { message: 'exceeded quota', lastSeen: moment(), firstSeen: moment() } : undefined,
      eventsOf: () => events,
      absentSince: seldom() ? moment() : undefined,
      begin: pick(undefined, { isLowerBound: false }, { at: beganAt, isLowerBound: false, notBefore: beganAt }),
      leavingSince: seldom(0.3) ? moment() : undefined,
      now: NOW,
    };
  };
}

test(`[CE10] the short cut of a cell that is well gives what is derived in full, in ${CELLS} seeded cells`, () => {
  const make = createInputs(seededRandom(23));
  const states = new Set<string>();
  const reasons = new Set<string>();
  let settled = 0;
  for (let serial = 0; serial < CELLS; serial += 1) {
    const input = make(serial);
    const cell = computeCell(input);
    expect(cell, `cell ${serial}`).toStrictEqual(deriveInFull(input));
    states.add(cell.kind);
    reasons.add(cell.reason);
    if (isSettled(cell.facts)) settled += 1;
  }
  // Else the law would say nothing of the short cut, or nothing of what is just beside it.
  expect(settled).toBeGreaterThan(CELLS / 10);
  expect(states).toStrictEqual(new Set(CELL_STATES));
  expect(reasons.size).toBeGreaterThan(10);
});
