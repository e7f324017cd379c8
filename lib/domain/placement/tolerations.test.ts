import { expect, test } from 'vitest';
import { makePodSpec, makeTaint } from '#lib/testing/objects.ts';
import type { Taint, Toleration } from '../objects.ts';
import {
  automaticTolerations,
  daemonPodTolerations,
  decidesPlacement,
  evictionDelaySeconds,
  isConditionTaint,
  toleratesTaint,
  wouldTolerateByComparison,
} from './tolerations.ts';

const always: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const network: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

test('[TL1] adds six tolerations, and a seventh on the network of the host', () => {
  expect(automaticTolerations(makePodSpec())).toStrictEqual(always);
  expect(automaticTolerations(makePodSpec({ hostNetwork: true }))).toStrictEqual([...always, network]);
});

test('[TL2] adds none for a node that is not ready to schedule, out of service, or anybody else’s', () => {
  const taints = [
    makeTaint('node.kubernetes.io/not-ready'),
    makeTaint('node.kubernetes.io/unreachable'),
    makeTaint('node.kubernetes.io/out-of-service', 'NoExecute'),
    makeTaint('node-role.kubernetes.io/control-plane'),
    makeTaint('node.cloudprovider.kubernetes.io/uninitialized'),
    makeTaint('nvidia.com/gpu'),
  ];
  const tolerations = automaticTolerations(makePodSpec({ hostNetwork: true }));
  expect(taints.filter((taint) => tolerations.some((each) => toleratesTaint(each, taint)))).toStrictEqual([]);
});

test('[TL3] overwrites in place one that differs only in its seconds, and keeps any other form beside its own', () => {
  const [notReady, unreachable, ...others] = always;
  const timed: Toleration = {
    key: 'node.kubernetes.io/not-ready',
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 30,
  };
  const anyEffect: Toleration = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 30 };
  const spec = makePodSpec({ tolerations: [anyEffect, timed] });
  expect(daemonPodTolerations(spec)).toStrictEqual([anyEffect, notReady, unreachable, ...others]);
});

type TaintRow = { readonly name: string; readonly taint: Taint; readonly fromCondition: boolean };

const conditionRows: readonly TaintRow[] = [
  {
    name: '[TL4] not-ready comes from a condition',
    taint: makeTaint('node.kubernetes.io/not-ready'),
    fromCondition: true,
  },
  {
    name: '[TL4] and has a NoExecute twin',
    taint: makeTaint('node.kubernetes.io/not-ready', 'NoExecute'),
    fromCondition: true,
  },
  {
    name: '[TL4] so does unreachable',
    taint: makeTaint('node.kubernetes.io/unreachable', 'NoExecute'),
    fromCondition: true,
  },
  { name: '[TL4] a cordon is one', taint: makeTaint('node.kubernetes.io/unschedulable'), fromCondition: true },
  {
    name: '[TL4] pressure has no NoExecute twin',
    taint: makeTaint('node.kubernetes.io/memory-pressure', 'NoExecute'),
    fromCondition: false,
  },
  {
    name: '[TL4] out-of-service is set by a person',
    taint: makeTaint('node.kubernetes.io/out-of-service', 'NoExecute'),
    fromCondition: false,
  },
  { name: '[TL4] so is a taint of one’s own', taint: makeTaint('not-ready'), fromCondition: false },
];

test.for(conditionRows)('$name', ({ taint, fromCondition }) => {
  expect(isConditionTaint(taint)).toBe(fromCondition);
});

type Row = {
  readonly name: string;
  readonly toleration: Toleration;
  readonly taint?: Partial<Taint>;
  readonly tolerates: boolean;
  readonly byComparison?: boolean;
};

const rows: readonly Row[] = [
  { name: '[TL7] without a key any taint is meant', toleration: { operator: 'Exists' }, tolerates: true },
  { name: '[TL7] another key is not meant', toleration: { key: 'gpu', operator: 'Exists' }, tolerates: false },
  {
    name: '[TL7] without an effect any is meant',
    toleration: { key: 'dedicated', operator: 'Exists' },
    taint: { effect: 'NoExecute' },
    tolerates: true,
  },
  {
    name: '[TL7] another effect is not meant',
    toleration: { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' },
    tolerates: false,
  },
  {
    name: '[TL7] without an operator values are compared',
    toleration: { key: 'dedicated', value: '5' },
    tolerates: true,
  },
  {
    name: '[TL7] Equal compares values',
    toleration: { key: 'dedicated', operator: 'Equal', value: '6' },
    tolerates: false,
  },
  {
    name: '[TL7] an absent value is the empty one',
    toleration: { key: 'dedicated', operator: 'Equal' },
    taint: { value: '' },
    tolerates: true,
  },
  {
    name: '[TL7] Exists takes any value',
    toleration: { key: 'dedicated', operator: 'Exists', value: '6' },
    tolerates: true,
  },
  { name: '[TL7] an unknown operator tolerates nothing', toleration: { operator: 'Any' }, tolerates: false },
  {
    name: '[TL8] Gt never tolerates, though the taint is greater',
    toleration: { key: 'dedicated', operator: 'Gt', value: '4' },
    tolerates: false,
    byComparison: true,
  },
  {
    name: '[TL8] Gt would not tolerate an equal taint',
    toleration: { key: 'dedicated', operator: 'Gt', value: '5' },
    tolerates: false,
  },
  {
    name: '[TL8] Lt would tolerate a smaller taint',
    toleration: { key: 'dedicated', operator: 'Lt', value: '9007199254740993' },
    taint: { value: '9007199254740992' },
    tolerates: false,
    byComparison: true,
  },
  {
    name: '[TL8] a number with leading zeros is none',
    toleration: { key: 'dedicated', operator: 'Gt', value: '04' },
    tolerates: false,
  },
  {
    name: '[TL8] nor is one beyond int64',
    toleration: { key: 'dedicated', operator: 'Lt', value: '9223372036854775808' },
    tolerates: false,
  },
];

test.for(rows)('$name', ({ toleration, taint, tolerates, byComparison = false }) => {
  const asked = { ...makeTaint('dedicated', 'NoSchedule', '5'), ...taint };
  expect(toleratesTaint(toleration, asked)).toBe(tolerates);
  expect(wouldTolerateByComparison(toleration, asked)).toBe(byComparison);
});

test('[TL9] PreferNoSchedule decides nothing', () => {
  const effects = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'];
  expect(effects.filter((effect) => decidesPlacement(makeTaint('dedicated', effect)))).toStrictEqual([
    'NoSchedule',
    'NoExecute',
  ]);
});

type EvictionRow = {
  readonly name: string;
  readonly tolerations: readonly Toleration[];
  readonly seconds: number | undefined;
};

const keyless: Toleration = { operator: 'Exists', tolerationSeconds: 60 };
const evictions: readonly EvictionRow[] = [
  { name: '[TL6] a pod stays that tolerates for ever', tolerations: [...always], seconds: undefined },
  { name: '[TL6] a pod goes at once that does not tolerate', tolerations: [], seconds: 0 },
  {
    name: '[TL6] a keyless toleration with seconds beats the automatic ones after it',
    tolerations: [keyless, ...always],
    seconds: 60,
  },
  { name: '[TL6] and not those before it', tolerations: [...always, keyless], seconds: undefined },
  {
    name: '[TL6] negative seconds are none',
    tolerations: [{ operator: 'Exists', tolerationSeconds: -5 }],
    seconds: 0,
  },
];

test.for(evictions)('$name', ({ tolerations, seconds }) => {
  const taints = [makeTaint('node.kubernetes.io/unreachable', 'NoExecute'), makeTaint('dedicated')];
  expect(evictionDelaySeconds(taints, tolerations)).toBe(seconds);
});

test('[TL6] of several taints the one that gives least time counts', () => {
  const taints = [makeTaint('a', 'NoExecute'), makeTaint('b', 'NoExecute'), makeTaint('c', 'NoExecute')];
  const tolerations: Toleration[] = [
    { key: 'a', operator: 'Exists', tolerationSeconds: 60 },
    { key: 'b', operator: 'Exists', tolerationSeconds: 30 },
    { key: 'c', operator: 'Exists' },
  ];
  expect(evictionDelaySeconds(taints, tolerations)).toBe(30);
});
