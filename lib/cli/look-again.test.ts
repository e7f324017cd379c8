import { expect, test } from 'vitest';
import { createStepClock, settle } from '#lib/testing/step-clock.ts';
import { type LookEnding, lookAgain } from './look-again.ts';

function begin({ enoughAt = Infinity, timeoutMillis }: { enoughAt?: number; timeoutMillis?: number }) {
  const clock = createStepClock();
  const stop = Promise.withResolvers<void>();
  const looks: number[] = [];
  const look = () => {
    looks.push(clock.monotonic());
    return clock.monotonic() >= enoughAt;
  };
  let ending: LookEnding | undefined;
  const end = lookAgain(look, {
    clock,
    stopped: stop.promise,
    ...(timeoutMillis === undefined ? {} : { timeoutMillis }),
  }).then((how) => {
    ending = how;
  });
  return { clock, stop: stop.resolve, looks, end, ending: () => ending };
}

test('it looks at once, and when that is enough it sets no timer', async () => {
  const { clock, end, looks, ending } = begin({ enoughAt: 0 });
  await end;
  expect({ looks, ending: ending(), pending: clock.pending() }).toStrictEqual({
    looks: [0],
    ending: 'Enough',
    pending: [],
  });
});

test('it looks every second until it has seen enough', async () => {
  const { clock, looks, ending } = begin({ enoughAt: 2_500 });
  await clock.pass(10_000);
  expect({ looks, ending: ending(), pending: clock.pending() }).toStrictEqual({
    looks: [0, 1_000, 2_000, 3_000],
    ending: 'Enough',
    pending: [],
  });
});

test('a look that takes long is followed by a longer rest', async () => {
  const clock = createStepClock();
  const looks: number[] = [];
  const look = () => {
    looks.push(clock.monotonic());
    clock.advance(500);
    return looks.length === 3;
  };
  void lookAgain(look, { clock, stopped: new Promise(() => {}) });
  await clock.pass(10_000);
  expect(looks).toStrictEqual([0, 2_500, 5_000]);
});

test('when the time is over it looks a last time', async () => {
  const { clock, looks, ending } = begin({ timeoutMillis: 1_500 });
  await clock.pass(10_000);
  expect({ looks, ending: ending() }).toStrictEqual({ looks: [0, 1_000, 1_500], ending: 'TimedOut' });
});

test('what is enough at the last look is enough', async () => {
  const { clock, ending } = begin({ enoughAt: 1_500, timeoutMillis: 1_500 });
  await clock.pass(10_000);
  expect(ending()).toBe('Enough');
});

test('whoever stops it does not wait for the second to pass, and no timer is left', async () => {
  const { clock, stop, looks, ending } = begin({});
  await clock.pass(1_200);
  stop();
  await settle();
  expect({ looks, ending: ending(), pending: clock.pending() }).toStrictEqual({
    looks: [0, 1_000],
    ending: 'Stopped',
    pending: [],
  });
});

test('a look that throws ends it, and no timer is left', async () => {
  const clock = createStepClock();
  const end = lookAgain(
    () => {
      throw new Error('a fault');
    },
    { clock, stopped: new Promise(() => {}) },
  );
  await expect(end).rejects.toThrow('a fault');
  expect(clock.pending()).toStrictEqual([]);
});
