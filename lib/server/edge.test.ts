import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { codeOf, get, headersMissing, sendRaw, startEdge, withHost } from '#lib/testing/edge.ts';

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
