import type { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = {
  readonly logger: Logger;
  /** Lines that were dropped because nobody read standard output. */
  readonly dropped: () => number;
};

/** So much may wait for a reader; past it lines are dropped and counted, and nothing stalls. */
const WAITING_LIMIT_BYTES = 1024 * 1024;

/** What JSON leaves as it is and a terminal may obey or hide: C1 controls, bidi, zero width, line separators. */
const UNSAFE_IN_A_LINE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Still JSON: such characters can only stand inside a string. The line's own end stays. */
export function escapeLine(line: string): string {
  const body = line.endsWith('\n') ? line.slice(0, -1) : line;
  const escaped = body.replace(UNSAFE_IN_A_LINE, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return body === line ? escaped : `${escaped}\n`;
}

/**
 * JSON lines. A pipe that nobody reads fills up and then blocks: pino's own writer would wait for it in a thread that
 * keeps the process from ending, so lines go through the stream, which takes them into memory, up to a limit.
 */
export function createLog(level: LogLevel | undefined, stream: Writable & { readonly isTTY?: boolean }): Log {
  let dropped = 0;
  // A reader that went away costs its lines, never the process.
  stream.on('error', () => undefined);
  const sink = {
    write(line: string): void {
      if (stream.writableLength + line.length > WAITING_LIMIT_BYTES) dropped += 1;
      else stream.write(line);
    },
  };
  const options = {
    level: level ?? (stream.isTTY === true ? 'warn' : 'info'),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: describeError },
    hooks: { streamWrite: escapeLine },
  };
  return { logger: pino(options, sink), dropped: () => dropped };
}

/** An error's name and message, cut. A stack names files of the machine and goes nowhere. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error).slice(0, 500);
  return { name: error.name, message: error.message.slice(0, 500) };
}
