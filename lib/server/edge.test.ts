import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createEdge, type Edge, type EdgeOptions, type Observation } from './edge.ts';

type Echo = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: readonly string[];
};

const opened: Edge[] = [];
afterEach(async () => {
  for (const edge of opened.splice(0)) {
    edge.server.closeAllConnections();
    await new Promise((resolve) => edge.server.close(resolve));
  }
});

type Running = { readonly edge: Edge; readonly port: number; readonly seen: Echo[]; readonly observed: Observation[] };

/** An edge in front of a handler that notes what reaches it and answers with what a careless handler would say. */
async function startEdge(overrides: Partial<EdgeOptions> = {}): Promise<Running> {
  const seen: Echo[] = [];
  const observed: Observation[] = [];
  const edge = createEdge({
    policy: { allowedHosts: ['rollcall.example'], development: false },
    limits: {
      streams: { total: 3, perAddress: 2 },
      connections: 200,
      rate: { perSecond: 30, burst: 1000 },
      keepAliveMillis: 5_000,
    },
    handle: (request, response) => {
      seen.push({
        url: request.url ?? '',
        headers: request.headers as Record<string, string>,
        raw: request.rawHeaders,
      });
      if (request.url === '/api/throws') return Promise.reject(new Error('a secret path /etc/x'));
      response.setHeader('X-Powered-By', 'Next.js');
      if (request.url?.startsWith('/api/stream') === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: resync\n\n');
        return Promise.resolve();
      }
      response.writeHead(200, {
        'content-security-policy': "script-src 'unsafe-inline'",
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': 'text/plain',
      });
      response.end('handled');
      return Promise.resolve();
    },
    observe: (observation) => observed.push(observation),
    onError: () => undefined,
    monotonic: () => 0,
    ...overrides,
  });
  opened.push(edge);
  await new Promise<void>((resolve) => edge.server.listen(0, '127.0.0.1', resolve));
  return { edge, port: (edge.server.address() as AddressInfo).port, seen, observed };
}

type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/** Writes bytes as they are and reads until the other side closes, or until `isEnough` holds. */
function sendRaw(port: number, text: string, isEnough: (seen: string) => boolean = () => false): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (isEnough(seen)) socket.destroy();
    });
    socket.on('error', (error) => (seen === '' ? reject(error) : undefined));
    socket.on('close', () => {
      const [head = '', ...body] = seen.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: body.join('\r\n\r\n') });
    });
  });
}

function get(target: string, ...headers: readonly string[]): string {
  const all = ['Host: localhost', 'Connection: close', ...headers];
  return `GET ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
}
function withHost(...hosts: readonly string[]): string {
  return `GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}Connection: close\r\n\r\n`;
}
function codeOf(body: string): string {
  return (JSON.parse(body) as { code: string }).code;
}

type Row = {
  readonly name: string;
  readonly send: string;
  readonly status: number;
  readonly code?: string;
  readonly allow?: string;
};

const refused: readonly Row[] = [
  ...[
    'evil.example',
    'rebind.localhost.evil.example',
    '127.1',
    '0x7f000001',
    '0177.0.0.1',
    '2130706433',
    'localhost.evil',
    'localhost.',
    'localhost:80@evil',
    'user@localhost',
    'localhost:',
    'localhost:99999',
    '[::ffff:127.0.0.1]',
    'rollcall.example.evil',
  ].map((host) => ({
    name: `[G1] a foreign Host is misdirected: ${host}`,
    send: withHost(host),
    status: 421,
    code: 'MisdirectedHost',
  })),
  {
    name: '[G2] two Hosts are malformed',
    send: withHost('localhost', 'localhost'),
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G2] a second, foreign Host is malformed',
    send: withHost('localhost', 'evil'),
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G2] no Host is malformed', send: withHost(), status: 400, code: 'MalformedRequest' },
  {
    name: '[G2] no Host is malformed in HTTP/1.0 too',
    send: 'GET / HTTP/1.0\r\n\r\n',
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G2] an empty Host is malformed', send: withHost(''), status: 400, code: 'MalformedRequest' },
  ...[
    'a/b?',
    'localhost/',
    'localhost?',
    'localhost#',
    'localhost\\',
    'local host',
    'localhost\t:1',
    'localh\u00f6st',
  ].map((host) => ({
    name: `[G2] a Host that no authority can be is malformed: ${JSON.stringify(host)}`,
    send: withHost(host),
    status: 400,
    code: 'MalformedRequest',
  })),
  {
    name: '[G2] a second Host behind a thousand headers is seen',
    send: `GET / HTTP/1.1\r\nHost: localhost\r\n${'a:\r\n'.repeat(1_900)}Host: evil\r\n\r\n`,
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G3] an absolute-form target', send: get('http://evil.example/'), status: 400, code: 'MalformedRequest' },
  {
    name: '[G3] an absolute-form target with our own name',
    send: get('http://localhost/'),
    status: 400,
    code: 'MalformedRequest',
  },
  ...['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'QUERY', 'PROPFIND', 'NONSENSE'].flatMap((method) =>
    ['/', '/api/fleet', '/api/stream', '/_next/static/x.js'].map((path) => ({
      name: `[G4] ${method} ${path}`,
      send: `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      status: 405,
      code: 'MethodNotAllowed',
      allow: 'GET, HEAD',
    })),
  ),
  {
    name: '[G4] CONNECT',
    send: 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    status: 405,
    code: 'MethodNotAllowed',
    allow: 'GET, HEAD',
  },
  {
    name: '[G5] an action, with its body',
    send: 'POST / HTTP/1.1\r\nHost: localhost\r\nNext-Action: 0123\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 9\r\n\r\n--x\r\n0=$@',
    status: 405,
    code: 'MethodNotAllowed',
    allow: 'GET, HEAD',
  },
  {
    name: '[G6] an upgrade to websocket',
    send: get('/', 'Connection: Upgrade', 'Upgrade: websocket'),
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G6] an upgrade to h2c',
    send: 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G6] Upgrade without Connection',
    send: get('/', 'Upgrade: websocket'),
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G6] an upgrade with a foreign Host is misdirected',
    send: 'GET / HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    status: 421,
    code: 'MisdirectedHost',
  },
  {
    name: '[G6] the upgrade of hot reload outside development',
    send: 'GET /_next/hmr HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G10] an underscore in a header name',
    send: get('/', 'X_Forwarded_User: root'),
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G10] an identity header twice',
    send: get('/', 'X-Forwarded-User: a', 'x-forwarded-user: b'),
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G10] an identity header named in Connection',
    send: 'GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: x\r\nConnection: close, Authorization\r\n\r\n',
    status: 400,
    code: 'MalformedRequest',
  },
  ...['/api/fleet', '/api/stream', '/api/nodes/a', '/api/daemonsets/a/b', '/api/%73tream'].flatMap((path) =>
    [
      'Origin: http://evil.example',
      'Origin: null',
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Site: same-site',
      'Sec-Fetch-Site: none',
      'Sec-Fetch-Mode: no-cors',
      'Sec-Fetch-Dest: script',
    ].map((header) => ({
      name: `[G11] ${header} on ${path}`,
      send: get(path, header),
      status: 403,
      code: 'CrossSite',
    })),
  ),
  ...[
    '/..%2f',
    '/a/%2e%2e/b',
    '/a/../b',
    '/.',
    '//evil',
    '/\\evil',
    '/a//b',
    '/%00',
    '/%',
    '/%c0%af',
    '/%ff',
    '/a%5cb',
    '/a%2fb',
    '/a%0d%0ab',
    '/a#b',
    '/\u00e9',
    '*',
    'evil',
  ].map((target) => ({
    name: `[G13] the target ${JSON.stringify(target)}`,
    send: get(target),
    status: 400,
    code: 'MalformedRequest',
  })),
  { name: '[G14] a parameter called __proto__', send: get('/?__proto__[x]=1'), status: 400, code: 'MalformedRequest' },
  {
    name: '[G14] a parameter called constructor, encoded',
    send: get('/?c%6fnstructor=1'),
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G14] a parameter that does not decode', send: get('/?a=%ff'), status: 400, code: 'MalformedRequest' },
  {
    name: '[G14] a parameter whose name does not decode',
    send: get('/?%ff=a'),
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G14] 33 parameters', send: get(`/?${'a=1&'.repeat(32)}a=1`), status: 400, code: 'MalformedRequest' },
  { name: '[G14] 10,000 parameters', send: get(`/?${'a&'.repeat(10_000)}`), status: 414, code: 'UrlTooLong' },
  { name: '[G14] an address of 3 KiB', send: get(`/${'a'.repeat(3_072)}`), status: 414, code: 'UrlTooLong' },
  { name: '[G14] an address of 64 KiB', send: get(`/${'a'.repeat(65_536)}`), status: 414, code: 'UrlTooLong' },
  {
    name: '[G14] headers of 9 KiB',
    send: get('/', `X-Long: ${'a'.repeat(9_216)}`),
    status: 431,
    code: 'RequestTooLarge',
  },
  {
    name: '[G16] Content-Length beside Transfer-Encoding',
    send: get('/', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G16] a body on a GET', send: `${get('/', 'Content-Length: 1')}x`, status: 400, code: 'MalformedRequest' },
  {
    name: '[G16] a chunked body with extensions on a GET',
    send: `${get('/', 'Transfer-Encoding: chunked')}1;a=b\r\nx\r\n0\r\n\r\n`,
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[G16] bare line feeds', send: 'GET / HTTP/1.1\nHost: localhost\n\n', status: 400, code: 'MalformedRequest' },
  { name: '[G16] a folded header', send: get('/', 'X-A: b\r\n folded'), status: 400, code: 'MalformedRequest' },
  { name: '[G16] a space before the colon', send: get('/', 'X-A : b'), status: 400, code: 'MalformedRequest' },
  {
    name: '[G16] something that is not HTTP',
    send: '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n',
    status: 400,
    code: 'MalformedRequest',
  },
  {
    name: '[G16] a wish to be told to go on',
    send: get('/', 'Expect: 100-continue'),
    status: 400,
    code: 'MalformedRequest',
  },
  { name: '[E4] HEAD on the stream', send: get('/api/stream').replace('GET', 'HEAD'), status: 405, allow: 'GET' },
  {
    name: '[E4] HEAD on the stream under another spelling',
    send: get('/api/%73tream').replace('GET', 'HEAD'),
    status: 405,
    allow: 'GET',
  },
  ...[
    '/_next/image?url=/x&w=1&q=1',
    '/_next/data/x/index.json',
    '/_next/static/chunks/a.js.map',
    '/_next/static/media/worker.0a.ts',
    '/_next/hmr',
    '/_next',
    '/__nextjs_original-stack-frames',
    '/x.map',
  ].map((path) => ({
    name: `a route that is off: ${path}`,
    send: get(path),
    status: 404,
    code: 'NotFound',
  })),
];

describe('what is refused never reaches the handler, and every refusal carries the headers', () => {
  test.for(refused)('$name', async ({ send, status, code, allow }) => {
    const { port, seen } = await startEdge();
    const answer = await sendRaw(port, send);
    expect({ status: answer.status, seen }).toStrictEqual({ status, seen: [] });
    expect(headersMissing(answer.head)).toStrictEqual([]);
    expect(answer.head).not.toMatch(/^(location|access-control-|x-powered-by)/im);
    expect(answer.head).toMatch(/^content-type: application\/problem\+json\r?$/im);
    expect(/^allow: (.*)$/im.exec(answer.head)?.[1]?.trim()).toBe(allow);
    if (code !== undefined) expect(codeOf(answer.body)).toBe(code);
  });
});

const REQUIRED = [
  'content-security-policy',
  'x-content-type-options: nosniff',
  'referrer-policy: no-referrer',
  'x-frame-options: deny',
  'cross-origin-resource-policy: same-origin',
  'cross-origin-opener-policy: same-origin',
  'permissions-policy',
  'cache-control',
];
function headersMissing(head: string): readonly string[] {
  const lower = head.toLowerCase();
  return REQUIRED.filter((header) => !lower.includes(`\r\n${header}`));
}

describe('what is let through', () => {
  const hosts = [
    'localhost',
    'LOCALHOST:8470',
    '127.0.0.1:1',
    '[::1]',
    '[::1]:8470',
    'rollcall.example',
    'rollcall.example:443',
  ];
  test.for(hosts)('[G1] the Host %s', async (host) => {
    const { port, seen } = await startEdge();
    expect((await sendRaw(port, withHost(host))).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  test('[G8] [G9] words that only Next may say to itself, and policies of the caller, do not get in', async () => {
    const { port, seen } = await startEdge();
    const hostile = [
      "Content-Security-Policy: script-src 'nonce-AAAA'",
      "Content-Security-Policy-Report-Only: script-src 'nonce-AAAA'",
      'X-Nonce: AAAA',
      'Purpose: prefetch',
      'X-Middleware-Subrequest: middleware:middleware',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Prefix: /evil',
      'Forwarded: host=evil.example',
      'X-Original-Url: /evil',
      'X-Rewrite-Url: /evil',
      'Next-Action: 01',
      'Next-Resume: 1',
      'X-Nextjs-Data: 1',
      'X-Matched-Path: /evil',
      'X-Rollcall-Query: evil=1',
    ];
    const answer = await sendRaw(
      port,
      get('/?lang=ja', ...hostile, 'Next-Router-Prefetch: 1', 'RSC: 1', 'X-Deployment-Id: d'),
    );
    const ours = /^content-security-policy: (.*)$/im.exec(answer.head)?.[1] ?? '';
    expect(ours).toMatch(/script-src 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/);
    expect(seen[0]?.headers).toStrictEqual({
      host: 'localhost',
      connection: 'close',
      purpose: 'prefetch',
      'next-router-prefetch': '1',
      rsc: '1',
      'x-deployment-id': 'd',
      'content-security-policy': ours,
      'x-rollcall-query': 'lang=ja',
    });
    expect(seen[0]?.raw.filter((_, index) => index % 2 === 0)).toStrictEqual([
      'Host',
      'Connection',
      'Purpose',
      'Next-Router-Prefetch',
      'RSC',
      'X-Deployment-Id',
      'content-security-policy',
      'x-rollcall-query',
    ]);
  });

  test('[G8] every request has a nonce of its own', async () => {
    const { port } = await startEdge();
    const nonces = new Set<string>();
    for (let index = 0; index < 50; index += 1) {
      const { head } = await sendRaw(port, get('/'));
      nonces.add(/'nonce-([^']+)'/.exec(head)?.[1] ?? '');
    }
    expect(nonces.size).toBe(50);
  });

  test('our headers win over those of the handler behind', async () => {
    const { port } = await startEdge();
    const page = await sendRaw(port, get('/'));
    expect(headersMissing(page.head)).toStrictEqual([]);
    expect(page.head).not.toMatch(/unsafe-inline|access-control|x-powered-by|immutable/i);
    expect(page.head).toMatch(/^cache-control: no-store\r?$/im);
    expect(page.head.match(/^content-security-policy:/gim)).toHaveLength(1);
    const script = await sendRaw(port, get('/_next/static/chunks/a.js?worker=1'));
    expect(script.head).toMatch(/^cache-control: public, max-age=31536000, immutable\r?$/im);
    expect(script.head).toMatch(
      /^content-security-policy: default-src 'none'; script-src 'self'; connect-src 'self'/im,
    );
  });

  test('an answer that is compressed says so by the proper name', async () => {
    const { port } = await startEdge({
      handle: (_request, response) => {
        response.setHeader('x-rollcall-content-encoding', 'br');
        response.end('bytes');
        return Promise.resolve();
      },
    });
    const { head } = await sendRaw(port, get('/api/fleet'));
    expect(head).toMatch(/^content-encoding: br\r?$/im);
    expect(head).not.toMatch(/x-rollcall/i);
  });

  test('[G11] a request of our own page for data', async () => {
    const { port } = await startEdge();
    const own = [
      'Sec-Fetch-Site: same-origin',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      'Origin: http://localhost',
    ];
    expect((await sendRaw(port, get('/api/fleet', ...own))).status).toBe(200);
  });

  test('[G16] a hundred requests in one packet are answered one by one', async () => {
    const { port, seen } = await startEdge();
    const keepAlive = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    await sendRaw(port, keepAlive.repeat(99) + get('/'));
    expect(seen).toHaveLength(100);
  });

  test('[H8] a handler that throws costs a 500 without its words', async () => {
    const errors: unknown[] = [];
    const { port } = await startEdge({ onError: (error) => errors.push(error) });
    const answer = await sendRaw(port, get('/api/throws'));
    expect([answer.status, codeOf(answer.body), errors.length]).toStrictEqual([500, 'Internal', 1]);
    expect(answer.head + answer.body).not.toContain('secret');
    expect(headersMissing(answer.head)).toStrictEqual([]);
  });

  test('hot reload passes in development alone', async () => {
    const upgraded: string[] = [];
    const { port } = await startEdge({
      policy: { allowedHosts: [], development: true },
      upgrade: (request, socket) => {
        upgraded.push(request.url ?? '');
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
    });
    const ask = (host: string, path: string) =>
      sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect((await ask('localhost', '/_next/hmr?id=1')).status).toBe(101);
    expect((await ask('evil.example', '/_next/hmr')).status).toBe(421);
    expect((await ask('localhost', '/other')).status).toBe(400);
    expect(upgraded).toStrictEqual(['/_next/hmr?id=1']);
  });
});

describe('what is counted', () => {
  const isOpen = (seen: string) => seen.includes('event: resync');

  test('[E11] a stream past the cap of its address is told to come back, and a place that is left is free again', async () => {
    const { port, edge, observed } = await startEdge();
    const hold = () => {
      const socket = connect(port, '127.0.0.1', () => socket.write(get('/api/stream')));
      return new Promise<() => void>((resolve) => {
        socket.on('data', () => resolve(() => socket.destroy()));
        socket.on('error', () => undefined);
      });
    };
    const [leave] = [await hold(), await hold()];
    expect(edge.openStreams()).toBe(2);
    const full = await sendRaw(port, get('/api/stream'));
    expect([full.status, codeOf(full.body)]).toStrictEqual([503, 'TooManyStreams']);
    expect(full.head).toMatch(/^retry-after: 5\r?$/im);
    leave();
    await expect.poll(() => edge.openStreams()).toBe(1);
    const again = await sendRaw(port, get('/api/stream'), isOpen);
    expect(again.status).toBe(200);
    expect(again.head).toMatch(/^cache-control: no-store, no-transform\r?$/im);
    expect(again.head).toMatch(/^connection: close\r?$/im);
    expect(observed.map(({ route, status }) => `${route} ${status}`)).toContain('Stream 503');
  });

  test('[G17] past its rate a source waits, its files aside', async () => {
    let now = 0;
    const { port } = await startEdge({
      limits: {
        streams: { total: 1, perAddress: 1 },
        connections: 100,
        rate: { perSecond: 30, burst: 60 },
        keepAliveMillis: 5_000,
      },
      monotonic: () => now,
    });
    const statuses: number[] = [];
    for (let index = 0; index < 61; index += 1) statuses.push((await sendRaw(port, get('/'))).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    const limited = await sendRaw(port, get('/api/fleet'));
    expect([limited.status, codeOf(limited.body)]).toStrictEqual([429, 'TooManyRequests']);
    expect(limited.head).toMatch(/^retry-after: 1\r?$/im);
    expect((await sendRaw(port, get('/_next/static/chunks/a.js'))).status).toBe(200);
    now = 1_000;
    expect((await sendRaw(port, get('/'))).status).toBe(200);
  });

  test('a connection past the cap is closed, and one that ends makes room', async () => {
    const { port } = await startEdge({
      limits: {
        streams: { total: 1, perAddress: 1 },
        connections: 1,
        rate: { perSecond: 30, burst: 60 },
        keepAliveMillis: 5_000,
      },
    });
    const holder = connect(port, '127.0.0.1');
    await new Promise((resolve) => holder.on('ready', resolve));
    const closed = await sendRaw(port, get('/')).catch(() => ({ status: 0 }));
    expect(closed.status).toBe(0);
    holder.destroy();
    await expect
      .poll(() =>
        sendRaw(port, get('/')).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  test('[E12] a server that is stopping says so', async () => {
    const { port, edge, seen } = await startEdge();
    edge.drain();
    const answer = await sendRaw(port, get('/'));
    expect([answer.status, codeOf(answer.body), seen]).toStrictEqual([503, 'ShuttingDown', []]);
    expect(answer.head).toMatch(/^connection: close\r?$/im);
  });

  test('[G20] an observation has nothing in it that the caller wrote', async () => {
    const { port, observed } = await startEdge();
    await sendRaw(port, get('/nodes/secret?token=secret', 'User-Agent: secret'));
    await sendRaw(port, get('/secret', 'User-Agent: secret\x1b[31m'));
    await expect.poll(() => observed.length).toBe(2);
    expect(JSON.stringify(observed)).not.toContain('secret');
    expect(observed[0]).toMatchObject({ method: 'GET', route: 'Page', status: 200, address: '127.0.0.1' });
    expect(observed[1]).toMatchObject({
      route: 'Refused',
      code: 'MalformedRequest',
      status: 400,
      address: '127.0.0.1',
    });
  });
});
