import { expect, test } from 'vitest';
import { seededRandom } from '#lib/base/random.ts';
import { createRecheckQueue } from './recheck-queue.ts';

test('gives what is due, soonest first, each once', () => {
  const queue = createRecheckQueue<string>();
  queue.set('b', 20);
  queue.set('a', 10);
  queue.set('c', 30);
  expect(queue.next()).toBe(10);
  expect(queue.takeDue(20)).toStrictEqual(['a', 'b']);
  expect(queue.takeDue(20)).toStrictEqual([]);
  expect(queue.next()).toBe(30);
});

test('what is set anew or withdrawn does not come up at its old time', () => {
  const queue = createRecheckQueue<string>();
  queue.set('a', 10);
  queue.set('a', 40);
  queue.set('b', 20);
  queue.set('b', undefined);
  queue.set('c', 30);
  queue.set('c', 5);
  expect(queue.takeDue(30)).toStrictEqual(['c']);
  expect(queue.next()).toBe(40);
  expect(queue.size()).toBe(1);
});

test('does what a sorted list does, in a thousand random steps', () => {
  const random = seededRandom(7);
  const queue = createRecheckQueue<number>();
  const model = new Map<number, number>();
  for (let now = 0; now < 1_000; now += 1) {
    const key = Math.floor(random() * 20);
    const at = random() < 0.2 ? undefined : now + Math.floor(random() * 50);
    queue.set(key, at);
    if (at === undefined) model.delete(key);
    else model.set(key, at);
    const due = [...model].filter(([, time]) => time <= now);
    for (const [each] of due) model.delete(each);
    expect(new Set(queue.takeDue(now))).toStrictEqual(new Set(due.map(([each]) => each)));
    const times = [...model.values()];
    expect(queue.next()).toBe(times.length === 0 ? undefined : Math.min(...times));
  }
});

test('one that is set a million times does not fill the memory', () => {
  const queue = createRecheckQueue<string>();
  for (let at = 1_000_000; at > 0; at -= 1) queue.set('a', at);
  expect(queue.takeDue(1)).toStrictEqual(['a']);
  expect(queue.next()).toBeUndefined();
});
