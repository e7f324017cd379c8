import { expect, test } from 'vitest';
import type { WhatIfBar } from '#lib/domain/room/room-what-if.ts';
import { barsShown, layBar, type Part } from './bar-geometry.ts';

function makeBar(overrides: Partial<WhatIfBar> = {}): WhatIfBar {
  return {
    resource: 'cpu',
    allocatable: 100,
    daemonPods: 0,
    notLower: 0,
    lower: 0,
    leaving: 0,
    free: 100,
    needed: 0,
    overhang: 0,
    ...overrides,
  };
}

type Row = {
  readonly name: string;
  readonly bar: Partial<WhatIfBar>;
  readonly allocatable?: number;
  readonly parts: readonly Part[];
};
const rows: readonly Row[] = [
  { name: '[5.6] an empty node is all free', bar: {}, parts: [] },
  {
    name: '[5.6] bands in a row, and what is needed on what is free',
    bar: { daemonPods: 10, notLower: 20, lower: 30, needed: 25 },
    parts: [
      { name: 'daemonPods', x: 0, width: 10 },
      { name: 'notLower', x: 10, width: 20 },
      { name: 'lower', x: 30, width: 30 },
      { name: 'needed', x: 60, width: 25 },
    ],
  },
  {
    name: '[5.6] what does not fit hangs over the end of the node',
    bar: { notLower: 90, needed: 35 },
    allocatable: 80,
    parts: [
      { name: 'notLower', x: 0, width: 72 },
      { name: 'needed', x: 72, width: 8 },
      { name: 'overhang', x: 80, width: 20 },
    ],
  },
  {
    name: '[5.6] [MR1] what leaves comes free: what is needed stands on it',
    bar: { notLower: 50, leaving: 30, needed: 40 },
    parts: [
      { name: 'notLower', x: 0, width: 50 },
      { name: 'leaving', x: 50, width: 30 },
      { name: 'needed', x: 50, width: 40 },
    ],
  },
  {
    name: '[FT15] more requested than the node has: all that is needed hangs over',
    bar: { notLower: 150, needed: 50, free: -50 },
    allocatable: 50,
    parts: [
      { name: 'notLower', x: 0, width: 75 },
      { name: 'overhang', x: 75, width: 25 },
    ],
  },
  {
    name: '[FT11] a resource that the node does not have',
    bar: { allocatable: 0, free: 0, needed: 2 },
    allocatable: 0,
    parts: [{ name: 'overhang', x: 0, width: 100 }],
  },
  { name: 'nothing of nothing is no number that is none', bar: { allocatable: 0, free: 0 }, allocatable: 0, parts: [] },
];
test.for(rows)('$name', ({ bar, allocatable = 100, parts }) => {
  expect(layBar(makeBar(bar))).toStrictEqual({ allocatable, parts });
});

test('[5.6] the four of every node come first, then what anybody asks for', () => {
  const bars = [
    makeBar({ resource: 'nvidia.com/gpu', needed: 1 }),
    makeBar({ resource: 'hugepages-2Mi' }),
    makeBar({ resource: 'example.com/unused' }),
    makeBar({ resource: 'ephemeral-storage' }),
    makeBar({ resource: 'pods' }),
    makeBar({ resource: 'example.com/fpga', leaving: 1 }),
    makeBar({ resource: 'memory' }),
    makeBar(),
  ];
  expect(barsShown(bars).map(({ resource }) => resource)).toStrictEqual([
    'cpu',
    'memory',
    'pods',
    'ephemeral-storage',
    'example.com/fpga',
    'nvidia.com/gpu',
  ]);
});
