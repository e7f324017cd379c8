import { expect, test } from 'vitest';
import { settle } from '#lib/testing/step-clock.ts';
import { inSlices, SLICE_MILLIS } from './slices.ts';

/** Each piece takes 3 ms. */
function runner(pieces: number, isStopped: () => boolean = () => false) {
  let now = 0;
  const done: number[] = [];
  const work = (piece: number): void => {
    done.push(piece);
    now += 3;
  };
  const items = Array.from({ length: pieces }, (_, piece) => piece);
  return { done, end: inSlices(items, work, { clock: { monotonic: () => now }, isStopped }) };
}

test('work gives way to others after each slice, and is done in its order', async () => {
  const { done, end } = runner(7);
  const doneAfter = [done.length];
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    doneAfter.push(done.length);
  }
  expect(Math.ceil(SLICE_MILLIS / 3)).toBe(2);
  expect(doneAfter).toStrictEqual([2, 4, 6, 7]);
  expect(await end).toBe(true);
  expect(done).toStrictEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('what is stopped in between does nothing more', async () => {
  let stopped = false;
  const { done, end } = runner(7, () => stopped);
  stopped = true;
  await settle();
  expect([await end, done.length]).toStrictEqual([false, 2]);
});
