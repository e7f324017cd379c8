import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createFakeIo } from '#lib/testing/command-io.ts';
import { makeAuthority } from '#testbed/certificates.ts';
import { runStatus } from './status.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-status-cluster-'));
afterAll(() => rmSync(folder, { recursive: true }));

const servers = new Set<Server>();
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers.clear();
});

async function listen(server: Server): Promise<number> {
  servers.add(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

let written = 0;
function writeKubeconfig(server: string, cluster: Readonly<Record<string, string>> = {}): string {
  written += 1;
  const path = join(folder, `kubeconfig-${written}`);
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server, ...cluster } }],
    users: [{ name: 'test', user: { token: 'canary-of-the-kubeconfig' } }],
  });
  writeFileSync(path, text);
  return path;
}

async function run(...argv: readonly string[]) {
  const io = createFakeIo();
  const code = await runStatus(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const T = '2026-01-01T00:00:00Z';
const LABELS = { app: 'agent', 'controller-revision-hash': 'abc' };
const TEMPLATE = {
  metadata: { labels: { app: 'agent' } },
  spec: { containers: [{ name: 'agent', image: 'agent:1' }] },
};
const OWNER = [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'd1', controller: true }];
const metadata = (name: string, more: object = {}) => ({
  name,
  uid: name,
  resourceVersion: '7',
  creationTimestamp: T,
  ...more,
});

/** What a small API server holds, by the path of its list. */
const OBJECTS: Readonly<Record<string, readonly object[]>> = {
  '/api/v1/nodes': ['node-a', 'node-b'].map((name) => ({
    metadata: metadata(name),
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: T }] },
  })),
  '/apis/apps/v1/daemonsets': [
    {
      metadata: { ...metadata('agent', { namespace: 'logging', generation: 1 }), uid: 'd1' },
      spec: { selector: { matchLabels: { app: 'agent' } }, template: TEMPLATE },
      status: {
        observedGeneration: 1,
        desiredNumberScheduled: 2,
        currentNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberReady: 2,
        numberAvailable: 2,
      },
    },
  ],
  '/apis/apps/v1/controllerrevisions': [
    {
      metadata: metadata('agent-abc', { namespace: 'logging', labels: LABELS, ownerReferences: OWNER }),
      revision: 1,
      data: { spec: { template: { ...TEMPLATE, $patch: 'replace' } } },
    },
  ],
  '/api/v1/pods': ['node-a', 'node-b'].map((node) => ({
    metadata: metadata(`agent-${node}`, { namespace: 'logging', labels: LABELS, ownerReferences: OWNER }),
    spec: { nodeName: node, containers: TEMPLATE.spec.containers },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: T }],
      containerStatuses: [{ name: 'agent', ready: true, restartCount: 0, state: { running: { startedAt: T } } }],
    },
  })),
};
const KINDS: Readonly<Record<string, string>> = {
  nodes: 'Node',
  daemonsets: 'DaemonSet',
  controllerrevisions: 'ControllerRevision',
  pods: 'Pod',
};

/** Answers as an API server without WatchList does; `refuse` gives the status of paths that it does not answer. */
function apiServer(refuse: (path: string) => number | undefined = () => undefined): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://api');
    const status = refuse(url.pathname);
    const say = (code: number, body: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (status !== undefined) return say(status, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status });
    if (url.pathname === '/version') return say(200, { gitVersion: 'v1.36.3' });
    if (url.searchParams.has('sendInitialEvents')) return say(400, { kind: 'Status', code: 400 });
    if (url.searchParams.has('watch')) {
      // Stays open and says nothing.
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      return undefined;
    }
    const resource = url.pathname.split('/').at(-1) ?? '';
    const kind = KINDS[resource] ?? 'Unknown';
    return say(200, {
      kind: `${kind}List`,
      apiVersion: url.pathname.startsWith('/apis/apps') ? 'apps/v1' : 'v1',
      metadata: { resourceVersion: '7' },
      items: OBJECTS[url.pathname] ?? [],
    });
  };
}

async function serveApi(refuse?: (path: string) => number | undefined): Promise<string> {
  return writeKubeconfig(`http://127.0.0.1:${await listen(createServer(apiServer(refuse)))}`);
}

test('a cluster is read once, and the command ends', async () => {
  const { code, out, err } = await run('--kubeconfig', await serveApi(), '-o', 'json', '--cells');
  expect({ code, err }).toStrictEqual({ code: 0, err: '' });
  const document: unknown = JSON.parse(out);
  expect(document).toMatchObject({
    cluster: { name: 'test', version: 'v1.36.3' },
    health: { pods: { state: 'Known', note: null }, events: { state: 'Known' } },
    daemonSets: [
      {
        namespace: 'logging',
        name: 'agent',
        state: 'Complete',
        cells: { 'node-a': { state: 'ok', pod: 'agent-node-a' }, 'node-b': { state: 'ok', pod: 'agent-node-b' } },
      },
    ],
    nodes: [
      { name: 'node-a', state: 'ok', incomplete: [] },
      { name: 'node-b', state: 'ok', incomplete: [] },
    ],
  });
});

test('[RD1] 403 on events costs a sentence and the RBAC rule, not the command', async () => {
  const kubeconfig = await serveApi((path) => (path.endsWith('/events') ? 403 : undefined));
  const { code, out, err } = await run('--kubeconfig', kubeconfig);
  expect({ code, err }).toStrictEqual({ code: 0, err: '' });
  expect(out).toContain('Rollcall may not read events.');
  expect(out).toContain('{apiGroups: ["events.k8s.io", ""], resources: ["events"], verbs: ["list", "watch"]}');
});

type Fault = { readonly name: string; readonly argv: () => Promise<readonly string[]>; readonly err: RegExp };
const ours = makeAuthority('ours');
const stranger = makeAuthority('stranger');

async function serveTls(by: typeof ours, serverNames: readonly string[]): Promise<string> {
  const { certificate: cert, key } = by.issue({ commonName: 'api', serverNames });
  const port = await listen(createTlsServer({ cert, key }, apiServer()));
  const ca = Buffer.from(ours.certificate).toString('base64');
  return writeKubeconfig(`https://127.0.0.1:${port}`, { 'certificate-authority-data': ca });
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

const faults: readonly Fault[] = [
  {
    name: 'a kubeconfig that is not there',
    argv: async () => ['--kubeconfig', join(folder, 'absent')],
    err: /^--kubeconfig: no such file: .*absent$/,
  },
  {
    name: 'an unknown context',
    argv: async () => ['--kubeconfig', await serveApi(), '--context', 'prod'],
    err: /^--context: no context "prod" in the kubeconfig; it has "test"$/,
  },
  {
    name: 'a refused connection',
    argv: async () => ['--kubeconfig', writeKubeconfig(`http://127.0.0.1:${await unusedPort()}`)],
    err: /^cannot read cluster test: cannot reach the API server at 127\.0\.0\.1:\d+: connection refused \(ECONNREFUSED\)$/,
  },
  {
    name: '401',
    argv: async () => ['--kubeconfig', await serveApi(() => 401)],
    err: /^cannot read cluster test: 401 Unauthorized: /,
  },
  {
    name: '403 on everything',
    argv: async () => ['--kubeconfig', await serveApi(() => 403)],
    err: /^cannot read daemonsets of cluster test: 403 Forbidden: .*; this RBAC rule would grant it: \{apiGroups: \["apps"\], resources: \["daemonsets"\], verbs: \["list", "watch"\]\}$/,
  },
  {
    name: '403 on pods',
    argv: async () => ['--kubeconfig', await serveApi((path) => (path === '/api/v1/pods' ? 403 : undefined))],
    err: /^cannot read pods of cluster test: 403 Forbidden/,
  },
  {
    name: 'a certificate of another authority',
    argv: async () => ['--kubeconfig', await serveTls(stranger, ['127.0.0.1'])],
    err: /^cannot read cluster test: the certificate of the API server at 127\.0\.0\.1:\d+ does not match the certificate authority/,
  },
  {
    name: 'a certificate made out to another name',
    argv: async () => ['--kubeconfig', await serveTls(ours, ['elsewhere.example'])],
    err: /^cannot read cluster test: the certificate of the API server at 127\.0\.0\.1:\d+ is made out to another name$/,
  },
  {
    name: 'an API server that never finishes',
    argv: async () => [
      '--timeout',
      '1s',
      '--kubeconfig',
      await serveApi((path) => (path.endsWith('pods') ? 503 : undefined)),
    ],
    err: /^cluster test was not read within 1 s \(--timeout\): pods, /,
  },
  {
    name: 'a DaemonSet that is not there',
    argv: async () => ['--kubeconfig', await serveApi(), 'logging/other'],
    err: /^there is no DaemonSet logging\/other; there is logging\/agent$/,
  },
];
test.for(faults)(
  '$name is one sentence on standard error, exit code 4, nothing on standard output',
  async ({ argv, err }) => {
    const said = await run(...(await argv()), '-o', 'json');
    expect({ code: said.code, out: said.out }).toStrictEqual({ code: 4, out: '' });
    expect(said.err).toMatch(/^rollcall: [^\n]+\n$/);
    expect(said.err.slice('rollcall: '.length, -1)).toMatch(err);
    expect(said.err).not.toContain('canary');
  },
);
