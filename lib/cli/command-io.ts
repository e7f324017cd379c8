import type { Environment } from '#lib/server/options.ts';

export type Output = {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** What a command has of the process. */
export type CommandIo = {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Resolves when whoever started the command has had enough; asked for only by what does not end by itself. */
  readonly stopped?: () => Promise<unknown>;
};
