import { describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { createRequestBudget, REQUESTS_PER_MINUTE, retryDelay } from './back-off.ts';

const MINUTE = 60_000;

describe('[L5] the delay before the next attempt', () => {
  const rows = [
    { name: 'begins at one second', attempt: 0, lost: 0, longest: 1_000, shortest: 1_000 },
    { name: 'doubles', attempt: 1, lost: 2_000, longest: 2_000, shortest: 1_000 },
    {
      name: 'ends at five seconds in the first ten minutes',
      attempt: 9,
      lost: 10 * MINUTE - 1,
      longest: 5_000,
      shortest: 2_500,
    },
    { name: 'ends at thirty seconds after that', attempt: 9, lost: 10 * MINUTE, longest: 30_000, shortest: 15_000 },
    { name: 'does not overflow after a week', attempt: 100_000, lost: 1e9, longest: 30_000, shortest: 15_000 },
  ];
  test.for(rows)('$name', ({ attempt, lost, longest, shortest }) => {
    expect(retryDelay(attempt, lost, () => 0)).toBe(longest);
    expect(retryDelay(attempt, lost, () => 1)).toBe(shortest);
  });
});

test('[L5] at most thirty requests in any minute, whatever asks for them', () => {
  const random = seededRandom(7);
  const budget = createRequestBudget();
  const made: number[] = [];
  for (let now = 0; now < 10 * MINUTE; now += Math.floor(random() * 900)) {
    if (budget.delay(now) > 0) continue;
    budget.spend(now);
    made.push(now);
  }
  const most = Math.max(...made.map((start) => made.filter((at) => at >= start && at < start + MINUTE).length));
  expect(most).toBe(REQUESTS_PER_MINUTE);
});

test('[L5] the budget says how long to wait', () => {
  const budget = createRequestBudget();
  for (let at = 0; at < REQUESTS_PER_MINUTE; at += 1) budget.spend(at * 1_000);
  expect([budget.delay(30_000), budget.delay(59_999), budget.delay(MINUTE)]).toStrictEqual([30_000, 1, 0]);
});
