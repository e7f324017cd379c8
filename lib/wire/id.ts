/**
 * Where a picture stands in the stream: `<epoch>.<sequence>`. The epoch names one life of one server between two
 * relists; sequences of different epochs say nothing about each other.
 */
export type StreamId = { readonly epoch: string; readonly sequence: number };

const STREAM_ID = /^([a-z0-9-]{1,64})\.(0|[1-9][0-9]{0,15})$/;

export function formatStreamId(id: StreamId): string {
  return `${id.epoch}.${id.sequence}`;
}

/** Undefined for whatever `formatStreamId` cannot have written: the text comes from a header that anybody may set. */
export function parseStreamId(text: string): StreamId | undefined {
  const [, epoch, digits] = STREAM_ID.exec(text) ?? [];
  if (epoch === undefined || digits === undefined) return undefined;
  const sequence = Number(digits);
  return Number.isSafeInteger(sequence) ? { epoch, sequence } : undefined;
}
