import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '#lib/base/clock.ts';
import { makeAuthority } from '#testbed/certificates.ts';
import type { Connection } from './connection/connection.ts';
import { type CredentialSources, createCredentials } from './connection/credentials.ts';
import { describeFailure, type RequestFailure } from './connection-failure.ts';
import type { Shape } from './shapes.ts';
import { createTransport, type Lane, type Transport } from './transport.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listen(createServer(listener));
const serveTls = (options: ServerOptions, listener: RequestListener) => listen(createTlsServer(options, listener));

type To = Partial<Omit<Connection, 'credentials' | 'server'>> & {
  readonly server: string;
  readonly sources?: CredentialSources;
  readonly connectMillis?: number;
};

function transportTo(
  { server, sources = {}, connectMillis, ...rest }: To,
  reload?: () => CredentialSources,
): Transport {
  const connection = {
    name: 'test',
    server: new URL(server),
    insecureSkipTlsVerify: false,
    inCluster: false,
    credentials: createCredentials(sources, systemClock, reload),
    ...rest,
  };
  const limit = connectMillis === undefined ? {} : { connectMillis };
  const transport = createTransport({ connection, clock: systemClock, watches: 2, ...limit });
  open.push(transport.close);
  return transport;
}

const PODS: Shape = { route: 'pods', query: { limit: '1' } };

async function get(
  transport: Transport,
  shape: Shape = PODS,
  lane: Lane = 'list',
  signal = new AbortController().signal,
) {
  const chunks: Uint8Array[] = [];
  const got = await transport.get({
    shape,
    lane,
    signal,
    onChunk: (chunk) => {
      chunks.push(chunk);
    },
  });
  return got.ok ? Buffer.concat(chunks).toString('utf8') : got.error;
}

const data = (text: string) => ({ kind: 'Data', text }) as const;

describe('a request', () => {
  test('is a GET of the shape with the credential, below the path of the server, and asks for nothing else', async () => {
    const seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
    const port = await serve(({ method, url, headers }, response) => {
      seen.push({ method, url, headers });
      response.end('{}');
    });
    const transport = transportTo({ server: `http://127.0.0.1:${port}/k8s/c-1/`, sources: { token: data('t') } });
    expect(await get(transport)).toBe('{}');
    expect(seen).toStrictEqual([
      {
        method: 'GET',
        url: '/k8s/c-1/api/v1/pods?limit=1',
        headers: {
          host: `127.0.0.1:${port}`,
          connection: 'keep-alive',
          accept: 'application/json',
          'user-agent': 'rollcall',
          authorization: 'Bearer t',
        },
      },
    ]);
  });

  test('follows no redirect', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: 'http://127.0.0.1:1/evil' }).end();
    });
    expect(await get(transportTo({ server: `http://127.0.0.1:${port}` }))).toStrictEqual({
      kind: 'Status',
      host: `127.0.0.1:${port}`,
      status: 302,
    });
    expect(asked).toBe(1);
  });

  test('(A13) reads what comes zipped though it was not asked for', async () => {
    const text = JSON.stringify({ items: 'é'.repeat(100_000) });
    const port = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text)),
    );
    expect(await get(transportTo({ server: `http://127.0.0.1:${port}` }))).toBe(text);
  });

  test('does not wait behind open watches', async () => {
    const port = await serve((request, response) => {
      if (request.url?.includes('watch=true')) response.writeHead(200).write('\n');
      else response.end('listed');
    });
    const transport = transportTo({ server: `http://127.0.0.1:${port}` });
    const stopping = new AbortController();
    const shape: Shape = { route: 'pods', query: { watch: 'true' } };
    const watches = [1, 2, 3].map(() => get(transport, shape, 'watch', stopping.signal));
    expect(await get(transport)).toBe('listed');
    stopping.abort();
    await transport.close();
    expect(await Promise.all(watches)).toStrictEqual(Array(3).fill({ kind: 'Aborted' }));
  });

  test('holds the server back while what came is still being worked on', async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      const fill = () => {
        while (sent < 2_000 && response.write(Buffer.alloc(65_536))) sent += 1;
        sent += 1;
        if (sent < 2_000) response.once('drain', fill);
        else response.end();
      };
      fill();
    });
    const transport = transportTo({ server: `http://127.0.0.1:${port}` });
    const stopping = new AbortController();
    const blocked = Promise.withResolvers<void>();
    const got = transport.get({ shape: PODS, lane: 'list', signal: stopping.signal, onChunk: () => blocked.promise });
    let before = -1;
    while (sent !== before) {
      before = sent;
      for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    }
    expect(sent).toBeLessThan(1_000);
    stopping.abort();
    blocked.resolve();
    expect(await got).toStrictEqual({ ok: false, error: { kind: 'Aborted' } });
  });
});

describe('a refusal is data, and nothing of what the server wrote is in it', () => {
  const CANARY = 'canary-of-the-server';
  const rows: readonly (readonly [number, Record<string, string>, string, object])[] = [
    [401, {}, `{"message":"${CANARY}"}`, {}],
    [403, {}, `{"message":"${CANARY}"}`, {}],
    [404, {}, '', {}],
    [410, {}, `{"message":"${CANARY}"}`, {}],
    [429, { 'retry-after': '7' }, CANARY, { retryAfterMillis: 7_000 }],
    [429, { 'retry-after': CANARY }, CANARY, {}],
    [503, { 'retry-after': '-1' }, `<html>${CANARY}</html>`, { retryAfterMillis: -1_000 }],
    [504, {}, `<html>${CANARY}</html>`, {}],
    [504, {}, `{"details":{"causes":[{"reason":"ResourceVersionTooLarge"}]},"message":"${CANARY}"}`, { ahead: true }],
    [500, {}, CANARY.repeat(100_000), {}],
  ];
  test.for(rows)('%d with %j', async ([status, headers, body, extra]) => {
    const port = await serve((_, response) => response.writeHead(status, headers).end(body));
    const refused = await get(transportTo({ server: `http://127.0.0.1:${port}` }));
    expect(refused).toStrictEqual({ kind: 'Status', host: `127.0.0.1:${port}`, status, ...extra });
    expect(
      JSON.stringify(refused) + describeFailure(refused as Exclude<RequestFailure, { kind: 'Aborted' }>),
    ).not.toContain(CANARY);
  });

  test('(B6) Retry-After may be a date', async () => {
    const port = await serve((_, response) =>
      response.writeHead(429, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }).end(),
    );
    const refused = await get(transportTo({ server: `http://127.0.0.1:${port}` }));
    const wait = typeof refused === 'object' && refused.kind === 'Status' ? (refused.retryAfterMillis ?? 0) : 0;
    expect(wait).toBeGreaterThan(27_000);
    expect(wait).toBeLessThan(31_000);
  });

  test('(C1) a token that was exchanged meanwhile is tried at once, and a 401 with the same one is not', async () => {
    const seen: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(request.headers.authorization === 'Bearer new' ? 200 : 401).end();
    });
    const server = `http://127.0.0.1:${port}`;
    expect(await get(transportTo({ server, sources: { token: data('old') } }, () => ({ token: data('new') })))).toBe(
      '',
    );
    expect(await get(transportTo({ server, sources: { token: data('old') } }))).toMatchObject({ status: 401 });
    expect(seen).toStrictEqual(['Bearer old', 'Bearer new', 'Bearer old']);
  });

  test('a connection that is refused, and one that breaks off, tell the code', async () => {
    const gone = createServer();
    const port = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect(await get(transportTo({ server: `http://127.0.0.1:${port}` }))).toStrictEqual({
      kind: 'Unreachable',
      host: `127.0.0.1:${port}`,
      code: 'ECONNREFUSED',
    });
    const cutting = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setImmediate(() => response.destroy());
    });
    expect(await get(transportTo({ server: `http://127.0.0.1:${cutting}` }))).toMatchObject({ kind: 'Unreachable' });
    expect(await get(transportTo({ server: 'http://rollcall.invalid' }))).toMatchObject({
      kind: 'Unreachable',
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });

  test('no credential: its problem, and nothing is sent', async () => {
    const sources: CredentialSources = { token: { kind: 'File', path: '/nowhere/token' } };
    expect(await get(transportTo({ server: 'http://127.0.0.1:1', sources }))).toStrictEqual({
      kind: 'Credential',
      problem: { kind: 'FileUnreadable', what: 'token', path: '/nowhere/token', code: 'ENOENT' },
    });
  });
});

describe('TLS', () => {
  const authority = makeAuthority('the right one');
  const server = authority.issue({ commonName: 'api', serverNames: ['127.0.0.1', 'kubernetes'] });
  const answer: RequestListener = (_, response) => response.end('hello');
  const trust = { certificateAuthority: data(authority.certificate) };
  const identityOf = ({ certificate, key }: { certificate: string; key: string }) => ({ cert: certificate, key });

  test('verifies by the authority of the kubeconfig', async () => {
    const port = await serveTls(identityOf(server), answer);
    expect(await get(transportTo({ server: `https://127.0.0.1:${port}`, sources: trust }))).toBe('hello');
  });

  const past = new Date(Date.now() - 86_400_000);
  const rows: readonly (readonly [string, ReturnType<typeof authority.issue>, CredentialSources, string])[] = [
    [
      'an unknown authority',
      makeAuthority('another').issue({ commonName: 'api', serverNames: ['127.0.0.1'] }),
      trust,
      'UnknownAuthority',
    ],
    ['no authority at all', server, {}, 'UnknownAuthority'],
    ['another name', authority.issue({ commonName: 'api', serverNames: ['elsewhere.example'] }), trust, 'NameMismatch'],
    [
      'an expired certificate',
      authority.issue({
        commonName: 'api',
        serverNames: ['127.0.0.1'],
        notBefore: new Date(past.getTime() - 86_400_000),
        notAfter: past,
      }),
      trust,
      'Expired',
    ],
  ];
  test.for(rows)('(C6) %s is refused by its name, and no data is read', async ([, certificate, sources, problem]) => {
    let asked = 0;
    const port = await serveTls(identityOf(certificate), (_, response) => {
      asked += 1;
      response.end();
    });
    const host = `127.0.0.1:${port}`;
    expect(await get(transportTo({ server: `https://${host}`, sources }))).toMatchObject({
      kind: 'Tls',
      host,
      problem,
    });
    expect(asked).toBe(0);
  });

  test('(C10) is not verified when both kubeconfig and operator say so', async () => {
    const port = await serveTls(identityOf(server), answer);
    expect(await get(transportTo({ server: `https://127.0.0.1:${port}`, insecureSkipTlsVerify: true }))).toBe('hello');
  });

  test('(C5) is verified whatever the environment of the process says', async () => {
    onTestFinished(() => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    // Node prints a warning the first time that it is asked to look the other way.
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const port = await serveTls(identityOf(server), answer);
    const sources = { certificateAuthority: data(makeAuthority('another').certificate) };
    expect(await get(transportTo({ server: `https://127.0.0.1:${port}`, sources }))).toMatchObject({
      problem: 'UnknownAuthority',
    });
  });

  test('the name to verify may be another than that of the address', async () => {
    const named = authority.issue({ commonName: 'api', serverNames: ['kubernetes'] });
    const port = await serveTls(identityOf(named), answer);
    const to = { server: `https://127.0.0.1:${port}`, sources: trust };
    expect(await get(transportTo(to))).toMatchObject({ problem: 'NameMismatch' });
    expect(await get(transportTo({ ...to, tlsServerName: 'kubernetes' }))).toBe('hello');
  });

  test('a server without TLS is told apart from a wrong certificate', async () => {
    const port = await serve(answer);
    expect(await get(transportTo({ server: `https://127.0.0.1:${port}`, sources: trust }))).toMatchObject({
      kind: 'Tls',
      problem: 'NoTls',
    });
  });

  test('(C4) a client certificate is sent, and a renewed one on a new connection', async () => {
    const subjects: unknown[] = [];
    const options = { ...identityOf(server), requestCert: true, ca: authority.certificate };
    const port = await serveTls(options, (request, response) => {
      const { socket } = request as IncomingMessage & {
        socket: { getPeerCertificate: () => { subject: { CN: string } } };
      };
      subjects.push(socket.getPeerCertificate().subject.CN);
      response.end();
    });
    const client = (commonName: string): CredentialSources => {
      const { certificate, key } = authority.issue({ commonName });
      return { ...trust, clientCertificate: data(certificate), clientKey: data(key) };
    };
    const renewed = client('second');
    const credentials = createCredentials(client('first'), systemClock, () => renewed);
    const connection = {
      name: 'test',
      server: new URL(`https://127.0.0.1:${port}`),
      insecureSkipTlsVerify: false,
      inCluster: false,
      credentials,
    };
    const transport = createTransport({ connection, clock: systemClock, watches: 2 });
    open.push(transport.close);
    const first = await credentials.get();
    if (!first.ok) throw new Error('no credential');
    await get(transport);
    await credentials.refresh(first.value);
    await get(transport);
    expect(subjects).toStrictEqual(['first', 'second']);
  });
});

describe('proxies', () => {
  test('that of the kubeconfig is used, those of the environment are not', async () => {
    const targets: (string | undefined)[] = [];
    const api = await serve((_, response) => response.end('through'));
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      targets.push(request.url);
      const upstream = connect(api, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    const port = await listen(proxy);
    const server = `http://127.0.0.1:${api}`;
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'])
      process.env[name] = `http://127.0.0.1:${port}`;
    try {
      expect(await get(transportTo({ server }))).toBe('through');
      expect(targets).toStrictEqual([]);
      expect(await get(transportTo({ server, proxyUrl: new URL(`http://127.0.0.1:${port}`) }))).toBe('through');
      expect(targets).toStrictEqual([`127.0.0.1:${api}`]);
    } finally {
      for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'])
        delete process.env[name];
    }
  });
});

describe('a proxy that does not let through', () => {
  const refusing = async (onConnect: (socket: Duplex) => unknown) => {
    const proxy = createServer();
    proxy.on('connect', (_, socket) => {
      open.push(async () => socket.destroy());
      socket.on('error', () => undefined);
      onConnect(socket);
    });
    return `127.0.0.1:${await listen(proxy)}`;
  };
  const rows: readonly (readonly [string, (socket: Duplex) => unknown, string])[] = [
    [
      'wants a password',
      (socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\nsecret'),
      'the proxy refuses to connect (UND_ERR_ABORTED)',
    ],
    ['hangs up', (socket) => socket.end(), 'the proxy closed the connection (UND_ERR_PRX_CONN)'],
    ['says nothing', () => undefined, 'no answer in time (UND_ERR_HEADERS_TIMEOUT)'],
  ];
  test.for(rows)('and %s is named beside the API server', async ([, onConnect, says]) => {
    const proxy = await refusing(onConnect);
    const proxyUrl = new URL(`http://me:secret@${proxy}`);
    const refused = await get(transportTo({ server: 'https://api.example:6443', proxyUrl, connectMillis: 200 }));
    expect(typeof refused === 'string' || refused.kind === 'Aborted' ? refused : describeFailure(refused)).toBe(
      `cannot reach the API server at api.example:6443 by the proxy ${proxy}: ${says}`,
    );
  });
});

test('(A12) a TLS handshake that stalls is given up', async () => {
  const silent = createTcpServer((socket) => open.push(async () => socket.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await get(transportTo({ server: `https://127.0.0.1:${port}`, connectMillis: 200 }))).toMatchObject({
    kind: 'Unreachable',
    code: 'UND_ERR_CONNECT_TIMEOUT',
  });
  silent.close();
});

test('a request that still waits for its connection ends at once when nobody wants it any more', async () => {
  const silent = createTcpServer((socket) => open.push(async () => socket.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const stopping = new AbortController();
  const asked = get(transportTo({ server: `https://127.0.0.1:${port}` }), PODS, 'probe', stopping.signal);
  silent.once('connection', () => stopping.abort());
  expect(await asked).toStrictEqual({ kind: 'Aborted' });
  silent.close();
});

test('a request that still waits for its credential ends at once too', async () => {
  const stopping = new AbortController();
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sleep', args: ['3'], env: {} };
  const asked = get(transportTo({ server: 'http://127.0.0.1:1', sources: { exec } }), PODS, 'probe', stopping.signal);
  stopping.abort();
  expect(await asked).toStrictEqual({ kind: 'Aborted' });
});

/** They read certificates, keys and addresses, and open nothing. */
const OPENS_NOTHING = ["import { createSecureContext } from 'node:tls';", "import { isIP } from 'node:net';"];

test('one file opens sockets', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const opening = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => {
      const whole = readFileSync(folder + name, 'utf8');
      const text = OPENS_NOTHING.reduce((rest, line) => rest.replace(line, ''), whole);
      return /from '(undici|node:(https?|http2|net|tls|dgram))'|\bfetch\(/.test(text);
    });
  expect(opening).toStrictEqual(['transport.ts']);
});
