import { expect, test } from 'vitest';
import { createStreamPlaces } from './stream-places.ts';

test('[E11] no more than so many in all, nor of one address', () => {
  const places = createStreamPlaces({ total: 3, perAddress: 2 });
  const taken = ['a', 'a', 'a', 'b', 'c'].map((address) => places.take(address) !== undefined);
  expect(taken).toStrictEqual([true, true, false, true, false]);
  expect(places.open()).toBe(3);
});

test('a place given back twice is given back once', () => {
  const places = createStreamPlaces({ total: 2, perAddress: 2 });
  const leave = places.take('a');
  places.take('a');
  leave?.();
  leave?.();
  expect(places.open()).toBe(1);
  expect(places.take('a')).toBeDefined();
  expect(places.take('a')).toBeUndefined();
});
