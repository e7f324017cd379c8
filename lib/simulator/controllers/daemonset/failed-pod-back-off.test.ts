import { expect, test } from 'vitest';
import { createFailedPodBackOff } from './failed-pod-back-off.ts';

const MINUTE = 60_000;

function backOff() {
  const clock = { now: 1_000_000 };
  return { clock, ...createFailedPodBackOff(() => clock.now) };
}

test('[EV5] the wait is 1 s, doubled at each failure up to 15 min', () => {
  const { clock, fail, waitMillis } = backOff();
  const waits = Array.from({ length: 12 }, () => {
    fail('a');
    const wait = waitMillis('a');
    clock.now += wait;
    return wait;
  });
  expect(waits).toStrictEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900].map((seconds) => seconds * 1_000));
});

test('[EV6] the whole wait is named until it is over, none after that', () => {
  const { clock, fail, waitMillis } = backOff();
  expect(waitMillis('a')).toBe(0);
  fail('a');
  clock.now += 999;
  expect(waitMillis('a')).toBe(1_000);
  clock.now += 1;
  expect(waitMillis('a')).toBe(0);
});

test('[EV5] each key waits for itself', () => {
  const { fail, waitMillis } = backOff();
  fail('a');
  fail('a');
  fail('b');
  expect([waitMillis('a'), waitMillis('b'), waitMillis('c')]).toStrictEqual([2_000, 1_000, 0]);
});

test('[EV5] after more than 30 quiet minutes it begins anew', () => {
  const { clock, fail, waitMillis } = backOff();
  fail('a');
  fail('b');
  clock.now += 30 * MINUTE;
  fail('a');
  clock.now += 1;
  fail('b');
  expect([waitMillis('a'), waitMillis('b')]).toStrictEqual([2_000, 1_000]);
});
