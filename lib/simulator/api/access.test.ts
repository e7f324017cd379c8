import { afterEach, expect, test } from 'vitest';
import { addPods, READER, type ServedStore, serveStore } from '#lib/testing/served-store.ts';
import type { User } from './access.ts';

const USERS: readonly User[] = [
  READER,
  { name: 'nothing', token: 'nothing-token', rules: [] },
  { name: 'one-namespace', token: 'one-token', rules: [{ resources: '*', namespaces: ['default'] }] },
  { name: 'lister', token: 'lister-token', rules: [{ resources: ['pods', 'nodes'], verbs: ['list'] }] },
];

let served: ServedStore;
afterEach(() => served.close());

async function serve(options: Parameters<typeof serveStore>[0] = {}): Promise<void> {
  served = await serveStore({ users: USERS, ...options });
  addPods(served.store, ['a']);
}

function refusal(code: number, reason: string, message: string, details?: object): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details && { details }),
    code,
  };
}
const unauthorized = refusal(401, 'Unauthorized', 'Unauthorized');

test('[C3] who has no token, or one that nobody has, is unauthorized everywhere', async () => {
  await serve();
  for (const path of ['/version', '/livez', '/api/v1/pods', '/no/such/path']) {
    expect((await served.get(path, { token: '' })).json).toStrictEqual(unauthorized);
    expect((await served.get(path, { token: 'wrong' })).json).toStrictEqual(unauthorized);
  }
});

test('where it is allowed, who has no token is system:anonymous and may ask how the server is', async () => {
  await serve({ anonymous: true });
  const ask = (path: string) => served.get(path, { token: '' });
  expect((await ask('/livez')).text).toBe('ok');
  expect((await ask('/version')).json).toMatchObject({ gitVersion: 'v1.36.3', major: '1', minor: '36' });
  expect((await ask('/api')).json).toStrictEqual(
    refusal(403, 'Forbidden', 'forbidden: User "system:anonymous" cannot get path "/api"', {}),
  );
  expect((await served.get('/livez', { token: 'wrong' })).json).toStrictEqual(unauthorized);
});

test('system:anonymous may be given everything', async () => {
  await serve({ anonymous: 'all' });
  expect((await served.get('/api/v1/pods', { token: '' })).status).toBe(200);
});

/** Who asks, what, and what he may not in the words of the real server; undefined: he may. */
const RIGHTS: readonly (readonly [string, string, string | undefined])[] = [
  [
    'nothing',
    '/api/v1/pods',
    'pods is forbidden: User "nothing" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  [
    'nothing',
    '/api/v1/pods?watch=true',
    'pods is forbidden: User "nothing" cannot watch resource "pods" in API group "" at the cluster scope',
  ],
  [
    'nothing',
    '/api/v1/namespaces/default/pods',
    'pods is forbidden: User "nothing" cannot list resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'nothing',
    '/api/v1/namespaces/default',
    'namespaces "default" is forbidden: User "nothing" cannot get resource "namespaces" in API group "" in the namespace "default"',
  ],
  [
    'nothing',
    '/apis/apps/v1/namespaces/x/daemonsets/y',
    'daemonsets.apps "y" is forbidden: User "nothing" cannot get resource "daemonsets" in API group "apps" in the namespace "x"',
  ],
  [
    'nothing',
    '/api/v1/spaceships',
    'spaceships is forbidden: User "nothing" cannot list resource "spaceships" in API group "" at the cluster scope',
  ],
  ['nothing', '/no/such/path', 'forbidden: User "nothing" cannot get path "/no/such/path"'],
  ['nothing', '/api', undefined],
  ['nothing', '/version', undefined],
  ['one', '/api/v1/namespaces/default/pods', undefined],
  ['one', '/api/v1/namespaces/default/pods/a', undefined],
  [
    'one',
    '/api/v1/namespaces/other/pods',
    'pods is forbidden: User "one-namespace" cannot list resource "pods" in API group "" in the namespace "other"',
  ],
  [
    'one',
    '/api/v1/pods',
    'pods is forbidden: User "one-namespace" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  ['lister', '/api/v1/pods', undefined],
  [
    'lister',
    '/api/v1/pods?watch=1',
    'pods is forbidden: User "lister" cannot watch resource "pods" in API group "" at the cluster scope',
  ],
  [
    'lister',
    '/apis/apps/v1/daemonsets',
    'daemonsets.apps is forbidden: User "lister" cannot list resource "daemonsets" in API group "apps" at the cluster scope',
  ],
];
test.for(RIGHTS)('[B8] the rights of %s at %s', async ([who, path, message]) => {
  await serve();
  const { status, json } = await served.get(path, { token: `${who}-token` });
  const said = status === 403 ? (json as { message: string }).message : undefined;
  expect({ status, said }).toStrictEqual({ status: message === undefined ? 200 : 403, said: message });
});

const WORD = '404 page not found\n';
const UNKNOWN = 'the server could not find the requested resource';
const UNKNOWN_PATHS: readonly (readonly [string, string])[] = [
  ['/no/such/path', WORD],
  ['/apis/example.com', WORD],
  ['/apis/example.com/v1/things', WORD],
  ['/%zz', WORD],
  ['//api/v1/pods', WORD],
  ['/api/v2/pods', UNKNOWN],
  ['/apis/apps/v7', UNKNOWN],
  ['/apis/apps/v1/spaceships', UNKNOWN],
  ['/api/v1/pods/a', UNKNOWN],
  ['/api/v1/namespaces/default/nodes', UNKNOWN],
  ['/api/v1/namespaces/default/pods/a/log', UNKNOWN],
];
test.for(UNKNOWN_PATHS)('[D16] %s is not found, said as the real server says it', async ([path, text]) => {
  await serve();
  const { status, text: said, json } = await served.get(path);
  expect(status).toBe(404);
  expect(text === WORD ? said : json).toStrictEqual(text === WORD ? WORD : refusal(404, 'NotFound', UNKNOWN, {}));
});

const METHOD = 'the server does not allow this method on the requested resource';
const SIMULATED = `${METHOD}: this cluster is simulated, and its story alone changes it`;
const WRITES = [
  ['POST', '/api/v1/namespaces/default/pods', SIMULATED],
  ['DELETE', '/api/v1/namespaces/default/pods', SIMULATED],
  ['PUT', '/api/v1/namespaces/default/pods/a', SIMULATED],
  ['PATCH', '/api/v1/namespaces/default/pods/a', SIMULATED],
  ['DELETE', '/api/v1/namespaces/default/pods/a', SIMULATED],
  ['POST', '/api/v1/nodes', SIMULATED],
  ['PUT', '/api/v1/namespaces/default/pods', METHOD],
  ['POST', '/api/v1/pods', METHOD],
  ['DELETE', '/api/v1/pods', METHOD],
  ['HEAD', '/api/v1/pods', undefined],
  ['POST', '/version', METHOD],
] as const;
test.for(WRITES)('%s %s changes nothing, and says why', async ([method, path, message]) => {
  await serve();
  const { status, json } = await served.get(path, { method });
  expect(status).toBe(405);
  if (message !== undefined) expect(json).toStrictEqual(refusal(405, 'MethodNotAllowed', message, {}));
  expect(served.store.revision()).toBe(2);
});

test('what is no JSON is not acceptable, and a preference among known forms is taken', async () => {
  await serve();
  const ask = async (accept: string) => (await served.get('/api/v1/nodes', { headers: { accept } })).status;
  expect(await ask('text/plain')).toBe(406);
  expect(await ask('application/json;as=Table;v=v1;g=meta.k8s.io,application/json')).toBe(200);
});

test('a client that asks what there is finds groups, versions and what can be read', async () => {
  await serve();
  const group = { name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }] };
  expect((await served.get('/apis')).json).toMatchObject({
    kind: 'APIGroupList',
    groups: expect.arrayContaining([expect.objectContaining(group)]),
  });
  expect((await served.get('/api')).json).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
  expect((await served.get('/apis/apps/v1')).json).toStrictEqual({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: 'apps/v1',
    resources: (
      [
        ['controllerrevisions', 'ControllerRevision', {}],
        ['daemonsets', 'DaemonSet', { shortNames: ['ds'], categories: ['all'] }],
        ['replicasets', 'ReplicaSet', { shortNames: ['rs'], categories: ['all'] }],
      ] as const
    ).map(([name, kind, more]) => ({
      name,
      singularName: kind.toLowerCase(),
      namespaced: true,
      kind,
      verbs: ['get', 'list', 'watch'],
      ...more,
    })),
  });
});

test('the log tells who asked for what, and what he was answered', async () => {
  await serve();
  await served.get('/api/v1/nodes?limit=1', { headers: { 'user-agent': 'rollcall' } });
  await served.get('/api/v1/namespaces/default/pods/a', { token: 'wrong' });
  const watch = await served.watch('/api/v1/pods?watch=1');
  await watch.take(1);
  const at = served.clock.now();
  const nobody = { user: undefined, userAgent: '' };
  expect(served.server.requests()).toStrictEqual([
    {
      at,
      method: 'GET',
      path: '/api/v1/nodes',
      query: 'limit=1',
      user: 'reader',
      userAgent: 'rollcall',
      verb: 'list',
      resource: 'nodes',
      status: 200,
    },
    {
      at,
      method: 'GET',
      path: '/api/v1/namespaces/default/pods/a',
      query: '',
      ...nobody,
      verb: 'get',
      resource: 'pods',
      status: 401,
    },
    {
      at,
      method: 'GET',
      path: '/api/v1/pods',
      query: 'watch=1',
      user: 'reader',
      userAgent: '',
      verb: 'watch',
      resource: 'pods',
      status: 200,
    },
  ]);
  watch.close();
});
