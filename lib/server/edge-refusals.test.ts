import { describe, expect, test } from 'vitest';
import { codeOf, get, headersMissing, sendRaw, startEdge, withHost } from '#lib/testing/edge.ts';

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
