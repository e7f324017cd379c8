import { encodeFrame, type Frame } from '#lib/wire/frames.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { formatStreamId, type StreamId } from '#lib/wire/id.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { encodeSnapshot } from '#lib/wire/snapshot.ts';

/** Lets whatever waits for a promise go on, several times over; no timer is involved. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function makeHeartbeat(overrides: Partial<Heartbeat> = {}): Heartbeat {
  return { sequence: 0, asOfAgeMs: 500, perResource: {}, build: 'build-1', now: 1_000_000, ...overrides };
}

export type OpenStream = {
  readonly lastEventId: string | null;
  readonly send: (frame: Frame) => void;
  readonly sendText: (text: string) => void;
  readonly end: () => void;
  readonly breakOff: () => void;
  readonly isClosed: () => boolean;
};

type Mode = 'up' | 'down' | Response;

/** Answers for /api/fleet and /api/stream as the test says, and keeps what was asked. */
export type FakeServer = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly requests: { readonly path: string; readonly headers: Record<string, string> }[];
  readonly streams: OpenStream[];
  readonly serve: (id: StreamId, picture: Picture, asOf?: number) => void;
  /** What every request meets: the server, nobody, or this one answer. */
  readonly be: (mode: Mode) => void;
};

export function createFakeServer(id: StreamId, picture: Picture): FakeServer {
  let mode: Mode = 'up';
  let snapshot = { id, picture, asOf: 1_000 };
  const requests: FakeServer['requests'] = [];
  const streams: OpenStream[] = [];

  function openStream(headers: Record<string, string>, signal: AbortSignal | null | undefined): Response {
    let closed = false;
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (each) => {
        controller = each;
      },
      cancel: () => {
        closed = true;
      },
    });
    signal?.addEventListener('abort', () => {
      if (closed) return;
      closed = true;
      controller?.error(signal.reason);
    });
    const write = (bytes: Uint8Array): void => {
      if (!closed) controller?.enqueue(bytes);
    };
    streams.push({
      lastEventId: headers['last-event-id'] ?? null,
      send: (frame) => write(encodeFrame(frame)),
      sendText: (text) => write(new TextEncoder().encode(text)),
      end: () => {
        closed = true;
        controller?.close();
      },
      breakOff: () => {
        closed = true;
        controller?.error(new TypeError('network error'));
      },
      isClosed: () => closed,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  function answerSnapshot(headers: Record<string, string>): Response {
    const etag = `"${formatStreamId(snapshot.id)}"`;
    if (headers['if-none-match'] === etag) return new Response(null, { status: 304, headers: { etag } });
    return new Response(encodeSnapshot(snapshot), { headers: { 'content-type': 'application/json', etag } });
  }

  return {
    requests,
    streams,
    serve: (nextId, nextPicture, asOf = snapshot.asOf) => {
      snapshot = { id: nextId, picture: nextPicture, asOf };
    },
    be: (next) => {
      mode = next;
    },
    fetch: async (path, { headers, signal }) => {
      const asked = Object.fromEntries(new Headers(headers));
      requests.push({ path, headers: asked });
      if (mode === 'down') throw new TypeError('Failed to fetch');
      if (mode !== 'up') return mode.clone();
      return path === '/api/stream' ? openStream(asked, signal) : answerSnapshot(asked);
    },
  };
}
