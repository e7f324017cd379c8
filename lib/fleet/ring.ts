import type { FrameBytes } from './subscriber.ts';

/** The frames that a browser may still ask for, by sequence: the newest ones, up to a number and up to a size. */
export type Ring = {
  /** The sequence that the next frame follows. */
  readonly newest: () => number;
  readonly push: (frame: FrameBytes) => number;
  /** Leaves a gap that nobody can resume over: the change was too large to be a frame. */
  readonly skip: () => number;
  /** The frames after this sequence, oldest first; undefined when some of them are gone or were never there. */
  readonly after: (sequence: number) => readonly FrameBytes[] | undefined;
  readonly byteLength: () => number;
};

export type RingLimits = { readonly frames: number; readonly bytes: number };

export function createRing(limits: RingLimits): Ring {
  let frames: FrameBytes[] = [];
  /** Frames before this place in the list are gone; they are cut off now and then, not one by one. */
  let first = 0;
  let newest = 0;
  let bytes = 0;

  function dropOldest(): void {
    bytes -= frames[first]?.byteLength ?? 0;
    first += 1;
    if (first * 2 < frames.length) return;
    frames = frames.slice(first);
    first = 0;
  }

  return {
    newest: () => newest,
    push: (frame) => {
      frames.push(frame);
      bytes += frame.byteLength;
      newest += 1;
      while (frames.length - first > limits.frames || bytes > limits.bytes) dropOldest();
      return newest;
    },
    skip: () => {
      frames = [];
      first = 0;
      bytes = 0;
      newest += 1;
      return newest;
    },
    after: (sequence) => {
      const missing = newest - sequence;
      const held = frames.length - first;
      return missing >= 0 && missing <= held ? frames.slice(frames.length - missing) : undefined;
    },
    byteLength: () => bytes,
  };
}
