import { expect, test } from 'vitest';
import { crashed } from '#lib/testing/kubelet.ts';
import { CREATED_AT, makeNode, makeRevision, makeTaint, makeTemplate, QUIET_HASH } from '#lib/testing/objects.ts';
import {
  deriveCell,
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  OLD_HASH,
  ROLLED_AT,
  type Scenario,
  SECOND,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { CellInput } from '../placement/cell.ts';
import type { RolloutVerdict } from './verdict.ts';
import type { Wait } from './wait.ts';

type Since = Pick<RolloutVerdict, 'kind' | 'since' | 'sinceIsLowerBound'>;
const sinceOf = (given: Scenario): Since => {
  const { kind, since, sinceIsLowerBound } = deriveRollout(given).verdict;
  return { kind, ...(since === undefined ? {} : { since }), sinceIsLowerBound };
};

const withOnDelete = makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } });
const tainted = makeNode('a', { taints: [makeTaint('dedicated')] });
const crashing = waitingWith('CrashLoopBackOff', 5);
const starting = waitingWith('ContainerCreating');

/** Each leaves no trace in the API. */
const traceless: readonly { readonly name: string; readonly kind: RolloutVerdict['kind']; readonly given: Scenario }[] =
  [
    { name: 'Idle', kind: 'Idle', given: { nodes: { a: { node: tainted } } } },
    {
      name: 'CompleteWithLeftovers',
      kind: 'CompleteWithLeftovers',
      given: { nodes: { a: { node: tainted, pods: [makeNewPod('a')] } } },
    },
    {
      name: 'NotObserved',
      kind: 'NotObserved',
      given: { daemonSet: makeRollingDaemonSet({ generation: 3 }), nodes: { a: { pods: [makeOldPod('a')] } } },
    },
    { name: 'Unknown', kind: 'Unknown', given: { knowledge: { pods: 'Stale', nodes: 'Known' }, nodes: {} } },
  ];
test.for(traceless)('[RS5a] $name leaves no trace: since when is what was seen', ({ kind, given }) => {
  const since = NOW - 7 * MINUTE;
  expect(sinceOf(given)).toStrictEqual({ kind, sinceIsLowerBound: true });
  const began = { ...given, rememberedState: { kind, since, seenBegin: true } };
  expect(sinceOf(began)).toStrictEqual({ kind, since, sinceIsLowerBound: false });
  const found = { ...given, rememberedState: { kind, since, seenBegin: false } };
  expect(sinceOf(found)).toStrictEqual({ kind, since, sinceIsLowerBound: true });
  const other = { ...given, rememberedState: { kind: 'Complete' as const, since, seenBegin: true } };
  expect(sinceOf(other)).toStrictEqual({ kind, sinceIsLowerBound: true });
});

test('[RS5a] what the API has a trace of comes before what was seen: it is the same after a restart', () => {
  const nodes = { a: { pods: [makeNewPod('a', crashing)] }, b: { pods: [makeOldPod('b')] } };
  const rememberedState = { kind: 'Stalled', since: NOW - SECOND, seenBegin: true } as const;
  expect(sinceOf({ nodes, rememberedState })).toStrictEqual(sinceOf({ nodes }));
  expect(sinceOf({ nodes })).toStrictEqual({ kind: 'Stalled', since: NOW - MINUTE, sinceIsLowerBound: false });
});

test('[RS5a] holders without a time: Blocked, and nobody knows since when', () => {
  const { lastTransitionTime: _, ...undated } = makeSilentNode('a').conditions[0] ?? {
    type: 'Ready',
    status: 'Unknown',
  };
  const dead = makeNode('a', { conditions: [undated] });
  const nodes = { a: { node: dead, pods: [makeOldPod('a', terminatingSince(NOW))] }, b: { pods: [makeOldPod('b')] } };
  expect(sinceOf({ nodes })).toStrictEqual({ kind: 'Blocked', sinceIsLowerBound: true });
});

test('[RS2] NotObserved says when a minute is over, as soon as anybody saw it begin', () => {
  const given: Scenario = { daemonSet: makeRollingDaemonSet({ generation: 3 }), nodes: {} };
  const rememberedState = { kind: 'NotObserved', since: NOW - SECOND, seenBegin: true } as const;
  const recheckAt = NOW - SECOND + MINUTE + 1;
  expect(deriveRollout(given).verdict).not.toHaveProperty('recheckAt');
  expect(deriveRollout({ ...given, rememberedState }).verdict).toHaveProperty('recheckAt', recheckAt);
  expect(deriveRollout({ ...given, rememberedState, now: recheckAt }).verdict).not.toHaveProperty('recheckAt');
});

test('[RS2e] Degraded since the first of its nodes waits, and never from before its revision', () => {
  const lost = notReadySince(NOW - MINUTE);
  const nodes = { a: { pods: [makeNewPod('a', { creationTimestamp: NOW - 90 * MINUTE, ...lost })] } };
  expect(sinceOf({ nodes })).toStrictEqual({ kind: 'Degraded', since: NOW - MINUTE, sinceIsLowerBound: false });
  const daemonSet = makeRollingDaemonSet({ spec: { tolerations: [{ operator: 'Exists' }] } });
  const dead = { b: { node: makeSilentNode('b', CREATED_AT), pods: [makeNewPod('b', notReadySince(CREATED_AT))] } };
  const revived = { daemonSet, nodes: { ...nodes, ...dead } };
  expect(sinceOf(revived)).toStrictEqual({ kind: 'Degraded', since: ROLLED_AT, sinceIsLowerBound: false });
});

test('[RS2f] Progressing without old pods since the first pod that is on its way, not since one that crashes for days', () => {
  const nodes = {
    a: { pods: [makeNewPod('a', waitingWith('CrashLoopBackOff', 90, ROLLED_AT))] },
    b: { pods: [makeNewPod('b', starting)] },
    c: { pods: [makeNewPod('c', { creationTimestamp: NOW - 50 * SECOND, ...starting })] },
  };
  expect(sinceOf({ nodes })).toStrictEqual({ kind: 'Progressing', since: NOW - MINUTE, sinceIsLowerBound: false });
});

test('[RS5d] where Ready comes and goes with each crash, Stalled is since it was seen to be so, and not since the last crash', () => {
  const loops = makeNewPod('a', {
    ...notReadySince(NOW - SECOND),
    containerStatuses: [crashed(9, { finishedAt: NOW - SECOND })],
  });
  const nodes = {
    a: { pods: [loops] },
    b: { pods: [makeNewPod('b', waitingWith('ImagePullBackOff'))] },
    waits: { pods: [makeOldPod('waits')] },
  };
  expect(sinceOf({ nodes })).toStrictEqual({ kind: 'Stalled', sinceIsLowerBound: true });
  const rememberedState = { kind: 'Stalled', since: NOW - 90 * SECOND, seenBegin: true } as const;
  const since = { kind: 'Stalled', since: NOW - 90 * SECOND, sinceIsLowerBound: false };
  expect(sinceOf({ nodes, rememberedState })).toStrictEqual(since);
  const later = { nodes, now: ROLLED_AT + 20 * MINUTE };
  const bound = ROLLED_AT + 11 * MINUTE + 1;
  expect(sinceOf(later)).toStrictEqual({ kind: 'Stalled', since: bound, sinceIsLowerBound: true });
  expect(sinceOf({ ...later, rememberedState })).toStrictEqual(since);
  const first = { ...rememberedState, seenBegin: false };
  expect(sinceOf({ ...later, rememberedState: first })).toStrictEqual({
    ...since,
    since: bound,
    sinceIsLowerBound: true,
  });
});

/** The first revision was used again: it got the number 3 and kept its date. */
const rolledBack = {
  daemonSet: makeRollingDaemonSet({ generation: 3, templateGeneration: '3', status: { observedGeneration: 3 } }),
  revisions: [
    makeRevision({
      hash: OLD_HASH,
      revision: 2,
      creationTimestamp: ROLLED_AT,
      template: makeTemplate({}, { digest: 'template-0' }),
    }),
    makeRevision({ hash: QUIET_HASH, revision: 3, creationTimestamp: CREATED_AT }),
  ],
};
const returning: Scenario = {
  ...rolledBack,
  nodes: { a: { pods: [makeOldPod('a')] }, b: { pods: [makeNewPod('b')] } },
};
const seen = { number: 3, since: NOW - 90 * SECOND, seenBegin: true };

test('[RS5b] a rollback that nobody saw begin has no since, and surely not the date of the first use', () => {
  expect(sinceOf(returning)).toStrictEqual({ kind: 'Progressing', sinceIsLowerBound: true });
  expect(deriveRollout(returning).begin).toStrictEqual({ isLowerBound: false, notBefore: ROLLED_AT });
});

test('[RS5b] of two revisions of one second the newer is not trusted where a number is left out', () => {
  const begunWith = (...numbers: readonly [number, number]) => {
    const revisions = rolledBack.revisions.map((revision, index) => ({
      ...revision,
      revision: numbers[index] ?? 0,
      creationTimestamp: ROLLED_AT,
    }));
    return deriveRollout({ ...returning, revisions }).begin;
  };
  expect(begunWith(1, 2)).toStrictEqual({ at: ROLLED_AT, isLowerBound: false, notBefore: ROLLED_AT });
  expect(begunWith(2, 3)).toStrictEqual({ isLowerBound: false, notBefore: ROLLED_AT });
});

const returns: readonly { readonly name: string; readonly given: Scenario; readonly since: Since }[] = [
  {
    name: 'Progressing',
    given: { ...returning, rememberedRevision: seen },
    since: { kind: 'Progressing', since: seen.since, sinceIsLowerBound: false },
  },
  {
    name: 'Progressing, from our first look on or before',
    given: { ...returning, rememberedRevision: { ...seen, seenBegin: false } },
    since: { kind: 'Progressing', since: seen.since, sinceIsLowerBound: true },
  },
  {
    name: 'in whole seconds, as the API dates what follows from it',
    given: { ...returning, rememberedRevision: { ...seen, since: seen.since + 999 } },
    since: { kind: 'Progressing', since: seen.since, sinceIsLowerBound: false },
  },
  {
    name: 'nothing, when what was seen was another revision',
    given: { ...returning, rememberedRevision: { ...seen, number: 2 } },
    since: { kind: 'Progressing', sinceIsLowerBound: true },
  },
  {
    name: 'OnDelete',
    given: {
      ...returning,
      daemonSet: { ...rolledBack.daemonSet, updateStrategy: withOnDelete.updateStrategy },
      rememberedRevision: seen,
    },
    since: { kind: 'OnDelete', since: seen.since, sinceIsLowerBound: false },
  },
  {
    name: 'Blocked by a node that was dead before',
    given: {
      ...returning,
      nodes: {
        a: { pods: [makeOldPod('a')] },
        b: { node: makeSilentNode('b', CREATED_AT), pods: [makeOldPod('b', notReadySince(CREATED_AT))] },
      },
      rememberedRevision: seen,
    },
    since: { kind: 'Blocked', since: seen.since, sinceIsLowerBound: false },
  },
  {
    name: 'Blocked by a node that was dead before, from our first look on or before',
    given: {
      ...returning,
      nodes: {
        a: { pods: [makeOldPod('a')] },
        b: { node: makeSilentNode('b', CREATED_AT), pods: [makeOldPod('b', notReadySince(CREATED_AT))] },
      },
      rememberedRevision: { ...seen, seenBegin: false },
    },
    since: { kind: 'Blocked', since: seen.since, sinceIsLowerBound: true },
  },
  {
    name: 'nothing for Blocked, when nobody saw the rollback',
    given: {
      ...returning,
      nodes: {
        a: { pods: [makeOldPod('a')] },
        b: { node: makeSilentNode('b', CREATED_AT), pods: [makeOldPod('b', notReadySince(CREATED_AT))] },
      },
    },
    since: { kind: 'Blocked', sinceIsLowerBound: true },
  },
  {
    name: 'Blocked by what came after it',
    given: {
      ...returning,
      nodes: { a: { pods: [makeOldPod('a')] }, b: { node: makeSilentNode('b'), pods: [makeOldPod('b', crashing)] } },
      rememberedRevision: { ...seen, seenBegin: false },
    },
    since: { kind: 'Blocked', since: NOW - MINUTE, sinceIsLowerBound: false },
  },
];
test.for(returns)('[RS5b] after a rollback: $name', ({ given, since }) => expect(sinceOf(given)).toStrictEqual(since));

test('[RS5b] [RS4] a rollback that was seen is progress, and the clock of the stall begins with it', () => {
  const nodes = {
    a: { pods: [makeOldPod('a')] },
    b: { node: makeSilentNode('b', CREATED_AT), pods: [makeOldPod('b', notReadySince(CREATED_AT))] },
  };
  const now = ROLLED_AT + 15 * MINUTE;
  const rememberedRevision = { number: 3, since: now - MINUTE, seenBegin: true };
  const outcome = deriveRollout({ ...returning, nodes, now, rememberedRevision });
  expect(outcome.verdict).toMatchObject({ kind: 'Blocked', recheckAt: now + 9 * MINUTE + 1 });
  expect(outcome.lastSign).toStrictEqual({ at: now - MINUTE, what: 'RevisionCreated' });
  expect(deriveRollout({ ...returning, nodes, now }).verdict.kind).toBe('Stalled');
  const found = { ...rememberedRevision, seenBegin: false };
  expect(deriveRollout({ ...returning, nodes, now, rememberedRevision: found }).verdict.kind).toBe('Stalled');
});

type Absence = { readonly name: string; readonly given: Partial<CellInput>; readonly wait: Partial<Wait> };
const absences: readonly Absence[] = [
  {
    name: 'it was seen to lose its pod',
    given: { absentSince: NOW - MINUTE },
    wait: { reason: 'NoPod', since: NOW - MINUTE },
  },
  { name: 'nobody saw it', given: {}, wait: { reason: 'NoPod' } },
  {
    name: 'nobody saw it, and a refusal is on record',
    given: { failedCreate: { message: 'no', lastSeen: NOW, firstSeen: NOW - 5 * MINUTE } },
    wait: { reason: 'FailedCreate', since: NOW - 5 * MINUTE, sinceIsLowerBound: true },
  },
];
test.for(absences)('[RS5c] since when a node has no pod: $name', ({ given, wait }) => {
  const { wait: found } = deriveCell({ pods: [], ...given }).facts;
  const { kind: _kind, hardCause: _hardCause, ...told } = found ?? { kind: undefined, hardCause: undefined };
  expect(told).toStrictEqual(wait);
});
