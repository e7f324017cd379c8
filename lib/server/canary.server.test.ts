import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { CANARY_PLACES, canariesIn, canaryObjects, canaryOf } from '#lib/testing/canaries.ts';
import { type RollcallProcess, runRollcall } from '#lib/testing/rollcall-process.ts';

/*
 * The whole process against an API server that has all 24 canaries: in its objects, in the text of its refusals, and in
 * the credentials that it is asked with. Every byte that the process gives away is read: pages, what they load, data,
 * stream, metrics, log.
 */

const folder = mkdtempSync(join(tmpdir(), 'rollcall-canary-'));
const seenCredentials = new Set<string>();
const watches = new Set<ServerResponse>();

const COLLECTIONS: Readonly<Record<string, string>> = {
  '/api/v1/nodes': 'Node',
  '/api/v1/pods': 'Pod',
  '/apis/apps/v1/daemonsets': 'DaemonSet',
  '/apis/apps/v1/controllerrevisions': 'ControllerRevision',
  '/apis/events.k8s.io/v1/events': 'Event',
};

/** Serves lists and silent watches; what else is asked for is refused with a Status that tells a secret. */
const api = createServer((request, response) => {
  seenCredentials.add(request.headers.authorization ?? '');
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://api');
  const kind = COLLECTIONS[pathname];
  if (pathname === '/version') response.end('{"gitVersion":"v1.35.0"}');
  else if (kind === undefined) refuse(response, 403);
  // A server that does not know WatchList says so in words of its own.
  else if (searchParams.has('sendInitialEvents')) refuse(response, 422);
  else if (searchParams.has('watch')) {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    if (kind === 'Pod') watches.add(response);
  } else {
    const items = canaryObjects().filter((object) => object['kind'] === kind);
    response.end(JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: { resourceVersion: '9' }, items }));
  }
});

function refuse(response: ServerResponse, code: number): void {
  const message = canaryOf('Status.message of an API error');
  response
    .writeHead(code, message, {
      'content-type': 'application/json',
      'retry-after': message,
      warning: `299 - "${message}"`,
    })
    .end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: message, message, code }));
}

function ask(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(new URL(url), { path, headers, agent: false }, (response) => {
      let text = JSON.stringify([response.statusMessage, response.rawHeaders]);
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    asking.on('error', reject);
    asking.end();
  });
}

function kubeconfig(name: string, user: object, server: string): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      clusters: [{ name: 'test', cluster: { server } }],
      users: [{ name: 'test', user }],
    }),
  );
  return path;
}

/** Answers with a token the first time and fails after that, loudly. */
function plugin(): string {
  const secret = canaryOf('kubeconfig token and exec output');
  const answer = JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: 'client.authentication.k8s.io/v1',
    status: { token: secret, expirationTimestamp: new Date(Date.now() + 30_000).toISOString() },
  });
  const path = join(folder, 'plugin');
  writeFileSync(
    path,
    `#!/bin/sh\necho ${secret} >&2\nif [ -e ${folder}/ran ]; then echo ${secret}; exit 1; fi\ntouch ${folder}/ran\necho '${answer}'\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

const PATHS = [
  '/',
  '/?lang=ja',
  '/daemonsets/logging/agent',
  '/daemonsets/logging/absent',
  ...['a', 'b', 'c', 'd', 'e'].map((letter) => `/nodes/node-${letter}`),
  '/nodes/absent',
  '/no-such-page',
  '/api/fleet',
  '/api/daemonsets/logging/agent',
  '/api/daemonsets/logging/agent/revisions',
  '/api/daemonsets/logging/agent/revisions?between=1..template',
  '/api/daemonsets/logging/agent/timeline',
  '/api/daemonsets/logging/absent',
  ...['a', 'b', 'c', 'd', 'e'].map((letter) => `/api/nodes/node-${letter}`),
  '/api/nodes/absent',
  '/api/nodes',
  '/api/starved',
];

/** Everything that can be asked for, the scripts and styles that the pages name, and a stream until something happens. */
async function readAll(url: string, operations: string, provoke: () => void): Promise<ReadonlyMap<string, string>> {
  const read = new Map<string, string>();
  for (const path of PATHS) {
    read.set(path, await ask(url, path));
    if (path.startsWith('/api/')) continue;
    const join = path.includes('?') ? '&' : '?';
    read.set(`RSC ${path}`, await ask(url, `${path}${join}_rsc`, { rsc: '1' }));
  }
  const files = [...read.values()].flatMap((text) =>
    [...text.matchAll(/\/_next\/static\/[\w./~-]+/g)].map(([file]) => file),
  );
  for (const file of new Set(files)) read.set(file, await ask(url, file));
  read.set('/metrics', await ask(operations, '/metrics'));
  read.set('the stream', await readStream(url, provoke));
  return read;
}

async function readStream(url: string, provoke: () => void): Promise<string> {
  const { id } = JSON.parse(
    (await ask(url, '/api/fleet', { 'accept-encoding': 'identity' })).replace(/^\[.*?\]\]/, ''),
  );
  return new Promise((resolve, reject) => {
    const asking = httpRequest(new URL(url), { path: '/api/stream', headers: { 'last-event-id': id }, agent: false });
    let text = '';
    asking.on('error', reject);
    asking.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text === '') provoke();
        text += chunk;
        if (!/event: delta[\s\S]*\n\n/.test(text)) return;
        asking.destroy();
        resolve(text);
      });
    });
    asking.end();
  });
}

/** A pod is told anew, in every way that a watch can tell it, and then broken off in the middle of it. */
function tellPods(): void {
  const pods = canaryObjects().filter((object) => object['kind'] === 'Pod');
  const [first, second, ...others] = pods.map((pod) => ({
    ...pod,
    metadata: { ...(pod['metadata'] as object), resourceVersion: '10' },
  }));
  const message = canaryOf('Status.message of an API error');
  for (const watch of watches) {
    watch.write(`${JSON.stringify({ type: 'DELETED', object: first })}\n`);
    for (const object of others) watch.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
    watch.write(`{"type":"ADDED","object":{"metadata":"${canaryOf('env.value')}"}}\nnot JSON: ${canaryOf('args')}\n`);
    watch.write(
      `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 500, reason: message, message } })}\n`,
    );
    watch.end(JSON.stringify({ type: 'MODIFIED', object: second }).slice(0, 400));
  }
  watches.clear();
}

describe('the 24 canaries', () => {
  let server: RollcallProcess;
  let url = '';
  let operations = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const tokenFile = join(folder, 'service-account-token');
    writeFileSync(tokenFile, canaryOf('service-account token'));
    const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const withFile = kubeconfig('with-file', { tokenFile }, address);
    const withPlugin = kubeconfig(
      'with-plugin',
      {
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: plugin(), args: [], interactiveMode: 'Never' },
      },
      address,
    );
    // The token of the file is sent by a process of its own; it gives away nothing that the other does not.
    const other = runRollcall(['status', '-o', 'json', '--cells', '--kubeconfig', withFile]);
    const { code, stdout, stderr } = await other.ended;
    expect([code, canariesIn(stdout + stderr)]).toStrictEqual([2, []]);
    server = runRollcall([
      'serve',
      '--kubeconfig',
      withPlugin,
      '--port=0',
      '--operations-port=0',
      '--requests-per-second=1000',
      '--log-level=trace',
    ]);
    url = await server.url();
    operations = `http://127.0.0.1:${(await server.says(/"port":(\d+),"msg":"operations"/))[1]}`;
  });
  afterAll(() => {
    api.closeAllConnections();
    api.close();
    rmSync(folder, { recursive: true });
  });

  test('are in nothing that the process gives away', async () => {
    await expect.poll(() => ask(operations, '/readyz')).toContain('ok\n');
    const read = await readAll(url, operations, tellPods);
    // The reader has met the refusals, and the log has been written.
    await expect.poll(async () => await ask(url, '/api/fleet')).toContain('Forbidden');
    server.child.kill('SIGTERM');
    const { stdout, stderr } = await server.ended;
    const all = new Map([...read, ['the log', stdout], ['standard error', stderr]]);
    const hits = [...all]
      .map(([name, text]) => [name, canariesIn(text)] as const)
      .filter(([, found]) => found.length > 0);
    expect(hits).toStrictEqual([]);

    // All of it was really there to be found.
    expect([...seenCredentials].sort()).toStrictEqual(
      [canaryOf('kubeconfig token and exec output'), canaryOf('service-account token')]
        .map((token) => `Bearer ${token}`)
        .sort(),
    );
    expect(read.get('/nodes/node-a')).toContain('[masked]');
    expect(read.get('RSC /daemonsets/logging/agent')).toContain('text/x-component');
    expect([...read.keys()].filter((name) => name.startsWith('/_next/static/')).length).toBeGreaterThan(5);
    expect(stdout).toContain('"from":"reader"');
    expect(canariesIn(JSON.stringify(canaryObjects())).length).toBe(CANARY_PLACES.length - 3);
  });
});
