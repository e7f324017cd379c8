import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { shareAnswer } from './shared-answer.ts';

/** The answers are 1, 2, 3 and so on, each told when `release` is called. */
function open() {
  const clock = createFakeClock();
  let made = 0;
  const waiting: PromiseWithResolvers<number>[] = [];
  const answer = shareAnswer(
    () => {
      const next = Promise.withResolvers<number>();
      waiting.push(next);
      return next.promise;
    },
    { clock, keepMillis: 2_000 },
  );
  const release = (): void => {
    made += 1;
    waiting.shift()?.resolve(made);
  };
  return { clock, answer, release, fail: () => waiting.shift()?.reject(new Error('no answer')) };
}

test('who asks while it is made, and for a while after, gets the same answer', async () => {
  const { clock, answer, release } = open();
  const both = [answer.ask(), answer.ask()];
  release();
  expect(await Promise.all(both)).toStrictEqual([1, 1]);
  clock.advance(1_999);
  expect(await answer.ask()).toBe(1);
  clock.advance(1);
  const next = answer.ask();
  release();
  expect(await next).toBe(2);
});

test('what is dropped is made anew', async () => {
  const { answer, release } = open();
  const first = answer.ask();
  release();
  await first;
  answer.drop();
  const next = answer.ask();
  release();
  expect(await next).toBe(2);
});

test('what is dropped while it is made is told to those who wait, and not kept', async () => {
  const { answer, release } = open();
  const first = answer.ask();
  answer.drop();
  release();
  expect(await first).toBe(1);
  const next = answer.ask();
  release();
  expect(await next).toBe(2);
});

test('a failure is told, and not kept', async () => {
  const { answer, release, fail } = open();
  const first = answer.ask();
  fail();
  await expect(first).rejects.toThrow('no answer');
  const next = answer.ask();
  release();
  expect(await next).toBe(1);
});
