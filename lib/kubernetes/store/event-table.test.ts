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
