import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPods, relabelPod, type ServedStore, serveStore, simplePod } from '#lib/testing/served-store.ts';

let served: ServedStore;
beforeEach(async () => {
  served = await serveStore();
});
afterEach(() => served.close());

const PODS = '/api/v1/namespaces/default/pods';

type List = {
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
};
/** A page in short: its names, what remains, its version, and how to go on. */
async function page(query: string, path = PODS) {
  const { status, json } = await served.get(`${path}?${query}`);
  if (status !== 200) return { status, message: (json as { message: string }).message };
  const { metadata, items } = json as List;
  return {
    names: items.map((item) => item.metadata.name).join(' '),
    version: metadata.resourceVersion,
    remaining: metadata.remainingItemCount,
    next: metadata.continue === undefined ? undefined : `continue=${metadata.continue}`,
  };
}

test('a list has its type, its version and its items without their type', async () => {
  addPods(served.store, ['a']);
  const { json, headers } = await served.get(PODS);
  const { kind: _kind, apiVersion: _apiVersion, ...item } = served.store.get('Pod', 'a', 'default') ?? {};
  expect(json).toStrictEqual({
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { resourceVersion: '2' },
    items: [item],
  });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
});

test('a list of nothing has a version and no items', async () => {
  expect((await served.get('/apis/policy/v1/poddisruptionbudgets')).text).toBe(
    '{"kind":"PodDisruptionBudgetList","apiVersion":"policy/v1","metadata":{"resourceVersion":"1"},"items":[]}\n',
  );
});

test('pages show one moment, whatever happens between them', async () => {
  addPods(served.store, ['a', 'b', 'c', 'd', 'e']);
  const first = await page('limit=2');
  addPods(served.store, ['bb', 'ccc']);
  relabelPod(served.store, 'd', { name: 'changed' });
  served.store.remove('Pod', 'e', 'default');
  const second = await page(`limit=2&${first.next}`);
  const third = await page(`limit=2&${second.next}`);
  expect([first, second, third]).toMatchObject([
    { names: 'a b', version: '6', remaining: 3 },
    { names: 'c d', version: '6', remaining: 1 },
    { names: 'e', version: '6', remaining: undefined, next: undefined },
  ]);
});

test('pages over all namespaces are in the order of namespace and name', async () => {
  addPods(served.store, ['b', 'a']);
  served.store.create<'Pod'>({ ...simplePod('z'), metadata: { name: 'z', namespace: 'another' } });
  const first = await page('limit=1', '/api/v1/pods');
  const rest = await page(`limit=9&${first.next}`, '/api/v1/pods');
  expect([first.names, rest.names]).toStrictEqual(['z', 'a b']);
});

test('[B4] a page of a moment that is forgotten is expired, and its token goes on in the present', async () => {
  addPods(served.store, ['a', 'b', 'c']);
  const first = await page('limit=1');
  addPods(served.store, ['aa']);
  served.store.remove('Pod', 'b', 'default');
  served.server.compact();
  const { status, json } = await served.get(`${PODS}?limit=1&${first.next}`);
  const { reason, code, metadata } = json as {
    reason: string;
    code: number;
    metadata: { continue: string };
  };
  expect({ status, reason, code }).toStrictEqual({ status: 410, reason: 'Expired', code: 410 });
  expect(await page(`continue=${metadata.continue}`)).toMatchObject({ names: 'aa c' });
});

test('a list at an exact version that is forgotten is expired', async () => {
  addPods(served.store, ['a', 'b']);
  served.server.compact();
  expect((await served.get(`${PODS}?resourceVersion=2&resourceVersionMatch=Exact`)).json).toStrictEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'The resourceVersion for the provided list is too old.',
    reason: 'Expired',
    code: 410,
  });
});

const VERSIONS: readonly (readonly [string, object])[] = [
  ['', { names: 'a b c', version: '4' }],
  ['resourceVersion=2', { names: 'a b c', version: '4' }],
  ['resourceVersion=0', { names: 'a b c', version: '4' }],
  ['resourceVersion=3&resourceVersionMatch=NotOlderThan', { names: 'a b c', version: '4' }],
  ['resourceVersion=3&resourceVersionMatch=Exact', { names: 'a b', version: '3' }],
  // Without a match and with a limit a version is an exact one.
  ['resourceVersion=3&limit=5', { names: 'a b', version: '3' }],
  // What is at hand is given whole.
  ['resourceVersion=0&limit=1', { names: 'a b c', next: undefined, remaining: undefined }],
  ['limit=-1', { names: 'a b c' }],
  ['limit=3', { names: 'a b c', next: undefined }],
  ['limit=1&fieldSelector=metadata.name%3Da', { names: 'a', next: undefined }],
  ['limit=1&labelSelector=name%3Dc', { names: 'c', next: undefined, remaining: undefined }],
];
test.for(VERSIONS)('a list with "%s" shows what it should', async ([query, expected]) => {
  addPods(served.store, ['a', 'b', 'c']);
  expect(await page(query)).toMatchObject(expected);
});

test('behind a full page of what is selected an empty one may come, and nothing is said of what remains', async () => {
  addPods(served.store, ['a', 'b', 'c']);
  const first = await page('limit=1&labelSelector=name%3Da');
  const second = await page(`limit=1&labelSelector=name%3Da&${first.next}`);
  expect([first, second]).toMatchObject([
    { names: 'a', remaining: undefined },
    { names: '', remaining: undefined, next: undefined },
  ]);
});

const REFUSED: readonly (readonly [string, number, string])[] = [
  [
    'resourceVersion=latest',
    400,
    'invalid resource version: resourceVersion: Invalid value: "latest": strconv.ParseUint: parsing "latest": invalid syntax',
  ],
  ['limit=many', 400, 'strconv.ParseInt: parsing "many": invalid syntax'],
  ['continue=%2B%2B', 400, 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
  ['continue=e30&resourceVersion=1', 400, 'specifying resource version is not allowed when using continue'],
  ['labelSelector=%3Db', 400, "found '=', expected: !, identifier, or 'end of string'"],
  ['fieldSelector=foo%3D1', 400, 'field label not supported: foo'],
  [
    'resourceVersionMatch=Exact',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  ],
  [
    'resourceVersion=0&resourceVersionMatch=Exact',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  ],
  [
    'resourceVersion=1&resourceVersionMatch=exact',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "exact": supported values: "Exact", "NotOlderThan", ""',
  ],
  [
    'sendInitialEvents=true',
    422,
    'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
  ],
];
test.for(REFUSED)('a list with "%s" is refused with %s in the real words', async ([query, status, message]) => {
  expect(await page(query)).toStrictEqual({ status, message });
});

test('[B3] a version of the future is waited for, and comes', async () => {
  addPods(served.store, ['a']);
  const asked = served.get(`${PODS}?resourceVersion=3`);
  const single = served.get(`${PODS}/b?resourceVersion=3`);
  await expect.poll(() => served.clock.pending().length).toBe(2);
  addPods(served.store, ['b']);
  expect((await asked).json).toMatchObject({ metadata: { resourceVersion: '3' } });
  expect((await single).json).toMatchObject({ metadata: { name: 'b' } });
});

test('[B3] a version of the future that does not come within three seconds is too large', async () => {
  addPods(served.store, ['a']);
  const asked = ['', '&resourceVersionMatch=NotOlderThan', '&resourceVersionMatch=Exact'].map((match) =>
    served.get(`${PODS}?resourceVersion=9${match}`),
  );
  asked.push(served.get(`${PODS}/a?resourceVersion=9`));
  await expect.poll(() => served.clock.pending().length).toBe(4);
  served.clock.advance(3_000);
  for (const { status, headers, json } of await Promise.all(asked)) {
    expect({ status, retryAfter: headers['retry-after'] }).toStrictEqual({ status: 504, retryAfter: '1' });
    expect(json).toStrictEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Timeout: Too large resource version: 9, current: 2',
      reason: 'Timeout',
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
      code: 504,
    });
  }
});

test('one object comes with its type; one that is not there is not found, under the name of its resource', async () => {
  addPods(served.store, ['a']);
  const found = await served.get(`${PODS}/a`);
  expect(found.json).toStrictEqual(served.store.get('Pod', 'a', 'default'));
  expect(found.headers['content-length']).toBe(String(found.bytes.length));
  const missing = await served.get('/apis/apps/v1/namespaces/default/daemonsets/none');
  expect(missing.json).toStrictEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'daemonsets.apps "none" not found',
    reason: 'NotFound',
    details: { name: 'none', group: 'apps', kind: 'daemonsets' },
    code: 404,
  });
});

test('[A13] a large list is zipped for whoever takes that; small ones and watches are not', async () => {
  for (let each = 0; each < 300; each += 1)
    served.store.create<'Pod'>(simplePod(`pod-${each}`, { text: 'ü'.repeat(300) }));
  const gzip = { headers: { 'accept-encoding': 'gzip' } };
  const [plain, zipped, small, other] = await Promise.all([
    served.get(PODS),
    served.get(PODS, gzip),
    served.get(`${PODS}?limit=2`, gzip),
    served.get(PODS, { headers: { 'accept-encoding': 'gzip;q=1.0' } }),
  ]);
  expect(gunzipSync(zipped.bytes).toString()).toBe(plain.text);
  expect((plain.json as List).items).toHaveLength(300);
  expect([plain, zipped, small, other].map(({ headers }) => headers['content-encoding'])).toStrictEqual([
    undefined,
    'gzip',
    undefined,
    undefined,
  ]);
  const watch = await served.watch(`${PODS}?watch=1`, gzip);
  expect(await watch.take(300)).toHaveLength(300);
  watch.close();
});

test('[EV1] an event is shown by both versions, each in its own words', async () => {
  const { store } = served;
  store.create<'Event'>({
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name: 'a.1', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'a', namespace: 'default' },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting',
    source: { component: 'kubelet', host: 'n1' },
    firstTimestamp: '2026-11-24T08:00:00Z',
    lastTimestamp: '2026-11-24T08:01:00Z',
    count: 3,
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: 'n1',
  });
  const { metadata } = store.get('Event', 'a.1', 'default') ?? {};
  expect((await served.get('/api/v1/namespaces/default/events/a.1')).json).toMatchObject({
    apiVersion: 'v1',
    involvedObject: { name: 'a' },
    message: 'Back-off restarting',
    count: 3,
  });
  expect((await served.get('/apis/events.k8s.io/v1/namespaces/default/events/a.1')).json).toStrictEqual({
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata,
    eventTime: null,
    reportingController: 'kubelet',
    reportingInstance: 'n1',
    reason: 'BackOff',
    regarding: { kind: 'Pod', name: 'a', namespace: 'default' },
    note: 'Back-off restarting',
    type: 'Warning',
    deprecatedSource: { component: 'kubelet', host: 'n1' },
    deprecatedFirstTimestamp: '2026-11-24T08:00:00Z',
    deprecatedLastTimestamp: '2026-11-24T08:01:00Z',
    deprecatedCount: 3,
  });
  const watch = await served.watch('/apis/events.k8s.io/v1/events?watch=1&fieldSelector=regarding.name%3Da');
  expect(await watch.next()).toContain('"note":"Back-off restarting"');
  watch.close();
});
