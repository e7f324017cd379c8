import { expect, test } from 'vitest';
import { makeDaemonSet, makeNode, makeTaint } from '#lib/testing/objects.ts';
import { explainPlacement } from './explain.ts';

const daemonSet = makeDaemonSet({
  spec: {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    requiredNodeAffinity: [
      { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }], matchFields: [] },
      { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }], matchFields: [] },
    ],
  },
});
const linux = { 'kubernetes.io/os': 'linux', zone: 'a' };
const dedicated = makeTaint('dedicated', 'NoSchedule', 'db');

test('[EL13] counts a node under every reason it has, what excludes most first', () => {
  const nodes = [
    makeNode('fine', { labels: linux }),
    makeNode('windows', { labels: { ...linux, 'kubernetes.io/os': 'windows' } }),
    makeNode('bare', { labels: {}, taints: [dedicated] }),
    makeNode('tainted', { labels: linux, taints: [dedicated, dedicated, makeTaint('drained', 'NoExecute')] }),
    makeNode('database', { labels: linux, taints: [dedicated] }),
  ];
  expect(explainPlacement(daemonSet, nodes)).toStrictEqual({
    wanted: 1,
    nodes: 5,
    exclusions: [
      { kind: 'Taint', subject: 'dedicated=db:NoSchedule', nodes: 3 },
      { kind: 'NodeSelector', subject: 'kubernetes.io/os', nodes: 2 },
      { kind: 'Affinity', subject: '', nodes: 1 },
      { kind: 'Taint', subject: 'drained:NoExecute', nodes: 1 },
    ],
  });
});

test('[EL13] excludes nothing on a quiet cluster, and says so of an empty one', () => {
  expect(explainPlacement(makeDaemonSet(), [makeNode('a'), makeNode('b')])).toStrictEqual({
    wanted: 2,
    nodes: 2,
    exclusions: [],
  });
  expect(explainPlacement(makeDaemonSet(), [])).toStrictEqual({ wanted: 0, nodes: 0, exclusions: [] });
});
