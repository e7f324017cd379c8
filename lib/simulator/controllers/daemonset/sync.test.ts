import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { simulatedPod } from '#lib/testing/simulated-objects.ts';
import { inRandomOrder, rememberPods } from './sync.ts';

test('pods are asked for once, and again when something has been written', () => {
  const { store } = simulatedContext();
  let times = 0;
  const pods = rememberPods(store, () => {
    times += 1;
    return store.list('Pod');
  });
  expect([pods(), pods()]).toStrictEqual([[], []]);
  expect(times).toBe(1);
  store.create<'Pod'>(simulatedPod({ name: 'a' }));
  expect(pods()).toHaveLength(1);
  expect(times).toBe(2);
});

test('what the asking itself writes is no reason to ask again', () => {
  const { store } = simulatedContext();
  let times = 0;
  const pods = rememberPods(store, () => {
    times += 1;
    return store.create<'Pod'>(simulatedPod({ name: `${times}` }));
  });
  expect(pods()).toBe(pods());
});

test('[RU6] nodes are taken in any order, each once', () => {
  const { random } = simulatedContext();
  const orders = Array.from({ length: 200 }, () => inRandomOrder(['a', 'b', 'c'], random).join(''));
  expect([...new Set(orders)].toSorted()).toStrictEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
});
