import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeName } from '../keys.ts';
import { estimateDuration } from './duration.ts';
import type { Replacement } from './pace.ts';
import { computePerPod } from './per-pod.ts';

const replacements = (times: readonly number[]): readonly Replacement[] =>
  times.map((time, index) => ({ node: nodeName(`node-${index}`), from: 1000, until: 1000 + time }));

const rows = [
  { name: 'nothing without a sample', times: [], perPod: undefined },
  { name: 'one sample is both', times: [30], perPod: { median: 30, p90: 30, samples: 1 } },
  { name: 'the middle, in whatever order', times: [50, 10, 30], perPod: { median: 30, p90: 50, samples: 3 } },
  {
    name: 'of an even number the mean of the two',
    times: [10, 20, 40, 50],
    perPod: { median: 30, p90: 50, samples: 4 },
  },
  {
    name: 'nine of ten took no longer than the ninetieth percentile',
    times: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000],
    perPod: { median: 5.5, p90: 9, samples: 10 },
  },
];
test.for(rows)('[PC1] $name', ({ times, perPod }) => expect(computePerPod(replacements(times))).toStrictEqual(perPod));

const perPod = { median: 60, p90: 90, samples: 5 };
const durations = [
  {
    name: 'rounds of as many as move at a time',
    work: { waiting: 10, moving: false, parallelism: 4, perPod },
    duration: { shortest: 180, longest: 270 },
  },
  {
    name: 'what is on its way takes no turn, and at worst its whole time',
    work: { waiting: 10, moving: true, parallelism: 4, perPod },
    duration: { shortest: 180, longest: 360 },
  },
  {
    name: 'nothing waits: the last ones may be there at once',
    work: { waiting: 0, moving: true, parallelism: 0, perPod },
    duration: { shortest: 0, longest: 90 },
  },
  {
    name: 'nothing to say below five samples',
    work: { waiting: 1, moving: false, parallelism: 1, perPod: { ...perPod, samples: 4 } },
    duration: undefined,
  },
  {
    name: 'nor without any',
    work: { waiting: 1, moving: false, parallelism: 1 },
    duration: undefined,
  },
  {
    name: 'nor when nobody gets a turn',
    work: { waiting: 1, moving: true, parallelism: 0, perPod },
    duration: undefined,
  },
];
test.for(durations)('[PC3] $name', ({ work, duration }) => expect(estimateDuration(work)).toStrictEqual(duration));

test('[PC3] the shortest is never above the longest, and a larger budget never takes longer', () => {
  const times = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 5, maxLength: 40 });
  const small = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(times, small, fc.boolean(), small, small, (samples, waiting, moving, less, more) => {
      const work = { waiting, moving, perPod: computePerPod(replacements(samples)) };
      const slow = estimateDuration({ ...work, parallelism: less });
      const fast = estimateDuration({ ...work, parallelism: less + more });
      if (slow === undefined) return less === 0 && waiting > 0;
      if (fast === undefined) return false;
      return slow.shortest <= slow.longest && fast.shortest <= slow.shortest && fast.longest <= slow.longest;
    }),
  );
});
