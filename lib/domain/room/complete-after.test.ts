import { expect, test } from 'vitest';
import { CREATED_AT, makeContainerStatus, makeDaemonPod, makeNode } from '#lib/testing/objects.ts';
import type { NodeRecord, PodRecord } from '../objects.ts';
import { type CompleteAfter, completeAfter, type WantedPod } from './complete-after.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;
const NOW = CREATED_AT + 10 * HOUR;
const NODE_READY = CREATED_AT + 30 * SECOND;

function makeNewNode(status = 'True', since = NODE_READY): NodeRecord {
  return makeNode('node-a', { conditions: [{ type: 'Ready', status, lastTransitionTime: since }] });
}

type PodChange = Parameters<typeof makeDaemonPod>[0];

/** The first pod on the node: made at once, started, and Ready so long after the node was made. */
function firstPod(readySeconds: number, overrides: PodChange = {}): PodRecord {
  const readyAt = CREATED_AT + readySeconds * SECOND;
  return makeDaemonPod({
    creationTimestamp: CREATED_AT + 2 * SECOND,
    startTime: CREATED_AT + 3 * SECOND,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readyAt }],
    containerStatuses: [makeContainerStatus({ state: { kind: 'Running', startedAt: readyAt - SECOND } })],
    ...overrides,
  });
}

function wanted(pod: PodRecord | undefined, minReadySeconds = 0, created = CREATED_AT - HOUR): WantedPod {
  return { daemonSet: { creationTimestamp: created, minReadySeconds }, pod };
}

const notReadySince = (seconds: number): PodChange => ({
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: CREATED_AT + seconds * SECOND }],
});

type Row = {
  readonly name: string;
  readonly node?: NodeRecord;
  readonly wanted: readonly WantedPod[];
  readonly now?: number;
  readonly after: CompleteAfter;
};
const NO_TRACE: CompleteAfter = { kind: 'NoTrace' };
const WAITING: CompleteAfter = { kind: 'Waiting', since: NODE_READY };

const rows: readonly Row[] = [
  {
    name: '[RM5] from the first Ready until the last pod was available, minReadySeconds counted',
    wanted: [wanted(firstPod(40)), wanted(firstPod(90), 20), wanted(firstPod(100))],
    after: { kind: 'Known', millis: 80 * SECOND },
  },
  {
    name: '[RM5] a pod that waited for hours for its room counts when it was Ready',
    wanted: [wanted(firstPod(40)), wanted(firstPod(7_230))],
    after: { kind: 'Known', millis: 2 * HOUR },
  },
  {
    name: '[RM5] pods that were Ready before the node took no time',
    wanted: [wanted(firstPod(10))],
    after: { kind: 'Known', millis: 0 },
  },
  { name: '[RM5] a node that nobody wants is complete at once', wanted: [], after: { kind: 'Known', millis: 0 } },
  {
    name: '[RM5] a DaemonSet that is younger than the node is left out',
    wanted: [wanted(firstPod(40)), wanted(undefined, 0, CREATED_AT + 1)],
    after: { kind: 'Known', millis: 10 * SECOND },
  },
  {
    name: '[RM5] a pod that was never bound is waited for',
    wanted: [wanted(firstPod(40)), wanted(firstPod(0, { nodeName: undefined, pinnedTo: 'node-a', conditions: [] }))],
    after: WAITING,
  },
  {
    name: '[RM5] so is one that was never Ready, whatever its containers do',
    wanted: [
      wanted(firstPod(0, { ...notReadySince(3), containerStatuses: [makeContainerStatus({ restartCount: 9 })] })),
    ],
    after: WAITING,
  },
  {
    name: '[RM5] and one that is not Ready for long enough',
    wanted: [wanted(firstPod(40), 20)],
    now: CREATED_AT + 59 * SECOND,
    after: WAITING,
  },
  {
    name: '[RM5] in its first minute a node waits for pods that are not made yet',
    wanted: [wanted(undefined)],
    now: CREATED_AT + 40 * SECOND,
    after: WAITING,
  },
  { name: '[RM5] later nobody can tell whether there was one', wanted: [wanted(undefined)], after: NO_TRACE },
  {
    name: '[RM5] a pod made later came in the place of another',
    wanted: [wanted(firstPod(90, { creationTimestamp: CREATED_AT + 61 * SECOND }))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] one that is leaving will be replaced',
    wanted: [wanted(firstPod(40, { deletionTimestamp: NOW }))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] one that restarted may have been Ready before',
    wanted: [wanted(firstPod(40, { containerStatuses: [makeContainerStatus({ restartCount: 1 })] }))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] one that became Ready long after its container started was Ready before',
    wanted: [wanted(firstPod(7_200, { containerStatuses: [makeContainerStatus()] }))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] so was one that stopped being Ready',
    wanted: [wanted(firstPod(0, notReadySince(400)))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] a node that became Ready an hour after it was made was Ready before',
    node: makeNewNode('True', CREATED_AT + HOUR),
    wanted: [wanted(firstPod(40))],
    after: NO_TRACE,
  },
  {
    name: '[RM5] of a node that is not Ready nothing is said',
    node: makeNewNode('False'),
    wanted: [wanted(firstPod(40))],
    after: NO_TRACE,
  },
];

test.for(rows)('$name', ({ node = makeNewNode(), wanted: pods, now = NOW, after }) => {
  expect(completeAfter(node, pods, now)).toStrictEqual(after);
});
