import type { Resource } from '#lib/domain/objects.ts';

/** A line for the log, without anything that a cluster wrote. */
export type ReaderLog = (entry: {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly resource?: Resource;
  readonly namespace?: string;
}) => void;
