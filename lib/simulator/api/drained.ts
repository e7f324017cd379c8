import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';

/** Waits until a stream takes more, or until nobody listens any longer. */
export function untilDrained(stream: Writable, response: ServerResponse): Promise<void> {
  if (!stream.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      stream.off('drain', end);
      response.off('close', end);
      resolve();
    };
    stream.once('drain', end);
    response.once('close', end);
  });
}
