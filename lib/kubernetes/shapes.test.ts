import { expect, test } from 'vitest';
import { RESOURCES } from '#lib/domain/objects.ts';
import { isNamespaced, pathOf, ROUTES, type RouteId, type Shape } from './shapes.ts';

test('there are sixteen shapes and no other', () => {
  const routes: readonly RouteId[] = [...ROUTES, ...RESOURCES];
  const paths = routes.flatMap((route) =>
    isNamespaced(route) ? [pathOf({ route }), pathOf({ route, namespace: 'team-a' })] : [pathOf({ route })],
  );
  expect(paths.sort()).toStrictEqual([
    '/api/v1/events',
    '/api/v1/namespaces',
    '/api/v1/namespaces/team-a/events',
    '/api/v1/namespaces/team-a/pods',
    '/api/v1/nodes',
    '/api/v1/pods',
    '/apis/apps/v1/controllerrevisions',
    '/apis/apps/v1/daemonsets',
    '/apis/apps/v1/namespaces/team-a/controllerrevisions',
    '/apis/apps/v1/namespaces/team-a/daemonsets',
    '/apis/events.k8s.io/v1/events',
    '/apis/events.k8s.io/v1/namespaces/team-a/events',
    '/apis/policy/v1/namespaces/team-a/poddisruptionbudgets',
    '/apis/policy/v1/poddisruptionbudgets',
    '/apis/scheduling.k8s.io/v1/priorityclasses',
    '/version',
  ]);
});

test('a query is written in its own form, values encoded', () => {
  expect(pathOf({ route: 'pods', query: { limit: '500', continue: 'a/b+c=&x' } })).toBe(
    '/api/v1/pods?limit=500&continue=a%2Fb%2Bc%3D%26x',
  );
});

const refused: readonly { readonly name: string; readonly shape: unknown }[] = [
  { name: 'a path as namespace', shape: { route: 'pods', namespace: '../../secrets' } },
  { name: 'an encoded path as namespace', shape: { route: 'pods', namespace: '%2e%2e' } },
  { name: 'a namespace with capitals', shape: { route: 'pods', namespace: 'Team' } },
  { name: 'a namespace of 64 characters', shape: { route: 'pods', namespace: 'a'.repeat(64) } },
  { name: 'an empty namespace', shape: { route: 'pods', namespace: '' } },
  { name: 'a namespace for what lives in none', shape: { route: 'nodes', namespace: 'default' } },
  { name: 'another resource', shape: { route: 'secrets' } },
  { name: 'a name by birth', shape: { route: '__proto__' } },
  { name: 'another key of the query', shape: { route: 'pods', query: { pretty: 'true' } } },
];
test.for(refused)('refuses $name', ({ shape }) => {
  expect(() => pathOf(shape as Shape)).toThrow(/^not a /);
});
