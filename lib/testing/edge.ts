import { type AddressInfo, connect } from 'node:net';
import { afterEach } from 'vitest';
import { createEdge, type Edge, type EdgeOptions, type Observation } from '#lib/server/edge.ts';

export type Echo = {
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

export type Running = {
  readonly edge: Edge;
  readonly port: number;
  readonly seen: Echo[];
  readonly observed: Observation[];
};

/** An edge in front of a handler that notes what reaches it and answers with what a careless handler would say. */
export async function startEdge(overrides: Partial<EdgeOptions> = {}): Promise<Running> {
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

export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/** Writes bytes as they are and reads until the other side closes, or until `isEnough` holds. */
export function sendRaw(
  port: number,
  text: string,
  isEnough: (seen: string) => boolean = () => false,
): Promise<RawAnswer> {
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

export function get(target: string, ...headers: readonly string[]): string {
  const all = ['Host: localhost', 'Connection: close', ...headers];
  return `GET ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
}
export function withHost(...hosts: readonly string[]): string {
  return `GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}Connection: close\r\n\r\n`;
}
export function codeOf(body: string): string {
  return (JSON.parse(body) as { code: string }).code;
}

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
/** The headers that every answer has, and this one has not. */
export function headersMissing(head: string): readonly string[] {
  const lower = head.toLowerCase();
  return REQUIRED.filter((header) => !lower.includes(`\r\n${header}`));
}
