import { expect, test } from 'vitest';
import { simulatedContext } from '#lib/testing/simulated-context.ts';
import { createObjectIndex } from './object-index.ts';
import type { NewObject } from './objects.ts';

function pod(name: string, nodeName?: string): NewObject<'Pod'> {
  const metadata = { name, namespace: 'default' };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata,
    spec: { containers: [], ...(nodeName !== undefined && { nodeName }) },
  };
}

test('objects are found by what they have in common, from before and after the index was made', () => {
  const { store } = simulatedContext();
  store.create<'Pod'>(pod('a', 'one'));
  const byNode = createObjectIndex(store, 'Pod', ({ spec }) => spec.nodeName);
  const at = (node: string) => byNode.get(node).map(({ metadata }) => metadata.name);
  store.create<'Pod'>(pod('b', 'one'));
  store.create<'Pod'>(pod('c'));
  store.create<'Namespace'>({ kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'one' }, spec: {} });
  expect(at('one')).toStrictEqual(['a', 'b']);

  store.update('Pod', 'c', 'default', (each) => ({ ...each, spec: { ...each.spec, nodeName: 'two' } }));
  store.update('Pod', 'b', 'default', (each) => ({ ...each, spec: { ...each.spec, nodeName: 'two' } }));
  expect([at('one'), at('two')]).toStrictEqual([['a'], ['c', 'b']]);
  store.update('Pod', 'b', 'default', (each) => ({ ...each, status: { phase: 'Running' } }));
  expect(byNode.get('two').map(({ status }) => status.phase)).toStrictEqual(['Pending', 'Running']);

  store.remove('Pod', 'b', 'default');
  expect(at('two')).toStrictEqual(['c']);
  byNode.stop();
  store.remove('Pod', 'c', 'default');
  expect(at('two')).toStrictEqual(['c']);
});
