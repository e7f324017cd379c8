import { expect, test, vi } from 'vitest';
import { uid } from '#lib/domain/keys.ts';
import { makeEvent } from '#lib/testing/objects.ts';
import { EventTable } from './event-table.ts';

const a = uid('a');
const b = uid('b');

test('an event that makes room for another touches the object that it spoke of', () => {
  const touched = vi.fn();
  const table = new EventTable(touched, 1);
  table.put(makeEvent({ name: 'first', regarding: { uid: a } }));
  table.put(makeEvent({ name: 'second', regarding: { uid: b } }));
  expect(table.eventsOf(a)).toStrictEqual([]);
  expect(touched.mock.calls).toStrictEqual([[a], [a], [b]]);
});

test('an event that now speaks of another object touches both', () => {
  const touched = vi.fn();
  const table = new EventTable(touched);
  table.put(makeEvent({ regarding: { uid: a } }));
  table.put(makeEvent({ regarding: { uid: b } }));
  expect(touched.mock.calls).toStrictEqual([[a], [b], [a]]);
});

test('of one object and reason the first stays, which tells since when, and the latest do', () => {
  const table = new EventTable(vi.fn());
  const events = [3, 1, 2, 6, 5, 4].map((second) => {
    const at = second * 1_000;
    return makeEvent({ name: `refused-${second}`, firstTimestamp: at, lastTimestamp: at, regarding: { uid: a } });
  });
  for (const event of events) table.put(event);
  const left = table.eventsOf(a).map(({ name }) => name);
  expect(left.toSorted()).toStrictEqual(['refused-1', 'refused-4', 'refused-5', 'refused-6']);
});
