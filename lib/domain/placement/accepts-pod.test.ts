import { expect, test } from 'vitest';
import { makeNode, makePodSpec, makeTaint } from '#lib/testing/objects.ts';
import type { NodeRecord, PodSpec } from '../objects.ts';
import { acceptsPod } from './accepts-pod.ts';

const inZone = (zone: string): Partial<PodSpec> => ({
  requiredNodeAffinity: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [zone] }], matchFields: [] }],
});

type Row = {
  readonly name: string;
  readonly node?: Partial<Pick<NodeRecord, 'labels' | 'taints' | 'unschedulable'>>;
  readonly spec?: Partial<PodSpec>;
  readonly accepts: boolean;
};

test.for<Row>([
  { name: '[MR11] a node without conditions accepts a pod without demands', accepts: true },
  {
    name: '[MR11] a node selector must match',
    node: { labels: { pool: 'a' } },
    spec: { nodeSelector: { pool: 'a' } },
    accepts: true,
  },
  {
    name: '[MR11] a node selector that does not match excludes',
    node: { labels: { pool: 'b' } },
    spec: { nodeSelector: { pool: 'a' } },
    accepts: false,
  },
  {
    name: '[MR11] a required affinity must match',
    node: { labels: { zone: 'a' } },
    spec: inZone('a'),
    accepts: true,
  },
  {
    name: '[MR11] a required affinity that does not match excludes',
    node: { labels: { zone: 'b' } },
    spec: inZone('a'),
    accepts: false,
  },
  { name: '[MR11] a required affinity without a term excludes', spec: { requiredNodeAffinity: [] }, accepts: false },
  { name: '[MR11] a NoSchedule taint excludes', node: { taints: [makeTaint('x')] }, accepts: false },
  { name: '[MR11] a NoExecute taint excludes', node: { taints: [makeTaint('x', 'NoExecute')] }, accepts: false },
  {
    name: '[MR11] a PreferNoSchedule taint is only a wish',
    node: { taints: [makeTaint('x', 'PreferNoSchedule')] },
    accepts: true,
  },
  {
    name: '[MR11] every taint must be tolerated',
    node: { taints: [makeTaint('x'), makeTaint('y')] },
    spec: { tolerations: [{ key: 'x', operator: 'Exists' }] },
    accepts: false,
  },
  {
    name: '[MR11] what the pod tolerates does not exclude',
    node: { taints: [makeTaint('x'), makeTaint('y')] },
    spec: {
      tolerations: [
        { key: 'x', operator: 'Exists' },
        { key: 'y', operator: 'Exists' },
      ],
    },
    accepts: true,
  },
  {
    name: '[MR11] [TL1] a taint that every daemon pod tolerates excludes an ordinary pod',
    node: { taints: [makeTaint('node.kubernetes.io/disk-pressure')] },
    accepts: false,
  },
  {
    name: '[MR11] a cordoned node excludes, also before it has its taint',
    node: { unschedulable: true },
    accepts: false,
  },
  {
    name: '[MR11] a cordoned node accepts who tolerates the cordon',
    node: { unschedulable: true },
    spec: { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }] },
    accepts: true,
  },
])('$name', ({ node, spec, accepts }) => {
  const asked = makePodSpec(spec);
  expect([1, 2].map(() => acceptsPod(makeNode('node-a', node), asked))).toStrictEqual([accepts, accepts]);
});
