import type { Clock } from '#lib/base/clock.ts';
import type { RequestFailure } from '../connection-failure.ts';
import { decodeWatchLine, type WatchMessage } from '../decode.ts';
import { LineSplitter } from '../lines.ts';
import type { Shape } from '../shapes.ts';
import type { Transport } from '../transport.ts';

/** How a watch ended. */
export type StreamEnd = {
  /** From the 2xx to the end; 0 when it never opened. */
  readonly livedMillis: number;
  readonly opened: boolean;
  /** Whether anything but silence came. */
  readonly spoke: boolean;
  readonly reason:
    | { readonly kind: 'Closed' }
    /** No byte for as long as we wait: ended by us. */
    | { readonly kind: 'Quiet' }
    | { readonly kind: 'Failed'; readonly failure: RequestFailure }
    | { readonly kind: 'Error'; readonly code: number; readonly ahead: boolean }
    | { readonly kind: 'BrokenLine' }
    | { readonly kind: 'LongLine' };
};

export type StreamHandlers = {
  readonly onOpen: () => void;
  readonly onBytes: () => void;
  /** The messages of one chunk, in order. */
  readonly onMessages: (messages: readonly Exclude<WatchMessage, { kind: 'Error' | 'Broken' }>[]) => void;
};

/** Ends a watch in which no byte has come for so long. */
const SILENCE_MILLIS = 25_000;

/** Follows one watch to its end; whatever it cannot go on after, it ends itself. */
export async function followStream(
  transport: Transport,
  clock: Clock,
  shape: Shape,
  signal: AbortSignal,
  handlers: StreamHandlers,
): Promise<StreamEnd> {
  const own = new AbortController();
  let openedAt: number | undefined;
  let spoke = false;
  let ended: StreamEnd['reason'] | undefined;
  let cancelSilence = () => {};
  let messages: Exclude<WatchMessage, { kind: 'Error' | 'Broken' }>[] = [];

  const end = (reason: StreamEnd['reason']) => {
    if (ended !== undefined) return;
    ended = reason;
    own.abort();
  };
  const listenForSilence = () => {
    cancelSilence();
    cancelSilence = clock.setTimer(() => end({ kind: 'Quiet' }), SILENCE_MILLIS);
  };
  const splitter = new LineSplitter((line) => {
    if (ended !== undefined || line === '') return;
    const message = decodeWatchLine(line);
    if (message.kind === 'Broken') end({ kind: 'BrokenLine' });
    else if (message.kind === 'Error') end({ kind: 'Error', code: message.code, ahead: message.ahead });
    else messages.push(message);
  });

  const got = await transport.get({
    shape,
    lane: 'watch',
    signal: AbortSignal.any([signal, own.signal]),
    onOpen: () => {
      openedAt = clock.monotonic();
      listenForSilence();
      handlers.onOpen();
    },
    onChunk: (chunk) => {
      if (ended !== undefined) return;
      listenForSilence();
      handlers.onBytes();
      const fits = splitter.push(chunk);
      const batch = messages;
      messages = [];
      if (batch.length > 0) {
        spoke = true;
        handlers.onMessages(batch);
      }
      if (!fits) end({ kind: 'LongLine' });
    },
  });
  cancelSilence();
  const reason = ended ?? (got.ok ? { kind: 'Closed' as const } : { kind: 'Failed' as const, failure: got.error });
  return {
    livedMillis: openedAt === undefined ? 0 : clock.monotonic() - openedAt,
    opened: openedAt !== undefined,
    spoke,
    reason,
  };
}
