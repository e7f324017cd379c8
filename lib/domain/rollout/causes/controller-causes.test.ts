import { describe, expect, test } from 'vitest';
import { causesRecheckAt, findCause } from '#lib/testing/causes.ts';
import { CREATED_AT, makeDaemonSet, makeRevision, QUIET_HASH } from '#lib/testing/objects.ts';
import {
  deriveRollout,
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  NOW,
  OLD_HASH,
  ROLLED_AT,
  SECOND,
} from '#lib/testing/rollouts.ts';

describe('the controller has not seen the change', () => {
  const ahead = makeRollingDaemonSet({ generation: 3 });
  const evidence = [
    {
      object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
      field: 'metadata.generation',
      value: 3,
    },
    {
      object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
      field: 'status.observedGeneration',
      value: 2,
    },
  ];
  const aheadSince = (since: number | undefined) => {
    const { cells: _, ...outcome } = deriveRollout({ daemonSet: ahead, nodes: {} });
    const { since: __, ...verdict } = outcome.verdict;
    const known = since === undefined ? verdict : { ...verdict, since };
    return { daemonSet: ahead, nodes: {}, input: { outcome: { ...outcome, verdict: known } } };
  };
  const facts = { generation: 3, observedGeneration: 2 };
  const rows = [
    { name: '[R01] is nothing within a minute', since: NOW - MINUTE, confidence: undefined, recheckAt: NOW + 1 },
    {
      name: '[R01] is most likely so after a minute, since it may wait for its own writes',
      since: NOW - MINUTE - 1,
      confidence: 'M',
      recheckAt: NOW + 4 * MINUTE,
    },
    { name: '[R01] is still so after five minutes', since: NOW - 5 * MINUTE, confidence: 'M', recheckAt: NOW + 1 },
    {
      name: '[R01] is a fact when no write can be unconfirmed any more',
      since: NOW - 5 * MINUTE - 1,
      confidence: 'H',
      recheckAt: undefined,
    },
    {
      name: '[R01] is a possibility when nobody knows since when',
      since: undefined,
      confidence: 'L',
      recheckAt: undefined,
    },
  ] as const;
  test.for(rows)('$name', ({ since, confidence, recheckAt }) => {
    const scenario = aheadSince(since);
    const cause = { code: 'R01', confidence, nodes: [], ...(since === undefined ? {} : { since }), facts, evidence };
    expect(findCause(scenario, 'R01')).toStrictEqual(confidence === undefined ? undefined : cause);
    expect(causesRecheckAt(scenario)).toBe(recheckAt);
  });

  test('[R01] a first generation waits since the DaemonSet was made', () => {
    const daemonSet = makeRollingDaemonSet({ generation: 1, status: { observedGeneration: 0 } });
    const cause = findCause({ daemonSet, nodes: {} }, 'R01');
    expect(cause).toMatchObject({
      confidence: 'H',
      since: CREATED_AT,
      facts: { generation: 1, observedGeneration: 0 },
    });
  });

  test('[R01] [R11] what is being deleted is not observed any more, and that is another cause', () => {
    const daemonSet = makeRollingDaemonSet({ generation: 3, deletionTimestamp: NOW - 9 * MINUTE });
    expect(findCause({ daemonSet, nodes: {} }, 'R01')).toBeUndefined();
    expect(findCause({ daemonSet, nodes: {} }, 'R11')).toStrictEqual({
      code: 'R11',
      confidence: 'H',
      nodes: [],
      since: NOW - 9 * MINUTE,
      facts: {},
      evidence: [
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
          field: 'metadata.deletionTimestamp',
          value: new Date(NOW - 9 * MINUTE).toISOString().replace('.000Z', 'Z'),
        },
      ],
    });
  });
});

describe('OnDelete', () => {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: { kind: 'OnDelete' } });

  test('[R02] [RV19] old pods wait for a person, sorted, with the pod that a command may name', () => {
    const nodes = {
      b: { pods: [makeOldPod('b')] },
      a: { pods: [makeOldPod('a')] },
      leaving: { pods: [makeOldPod('leaving', { deletionTimestamp: NOW + SECOND })] },
      done: { pods: [makeNewPod('done')] },
    };
    expect(findCause({ daemonSet, nodes }, 'R02')).toStrictEqual({
      code: 'R02',
      confidence: 'H',
      nodes: ['a', 'b'],
      since: ROLLED_AT,
      facts: {},
      evidence: [
        {
          object: { kind: 'DaemonSet', namespace: 'default', name: 'agent' },
          field: 'spec.updateStrategy.type',
          value: 'OnDelete',
        },
      ],
      pods: ['old-a'],
    });
  });

  test('[R02] [RS5b] after a rollback it is told since when only if that was seen', () => {
    const template = { ...makeDaemonSet().template, digest: 'template-0' };
    const revisions = [
      makeRevision({ hash: OLD_HASH, revision: 2, creationTimestamp: ROLLED_AT, template }),
      makeRevision({ hash: QUIET_HASH, revision: 3, creationTimestamp: CREATED_AT }),
    ];
    const scenario = { daemonSet, revisions, nodes: { a: { pods: [makeOldPod('a')] } } };
    const seen = { number: 3, since: NOW - MINUTE, seenBegin: true };
    expect(findCause(scenario, 'R02')).not.toHaveProperty('since');
    expect(findCause({ ...scenario, rememberedRevision: { ...seen, seenBegin: false } }, 'R02')).not.toHaveProperty(
      'since',
    );
    expect(findCause({ ...scenario, rememberedRevision: seen }, 'R02')).toMatchObject({ since: NOW - MINUTE });
  });

  test('[R02] without old pods, or without OnDelete, nobody waits', () => {
    expect(findCause({ daemonSet, nodes: { a: { pods: [makeNewPod('a')] } } }, 'R02')).toBeUndefined();
    expect(findCause({ nodes: { a: { pods: [makeOldPod('a')] } } }, 'R02')).toBeUndefined();
  });
});

describe('clocks that differ', () => {
  const daemonSet = makeRollingDaemonSet({ minReadySeconds: 30, status: { numberAvailable: 1 } });
  const readyAt = (at: number) => ({
    creationTimestamp: NOW - MINUTE,
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
  });

  test('[R16] [TX5] a pod that became Ready in our future', () => {
    const nodes = {
      a: { pods: [makeNewPod('a', readyAt(NOW + 20 * SECOND))] },
      b: { pods: [makeNewPod('b', readyAt(NOW + 5 * SECOND))] },
    };
    expect(findCause({ daemonSet, nodes }, 'R16')).toStrictEqual({
      code: 'R16',
      confidence: 'L',
      nodes: ['a'],
      facts: { detail: 'ReadyInTheFuture', seconds: 20 },
      evidence: [
        {
          object: { kind: 'Pod', namespace: 'default', name: 'new-a' },
          field: 'status.conditions[Ready].lastTransitionTime',
          value: new Date(NOW + 20 * SECOND).toISOString().replace('.000Z', 'Z'),
        },
      ],
    });
  });

  const behind = (made: number) => ({
    daemonSet,
    nodes: {
      a: { pods: [makeNewPod('a', { ...readyAt(made), creationTimestamp: made })] },
      b: { pods: [makeNewPod('b', { ...readyAt(made), creationTimestamp: made })] },
    },
  });

  test('[R16] [TX5] available by our clock for more than a minute, and not counted by the controller', () => {
    expect(findCause(behind(NOW - 91 * SECOND), 'R16')).toMatchObject({
      confidence: 'L',
      nodes: [],
      since: NOW - 61 * SECOND,
      facts: { detail: 'StatusBehind', used: '1', limited: '2' },
    });
  });

  test('[R16] an old pod may be available since a moment ago', () => {
    const scenario = behind(NOW - 91 * SECOND);
    const nodes = { ...scenario.nodes, old: { pods: [makeOldPod('old')] } };
    expect(findCause({ ...scenario, nodes }, 'R16')).toBeUndefined();
  });

  test('[R16] [TX8] the status may lag for a minute, and then it is looked at again', () => {
    expect(findCause(behind(NOW - 90 * SECOND), 'R16')).toBeUndefined();
    expect(causesRecheckAt(behind(NOW - 90 * SECOND))).toBe(NOW + 1);
  });

  test('[R16] without minReadySeconds no clock decides', () => {
    const { nodes } = behind(NOW - 91 * SECOND);
    const instant = makeRollingDaemonSet({ status: { numberAvailable: 1 } });
    expect(findCause({ daemonSet: instant, nodes }, 'R16')).toBeUndefined();
  });
});
