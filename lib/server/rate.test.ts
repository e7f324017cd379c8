import { expect, test } from 'vitest';
import { createRateLimiter } from './rate.ts';

function makeLimiter(perSecond: number, burst: number) {
  let now = 0;
  const limiter = createRateLimiter({ perSecond, burst }, () => now);
  return {
    ...limiter,
    wait: (millis: number) => {
      now += millis;
    },
    takeMany: (source: string, count: number) => Array.from({ length: count }, () => limiter.take(source)),
  };
}

test('a burst passes, what follows waits until a token is there', () => {
  const { takeMany, take, wait } = makeLimiter(2, 3);
  expect(takeMany('a', 4)).toStrictEqual([undefined, undefined, undefined, 1]);
  wait(499);
  expect(take('a')).toBe(1);
  wait(1);
  expect(takeMany('a', 2)).toStrictEqual([undefined, 1]);
});

test('asking in vain costs nothing: the wait does not grow', () => {
  const { takeMany, take, wait } = makeLimiter(1, 1);
  takeMany('a', 100);
  wait(1_000);
  expect(take('a')).toBeUndefined();
});

test('[G17] one source does not take from another', () => {
  const { takeMany, take } = makeLimiter(1, 1);
  takeMany('a', 10);
  expect(take('b')).toBeUndefined();
});

test('a long wait fills the bucket, and not more than that', () => {
  const { takeMany, wait } = makeLimiter(10, 2);
  takeMany('a', 2);
  wait(3_600_000);
  expect(takeMany('a', 3)).toStrictEqual([undefined, undefined, 1]);
});

test('sources beyond the limit push out the one that asked longest ago', () => {
  const { take, size } = makeLimiter(1, 1);
  for (let index = 0; index < 10_050; index += 1) take(`source-${index}`);
  expect(size()).toBe(10_000);
  expect(take('source-10049')).toBe(1);
  expect(take('source-0')).toBeUndefined();
});
