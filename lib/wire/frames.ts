import type { PictureDelta } from './delta.ts';
import { packDelta, unpackDelta } from './delta-codec.ts';
import type { Heartbeat } from './heartbeat.ts';
import { formatStreamId, parseStreamId, type StreamId } from './id.ts';
import { PROTOCOL_VERSION } from './version.ts';
import * as z from './zod.ts';

/** What the server says on the event stream, in the words of the stream contract. */
export type Frame =
  /** The first frame when the stream continues right after `id`. */
  | { readonly type: 'resume'; readonly id: StreamId }
  /** The last frame of its stream: keep the picture, GET the snapshot anew, open again. */
  | { readonly type: 'resync' }
  /** Leads to the picture `id`, from the one whose sequence is one less. */
  | { readonly type: 'delta'; readonly id: StreamId; readonly delta: PictureDelta }
  | { readonly type: 'heartbeat'; readonly heartbeat: Heartbeat }
  /** The server stops. */
  | { readonly type: 'bye'; readonly retryMillis: number };

export type FrameType = Frame['type'];

/** `Reload`: another protocol. `Malformed`: a frame we cannot trust, to be treated as a gap. */
export type FrameAnswer =
  | { readonly kind: 'Frame'; readonly frame: Frame }
  | { readonly kind: 'Reload' }
  | { readonly kind: 'Malformed'; readonly event: string };

/** One event of an event stream, with its fields put together. */
export type ServerEvent = { readonly event: string; readonly id: string; readonly data: string };

const greetingShape = z.object({ version: z.int() });
const byeShape = z.object({ retryMillis: z.number().check(z.nonnegative()) });
const ageShape = z.nullable(z.number());
const heartbeatShape = z.object({
  sequence: z.int().check(z.nonnegative()),
  asOfAgeMs: ageShape,
  perResource: z.record(
    z.string(),
    z.object({
      state: z.string(),
      cause: z.nullable(z.string()),
      note: z.nullable(z.string()),
      synced: z.boolean(),
      asOfAgeMs: ageShape,
      lastEventAgeMs: ageShape,
      objects: z.int(),
      expected: z.nullable(z.int()),
      relists: z.int(),
    }),
  ),
  build: z.string(),
  now: z.number(),
});

function writeEvent(event: FrameType, data: unknown, fields = ''): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`event: ${event}\n${fields}data: ${JSON.stringify(data)}\n\n`);
}

/** JSON has no line breaks of its own, so each frame is one `data` line. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  switch (frame.type) {
    case 'resume':
      return writeEvent('resume', { version: PROTOCOL_VERSION }, `id: ${formatStreamId(frame.id)}\n`);
    case 'resync':
      return writeEvent('resync', { version: PROTOCOL_VERSION });
    case 'delta':
      return writeEvent('delta', packDelta(frame.delta), `id: ${formatStreamId(frame.id)}\n`);
    case 'heartbeat':
      return writeEvent('heartbeat', frame.heartbeat);
    case 'bye':
      return writeEvent('bye', { retryMillis: frame.retryMillis }, `retry: ${frame.retryMillis}\n`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readGreeting(event: ServerEvent, body: unknown): FrameAnswer | undefined {
  const greeting = greetingShape.safeParse(body);
  if (!greeting.success) return undefined;
  if (greeting.data.version !== PROTOCOL_VERSION) return { kind: 'Reload' };
  if (event.event === 'resync') return { kind: 'Frame', frame: { type: 'resync' } };
  const id = parseStreamId(event.id);
  return id === undefined ? undefined : { kind: 'Frame', frame: { type: 'resume', id } };
}

function readFrame(event: ServerEvent, body: unknown): Frame | undefined {
  if (event.event === 'heartbeat') {
    const heartbeat = heartbeatShape.safeParse(body);
    return heartbeat.success ? { type: 'heartbeat', heartbeat: heartbeat.data } : undefined;
  }
  if (event.event === 'bye') {
    const bye = byeShape.safeParse(body);
    return bye.success ? { type: 'bye', ...bye.data } : undefined;
  }
  const id = parseStreamId(event.id);
  const delta = unpackDelta(body);
  return id === undefined || delta === undefined ? undefined : { type: 'delta', id, delta };
}

/** Undefined for an event that this protocol does not know: a later minor version may add some. */
export function decodeFrame(event: ServerEvent): FrameAnswer | undefined {
  const body = parseJson(event.data);
  switch (event.event) {
    case 'resume':
    case 'resync':
      return readGreeting(event, body) ?? { kind: 'Malformed', event: event.event };
    case 'delta':
    case 'heartbeat':
    case 'bye': {
      const frame = readFrame(event, body);
      return frame === undefined ? { kind: 'Malformed', event: event.event } : { kind: 'Frame', frame };
    }
    default:
      return undefined;
  }
}
