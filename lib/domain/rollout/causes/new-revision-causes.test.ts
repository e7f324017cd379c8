import { describe, expect, test } from 'vitest';
import { type CausesScenario, findCause } from '#lib/testing/causes.ts';
import { makeContainer, makeNode, makePodSpec, makeRevision } from '#lib/testing/objects.ts';
import {
  MINUTE,
  makeNewPod,
  makeOldPod,
  makeRollingDaemonSet,
  makeSilentNode,
  NOW,
  notReadySince,
  type ScenarioNode,
  waitingWith,
} from '#lib/testing/rollouts.ts';
import type { UpdateStrategy } from '../../objects.ts';
import type { CellCause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';

const surging: UpdateStrategy = { kind: 'RollingUpdate', maxUnavailable: 0, maxSurge: 1 };

/** The causes of the cells as these have found them, whatever their finder says: only R04, R06 and K29 are tested here. */
type Found = Readonly<Record<string, readonly CellCause[]>>;

function withFound(scenario: CausesScenario, found: Found): CausesScenario {
  return { ...scenario, found };
}
function found(code: CauseCode, pod: string, rest: Partial<CellCause> = {}): CellCause {
  return { code, confidence: 'H', pod, since: NOW - MINUTE, facts: {}, evidence: [], ...rest };
}

const pulling = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('ImagePullBackOff'))] });
const crashing = (name: string): ScenarioNode => ({ pods: [makeNewPod(name, waitingWith('CrashLoopBackOff', 5))] });
const waits: ScenarioNode = { pods: [makeOldPod('waits')] };
const image = { facts: { image: 'example.com/agent:2', container: 'agent' } };

describe('the new revision fails', () => {
  test('[R04] is a fact when the rollout is blocked, all that fail fail alike, and no old pod does', () => {
    const scenario = { nodes: { b: pulling('b'), a: pulling('a'), waits } };
    const causes = {
      a: [found('K12', 'new-a', image)],
      b: [found('K12', 'new-b', { ...image, since: NOW - 3 * MINUTE })],
    };
    expect(findCause(withFound(scenario, causes), 'R04')).toStrictEqual({
      code: 'R04',
      confidence: 'H',
      nodes: ['a', 'b'],
      since: NOW - 3 * MINUTE,
      facts: { image: 'example.com/agent:2', container: 'agent', detail: 'K12', used: '2', limited: '2' },
      evidence: [],
      pods: ['new-a', 'new-b'],
    });
  });

  const blocked = { a: pulling('a'), b: crashing('b'), waits };
  const rows: readonly {
    readonly name: string;
    readonly nodes: CausesScenario['nodes'];
    readonly causes: Found;
    readonly confidence: 'M' | undefined;
    readonly more?: Partial<CausesScenario>;
  }[] = [
    {
      name: '[R04] is only likely when they fail of different things',
      nodes: blocked,
      causes: { a: [found('K12', 'new-a')], b: [found('K18', 'new-b')] },
      confidence: 'M',
    },
    {
      name: '[R04] is only likely when one of them fails of nothing that we know',
      nodes: blocked,
      causes: { a: [found('K12', 'new-a')] },
      confidence: 'M',
    },
    {
      name: '[R04] is only likely while the rollout still moves',
      nodes: { a: pulling('a'), starts: { pods: [makeNewPod('starts', waitingWith('ContainerCreating'))] }, waits },
      causes: { a: [found('K12', 'new-a')] },
      confidence: 'M',
    },
    {
      name: '[R04] is not so when an old pod fails of the same',
      nodes: { a: pulling('a'), old: { pods: [makeOldPod('old', waitingWith('ImagePullBackOff'))] }, waits },
      causes: { a: [found('K12', 'new-a')], old: [found('K12', 'old-old')] },
      confidence: undefined,
    },
    {
      name: '[R04] is not so when the new revision runs on as many nodes as it fails on',
      nodes: { a: pulling('a'), fine: { pods: [makeNewPod('fine')] }, waits },
      causes: { a: [found('K12', 'new-a')] },
      confidence: undefined,
    },
    {
      name: '[R04] is not so when the node is not ready',
      nodes: { a: { ...pulling('a'), node: makeSilentNode('a') }, waits },
      causes: { a: [found('K12', 'new-a')] },
      confidence: undefined,
    },
    {
      name: '[R04] is not so when the pod only found no room',
      nodes: { a: pulling('a'), waits },
      causes: { a: [found('S01', 'new-a')] },
      confidence: undefined,
    },
    {
      name: '[R04] is not so without anything to roll back to',
      nodes: { a: pulling('a') },
      causes: { a: [found('K12', 'new-a')] },
      confidence: undefined,
      more: { revisions: [makeRevision()] },
    },
  ];
  test.for(rows)('$name', ({ nodes, causes, confidence, more }) => {
    expect(findCause(withFound({ nodes, ...more }, causes), 'R04')?.confidence).toBe(confidence);
  });
});

describe('a surge pod beside the old one', () => {
  const daemonSet = makeRollingDaemonSet({ updateStrategy: surging });
  const pair = (name: string): ScenarioNode => ({
    pods: [
      makeOldPod(name),
      makeNewPod(name, { nodeName: undefined, pinnedTo: name, phase: 'Pending', conditions: [] }),
    ],
  });
  const port = (holder: string) => ({ facts: { port: 9100, protocol: 'TCP', holder } });
  const scenario = { daemonSet, nodes: { a: pair('a'), waits } };

  test('[R06] the old pod has the host port', () => {
    const causes = { a: [found('S04', 'new-a', port('default/old-a'))] };
    expect(findCause(withFound(scenario, causes), 'R06')).toStrictEqual({
      code: 'R06',
      confidence: 'H',
      nodes: ['a'],
      since: NOW - MINUTE,
      facts: { port: 9100, protocol: 'TCP', holder: 'default/old-a', detail: 'S04' },
      evidence: [],
      pods: ['new-a'],
    });
  });

  const rows: readonly { readonly name: string; readonly cause: CellCause; readonly confidence: string | undefined }[] =
    [
      { name: '[R06] there is no room for both', cause: found('S01', 'new-a'), confidence: 'H' },
      { name: '[R06] room that is only suspected', cause: found('S01', 'new-a', { confidence: 'M' }), confidence: 'M' },
      { name: '[R06] a port that the process itself opens', cause: found('K20', 'new-a'), confidence: 'M' },
      {
        name: '[R06] is not so when somebody else has the port',
        cause: found('S04', 'new-a', port('other/pod')),
        confidence: undefined,
      },
      {
        name: '[R06] is not so when it is the old pod that fails',
        cause: found('K20', 'old-a'),
        confidence: undefined,
      },
      { name: '[R06] is not so for another failure', cause: found('K12', 'new-a'), confidence: undefined },
    ];
  test.for(rows)('$name', ({ cause, confidence }) => {
    expect(findCause(withFound(scenario, { a: [cause] }), 'R06')?.confidence).toBe(confidence);
  });

  test('[R06] without surge no pod starts beside another', () => {
    const causes = { a: [found('S04', 'new-a', port('default/old-a'))] };
    expect(findCause(withFound({ nodes: scenario.nodes }, causes), 'R06')).toBeUndefined();
  });

  test('[R06] is found from what a cell really says of two pods with one port', () => {
    const containers = [makeContainer({ ports: [{ containerPort: 9100, hostPort: 9100, protocol: 'TCP' }] })];
    const spec = makePodSpec({ containers });
    const pods = [
      makeOldPod('a', { spec }),
      makeNewPod('a', { spec, nodeName: undefined, pinnedTo: 'a', phase: 'Pending', conditions: [] }),
    ];
    const cause = findCause({ daemonSet, nodes: { a: { pods }, waits } }, 'R06');
    expect(cause).toMatchObject({ nodes: ['a'], facts: { port: 9100, holder: 'default/old-a' }, pods: ['new-a'] });
  });
});

describe('only some nodes fail', () => {
  const onArch = (name: string, arch: string) => makeNode(name, { labels: { 'kubernetes.io/arch': arch } });
  const fails = (name: string): ScenarioNode => ({ ...crashing(name), node: onArch(name, 'arm64') });
  const fine = (name: string): ScenarioNode => ({ pods: [makeNewPod(name)], node: onArch(name, 'amd64') });
  const nodes = { f: fails('f'), g: fails('g'), x: fine('x'), y: fine('y'), z: fine('z'), waits };
  const causes = { f: [found('K18', 'new-f')], g: [found('K18', 'new-g')] };

  test('[K29] names the label that splits good and bad, with both numbers', () => {
    expect(findCause(withFound({ nodes }, causes), 'K29')).toStrictEqual({
      code: 'K29',
      confidence: 'M',
      nodes: ['f', 'g'],
      since: NOW - MINUTE,
      facts: { detail: 'K18', subject: 'kubernetes.io/arch=arm64', used: '2/2', limited: '0/3' },
      evidence: [],
      pods: ['new-f', 'new-g'],
    });
  });

  test('[K29] while fewer than two fail, the fine nodes are not gone through', () => {
    const fineNodes = (): never => {
      throw new Error('asked');
    };
    const scenario = { nodes: { f: fails('f'), x: fine('x'), waits }, input: { fineNodes } };
    expect(findCause(withFound(scenario, { f: [found('K18', 'new-f')] }), 'K29')).toBeUndefined();
  });

  const rows: readonly { readonly name: string; readonly scenario: CausesScenario; readonly causes: Found }[] = [
    {
      name: '[K29] one failing node has everything and nothing in common',
      scenario: { nodes: { f: fails('f'), x: fine('x'), y: fine('y'), waits } },
      causes: { f: [found('K18', 'new-f')] },
    },
    {
      name: '[K29] where all fail nothing sets them apart',
      scenario: { nodes: { f: fails('f'), g: fails('g'), waits } },
      causes,
    },
    {
      name: '[K29] nothing that they have separates them',
      scenario: { nodes: { ...nodes, f: { ...fails('f'), node: onArch('f', 'amd64') } } },
      causes,
    },
    {
      name: '[K29] is not looked for where the fine nodes are not given',
      scenario: { nodes, input: { fineNodes: undefined } },
      causes,
    },
    {
      name: '[K29] pods that are merely not known to fail do not count',
      scenario: {
        nodes: {
          ...nodes,
          f: { ...fails('f'), pods: [makeNewPod('f', notReadySince(NOW - MINUTE))] },
          g: { ...fails('g'), pods: [makeNewPod('g', notReadySince(NOW - MINUTE))] },
        },
      },
      causes: {},
    },
  ];
  test.for(rows)('$name', ({ scenario, causes: given }) => {
    expect(findCause(withFound(scenario, given), 'K29')).toBeUndefined();
  });
});
