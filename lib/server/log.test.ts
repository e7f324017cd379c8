import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog, escapeLine } from './log.ts';

/** A reader that takes what it is given, or one that stopped. */
function makeReader(reads: boolean): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      chunks.push(chunk);
      if (reads) done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

test('[G20] a line is one line, whatever is in it', () => {
  const { stream, text } = makeReader(true);
  const hostile = 'a\r\nb\u001b[31mc\u009b31m\u2028d\u202ee\u200bf\u{e0001}\u0000"\\';
  createLog('info', stream).logger.info({ hostile }, hostile);
  expect(text()).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(text())).toMatchObject({ level: 'info', hostile, msg: hostile });
});

test('letters of every script stay readable', () => {
  expect(escapeLine('{"a":"café 日本 🙂"}\n')).toBe('{"a":"café 日本 🙂"}\n');
});

test('an error is its name and its words, never its stack', () => {
  const { stream, text } = makeReader(true);
  createLog('info', stream).logger.error({ error: new TypeError('it broke') }, 'unexpected');
  expect(JSON.parse(text())).toMatchObject({ error: { name: 'TypeError', message: 'it broke' }, msg: 'unexpected' });
  expect(text()).not.toContain('log.test');
});

test('[H6] lines that nobody reads are dropped and counted, and nothing waits', () => {
  const { stream } = makeReader(false);
  const log = createLog('info', stream);
  for (let index = 0; index < 2_000; index += 1) log.logger.info('x'.repeat(1_000));
  expect(log.dropped()).toBeGreaterThan(800);
  expect(stream.writableLength).toBeLessThanOrEqual(1024 * 1024);
});

test('to a terminal only what matters is said', () => {
  const { stream, text } = makeReader(true);
  const { logger } = createLog(undefined, Object.assign(stream, { isTTY: true }));
  logger.info('quiet');
  logger.warn('loud');
  expect(text()).toContain('loud');
  expect(text()).not.toContain('quiet');
});
