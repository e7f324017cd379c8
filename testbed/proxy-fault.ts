import type { Random } from '#lib/base/random.ts';

/** An amount that is always the same, or drawn anew each time between the least and the most. */
export type Span = number | readonly [least: number, most: number];

export function draw(span: Span, random: Random): number {
  if (typeof span === 'number') return span;
  const [least, most] = span;
  return least + random() * (most - least);
}

/** How bytes travel. Each way means: to the server, and to the client, from their own draws. */
export type Wire = {
  /** Later by so many milliseconds each way, or by different times to the server and to the client. */
  readonly delayMillis?: Span | { readonly toServer: Span; readonly toClient: Span };
  readonly bytesPerSecond?: number;
  /** Writes at most this many bytes at once. */
  readonly sliceBytes?: number;
};
export type Direction = 'toServer' | 'toClient';

export function delayOf({ delayMillis = 0 }: Wire, direction: Direction, random: Random): number {
  const span = typeof delayMillis === 'object' && 'toServer' in delayMillis ? delayMillis[direction] : delayMillis;
  return draw(span, random);
}

/** So many bytes at once, and then nothing for so long. */
export function drip(bytes: number, everyMillis: number): Wire {
  return { sliceBytes: bytes, bytesPerSecond: (bytes * 1_000) / everyMillis };
}

/** A time after the connection was opened, or a number of bytes on their way to the client. */
export type After = { readonly millis: Span } | { readonly bytes: Span };

/** What happens to a connection, each drawn when it is opened. */
export type Fate = {
  /** RST to both ends. */
  readonly resetAfter?: After;
  /** From then on all bytes vanish, both ways, and so does an end; the connection stays, and each side thinks it good. */
  readonly halfOpenAfter?: After;
};
