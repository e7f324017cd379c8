import { failure, type Result, success } from '#lib/base/result.ts';
import type { RequestFailure } from '../connection-failure.ts';
import { decodeListFrame, type ListFrame } from '../decode.ts';
import { type CutFailure, JsonCutter, type Piece } from '../json-cutter.ts';
import { LONGEST_LINE_BYTES } from '../lines.ts';
import type { Shape } from '../shapes.ts';
import type { Transport } from '../transport.ts';

export type ListFailure =
  | { readonly kind: 'Request'; readonly failure: RequestFailure }
  /** The answer is no list, or an item of it is too long. */
  | { readonly kind: 'NoList'; readonly why: CutFailure['kind'] | 'NoFrame' };

const LIMITS = { itemBytes: LONGEST_LINE_BYTES, documentBytes: 1024 * 1024 };

/** Reads one page, handing over each item while the rest still arrives. */
export async function readList(
  transport: Transport,
  shape: Shape,
  signal: AbortSignal,
  onItem: (piece: Piece) => void,
): Promise<Result<ListFrame, ListFailure>> {
  let frame: ListFrame | undefined;
  const cutter = new JsonCutter(
    {
      onItem,
      onDocument: ({ text }) => {
        frame = decodeListFrame(text);
      },
    },
    LIMITS,
  );
  // A list that makes no sense is not read to its end.
  const abort = new AbortController();
  const read = await transport.get({
    shape,
    lane: 'list',
    signal: AbortSignal.any([signal, abort.signal]),
    onChunk: (chunk) => {
      if (!cutter.push(chunk)) abort.abort();
    },
  });
  if (!read.ok && !abort.signal.aborted) return failure({ kind: 'Request', failure: read.error });
  const whole = cutter.end();
  return whole && frame !== undefined
    ? success(frame)
    : failure({ kind: 'NoList', why: cutter.failure?.kind ?? 'NoFrame' });
}
