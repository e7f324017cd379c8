import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { untilDrained } from './drained.ts';
import type { Fault } from './fault.ts';
import { type Ending, piecesWith } from './faulty-pieces.ts';
import { type StatusError, statusBody } from './status.ts';

/** Answers of this size are zipped for whoever takes that; not smaller ones, and never a watch. */
const GZIP_BYTES = 128 * 1_024;
const ZIPPED = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } as const;
const COMMON = { 'cache-control': 'no-cache, private', 'content-type': 'application/json' } as const;

type Headers = Readonly<Record<string, string>>;

export function answer(response: ServerResponse, code: number, body: string | Buffer, headers: Headers = {}): void {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(code, { ...COMMON, ...length, ...headers });
  response.end(body);
}

export function refuse(response: ServerResponse, error: StatusError): void {
  const { retryAfter } = error;
  answer(response, error.code, statusBody(error), retryAfter === undefined ? {} : { 'retry-after': retryAfter });
}

export function beginStream(response: ServerResponse): void {
  response.writeHead(200, COMMON);
  response.flushHeaders();
}

/** The real server takes `gzip` alone between commas, without a quality. */
function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = String(headers['accept-encoding'] ?? '').split(',');
  return accepted.some((each) => each.trim() === 'gzip');
}

/** One object, or a document of ours; zipped when it is large. */
export function answerText(request: IncomingMessage, response: ServerResponse, text: string): void {
  const isZipped = text.length >= GZIP_BYTES && takesGzip(request);
  if (isZipped) answer(response, 200, gzipSync(text, { level: constants.Z_BEST_SPEED }), ZIPPED);
  else answer(response, 200, text);
}

/** A body of many pieces, as fast as it is taken; between two of them others have their turn. */
export async function answerPieces(
  request: IncomingMessage,
  response: ServerResponse,
  pieces: Iterator<string, void>,
  faults: readonly Fault[],
): Promise<void> {
  const { first, isWhole } = takeFirst(pieces);
  if (isWhole && faults.length === 0) {
    answer(response, 200, first);
    return;
  }
  const isZipped = !isWhole && takesGzip(request);
  response.writeHead(200, { ...COMMON, ...(isZipped && ZIPPED) });
  const sink = isZipped ? createGzip({ level: constants.Z_BEST_SPEED }) : response;
  if (sink !== response) sink.pipe(response);
  const body = piecesWith(faults, chain(first, pieces));
  for (let next = body.next(); !response.destroyed; next = body.next()) {
    if (next.done === true) {
      end(response, sink, next.value);
      return;
    }
    if (sink.write(next.value)) await setImmediate();
    else await untilDrained(sink, response);
  }
  if (sink !== response) sink.destroy();
}

function end(response: ServerResponse, sink: Writable, ending: Ending): void {
  if (ending === 'Reset') response.socket?.resetAndDestroy();
  else if (ending === 'Cut') response.destroy();
  else sink.end();
}

/** As much as it takes to know whether the answer is a large one. */
function takeFirst(pieces: Iterator<string, void>): { readonly first: string; readonly isWhole: boolean } {
  let first = '';
  while (first.length < GZIP_BYTES) {
    const { value, done } = pieces.next();
    if (done === true) return { first, isWhole: true };
    first += value;
  }
  return { first, isWhole: false };
}

function* chain(first: string, rest: Iterator<string, void>): Generator<string, void> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}
