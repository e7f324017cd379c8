import type { CancelTimer, Clock } from '#lib/base/clock.ts';

/*
 * One open stream. What the reader has not taken waits here and not in the stream, because only here can it be thrown
 * away: a reader that stalls costs one megabyte at most, is told to begin again, and is cut off when it does not listen.
 */

const QUEUE_LIMIT_BYTES = 2 ** 20;
const DRAIN_MILLIS = 30_000;
/** What the stream itself may hold; small, so that a reader who stalls is seen soon. */
const HIGH_WATER_MARK_BYTES = 64 * 2 ** 10;

/** Shared by all subscribers, and never changed. */
export type FrameBytes = Uint8Array<ArrayBuffer>;

export type Subscriber = {
  readonly stream: ReadableStream<FrameBytes>;
  readonly send: (frame: FrameBytes) => void;
  /** Sends this if the reader has taken all that came before; else, once it has, what `remake` then gives. */
  readonly sendFresh: (frame: FrameBytes, remake: () => FrameBytes) => void;
  /** Sends this as the last frame; `discard` throws away what still waits before it. */
  readonly finish: (lastFrame: FrameBytes, discard: boolean) => void;
};

export type SubscriberOptions = {
  readonly clock: Clock;
  /** The frame that a reader who fell behind is given as its last. */
  readonly resync: FrameBytes;
  /** Not aborted yet. */
  readonly signal: AbortSignal;
  /** Called once, when the stream has ended for whatever reason. */
  readonly onEnd: () => void;
};

export function createSubscriber({ clock, resync, signal, onEnd }: SubscriberOptions): Subscriber {
  let controller: ReadableStreamDefaultController<FrameBytes> | undefined;
  let queue: FrameBytes[] = [];
  let queuedBytes = 0;
  let isFinishing = false;
  let hasEnded = false;
  let cancelDrain: CancelTimer | undefined;
  let remakeLate: (() => FrameBytes) | undefined;

  /** Also called by `cancel` and by the signal, in either order or both: what ends twice has ended once. */
  function end(): boolean {
    if (hasEnded) return false;
    hasEnded = true;
    queue = [];
    queuedBytes = 0;
    cancelDrain?.();
    signal.removeEventListener('abort', abort);
    onEnd();
    return true;
  }

  function abort(): void {
    if (end()) controller?.close();
  }

  function flush(): void {
    if (controller === undefined || hasEnded) return;
    while ((controller.desiredSize ?? 0) > 0) {
      const frame = queue.shift();
      if (frame === undefined) break;
      queuedBytes -= frame.byteLength;
      controller.enqueue(frame);
    }
    if (!isDrained()) return;
    if (isFinishing) {
      if (end()) controller.close();
      return;
    }
    const frame = remakeLate?.();
    remakeLate = undefined;
    if (frame !== undefined) controller.enqueue(frame);
  }

  function isDrained(): boolean {
    return queue.length === 0 && controller?.desiredSize === HIGH_WATER_MARK_BYTES;
  }

  function enqueue(frame: FrameBytes): void {
    queue.push(frame);
    queuedBytes += frame.byteLength;
    flush();
  }

  function finish(lastFrame: FrameBytes, discard: boolean): void {
    if (hasEnded || isFinishing) return;
    isFinishing = true;
    if (discard) {
      queue = [];
      queuedBytes = 0;
    }
    cancelDrain = clock.setTimer(() => {
      if (end()) controller?.error(new Error('the reader does not read'));
    }, DRAIN_MILLIS);
    enqueue(lastFrame);
  }

  const stream = new ReadableStream<FrameBytes>(
    {
      start: (each) => {
        controller = each;
      },
      pull: flush,
      cancel: () => {
        end();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_MARK_BYTES }),
  );
  signal.addEventListener('abort', abort);

  return {
    stream,
    send: (frame) => {
      if (hasEnded || isFinishing) return;
      if (queuedBytes + frame.byteLength > QUEUE_LIMIT_BYTES) finish(resync, true);
      else enqueue(frame);
    },
    sendFresh: (frame, remake) => {
      if (hasEnded || isFinishing) return;
      if (isDrained()) enqueue(frame);
      else remakeLate = remake;
    },
    finish,
  };
}
