import { isNamespace } from '#lib/domain/keys.ts';
import type { Resource } from '#lib/domain/objects.ts';

/** Everything that is ever asked of an API server. Adding one changes reliability's table, the RBAC and the projection. */
export const ROUTES = ['version', 'core-events'] as const;
export type RouteId = (typeof ROUTES)[number] | Resource;

const PREFIXES: Readonly<Record<RouteId, string>> = {
  version: '/version',
  nodes: '/api/v1',
  namespaces: '/api/v1',
  pods: '/api/v1',
  daemonsets: '/apis/apps/v1',
  controllerrevisions: '/apis/apps/v1',
  events: '/apis/events.k8s.io/v1',
  /** Only after a 404 on events.k8s.io. */
  'core-events': '/api/v1',
  poddisruptionbudgets: '/apis/policy/v1',
  priorityclasses: '/apis/scheduling.k8s.io/v1',
};
const CLUSTER_SCOPED: readonly RouteId[] = ['version', 'nodes', 'namespaces', 'priorityclasses'];

const QUERY_KEYS = [
  'limit',
  'continue',
  'resourceVersion',
  'resourceVersionMatch',
  'watch',
  'allowWatchBookmarks',
  'timeoutSeconds',
  'sendInitialEvents',
  'labelSelector',
  'fieldSelector',
] as const;
export type Query = Readonly<Partial<Record<(typeof QUERY_KEYS)[number], string>>>;

export type Shape = { readonly route: RouteId; readonly namespace?: string; readonly query?: Query };

export function isNamespaced(route: RouteId): boolean {
  return !CLUSTER_SCOPED.includes(route);
}

/** The path and query of a shape. What is no shape is a fault of ours, and is thrown before a byte is sent. */
export function pathOf({ route, namespace, query = {} }: Shape): string {
  if (!Object.hasOwn(PREFIXES, route)) throw new Error(`not a route: ${route}`);
  if (namespace !== undefined && !(isNamespaced(route) && isNamespace(namespace))) {
    throw new Error(`not a namespace of ${route}: ${JSON.stringify(namespace)}`);
  }
  const parts = [PREFIXES[route]];
  if (namespace !== undefined) parts.push('namespaces', namespace);
  if (route !== 'version') parts.push(route === 'core-events' ? 'events' : route);
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (!QUERY_KEYS.some((known) => known === key)) throw new Error(`not a query key: ${key}`);
    parameters.set(key, value);
  }
  return parameters.size === 0 ? parts.join('/') : `${parts.join('/')}?${parameters}`;
}
