import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { makeProblem, PROBLEM_MEDIA_TYPE } from '#lib/wire/problem.ts';
import { BARE_POLICY } from './csp.ts';
import type { Refusal } from './request-guard.ts';
import { FIXED_HEADERS } from './response-headers.ts';

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

function answerOf(refusal: Refusal): Answer {
  const problem = makeProblem(refusal.code, refusal.detail);
  const body = JSON.stringify(problem);
  const headers = {
    ...FIXED_HEADERS,
    'Content-Security-Policy': BARE_POLICY,
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    ...(refusal.allow === undefined ? {} : { Allow: refusal.allow }),
    ...(refusal.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(refusal.retryAfterSeconds) }),
    ...(refusal.closes ? { Connection: 'close' } : {}),
  };
  return { status: problem.status, headers, body };
}

export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, headers, body } = answerOf(refusal);
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** For what never became a request and response: Node hands over the bare connection. */
export function sendRawRefusal(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = answerOf({ ...refusal, closes: true });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nDate: ${new Date().toUTCString()}\r\n${lines.join('')}\r\n`;
  socket.on('error', () => socket.destroy());
  socket.end(head + body, () => socket.destroy());
}
