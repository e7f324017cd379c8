import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RollcallProcess, runRollcall } from '#lib/testing/rollcall-process.ts';

/* The whole server as a child process, from a dump: it stands on a finished build of the pages. */

const folder = mkdtempSync(join(tmpdir(), 'rollcall-serve-'));
const dump = join(folder, 'dump.json');
const metadata = { resourceVersion: '1', creationTimestamp: '2026-11-23T05:00:00Z' };
const LABELS = { app: 'cni' };

beforeAll(() => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { ...metadata, name: 'node-a', uid: 'n1' },
    status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
  };
  const daemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { ...metadata, namespace: 'kube-system', name: 'cni', uid: 'd1', generation: 1 },
    spec: {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [
            { name: 'c', image: 'cni:1', env: [{ name: 'TOKEN', value: 'canary-7f3a' }], args: ['canary-7f3b'] },
          ],
        },
      },
    },
    status: { observedGeneration: 1, desiredNumberScheduled: 1 },
  };
  writeFileSync(dump, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [node, daemonSet] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
function ask(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(url), { path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

/** An open stream, and all that it has said. */
function openStream(url: string, headers: Readonly<Record<string, string>> = {}) {
  let text = '';
  const first = Promise.withResolvers<string>();
  const end = Promise.withResolvers<string>();
  const request = httpRequest(new URL(url), { path: '/api/stream', headers, agent: false }, (response) => {
    response.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n\n')) first.resolve(text);
    });
    response.on('close', () => end.resolve(text));
    response.on('error', () => end.resolve(text));
  });
  request.on('error', () => end.resolve(text));
  request.end();
  return { first: first.promise, end: end.promise, leave: () => request.destroy() };
}

/** Where a stream continues from. */
async function snapshotId(url: string): Promise<string> {
  const { body } = await ask(url, '/api/fleet', { 'accept-encoding': 'identity' });
  return (JSON.parse(body.toString()) as { readonly id: string }).id;
}

const HEADERS: Readonly<Record<string, string | RegExp>> = {
  'content-security-policy': /default-src 'none'/,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': /camera=\(\)/,
  'cache-control': /no-store|immutable|public, max-age=0/,
};
function faultsOf(headers: IncomingHttpHeaders): readonly string[] {
  const missing = Object.entries(HEADERS).filter(([name, wanted]) => {
    const value = String(headers[name] ?? '');
    return typeof wanted === 'string' ? value !== wanted : !wanted.test(value);
  });
  const astray = Object.keys(headers).filter((name) =>
    /^(x-powered-by|server|access-control-.*|set-cookie)$/.test(name),
  );
  return [...missing.map(([name]) => name), ...astray];
}

describe('a server that reads a dump', () => {
  let server: RollcallProcess;
  let url = '';
  let operations = '';
  beforeAll(async () => {
    server = runRollcall([
      'serve',
      '--from',
      dump,
      '--now=2026-11-23T06:00:00Z',
      '--port',
      '0',
      '--operations-port',
      '0',
      '--requests-per-second',
      '1000',
    ]);
    url = await server.url();
    operations = `http://127.0.0.1:${(await server.says(/"port":(\d+),"msg":"operations"/))[1]}`;
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
  });

  const walk: readonly (readonly [path: string, status: number])[] = [
    ['/', 200],
    ['/no-such-page', 404],
    ['/daemonsets/kube-system/cni', 200],
    ['/api/fleet', 200],
    ['/api/daemonsets/kube-system/cni', 200],
    ['/api/daemonsets/kube-system/absent', 404],
    ['/api/daemonsets/Kube_System/cni', 400],
    ['/api/nodes', 200],
    ['/api/nodes/node-a', 200],
    ['/api/starved', 200],
    ['/api/nodes/absent', 404],
    ['/api/nodes/-', 400],
    ['/api/nothing', 404],
    ['/_next/static/absent.js', 404],
    ['/_next/image?url=/x&w=1&q=1', 404],
    ['/..%2f', 400],
  ];
  test.for(walk)('%s answers %i, with every header', async ([path, status]) => {
    const answer = await ask(url, path);
    expect({ status: answer.status, faults: faultsOf(answer.headers) }).toStrictEqual({ status, faults: [] });
  });

  test.for([
    { name: 'a page', headers: {} },
    {
      name: 'a prefetch with a policy of its own',
      headers: { purpose: 'prefetch', 'content-security-policy': "script-src 'nonce-AAAA'" },
    },
  ])('[G7] [G8] every script of $name carries the nonce of its response', async ({ headers }) => {
    const { headers: said, body } = await ask(url, '/', headers);
    const nonce = /'nonce-([^']+)'/.exec(String(said['content-security-policy']))?.[1] ?? 'none';
    const scripts = [...body.toString().matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toStrictEqual([]);
    expect(nonce).not.toBe('AAAA');
  });

  test('[G7] [G13] what a page sends for navigation carries the same headers, and stays here', async () => {
    const redirect = await ask(url, '/', { rsc: '1' });
    expect([redirect.status, faultsOf(redirect.headers)]).toStrictEqual([307, []]);
    expect(redirect.headers.location).toBe('/?_rsc');
    const answer = await ask(url, redirect.headers.location ?? '', { rsc: '1' });
    expect([answer.status, faultsOf(answer.headers)]).toStrictEqual([200, []]);
    expect(answer.headers['content-type']).toBe('text/x-component');
  });

  test('a hashed file is kept for ever, under the policy of a worker', async () => {
    const page = await ask(url, '/');
    const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page.body.toString())?.[1] ?? '';
    const answer = await ask(url, script);
    expect([answer.status, faultsOf(answer.headers)]).toStrictEqual([200, []]);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'; connect-src 'self'");
  });

  test('the snapshot is one picture in every encoding, and known by its tag', async () => {
    const plain = await ask(url, '/api/fleet', { 'accept-encoding': 'identity' });
    const brotli = await ask(url, '/api/fleet', { 'accept-encoding': 'gzip, br' });
    const gzip = await ask(url, '/api/fleet', { 'accept-encoding': 'gzip' });
    expect([plain, brotli, gzip].map(({ headers }) => headers['content-encoding'])).toStrictEqual([
      undefined,
      'br',
      'gzip',
    ]);
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    const { etag = '' } = plain.headers;
    const known = await ask(url, '/api/fleet', { 'if-none-match': etag });
    expect([known.status, known.body.length, known.headers.etag, faultsOf(known.headers)]).toStrictEqual([
      304,
      0,
      etag,
      [],
    ]);
    expect((await ask(url, '/api/fleet', { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await ask(url, '/api/fleet', {}, 'HEAD')).body.length).toBe(0);
  });

  test('what an object hides is in no answer', async () => {
    const paths = [
      '/',
      '/daemonsets/kube-system/cni',
      '/api/fleet',
      '/api/daemonsets/kube-system/cni',
      '/api/nodes',
      '/api/nodes/node-a',
      '/api/starved',
    ];
    for (const path of paths) {
      const { body } = await ask(url, path, { 'accept-encoding': 'identity' });
      expect(body.toString()).not.toContain('canary');
    }
  });

  test('details are those of the object', async () => {
    const daemonSet = JSON.parse((await ask(url, '/api/daemonsets/kube-system/cni')).body.toString());
    expect(daemonSet).toMatchObject({
      summary: { namespace: 'kube-system', name: 'cni' },
      cells: [{ node: 'node-a', state: 'missing' }],
    });
    const problem = JSON.parse((await ask(url, '/api/nodes/absent')).body.toString());
    expect(problem).toStrictEqual({ type: 'about:blank', code: 'NotFound', status: 404, title: expect.any(String) });
  });

  test('a stream continues from the snapshot, and from anything else says so', async () => {
    const id = await snapshotId(url);
    const resumed = openStream(url, { 'last-event-id': id });
    expect(await resumed.first).toMatch(new RegExp(`^event: resume\\nid: ${id}\\n`));
    resumed.leave();
    for (const garbage of ['x', '-1', `other.${'9'.repeat(40)}`, 'a.1']) {
      const stream = openStream(url, { 'last-event-id': garbage });
      expect(await stream.first).toMatch(/^event: resync\n/);
      stream.leave();
    }
  });

  test('[G1] [G4] [E4] foreign hosts, other methods and HEAD on the stream are refused', async () => {
    expect((await ask(url, '/', { host: 'evil.example' })).status).toBe(421);
    expect((await ask(url, '/', {}, 'POST')).status).toBe(405);
    const head = await ask(url, '/api/stream', {}, 'HEAD');
    expect([head.status, head.headers.allow]).toStrictEqual([405, 'GET']);
  });

  test('[E3] [E4] streams that leave give their places back', async () => {
    const id = await snapshotId(url);
    const streams = Array.from({ length: 16 }, () => openStream(url, { 'last-event-id': id }));
    await Promise.all(streams.map(({ first }) => first));
    expect((await ask(url, '/api/stream')).status).toBe(503);
    for (const { leave } of streams) leave();
    await expect
      .poll(async () => (await ask(operations, '/metrics')).body.toString())
      .toMatch(/^rollcall_stream_clients 0$/m);
  });

  test('[G15] a head that does not arrive is not waited for', async () => {
    const text = await new Promise<string>((resolve) => {
      let seen = '';
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: loc'));
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
      socket.on('close', () => resolve(seen));
      socket.on('error', () => undefined);
    });
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"code":"RequestTimeout"');
  });

  test('the operations port says that it lives, that it is ready, and what it counts', async () => {
    expect((await ask(operations, '/livez')).status).toBe(200);
    expect((await ask(operations, '/readyz')).status).toBe(200);
    const metrics = (await ask(operations, '/metrics')).body.toString();
    expect(metrics).toContain('rollcall_daemonset_nodes{namespace="kube-system",daemonset="cni",state="missing"} 1');
    expect((await ask(operations, '/')).status).toBe(404);
    expect((await ask(url, '/metrics')).status).toBe(404);
  });
});

describe('the end', () => {
  const serve = (...more: readonly string[]) => runRollcall(['serve', '--from', dump, '--port', '0', ...more]);

  test.for(['SIGTERM', 'SIGINT'] as const)(
    '[E12] %s with a stream open: bye, and over in under two seconds',
    async (signal) => {
      const server = serve();
      const url = await server.url();
      const stream = openStream(url, { 'last-event-id': await snapshotId(url) });
      await stream.first;
      const begun = performance.now();
      server.child.kill(signal);
      const { code, stdout } = await server.ended;
      expect(performance.now() - begun).toBeLessThan(2_000);
      expect(code).toBe(0);
      expect(await stream.end).toMatch(/event: bye\nretry: 1000\n/);
      for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
    },
  );

  test('a second signal does not wait for a connection that hangs', async () => {
    const server = serve();
    const { port } = new URL(await server.url());
    const hanging = connect(Number(port), '127.0.0.1', () => hanging.write('GET / HTTP/1.1\r\nHost: loc'));
    hanging.on('error', () => undefined);
    await new Promise((resolve) => hanging.on('ready', resolve));
    server.child.kill('SIGTERM');
    const refused = () =>
      new Promise((resolve) => {
        const probe = connect(Number(port), '127.0.0.1', () => {
          probe.destroy();
          resolve(false);
        });
        probe.on('error', () => resolve(true));
      });
    await expect.poll(refused, { interval: 10 }).toBe(true);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(143);
    hanging.destroy();
  });

  test('[H6] a reader of the log that stopped neither stalls it nor keeps it from ending', async () => {
    const server = runRollcall(['serve', '--from', dump, '--port', '0', '--operations-port', '0'], { deaf: true });
    const url = await server.url();
    const requests = 12_000;
    await new Promise((resolve) => {
      const { port } = new URL(url);
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          `${'GET /_next/data/x HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(requests)}GET /x.map HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
        ),
      );
      socket.resume();
      socket.on('close', resolve);
      socket.on('error', () => undefined);
    });
    expect((await ask(url, '/')).status).toBe(200);
    const begun = performance.now();
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('[H11] bad input is one sentence and exit code 4, and nothing is left running', () => {
  const broken = join(folder, 'broken.json');
  const kubeconfig = join(folder, 'broken.yaml');
  beforeAll(() => {
    writeFileSync(broken, '{"kind": "List", "items": [}');
    writeFileSync(kubeconfig, 'clusters: [');
  });

  const rows: readonly { readonly argv: readonly string[]; readonly says: RegExp }[] = [
    { argv: ['serve', '--nonsense'], says: /^rollcall: there is no flag --nonsense; [^\n]+\n$/ },
    { argv: ['--port', 'x'], says: /^rollcall: --port "x" is not a whole number from 0 to 65535\n$/ },
    { argv: ['--address', '0.0.0.0'], says: /^rollcall: --address 0\.0\.0\.0 is not loopback[^\n]+\n$/ },
    {
      argv: ['nonsense'],
      says: /^rollcall: there is no command "nonsense"; there are serve, status, placement, scenarios\n$/,
    },
    {
      argv: ['serve', '--port', '0', '--from', '/no/such.json'],
      says: /^rollcall: --from: no such file: \/no\/such\.json\n$/,
    },
    {
      argv: ['serve', '--port', '0', '--from', broken],
      says: /^rollcall: [^\n]*broken\.json is not valid JSON at line 1\n$/,
    },
    { argv: ['serve', '--port', '0', '--kubeconfig', '/no/such'], says: /^rollcall: [^\n]*\/no\/such[^\n]*\n$/ },
    {
      argv: ['serve', '--port', '0', '--kubeconfig', kubeconfig],
      says: /^rollcall: [^\n]*broken\.yaml is not a valid kubeconfig\n$/,
    },
    { argv: ['serve', '--port', '0', '--context', 'absent'], says: /^rollcall: no kubeconfig [^\n]+\n$/ },
    {
      argv: ['serve', '--port', '0', '--address', '192.0.2.1', '--insecure-no-auth'],
      says: /^rollcall: 192\.0\.2\.1 is not an address of this machine\n$/,
    },
  ];
  test.for(rows)('rollcall $argv', async ({ argv, says }) => {
    const { code, stdout, stderr } = await runRollcall(argv).ended;
    expect({ code, stdout }).toStrictEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(says);
  });

  test.for([
    { argv: ['serve', '--port', '0', '--from', '/no/\u001b[31mred'], says: '/no/<U+001B>[31mred' },
    { argv: ['serve', '--\u001b[31mred'], says: '--<U+001B>[31mred' },
  ])('what it repeats of $argv does nothing to a terminal', async ({ argv, says }) => {
    const { stderr } = await runRollcall(argv).ended;
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('\u001b');
  });

  test('a file that is not there is told before the pages are built', async () => {
    const sources = fileURLToPath(new URL('../../app/page.tsx', import.meta.url));
    const { atime, mtime } = statSync(sources);
    utimesSync(sources, atime, new Date());
    const { code, stderr } = await runRollcall(['serve', '--port', '0', '--from', '/no/such.json']).ended;
    utimesSync(sources, atime, mtime);
    expect({ code, stderr }).toStrictEqual({ code: 4, stderr: 'rollcall: --from: no such file: /no/such.json\n' });
  });

  test('a port in use, within a second', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const tries: number[] = [];
    while (tries.length < 8 && !tries.some((millis) => millis < 1_000)) {
      const { code, stdout, stderr, millis } = await runRollcall(['serve', '--from', dump, '--port', String(port)])
        .ended;
      tries.push(millis);
      expect({ code, stdout, stderr }).toStrictEqual({
        code: 4,
        stdout: '',
        stderr: `rollcall: --port ${port} is in use on 127.0.0.1; choose another, or 0 for a free one\n`,
      });
    }
    // The best of some: the machine may be busy with something else.
    expect(Math.min(...tries)).toBeLessThan(1_000);
    holder.close();
  });
});

describe('without what it could read', () => {
  test('no kubeconfig and no service account: a page says what was tried, and data is not there', async () => {
    const server = runRollcall(['serve', '--port', '0']);
    const url = await server.url();
    const page = await ask(url, '/');
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('.kube/config');
    const data = await ask(url, '/api/fleet');
    expect([data.status, JSON.parse(data.body.toString()).code, data.headers['retry-after']]).toStrictEqual([
      503,
      'NotSynced',
      '5',
    ]);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  test('a cluster that is away: it starts, and says so', async () => {
    const kubeconfig = join(folder, 'away.yaml');
    writeFileSync(
      kubeconfig,
      'apiVersion: v1\nkind: Config\ncurrent-context: away\ncontexts: [{name: away, context: {cluster: away, user: away}}]\n' +
        'clusters: [{name: away, cluster: {server: "http://127.0.0.1:1"}}]\nusers: [{name: away, user: {token: x}}]\n',
    );
    const server = runRollcall(['serve', '--port', '0', '--operations-port', '0', '--kubeconfig', kubeconfig]);
    const url = await server.url();
    expect((await ask(url, '/')).status).toBe(200);
    expect((await ask(url, '/api/nodes/node-a')).status).toBe(503);
    expect((await ask(url, '/api/fleet')).status).toBe(200);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });
});

describe('what it says about itself', () => {
  test.for([
    { argv: ['--help'], says: /rollcall serve \[FLAGS\]/ },
    { argv: ['help', 'serve'], says: /--insecure-no-auth/ },
    { argv: ['serve', '--help'], says: /--stall-after TIME/ },
    { argv: ['help', 'status'], says: /rollcall status \[NAMESPACE\/NAME\]/ },
    { argv: ['help', 'scenarios'], says: /rollcall serve --simulate=SCENARIO/ },
    { argv: ['scenarios'], says: /^tour {2,}\S/ },
    { argv: ['--version'], says: /^\d+\.\d+\.\d+\n$/ },
  ])('rollcall $argv', async ({ argv, says }) => {
    const { code, stdout, stderr } = await runRollcall(argv).ended;
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(says);
  });
});
