import type { CancelTimer, Clock } from '#lib/base/clock.ts';
import { systemRandom } from '#lib/base/random.ts';
import { diffPicture, isEmptyDelta } from '#lib/wire/delta.ts';
import { encodeFrame } from '#lib/wire/frames.ts';
import type { Heartbeat } from '#lib/wire/heartbeat.ts';
import { parseStreamId, type StreamId } from '#lib/wire/id.ts';
import type { Picture } from '#lib/wire/picture.ts';
import { attempt } from './attempt.ts';
import type { Fleet } from './fleet.ts';
import { createRing, type Ring } from './ring.ts';
import { createSnapshotCache, type SnapshotBytes } from './snapshot-cache.ts';
import { createSubscriber, type FrameBytes, type Subscriber } from './subscriber.ts';

export type ChannelOptions = {
  readonly fleet: Pick<Fleet, 'picture' | 'onChange' | 'onHealthChange' | 'heartbeat'>;
  /** Names the build of the pages; it travels with each heartbeat. */
  readonly build: string;
  readonly clock: Clock;
  /** Another one for each start of a process: lower case letters and digits. */
  readonly bootId?: string;
  readonly maxSubscribers?: number;
};

export type SubscribeOptions = { readonly lastEventId?: string; readonly signal: AbortSignal };

export type ChannelFigures = {
  readonly subscribers: number;
  readonly frameEncodes: number;
  readonly snapshotEncodes: number;
  readonly ringBytes: number;
};

/** One picture on its way to everyone who looks at it: each frame and each snapshot is encoded once. */
export type Channel = {
  readonly heartbeat: () => Heartbeat;
  readonly snapshot: (acceptEncoding: string | null) => Promise<SnapshotBytes>;
  /** Undefined when no further stream may be opened. */
  readonly subscribe: (options: SubscribeOptions) => ReadableStream<FrameBytes> | undefined;
  readonly figures: () => ChannelFigures;
  /** Says bye on every stream and lets no more begin. */
  readonly stop: () => void;
};

const RING_LIMITS = { frames: 4_096, bytes: 8 * 2 ** 20 };
/** A larger change is cheaper as a snapshot, which is compressed. */
const LARGEST_DELTA_BYTES = 256 * 2 ** 10;
/** What a stream may begin with: more would fill its queue at once. */
const LARGEST_BACKLOG_BYTES = 2 ** 19;
const HEARTBEAT_MILLIS = 5_000;
/** Changes of health come in crowds; no more than ten heartbeats a second. */
const HEALTH_BEAT_MILLIS = 100;
const RETRY_AFTER_BYE_MILLIS = 1_000;
const MAX_SUBSCRIBERS = 1_000;
/** The resources that a picture is made of: after a relist of one of these nothing may be resumed. */
const PICTURED = ['daemonsets', 'controllerrevisions', 'pods', 'nodes'] as const;

function makeBootId(): string {
  return Math.floor(systemRandom() * 36 ** 8)
    .toString(36)
    .padStart(8, '0');
}

export function createChannel(options: ChannelOptions): Channel {
  const { fleet, build, clock, bootId = makeBootId(), maxSubscribers = MAX_SUBSCRIBERS } = options;
  const subscribers = new Set<Subscriber>();
  const snapshots = createSnapshotCache();
  const resync = encodeFrame({ type: 'resync' });
  let picture: Picture = fleet.picture();
  let epoch = nameEpoch();
  let ring: Ring = createRing(RING_LIMITS);
  let frameEncodes = 0;
  let stopped = false;
  let lastBeat = -HEARTBEAT_MILLIS;
  let cancelBeat: CancelTimer | undefined;
  let nextBeat = Infinity;

  function nameEpoch(): string {
    const { perResource } = fleet.heartbeat();
    const relists = PICTURED.reduce((sum, resource) => sum + (perResource[resource]?.relists ?? 0), 0);
    return `${bootId}-${relists}`;
  }

  const current = (): StreamId => ({ epoch, sequence: ring.newest() });

  function makeHeartbeat(): Heartbeat {
    return { sequence: ring.newest(), build, ...fleet.heartbeat() };
  }

  const encodeBeat = (): FrameBytes => encodeFrame({ type: 'heartbeat', heartbeat: makeHeartbeat() });

  /** A relist begins a new epoch, in which sequences count from the start. */
  function checkEpoch(): void {
    const name = nameEpoch();
    if (name === epoch) return;
    epoch = name;
    ring = createRing(RING_LIMITS);
    endAll();
  }

  function endAll(): void {
    for (const subscriber of subscribers) subscriber.finish(resync, true);
  }

  function publish(after: Picture): void {
    checkEpoch();
    const delta = diffPicture(picture, after);
    picture = after;
    if (isEmptyDelta(delta)) return;
    const id = { epoch, sequence: ring.newest() + 1 };
    frameEncodes += 1;
    const frame = attempt<FrameBytes | undefined>(
      () => encodeFrame({ type: 'delta', id, delta }),
      () => undefined,
    );
    if (frame === undefined || frame.byteLength > LARGEST_DELTA_BYTES) {
      ring.skip();
      endAll();
      return;
    }
    ring.push(frame);
    for (const subscriber of subscribers) subscriber.send(frame);
  }

  function beat(): void {
    cancelBeat?.();
    cancelBeat = undefined;
    nextBeat = Infinity;
    lastBeat = clock.monotonic();
    checkEpoch();
    const frame = encodeBeat();
    // An age that waits in a queue would be too young when it is read.
    for (const subscriber of subscribers) subscriber.sendFresh(frame, encodeBeat);
    beatWithin(HEARTBEAT_MILLIS);
  }

  /** Only while somebody listens. */
  function beatWithin(millis: number): void {
    if (stopped || subscribers.size === 0) return;
    const at = clock.monotonic() + millis;
    if (at >= nextBeat) return;
    cancelBeat?.();
    nextBeat = at;
    cancelBeat = clock.setTimer(beat, millis);
  }

  function forget(subscriber: Subscriber): void {
    subscribers.delete(subscriber);
    if (subscribers.size > 0) return;
    cancelBeat?.();
    cancelBeat = undefined;
    nextBeat = Infinity;
  }

  /** Undefined when the stream cannot go on from where the browser stands: another epoch, garbage, or too far behind. */
  function backlogOf(id: StreamId | undefined): readonly FrameBytes[] | undefined {
    const frames = id?.epoch === epoch ? ring.after(id.sequence) : undefined;
    const bytes = frames?.reduce((sum, frame) => sum + frame.byteLength, 0) ?? 0;
    return bytes > LARGEST_BACKLOG_BYTES ? undefined : frames;
  }

  function subscribe({ lastEventId, signal }: SubscribeOptions): ReadableStream<FrameBytes> | undefined {
    if (stopped || subscribers.size >= maxSubscribers) return undefined;
    if (signal.aborted) return new ReadableStream({ start: (controller) => controller.close() });
    checkEpoch();
    const subscriber = createSubscriber({ clock, resync, signal, onEnd: () => forget(subscriber) });
    subscribers.add(subscriber);
    const id = lastEventId === undefined ? undefined : parseStreamId(lastEventId);
    const backlog = backlogOf(id);
    if (id === undefined || backlog === undefined) {
      subscriber.finish(resync, true);
      return subscriber.stream;
    }
    subscriber.send(encodeFrame({ type: 'resume', id }));
    for (const frame of backlog) subscriber.send(frame);
    subscriber.sendFresh(encodeBeat(), encodeBeat);
    beatWithin(HEARTBEAT_MILLIS);
    return subscriber.stream;
  }

  const stopListening = [
    fleet.onChange(publish),
    fleet.onHealthChange(() => beatWithin(Math.max(0, lastBeat + HEALTH_BEAT_MILLIS - clock.monotonic()))),
  ];

  function asOf(): number | null {
    if (picture.source.kind === 'Files') return picture.source.asOf;
    const { asOfAgeMs, now } = fleet.heartbeat();
    return asOfAgeMs === null ? null : now - asOfAgeMs;
  }

  return {
    heartbeat: makeHeartbeat,
    snapshot: (acceptEncoding) => {
      checkEpoch();
      return snapshots.get({ id: current(), asOf: asOf(), picture }, acceptEncoding);
    },
    subscribe,
    figures: () => ({
      subscribers: subscribers.size,
      frameEncodes,
      snapshotEncodes: snapshots.encodes(),
      ringBytes: ring.byteLength(),
    }),
    stop: () => {
      if (stopped) return;
      stopped = true;
      for (const stop of stopListening) stop();
      cancelBeat?.();
      const bye = encodeFrame({ type: 'bye', retryMillis: RETRY_AFTER_BYE_MILLIS });
      for (const subscriber of subscribers) subscriber.finish(bye, false);
    },
  };
}
