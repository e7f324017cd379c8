import type { Clock } from '#lib/base/clock.ts';
import { applyDelta } from '#lib/wire/delta.ts';
import { createEventStreamParser } from '#lib/wire/event-stream.ts';
import type { Frame, FrameAnswer } from '#lib/wire/frames.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { formatStreamId, type StreamId } from '#lib/wire/id.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { decodeSnapshot } from '#lib/wire/snapshot.ts';
import type { LinkCause } from './link.ts';

/* One attempt at the server: the snapshot, if one is needed, then the stream until it ends [reliability 13]. */

/** The picture we hold, and where the stream goes on from it. */
export type Held = {
  readonly picture: Picture;
  readonly id: StreamId;
  readonly asOf: number | null;
  readonly etag: string | undefined;
};

export type SessionEnd =
  /** Keep the picture, get the snapshot anew, open again. */
  | { readonly kind: 'Resync' }
  | { readonly kind: 'Gap' }
  | { readonly kind: 'Bye'; readonly retryMillis: number }
  /** The stream ended without a word. */
  | { readonly kind: 'Ended' }
  | { readonly kind: 'Failed'; readonly cause: LinkCause }
  | { readonly kind: 'Aborted' };

export type SessionListener = {
  readonly onPicture: (held: Held) => void;
  readonly onOpen: () => void;
  readonly onHeartbeat: (heartbeat: Heartbeat) => void;
};

export type SessionWorld = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
};

const SNAPSHOT_PATH = '/api/fleet';
const STREAM_PATH = '/api/stream';
/** A stream says something every five seconds; after twenty it is dead, whatever the socket thinks. */
const WATCHDOG_MILLIS = 20_000;

type Failure = { readonly kind: 'Failed'; readonly cause: LinkCause };
type Fetched = { readonly kind: 'Answer'; readonly response: Response } | Failure | { readonly kind: 'Aborted' };

function failed(cause: LinkCause): Failure {
  return { kind: 'Failed', cause };
}

/** Says what an answer means; undefined when it is what was asked for. */
function causeOf(response: Response, mediaType: string): LinkCause | undefined {
  const { status, type } = response;
  if (type === 'opaqueredirect' || status === 401 || status === 407 || (status >= 300 && status < 400)) {
    return { kind: 'LoginNeeded' };
  }
  if (status >= 500 || status === 429) return { kind: 'ServerError', status };
  if (!response.ok) return { kind: 'Refused', status };
  return response.headers.get('content-type')?.startsWith(mediaType) ? undefined : { kind: 'LoginNeeded' };
}

async function ask(world: SessionWorld, path: string, headers: HeadersInit, signal: AbortSignal): Promise<Fetched> {
  try {
    const response = await world.fetch(path, { headers, signal, redirect: 'manual', cache: 'no-store' });
    return { kind: 'Answer', response };
  } catch {
    return signal.aborted ? { kind: 'Aborted' } : failed({ kind: 'ServerUnreachable' });
  }
}

/**
 * Another replica, or the same server after a restart, may know less than we do: an older picture does not replace a
 * newer one. It cannot be followed from ours either, since a difference fits only the picture it was made from.
 */
function isOlder(asOf: number | null, held: Held): boolean {
  return held.picture.source.kind === 'Cluster' && held.asOf !== null && (asOf === null || asOf < held.asOf);
}

type SnapshotOutcome = { readonly kind: 'Held'; readonly held: Held } | Exclude<Fetched, { kind: 'Answer' }>;

export async function getSnapshot(
  world: SessionWorld,
  held: Held | undefined,
  keepsNewer: boolean,
  signal: AbortSignal,
): Promise<SnapshotOutcome> {
  const headers: Record<string, string> = held?.etag === undefined ? {} : { 'if-none-match': held.etag };
  const fetched = await ask(world, SNAPSHOT_PATH, headers, signal);
  if (fetched.kind !== 'Answer') return fetched;
  const { response } = fetched;
  if (response.status === 304 && held !== undefined) return { kind: 'Held', held };
  const cause = causeOf(response, 'application/json');
  if (cause !== undefined) return failed(cause);
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return signal.aborted ? { kind: 'Aborted' } : failed({ kind: 'ServerUnreachable' });
  }
  const answer = decodeSnapshot(body);
  if (answer.kind !== 'Snapshot') return failed({ kind: 'VersionChanged' });
  const { picture, id, asOf } = answer.snapshot;
  if (keepsNewer && held !== undefined && isOlder(asOf, held)) return failed({ kind: 'ServerBehind' });
  return { kind: 'Held', held: { picture, id, asOf, etag: response.headers.get('etag') ?? undefined } };
}

/** Reads the stream until it ends; `held` is where it begins. Never throws. */
export async function followStream(
  world: SessionWorld,
  held: Held,
  listener: SessionListener,
  signal: AbortSignal,
): Promise<SessionEnd> {
  const headers = { 'last-event-id': formatStreamId(held.id) };
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  signal.addEventListener('abort', stop, { once: true });
  let silent = false;
  let cancelWatchdog = (): void => {};
  const feedWatchdog = (): void => {
    cancelWatchdog();
    cancelWatchdog = world.clock.setTimer(() => {
      silent = true;
      stop();
    }, WATCHDOG_MILLIS);
  };
  feedWatchdog();
  try {
    const fetched = await ask(world, STREAM_PATH, headers, stopped.signal);
    if (fetched.kind === 'Answer') {
      const cause = causeOf(fetched.response, 'text/event-stream');
      if (cause !== undefined) return failed(cause);
      const end = await readFrames(fetched.response, held, listener, feedWatchdog);
      if (end !== undefined) return end;
    } else if (fetched.kind === 'Failed') {
      return fetched;
    }
    if (silent) return failed({ kind: 'ServerSilent' });
    return signal.aborted ? { kind: 'Aborted' } : { kind: 'Ended' };
  } finally {
    cancelWatchdog();
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Undefined when the stream ended, or broke, without saying why. */
async function readFrames(
  { body }: Response,
  start: Held,
  listener: SessionListener,
  onBytes: () => void,
): Promise<SessionEnd | undefined> {
  if (body === null) return undefined;
  const parser = createEventStreamParser();
  const reader = body.getReader();
  let held = start;
  for (;;) {
    let chunk: ReadableStreamReadResult<Uint8Array>;
    try {
      chunk = await reader.read();
    } catch {
      return undefined;
    }
    if (chunk.done) return undefined;
    onBytes();
    for (const answer of parser.push(chunk.value)) {
      const step = takeAnswer(held, answer, listener);
      if (step.kind !== 'Goes') return step;
      held = step.held;
    }
  }
}

type Step = { readonly kind: 'Goes'; readonly held: Held } | SessionEnd;

function takeAnswer(held: Held, answer: FrameAnswer, listener: SessionListener): Step {
  if (answer.kind === 'Reload') return failed({ kind: 'VersionChanged' });
  if (answer.kind === 'Malformed') return { kind: 'Gap' };
  return takeFrame(held, answer.frame, listener);
}

function takeFrame(held: Held, frame: Frame, listener: SessionListener): Step {
  switch (frame.type) {
    case 'resume':
      listener.onOpen();
      return { kind: 'Goes', held };
    case 'resync':
      return { kind: 'Resync' };
    case 'bye':
      return { kind: 'Bye', retryMillis: frame.retryMillis };
    case 'heartbeat':
      // It promises that nothing before its sequence is missing: if it knows of more than we do, something is.
      if (frame.heartbeat.sequence > held.id.sequence) return { kind: 'Gap' };
      listener.onHeartbeat(frame.heartbeat);
      return { kind: 'Goes', held };
    case 'delta': {
      const follows = frame.id.epoch === held.id.epoch && frame.id.sequence === held.id.sequence + 1;
      const picture = follows ? applyDelta(held.picture, frame.delta) : undefined;
      if (picture === undefined) return { kind: 'Gap' };
      const next: Held = { picture, id: frame.id, asOf: held.asOf, etag: undefined };
      listener.onPicture(next);
      return { kind: 'Goes', held: next };
    }
  }
}
