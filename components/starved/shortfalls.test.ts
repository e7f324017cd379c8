import { describe, expect, test } from 'vitest';
import { lackOf, makeSizing, makeStarvedNode, makeStarvedPod, portTaken } from '#lib/testing/starved.ts';
import { type Bin, binShortfalls } from './histogram.ts';
import { shortfallsOf } from './shortfalls.ts';

const KIB = 1_024;
const MIB = KIB * KIB;
const bin = (above: number, upTo: number, nodes: number): Bin => ({ above, upTo, nodes });

describe('[5.7] the histogram of the shortfall', () => {
  test.for([
    { name: 'nothing is short', amounts: [], bytes: false, bins: [] },
    {
      name: 'one and the same everywhere: the gap below it is seen',
      amounts: [250, 250],
      bytes: false,
      bins: [bin(0, 50, 0), bin(50, 100, 0), bin(100, 150, 0), bin(150, 200, 0), bin(200, 250, 2)],
    },
    {
      name: 'an edge belongs to what is below it',
      amounts: [100, 101, 350],
      bytes: false,
      bins: [
        bin(0, 50, 0),
        bin(50, 100, 1),
        bin(100, 150, 1),
        bin(150, 200, 0),
        bin(200, 250, 0),
        bin(250, 300, 0),
        bin(300, 350, 1),
      ],
    },
    { name: 'ones are not cut up', amounts: [1, 2], bytes: false, bins: [bin(0, 1, 1), bin(1, 2, 1)] },
    {
      name: 'bytes are counted in powers of two',
      amounts: [100 * MIB, 300 * MIB],
      bytes: true,
      bins: [
        bin(0, 64 * MIB, 0),
        bin(64 * MIB, 128 * MIB, 1),
        bin(128 * MIB, 192 * MIB, 0),
        bin(192 * MIB, 256 * MIB, 0),
        bin(256 * MIB, 320 * MIB, 1),
      ],
    },
  ])('$name', ({ amounts, bytes, bins }) => {
    expect(binShortfalls(amounts, bytes)).toStrictEqual(bins);
  });

  test('every shortfall is in one bin, and there are never more than ten bins', () => {
    for (const most of [1, 3, 7, 49, 99, 101, 999, 12_345, 7_654_321]) {
      const amounts = Array.from({ length: 50 }, (_, at) => Math.max(1, Math.round((most * (at + 1)) / 50)));
      for (const bytes of [false, true]) {
        const bins = binShortfalls(amounts, bytes);
        expect(bins.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(amounts.length);
        expect(bins.length).toBeLessThanOrEqual(10);
        expect(bins.at(-1)?.nodes).toBeGreaterThan(0);
      }
    }
  });
});

describe('[5.7] what a smaller request would change', () => {
  const cilium = { daemonSet: 'net/cilium', lacks: [lackOf('memory', 3 * MIB), portTaken(4_240)] };
  const nodes = [
    makeStarvedNode('node-a', { pending: [makeStarvedPod(), makeStarvedPod(cilium)] }),
    makeStarvedNode('node-b', { pending: [makeStarvedPod({ lacks: [lackOf('cpu', 40)] })] }),
    makeStarvedNode('node-c', { pending: [makeStarvedPod({ lacks: [lackOf('pods', 1)] })] }),
  ];
  const memory = makeSizing({ daemonSet: 'net/cilium', resource: 'memory', steps: [] });
  const cpu = makeSizing({ nodes: 3, short: 2 });
  const slots = makeSizing({ resource: 'pods', steps: [] });
  const report = { nodes, sizing: [memory, slots, cpu] };
  const none = { resource: null, daemonSet: null };

  test('the amounts of each, most nodes first; a slot cannot be made smaller', () => {
    expect(shortfallsOf(report, none)).toStrictEqual([
      { sizing: cpu, amounts: [250, 40] },
      { sizing: memory, amounts: [3 * MIB] },
    ]);
  });

  test.for([
    { name: 'of a DaemonSet', filter: { ...none, daemonSet: 'net/cilium' }, left: [memory] },
    { name: 'of a resource', filter: { ...none, resource: 'cpu' } as const, left: [cpu] },
    { name: 'of a port there is none', filter: { ...none, resource: 'ports' } as const, left: [] },
  ])('the filter holds here too: $name', ({ filter, left }) => {
    expect(shortfallsOf(report, filter).map(({ sizing }) => sizing)).toStrictEqual(left);
  });
});
