import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { createStepClock } from '#lib/testing/step-clock.ts';
import { Backoff } from './backoff.ts';
import { TokenBucket } from './bucket.ts';
import { Permits } from './permits.ts';

test.for([
  ['first', 1, 800, 1_600],
  ['fifth', 5, 12_800, 25_600],
  ['sixth', 6, 25_600, 51_200],
  ['fortieth', 40, 30_000, 60_000],
] as const)('the %s wait lies within its bounds, whatever the chance', ([, count, least, most]) => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const backoff = new Backoff(createStepClock(), seededRandom(seed));
    let delay = 0;
    for (let failure = 0; failure < count; failure += 1) delay = backoff.next();
    expect(delay).toBeGreaterThanOrEqual(least);
    expect(delay).toBeLessThanOrEqual(most);
  }
});

test('after two minutes without a failure the waits begin anew', () => {
  const clock = createStepClock();
  const backoff = new Backoff(clock, () => 0);
  const delays = [backoff.next(), backoff.next(), backoff.next()];
  clock.advance(3_200 + 120_000);
  delays.push(backoff.next());
  clock.advance(6_400 + 120_001);
  delays.push(backoff.next());
  expect(delays).toStrictEqual([800, 1_600, 3_200, 6_400, 800]);
});

test('the bucket lets ten through at once and then one a second, in order', () => {
  const clock = createStepClock();
  const bucket = new TokenBucket(clock);
  expect(Array.from({ length: 13 }, () => bucket.take())).toStrictEqual([...Array(10).fill(0), 1_000, 2_000, 3_000]);
  clock.advance(4_000);
  expect([bucket.take(), bucket.take()]).toStrictEqual([0, 1_000]);
  clock.advance(3_600_000);
  expect(Array.from({ length: 11 }, () => bucket.take())).toStrictEqual([...Array(10).fill(0), 1_000]);
});

test('two lists at a time: the others wait their turn, and a failing one gives its place back', async () => {
  const permits = new Permits(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const runs = gates.map(({ promise }, index) =>
    permits.run(() => {
      started.push(index);
      return promise;
    }),
  );
  expect(started).toStrictEqual([0, 1]);
  gates[0]?.reject(new Error('failed'));
  await expect(runs[0]).rejects.toThrow('failed');
  expect(started).toStrictEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.allSettled(runs);
  expect(started).toStrictEqual([0, 1, 2, 3]);
});
