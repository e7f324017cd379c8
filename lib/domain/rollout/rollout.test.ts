import { expect, test } from 'vitest';
import { CREATED_AT, makeNode, makeTaint } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  ROLLED_AT,
  type Scenario,
  type ScenarioNode,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { nodeName } from '../keys.ts';
import type { UpdateStrategy } from '../objects.ts';
import type { RolloutVerdict } from './verdict.ts';

const a = nodeName('a');
const b = nodeName('b');
const c = nodeName('c');
const later = NOW + 30 * MINUTE;

type NewPod = Parameters<typeof makeNewPod>[1];
type OldPod = Parameters<typeof makeOldPod>[1];
const updated = (name: string, pod: NewPod = {}): ScenarioNode => ({ pods: [makeNewPod(name, pod)] });
const old = (name: string, pod: OldPod = {}): ScenarioNode => ({ pods: [makeOldPod(name, pod)] });
const surged = (name: string, pod: NewPod): ScenarioNode => ({ pods: [makeOldPod(name), makeNewPod(name, pod)] });
const starting = waitingWith('ContainerCreating');
const crashing = waitingWith('CrashLoopBackOff', 5);
const slow = { creationTimestamp: NOW - 3 * MINUTE, ...notReadySince(NOW - 3 * MINUTE) };
const tainted = (name: string) => makeNode(name, { taints: [makeTaint('dedicated')] });
const refusal = { message: 'exceeded quota', lastSeen: NOW - SECOND };

const withSurge = makeRollingDaemonSet({
  updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
});
const withOnDelete = makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } });
const withTwo: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 2, maxSurge: 0 };
const parallel = makeRollingDaemonSet({ updateStrategy: withTwo });

type Row = { readonly name: string; readonly given: Scenario; readonly verdict: RolloutVerdict };
const rows: readonly Row[] = [
  {
    name: '[RS2] Deleting comes before everything else',
    given: {
      daemonSet: makeRollingDaemonSet({ deletionTimestamp: NOW - SECOND, generation: 9 }),
      knowledge: { pods: 'Stale', nodes: 'Known' },
      nodes: { a: old('a') },
    },
    verdict: {
      kind: 'Deleting',
      reason: 'BeingDeleted',
      evidence: { nodes: [] },
      since: NOW - SECOND,
      sinceIsLowerBound: false,
    },
  },
  ...(['NotSynced', 'Forbidden', 'Stale'] as const).map(
    (why): Row => ({
      name: `[RS2a] pods ${why}: Unknown, before NotObserved`,
      given: {
        daemonSet: makeRollingDaemonSet({ generation: 9 }),
        knowledge: { pods: why, nodes: 'Known' },
        nodes: { a: updated('a') },
      },
      verdict: {
        kind: 'Unknown',
        reason: 'PodsUnreadable',
        evidence: { nodes: [], resource: 'pods', why },
        sinceIsLowerBound: true,
      },
    }),
  ),
  ...(['NotSynced', 'Forbidden', 'Stale'] as const).map(
    (why): Row => ({
      name: `[RS2a] nodes ${why}: Unknown`,
      given: { knowledge: { pods: 'Known', nodes: why }, nodes: { a: updated('a') } },
      verdict: {
        kind: 'Unknown',
        reason: 'NodesUnreadable',
        evidence: { nodes: [], resource: 'nodes', why },
        sinceIsLowerBound: true,
      },
    }),
  ),
  {
    name: '[RS2a] NotObserved needs no node',
    given: {
      daemonSet: makeRollingDaemonSet({ generation: 3 }),
      knowledge: { pods: 'Known', nodes: 'Forbidden' },
      nodes: { a: old('a') },
    },
    verdict: {
      kind: 'NotObserved',
      reason: 'GenerationAhead',
      evidence: { nodes: [], generation: 3, observedGeneration: 2 },
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RS2a] [RV19] nor does OnDelete with an old pod',
    given: { daemonSet: withOnDelete, knowledge: { pods: 'Known', nodes: 'Forbidden' }, nodes: { a: old('a') } },
    verdict: {
      kind: 'OnDelete',
      reason: 'OldPodsWaitForDeletion',
      evidence: { nodes: [a] },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2] Idle: nothing wanted and no pod left',
    given: { nodes: { a: { node: tainted('a') } } },
    verdict: { kind: 'Idle', reason: 'NothingWanted', evidence: { nodes: [] }, sinceIsLowerBound: true },
  },
  {
    name: '[RS2] [RS2c] not Idle while one is left, which kubectl does not see',
    given: { nodes: { a: { node: tainted('a'), ...updated('a') } } },
    verdict: {
      kind: 'CompleteWithLeftovers',
      reason: 'LeftoverPods',
      evidence: { nodes: [a] },
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RV19] [RS2] OnDelete, however long and whatever else fails',
    given: { daemonSet: withOnDelete, now: later, nodes: { b: old('b'), a: old('a'), c: updated('c', crashing) } },
    verdict: {
      kind: 'OnDelete',
      reason: 'OldPodsWaitForDeletion',
      evidence: { nodes: [a, b] },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2b] Complete',
    given: { nodes: { a: updated('a'), b: updated('b', { creationTimestamp: NOW - 30 * SECOND }) } },
    verdict: {
      kind: 'Complete',
      reason: 'UpdatedAndAvailable',
      evidence: { nodes: [] },
      since: NOW - 30 * SECOND,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2b] Complete with surge and under OnDelete alike',
    given: { daemonSet: withOnDelete, nodes: { a: updated('a') } },
    verdict: {
      kind: 'Complete',
      reason: 'UpdatedAndAvailable',
      evidence: { nodes: [] },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2b] [FA2] Complete beside an updated pod on a silent node',
    given: { nodes: { a: updated('a'), b: { node: makeSilentNode('b'), ...updated('b') } } },
    verdict: {
      kind: 'Complete',
      reason: 'UpdatedAndAvailable',
      evidence: { nodes: [] },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2c] an old pod on a silent node is a leftover',
    given: { nodes: { a: updated('a'), b: { node: makeSilentNode('b'), ...old('b', terminatingSince(NOW)) } } },
    verdict: {
      kind: 'CompleteWithLeftovers',
      reason: 'LeftoverPods',
      evidence: { nodes: [b] },
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RS2d] [FA3] Blocked: a pod on a dead node uses up the budget of one',
    given: {
      nodes: {
        a: { node: makeSilentNode('a', NOW - MINUTE), ...old('a', terminatingSince(NOW - 20 * SECOND)) },
        b: old('b'),
        c: updated('c'),
      },
    },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - 20 * SECOND },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
      recheckAt: NOW - 20 * SECOND + 10 * MINUTE + 1,
    },
  },
  {
    name: '[RS6] Stalled at once: the new version crashes on the node that uses up the budget',
    given: { nodes: { a: updated('a', crashing), b: old('b') } },
    verdict: {
      kind: 'Stalled',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE, hardCause: 'CrashLoopBackOff' },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS4] Blocked becomes Stalled ten minutes after the last progress',
    given: { now: NOW + 9 * MINUTE + 1, nodes: { a: updated('a', notReadySince(NOW - MINUTE)), b: old('b') } },
    verdict: {
      kind: 'Stalled',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW + 9 * MINUTE + 1,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS4] not at the tenth minute itself',
    given: { now: NOW + 9 * MINUTE, nodes: { a: updated('a', notReadySince(NOW - MINUTE)), b: old('b') } },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
      recheckAt: NOW + 9 * MINUTE + 1,
    },
  },
  {
    name: '[RS4] a long grace period allows more',
    given: {
      daemonSet: makeRollingDaemonSet({ spec: { terminationGracePeriodSeconds: 600 } }),
      now: NOW + 9 * MINUTE + 1,
      nodes: { a: updated('a', notReadySince(NOW - MINUTE)), b: old('b') },
    },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
      recheckAt: NOW + 10 * MINUTE + 1,
    },
  },
  {
    name: '[RS5] progress that is only remembered counts as well',
    given: {
      now: NOW + 9 * MINUTE + 1,
      rememberedProgress: NOW,
      nodes: { a: updated('a', notReadySince(NOW - MINUTE)), b: old('b') },
    },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
      recheckAt: NOW + 10 * MINUTE + 1,
    },
  },
  {
    name: '[RS2d] [FA4] not Blocked by an old pod that is not available: it needs no budget',
    given: { nodes: { a: old('a', crashing), b: old('b') } },
    verdict: {
      kind: 'Progressing',
      reason: 'UpdatingPods',
      evidence: { nodes: [a, b], limit: 1, used: 1, lastProgress: ROLLED_AT },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2d] [FA5] a tainted node whose old pod waits is Blocked like any other',
    given: { nodes: { a: updated('a', slow), b: { node: tainted('b'), ...old('b') } } },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: ROLLED_AT },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
      recheckAt: ROLLED_AT + 10 * MINUTE + 1,
    },
  },
  {
    name: '[RS2d] [FA3] a node that was dead for days blocks since there is something to update',
    given: {
      nodes: { a: { node: makeSilentNode('a', CREATED_AT), ...old('a', notReadySince(CREATED_AT)) }, b: old('b') },
    },
    verdict: {
      kind: 'Blocked',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: ROLLED_AT },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
      recheckAt: ROLLED_AT + 10 * MINUTE + 1,
    },
  },
  {
    name: '[RS2d] [RU11] a refusal, too',
    given: { failedCreate: refusal, nodes: { a: { absentSince: CREATED_AT }, b: old('b') } },
    verdict: {
      kind: 'Stalled',
      reason: 'SyncFails',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: ROLLED_AT, hardCause: 'FailedCreate' },
      since: ROLLED_AT,
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RS2d] not Blocked while one holder of two is in flight: slowed [RS2f]',
    given: {
      daemonSet: parallel,
      nodes: { a: updated('a', crashing), b: updated('b', starting), c: old('c') },
    },
    verdict: {
      kind: 'Progressing',
      reason: 'UpdatingPods',
      evidence: { nodes: [c], limit: 2, used: 2, lastProgress: NOW - MINUTE, slowed: true },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2f] Progressing: there is room, and the next old pod goes',
    given: { nodes: { a: updated('a'), b: old('b') } },
    verdict: {
      kind: 'Progressing',
      reason: 'UpdatingPods',
      evidence: { nodes: [b], limit: 1, used: 0, lastProgress: NOW - MINUTE },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2f] [RS1] a first rollout is Progressing while its pods start',
    given: { nodes: { a: updated('a', starting), b: { absentSince: NOW } } },
    verdict: {
      kind: 'Progressing',
      reason: 'StartingPods',
      evidence: { nodes: [a, b], limit: 1, used: 2, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS1b] and on a node that is being born',
    given: {
      nodes: {
        a: updated('a'),
        b: {
          node: makeNode('b', {
            creationTimestamp: NOW - MINUTE,
            taints: [makeTaint('node.cilium.io/agent-not-ready', 'PreferNoSchedule')],
          }),
          ...updated('b', crashing),
        },
      },
    },
    verdict: {
      kind: 'Progressing',
      reason: 'StartingPods',
      evidence: { nodes: [b], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RU11] [RS6] Stalled by a sync that fails, though there is room in the budget',
    given: {
      daemonSet: makeRollingDaemonSet({
        updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 3, maxSurge: 0 },
      }),
      failedCreate: refusal,
      nodes: { c: { absentSince: NOW - SECOND }, b: old('b'), a: { absentSince: NOW - 5 * SECOND } },
    },
    verdict: {
      kind: 'Stalled',
      reason: 'SyncFails',
      evidence: { nodes: [a, c], limit: 3, used: 2, lastProgress: ROLLED_AT, hardCause: 'FailedCreate' },
      since: NOW - 5 * SECOND,
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RU11] with surge the pod that cannot be made is the second of its node',
    given: {
      daemonSet: withSurge,
      failedCreate: { message: 'exceeded quota', lastSeen: ROLLED_AT },
      nodes: { a: old('a'), b: old('b') },
    },
    verdict: {
      kind: 'Stalled',
      reason: 'SyncFails',
      evidence: { nodes: [a, b], limit: 1, used: 0, lastProgress: ROLLED_AT, hardCause: 'FailedCreate' },
      sinceIsLowerBound: true,
    },
  },
  {
    name: '[RU11] a refusal that lies before the last progress no longer holds there',
    given: {
      daemonSet: withSurge,
      failedCreate: { message: 'exceeded quota', lastSeen: NOW - 2 * MINUTE },
      nodes: { a: updated('a'), b: old('b') },
    },
    verdict: {
      kind: 'Progressing',
      reason: 'UpdatingPods',
      evidence: { nodes: [b], limit: 1, used: 0, lastProgress: NOW - MINUTE },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RU11] a delete that fails blocks, and is over 1000 s after its last try',
    given: { failedDelete: refusal, nodes: { a: old('a'), b: updated('b') } },
    verdict: {
      kind: 'Blocked',
      reason: 'SyncFails',
      evidence: { nodes: [a], limit: 1, used: 0, lastProgress: NOW - MINUTE },
      since: NOW - SECOND,
      sinceIsLowerBound: true,
      recheckAt: NOW + 9 * MINUTE + 1,
    },
  },
  {
    name: '[RS2d] with surge: the new pod that crashes beside the old one uses up the surge',
    given: { daemonSet: withSurge, nodes: { a: surged('a', crashing), b: old('b') } },
    verdict: {
      kind: 'Stalled',
      reason: 'BudgetUsed',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE, hardCause: 'CrashLoopBackOff' },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2f] with surge: one that starts there is Progressing',
    given: { daemonSet: withSurge, nodes: { a: surged('a', starting), b: old('b') } },
    verdict: {
      kind: 'Progressing',
      reason: 'UpdatingPods',
      evidence: { nodes: [a, b], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: ROLLED_AT,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2e] Degraded: nothing to update, and the node without a pod is stuck',
    given: { now: later, nodes: { a: updated('a', notReadySince(NOW)), b: updated('b') } },
    verdict: {
      kind: 'Degraded',
      reason: 'NodesNotAvailable',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2e] Degraded with surge, where the node holds nothing',
    given: { daemonSet: withSurge, nodes: { a: updated('a', crashing), b: updated('b') } },
    verdict: {
      kind: 'Degraded',
      reason: 'NodesNotAvailable',
      evidence: { nodes: [a], limit: 1, used: 0, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2e] [FA6] Degraded under OnDelete, without a budget, and never Stalled',
    given: { daemonSet: withOnDelete, now: later, nodes: { a: updated('a', crashing), b: updated('b') } },
    verdict: {
      kind: 'Degraded',
      reason: 'NodesNotAvailable',
      evidence: { nodes: [a], lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2e] not Degraded while one of them is in flight',
    given: { daemonSet: withOnDelete, nodes: { a: updated('a', crashing), b: updated('b', starting) } },
    verdict: {
      kind: 'Progressing',
      reason: 'StartingPods',
      evidence: { nodes: [a, b], lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
  {
    name: '[RS2e] an old pod that terminates for ever on a wanted dead node is nothing that is left to update',
    given: {
      daemonSet: makeRollingDaemonSet({ spec: { tolerations: [{ operator: 'Exists' }] } }),
      nodes: {
        a: {
          node: makeSilentNode('a'),
          ...old('a', { deletionTimestamp: NOW - MINUTE, ...notReadySince(NOW - MINUTE) }),
        },
        b: updated('b'),
      },
    },
    verdict: {
      kind: 'Degraded',
      reason: 'NodesNotAvailable',
      evidence: { nodes: [a], limit: 1, used: 1, lastProgress: NOW - MINUTE },
      since: NOW - MINUTE,
      sinceIsLowerBound: false,
    },
  },
];
test.for(rows)('$name', ({ given, verdict }) => expect(deriveRollout(given).verdict).toStrictEqual(verdict));

test('[RS2] [RS4] every verdict that time alone can change says when, or one of its cells does', () => {
  for (const { given, verdict } of rows) {
    const outcome = deriveRollout(given);
    const moments = [verdict.recheckAt, ...outcome.cells.map(({ recheckAt }) => recheckAt)];
    const next = Math.min(...moments.filter((moment) => moment !== undefined));
    if (next === Infinity) {
      expect(deriveRollout({ ...given, now: NOW + 365 * 24 * 60 * MINUTE }).verdict).toStrictEqual(outcome.verdict);
      continue;
    }
    expect(deriveRollout({ ...given, now: next - 1 }).verdict.kind).toBe(verdict.kind);
    if (next === verdict.recheckAt) expect(deriveRollout({ ...given, now: next }).verdict.kind).not.toBe(verdict.kind);
  }
});

test('[RS4] without any other trace the DaemonSet itself was the last progress', () => {
  const { creationTimestamp: _, ...timeless } = makeNewPod('a', { ...notReadySince(NOW), startTime: CREATED_AT });
  const given: Scenario = { revisions: [], nodes: { a: { pods: [timeless] }, b: old('b') } };
  const last = CREATED_AT + 10 * MINUTE;
  expect(deriveRollout({ ...given, now: last }).verdict).toMatchObject({ kind: 'Blocked', recheckAt: last + 1 });
  expect(deriveRollout({ ...given, now: last + 1 }).verdict.kind).toBe('Stalled');
});
