import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { podsByNode } from './pods-by-node.ts';

test('the index is kept up to date until its last user stops, and is a new one then', () => {
  const { store } = simulatedContext();
  const bind = (name: string): void => {
    const spec = { nodeName: 'node-1', containers: [{ name: 'a', image: 'a' }] };
    store.create<'Pod'>({ kind: 'Pod', apiVersion: 'v1', metadata: { name, namespace: 'apps' }, spec });
  };
  const [one, two] = [podsByNode(store), podsByNode(store)];
  const names = (index = two) => index.get('node-1').map(({ metadata }) => metadata.name);
  bind('a');
  one.stop();
  one.stop();
  bind('b');
  expect(names()).toStrictEqual(['a', 'b']);
  two.stop();
  bind('c');
  expect([names(), names(podsByNode(store))]).toStrictEqual([
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]);
});
