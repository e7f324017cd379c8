import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { groupVersion, type KindInfo } from '../kinds.ts';
import type { SimulatedObject } from '../objects.ts';
import { untilDrained } from './drained.ts';
import { type Fault, poison } from './faults.ts';
import type { Page } from './list-page.ts';
import { itemText } from './render.ts';
import { type StatusError, statusBody } from './status.ts';

/** Answers of this size are zipped for whoever takes that; not smaller ones, and never a watch. */
const GZIP_BYTES = 128 * 1_024;
const PART_BYTES = 64 * 1_024;

export function answer(
  response: ServerResponse,
  code: number,
  body: string | Buffer,
  contentType = 'application/json',
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'cache-control': 'no-cache, private', 'content-type': contentType, ...headers });
  response.end(body);
}

export function refuse(response: ServerResponse, error: StatusError): void {
  const headers = error.retryAfter === undefined ? {} : { 'retry-after': error.retryAfter };
  answer(response, error.code, statusBody(error), 'application/json', headers);
}

/** The real server takes `gzip` alone between commas, without a quality. */
function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = String(headers['accept-encoding'] ?? '').split(',');
  return accepted.some((each) => each.trim() === 'gzip');
}

/** One object, or a document of ours; zipped when it is large. */
export function answerText(request: IncomingMessage, response: ServerResponse, text: string): void {
  const isZipped = text.length >= GZIP_BYTES && takesGzip(request);
  if (isZipped) answer(response, 200, gzipSync(text, { level: 1 }), 'application/json', ZIPPED);
  else answer(response, 200, text);
}

const ZIPPED = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } as const;

/** A page of a list, item by item: never the whole of it as one text, and as fast as it is taken. */
export async function answerList(
  request: IncomingMessage,
  response: ServerResponse,
  info: KindInfo,
  page: Page,
  faults: readonly Fault[],
): Promise<void> {
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.continue !== undefined && { continue: page.continue }),
    ...(page.remaining !== undefined && { remainingItemCount: page.remaining }),
  };
  const head = `{"kind":"${info.kind}List","apiVersion":"${groupVersion(info)}","metadata":${JSON.stringify(metadata)},"items":[`;
  const parts = inParts(head, page.objects, info, faults);
  const first: string[] = [];
  let size = 0;
  let isWhole = false;
  while (size < GZIP_BYTES) {
    const next = parts.next();
    if (next.done === true) {
      isWhole = true;
      break;
    }
    first.push(next.value);
    size += next.value.length;
  }
  const isZipped = !isWhole && takesGzip(request);
  response.writeHead(200, {
    'cache-control': 'no-cache, private',
    'content-type': 'application/json',
    ...(isZipped && ZIPPED),
  });
  const sink = isZipped ? createGzip({ level: constants.Z_BEST_SPEED }) : response;
  if (sink !== response) sink.pipe(response);
  const cut = faults.find((fault) => fault.kind === 'Cut' || fault.kind === 'Reset');
  const limit = cut?.kind === 'Cut' || cut?.kind === 'Reset' ? (cut.afterBytes ?? 0) : Number.POSITIVE_INFINITY;
  let sent = 0;
  for (const part of [...first, ...(isWhole ? [] : [undefined])]) {
    for (const text of part === undefined ? parts : [part]) {
      if (response.destroyed) return;
      if (sent + text.length > limit) {
        response.write(text.slice(0, limit - sent), () =>
          cut?.kind === 'Reset' ? response.socket?.resetAndDestroy() : response.destroy(),
        );
        return;
      }
      sent += text.length;
      if (!sink.write(text)) await untilDrained(sink, response);
      else await setImmediate();
    }
  }
  sink.end();
}

function* inParts(
  head: string,
  objects: readonly SimulatedObject[],
  info: KindInfo,
  faults: readonly Fault[],
): Generator<string, void> {
  const poisoned = new Map(
    faults.flatMap((fault) => (fault.kind === 'Poison' ? [[fault.name, fault.as] as const] : [])),
  );
  let text = head;
  let isFirst = true;
  for (const object of objects) {
    const as = poisoned.get(object.metadata.name);
    const item = itemText(object, info);
    text += `${isFirst ? '' : ','}${as === undefined ? item : poison(as, item, undefined)}`;
    isFirst = false;
    if (text.length < PART_BYTES) continue;
    yield text;
    text = '';
  }
  yield `${text}]}\n`;
}
