import { expect, test } from 'vitest';
import { STORY_START, simulatedContext } from '#lib/testing/simulated-context.ts';
import { createWorkQueue } from './work-queue.ts';

function queue(latencyMillis: readonly [number, number] = [10, 10]) {
  const context = simulatedContext({ latencyMillis });
  const looked: string[] = [];
  const work = createWorkQueue(context, (key) => looked.push(`${key} ${context.clock.now() - STORY_START}`));
  return { ...context, work, looked };
}

test('a key that is named while it waits is looked at once', () => {
  const { clock, work, looked } = queue();
  work.add('a');
  work.add('b');
  clock.advance(5);
  work.add('a');
  clock.advance(100);
  expect(looked).toStrictEqual(['a 10', 'b 10']);
});

test('a later appointment gives way to a sooner one, not the other way round', () => {
  const { clock, work, looked } = queue();
  work.addAfter('a', 1_000);
  work.add('a');
  work.addAfter('a', 500);
  clock.advance(2_000);
  expect(looked).toStrictEqual(['a 10']);
});

test('[RU11] after a failure a key waits twice as long each time, to 1000 s', () => {
  const { clock, work, looked } = queue();
  const waits: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    const before = clock.now();
    work.addRateLimited('a');
    clock.advance(1_000_000);
    waits.push(Number(looked.at(-1)?.split(' ')[1]) + STORY_START - before);
  }
  expect(waits.slice(0, 4)).toStrictEqual([5, 10, 20, 40]);
  expect(waits.slice(-2)).toStrictEqual([1_000_000, 1_000_000]);
  work.forget('a');
  work.addRateLimited('a');
  clock.advance(5);
  expect(looked).toHaveLength(21);
});

test('a queue that has stopped looks at nothing', () => {
  const { clock, work, looked } = queue();
  work.add('a');
  work.stop();
  clock.advance(1_000);
  expect(looked).toStrictEqual([]);
});
