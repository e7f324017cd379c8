import { describe, expect, test } from 'vitest';
import { type CausesScenario, deriveCauses, makeCausesInput } from '#lib/testing/causes.ts';
import { CREATED_AT, makeDaemonSet, makeNode } from '#lib/testing/objects.ts';
import {
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  type ScenarioNode,
  terminatingSince,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import { type CellCause, CONFIDENCES } from './cause.ts';
import { CAUSE_CODES, CAUSE_NAMES, type CauseCode } from './cause-names.ts';
import { computeCauses } from './causes.ts';

function found(code: CauseCode, rest: Partial<CellCause> = {}): CellCause {
  return { code, confidence: 'H', facts: {}, evidence: [], ...rest };
}
const codesOf = (scenario: CausesScenario): readonly string[] =>
  deriveCauses(scenario).causes.map(
    ({ code, confidence, holdsBudget }) => `${code}${confidence}${holdsBudget ? '*' : ''}`,
  );

const waits: ScenarioNode = { pods: [makeOldPod('waits')] };
const pulling = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('ImagePullBackOff'))] });
const dead = (name: string): ScenarioNode => ({
  node: makeSilentNode(name),
  pods: [makeOldPod(name, terminatingSince(NOW - 9 * MINUTE))],
});
const pod = (name: string) =>
  ({ object: { kind: 'Pod', namespace: 'default', name }, field: 'status.phase', value: 'x' }) as const;

describe('one entry per code', () => {
  test('[TX3] [K30] a resize that waits holds no budget: something else keeps the pod from being available', () => {
    const nodes = { a: pulling('a'), waits };
    expect(codesOf({ nodes, input: { revisions: [] }, found: { a: [found('K12'), found('K30')] } })).toStrictEqual([
      'K12H*',
      'K30H',
    ]);
  });

  test('[TX3] one event that speaks of several nodes is evidence once', () => {
    const nodes = { a: { absentSince: NOW - MINUTE }, b: { absentSince: NOW - MINUTE }, waits };
    const quota = [found('C01', { evidence: [pod('x')] })];
    const { causes } = deriveCauses({ nodes, input: { revisions: [] }, found: { a: quota, b: quota } });
    expect(causes[0]).toMatchObject({ code: 'C01', nodes: ['a', 'b'], evidence: [pod('x')] });
  });

  test('[TX3] gathers nodes, beginning, confidence, three nodes of evidence, and what may be said of all', () => {
    const nodes = { d: pulling('d'), c: pulling('c'), b: pulling('b'), a: pulling('a'), waits };
    const cause = (name: string, rest: Partial<CellCause>): readonly CellCause[] => [
      found('K12', { pod: `new-${name}`, evidence: [pod(name)], ...rest }),
    ];
    const { causes } = deriveCauses({
      nodes,
      input: { revisions: [] },
      found: {
        a: cause('a', { confidence: 'M', since: NOW - MINUTE, facts: { image: 'x:2', container: 'one' } }),
        b: cause('b', { since: NOW - 3 * MINUTE, facts: { image: 'x:2', container: 'two' } }),
        c: cause('c', { facts: { image: 'x:2', container: 'one' } }),
        d: cause('d', { facts: { image: 'x:2', container: 'one' } }),
      },
    });
    expect(causes).toStrictEqual([
      {
        code: 'K12',
        name: 'ImagePullFailed',
        confidence: 'H',
        nodes: ['a', 'b', 'c', 'd'],
        holdsBudget: true,
        since: NOW - 3 * MINUTE,
        facts: { image: 'x:2' },
        evidence: [pod('a'), pod('b'), pod('c')],
        commands: [{ command: 'kubectl -n default describe pod new-a new-b new-c', changes: false }],
      },
    ]);
  });

  test('[TX3] two pods of one node are one node', () => {
    const { causes } = deriveCauses({
      nodes: { a: pulling('a'), waits },
      input: { revisions: [] },
      found: { a: [found('K18', { pod: 'new-a' }), found('K18', { pod: 'old-a' })] },
    });
    expect(causes.map(({ code, nodes }) => ({ code, nodes }))).toStrictEqual([{ code: 'K18', nodes: ['a'] }]);
  });

  test('[TX3] [RS1b] [RU11] a node that is being born excuses no refused creation: that freezes all the others', () => {
    const node = makeNode('a', { creationTimestamp: NOW - MINUTE, conditions: [] });
    const scenario = { failedCreate: { message: 'exceeded quota: q', lastSeen: NOW }, nodes: { a: { node }, waits } };
    expect(codesOf({ ...scenario, found: { a: [found('C01'), found('K12')] } })).toStrictEqual(['R07H*', 'C01H*']);
  });

  test('[TX3] [RS1c] a node that leaves excuses what is the matter on it', () => {
    const nodes = { a: { ...pulling('a'), node: { ...makeSilentNode('a'), deletionTimestamp: NOW } }, waits };
    expect(codesOf({ nodes, found: { a: [found('K12')] } })).toStrictEqual([]);
  });

  test('[TX9] quantities are those of the first node, and of nobody when nodes lack different things', () => {
    const nodes = { a: pulling('a'), b: pulling('b'), waits };
    const short = (resource: string, free: string) => [
      found('S01', { facts: { resource, free, requested: '1', message: `from ${free}`, until: Number(free) } }),
    ];
    const factsOf = (second: string) =>
      deriveCauses({ nodes, found: { a: short('cpu', '2'), b: short(second, '1') } }).causes[0]?.facts;
    expect(factsOf('cpu')).toStrictEqual({ resource: 'cpu', free: '2', requested: '1', message: 'from 2', until: 1 });
    expect(factsOf('memory')).toStrictEqual({ message: 'from 2', until: 1 });
  });

  test('[TX4] every code has one name', () => {
    expect(CAUSE_CODES).toHaveLength(81);
    expect(new Set(Object.values(CAUSE_NAMES)).size).toBe(CAUSE_CODES.length);
    expect(Object.values(CAUSE_NAMES).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toStrictEqual([]);
  });
});

describe('the ranking', () => {
  const rows: readonly {
    readonly name: string;
    readonly scenario: CausesScenario;
    readonly codes: readonly string[];
  }[] = [
    {
      name: '[TX2] a dead node comes before the pod that terminates on it',
      scenario: { nodes: { a: dead('a'), waits }, found: { a: [found('T01')] } },
      codes: ['R03H*', 'R08H*', 'T01H*'],
    },
    {
      name: '[TX2] a broken version comes before what it fails of',
      scenario: { nodes: { a: pulling('a'), waits }, found: { a: [found('K12')] } },
      codes: ['R04H*', 'K12H*'],
    },
    {
      name: '[TX2] [RU11] missing pods come before why they are missing, with budget left',
      scenario: {
        daemonSet: makeRollingDaemonSet({
          updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 2, maxSurge: 0 },
        }),
        failedCreate: { message: 'exceeded quota: q', lastSeen: NOW },
        nodes: { empty: { absentSince: NOW - MINUTE }, waits },
        found: { empty: [found('C01')] },
      },
      codes: ['R07H*', 'C01H*'],
    },
    {
      name: '[TX3] [RU11] with surge a missing pod uses no budget, and its refusal holds the update all the same',
      scenario: {
        daemonSet: makeRollingDaemonSet({
          updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 2 },
        }),
        failedCreate: { message: 'exceeded quota: q', lastSeen: NOW },
        nodes: { empty: { absentSince: NOW - MINUTE }, waits },
        found: { empty: [found('C01')] },
      },
      codes: ['R07H*', 'C01H*'],
    },
    {
      name: '[TX2] the surer one comes first, whatever its place in the table',
      scenario: { nodes: { a: pulling('a'), waits }, found: { a: [found('C13', { confidence: 'L' }), found('K18')] } },
      codes: ['R04H*', 'K18H*', 'C13L*'],
    },
    {
      name: '[TX2] where a wanted node has no available pod, one on that node, before a dead node that is not wanted',
      scenario: {
        nodes: {
          dead: { node: makeSilentNode('dead'), pods: [makeNewPod('dead', notReadySince(NOW - MINUTE))] },
          a: pulling('a'),
        },
        input: { revisions: [] },
        found: { a: [found('K12')] },
      },
      codes: ['K12H*', 'R03H*'],
    },
    {
      name: '[TX2] [RU11] where every sync fails, why it does, before a dead node that holds some of the budget',
      scenario: {
        daemonSet: makeRollingDaemonSet({
          updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 5, maxSurge: 0 },
        }),
        failedCreate: { message: 'exceeded quota: q', lastSeen: NOW },
        nodes: { dead: dead('dead'), empty: { absentSince: NOW - MINUTE }, waits },
        found: { empty: [found('C01')] },
      },
      codes: ['R07H*', 'C01H*', 'R03H*', 'R08H*'],
    },
    {
      name: '[TX2] of equals one that holds the budget comes first',
      scenario: {
        nodes: { a: pulling('a'), odd: { pods: [makeNewPod('odd')] }, waits },
        input: { siblings: [makeDaemonSet({ name: 'twin' })] },
        found: { a: [found('K12')] },
      },
      codes: ['K12H*', 'R12H'],
    },
  ];
  test.for(rows)('$name', ({ scenario, codes }) => {
    expect(codesOf(scenario)).toStrictEqual(codes);
  });

  test('[TX1] of a DaemonSet that is Complete nothing is said with H', () => {
    const scenario = {
      nodes: { a: { pods: [makeNewPod('a')] } },
      input: { siblings: [makeDaemonSet({ name: 'twin' })] },
    };
    expect(makeCausesInput(scenario).outcome.verdict.kind).toBe('Complete');
    expect(codesOf(scenario)).toStrictEqual(['R12M']);
  });

  test('[TX1] nor of one that is Idle', () => {
    const daemonSet = makeRollingDaemonSet({ spec: { nodeSelector: { gpu: 'true' } } });
    const scenario = { daemonSet, nodes: { a: {} }, input: { siblings: [makeDaemonSet({ name: 'twin' })] } };
    expect(makeCausesInput(scenario).outcome.verdict.kind).toBe('Idle');
    expect(codesOf(scenario)).toStrictEqual(['R12M', 'R13M']);
    expect(CONFIDENCES).toStrictEqual(['H', 'M', 'L']);
  });
});

describe('what is excluded', () => {
  const excludedOf = (scenario: CausesScenario): string => deriveCauses(scenario).excluded.join(' ');
  const rows: readonly { readonly name: string; readonly scenario: CausesScenario; readonly excluded: string }[] = [
    {
      name: '[TX7] what a person would suspect, and is not found',
      scenario: { nodes: { a: pulling('a'), waits }, found: { a: [found('K12')] } },
      excluded: 'R03 R07 R08 C01 C04 S01 S04 K18 K23 T01',
    },
    {
      name: '[TX7] R06 where there is surge',
      scenario: {
        daemonSet: makeRollingDaemonSet({
          updateStrategy: { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 },
        }),
        nodes: { a: { pods: [makeOldPod('a'), makeNewPod('a', waitingWith('ImagePullBackOff'))] }, waits },
        found: { a: [found('K12', { pod: 'new-a' })] },
      },
      excluded: 'R03 R06 R07 R08 C01 C04 S01 S04 K18 K23 T01',
    },
    {
      name: '[TX7] [EV2] no creation while a pod is missing, since events expire',
      scenario: { nodes: { a: { absentSince: NOW - 9 * MINUTE }, waits }, found: {} },
      excluded: 'R03 R04 R07 R08 S01 S04 K12 K18 K23 T01',
    },
    {
      name: '[TX7] nothing of what moves',
      scenario: { nodes: { a: { pods: [makeNewPod('a')] }, waits } },
      excluded: '',
    },
    { name: '[TX7] nothing of what is well', scenario: { nodes: { a: { pods: [makeNewPod('a')] } } }, excluded: '' },
  ];
  test.for(rows)('$name', ({ scenario, excluded }) => {
    expect(excludedOf(scenario)).toBe(excluded);
  });
});

test('[TX8] says when time alone brings a cause', () => {
  const daemonSet = makeRollingDaemonSet({ generation: 1, status: { observedGeneration: 0 } });
  expect(deriveCauses({ daemonSet, nodes: {}, now: CREATED_AT }).recheckAt).toBe(CREATED_AT + MINUTE + 1);
});

test('of a DaemonSet that is well nothing is said, and nodes are not gone through', () => {
  const input = makeCausesInput({ nodes: { a: { pods: [makeNewPod('a')] } } });
  const ask = (): never => {
    throw new Error('asked');
  };
  expect(computeCauses({ ...input, nodes: ask, fineNodes: ask, nodeOf: ask })).toStrictEqual({
    causes: [],
    excluded: [],
    recheckAt: undefined,
  });
});
