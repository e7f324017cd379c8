import { format } from 'node:util';
import type { Logger } from 'pino';

/** Nothing that went wrong somewhere ends the process: the picture is still worth showing, and its age is honest. */
export function surviveErrors(logger: Logger, count: () => void): void {
  const survive = (error: unknown) => {
    count();
    logger.error({ error }, 'unexpected error');
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}

/** Standard output is JSON lines: what a library prints becomes one, without its stack. */
export function takeConsole(logger: Logger): void {
  const say = (level: 'debug' | 'warn' | 'error') => {
    return (...words: unknown[]) => {
      const text = format(...words.map((word) => (word instanceof Error ? `${word.name}: ${word.message}` : word)));
      logger[level]({ from: 'console' }, text.slice(0, 1_000));
    };
  };
  Object.assign(globalThis.console, {
    debug: say('debug'),
    log: say('debug'),
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    trace: say('debug'),
  });
}
