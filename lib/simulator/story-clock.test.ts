import { describe, expect, test } from 'vitest';
import type { Clock } from '#lib/base/clock.ts';
import { createStoryClock } from './story-clock.ts';

describe('stepped', () => {
  test('runs each timer at its own moment, in order, and those of one moment as they were set', () => {
    const clock = createStoryClock(1_000);
    const told: (readonly [string, number])[] = [];
    const tell = (what: string) => () => told.push([what, clock.now()]);
    clock.setTimer(tell('late'), 300);
    clock.setTimer(tell('first'), 100);
    clock.setTimer(tell('second'), 100);
    clock.advance(250);
    expect(told).toStrictEqual([
      ['first', 1_100],
      ['second', 1_100],
    ]);
    expect(clock.now()).toBe(1_250);
    clock.advance(50);
    expect(told.at(-1)).toStrictEqual(['late', 1_300]);
  });

  test('a timer that is set by a timer fires within the same step when its moment lies in it', () => {
    const clock = createStoryClock(0);
    const at: number[] = [];
    const again = () => {
      at.push(clock.now());
      clock.setTimer(again, 10);
    };
    clock.setTimer(again, 10);
    clock.advance(35);
    expect(at).toStrictEqual([10, 20, 30]);
    expect(clock.nextTimerAt()).toBe(40);
  });

  test('a timer that was taken back does not fire', () => {
    const clock = createStoryClock(0);
    let fired = false;
    const cancel = clock.setTimer(() => {
      fired = true;
    }, 5);
    cancel();
    cancel();
    clock.advance(10);
    expect(fired).toBe(false);
    expect(clock.nextTimerAt()).toBeUndefined();
  });

  test('a thousand timers in any order come in the order of time', () => {
    const clock = createStoryClock(0);
    const at: number[] = [];
    for (let index = 0; index < 1_000; index += 1) clock.setTimer(() => at.push(clock.now()), (index * 7_919) % 1_009);
    clock.advance(2_000);
    expect(at).toHaveLength(1_000);
    expect(at).toStrictEqual([...at].sort((a, b) => a - b));
  });
});

describe('live', () => {
  /** Real time that a test moves. */
  function realClock(start: number): Clock & { move: (millis: number) => void } {
    let now = start;
    let timers: { readonly at: number; readonly run: () => void }[] = [];
    return {
      now: () => now,
      monotonic: () => now,
      setTimer: (run, delay) => {
        const timer = { at: now + delay, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
      move: (millis) => {
        now += millis;
        const due = timers.filter(({ at }) => at <= now);
        timers = timers.filter(({ at }) => at > now);
        for (const { run } of due) run();
      },
    };
  }

  test('catches up with the present, skips nothing, and goes on in real time', () => {
    const real = realClock(10_000);
    const clock = createStoryClock(9_000, real);
    const at: number[] = [];
    for (const delay of [500, 1_500, 2_500]) clock.setTimer(() => at.push(clock.now()), delay);
    clock.goLive();
    expect(at).toStrictEqual([9_500]);
    expect(clock.now()).toBe(10_000);
    real.move(1_000);
    expect(at).toStrictEqual([9_500, 10_500]);
    expect(clock.now()).toBe(11_000);
    expect(() => clock.advance(1)).toThrow('follows real time');
    clock.stop();
    real.move(10_000);
    expect(at).toHaveLength(2);
  });

  test('a timer that is set sooner than the one that is waited for is not late', () => {
    const real = realClock(0);
    const clock = createStoryClock(0, real);
    clock.goLive();
    const at: number[] = [];
    clock.setTimer(() => at.push(clock.now()), 500);
    clock.setTimer(() => at.push(clock.now()), 100);
    real.move(100);
    expect(at).toStrictEqual([100]);
    real.move(400);
    expect(at).toStrictEqual([100, 500]);
  });

  test('a real clock that is set back does not take the story back', () => {
    const real = realClock(5_000);
    const clock = createStoryClock(5_000, real);
    clock.goLive();
    real.move(100);
    expect(clock.now()).toBe(5_100);
    real.move(-1_000);
    expect(clock.now()).toBe(5_100);
  });
});
