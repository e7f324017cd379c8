import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** A process of its own: these handlers are for the whole of one. */
const PROGRAM = `
  import { surviveErrors, takeConsole } from ${JSON.stringify(join(import.meta.dirname, 'process-guard.ts'))};
  import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))};
  let count = 0;
  const { logger } = createLog('info', process.stdout);
  surviveErrors(logger, () => { count += 1; });
  takeConsole(logger);
  Promise.reject(new Error('nobody waited'));
  setImmediate(() => { throw new TypeError('thrown'); });
  setImmediate(() => setImmediate(() => {
    console.error(new RangeError('printed\\u001b[31m'), 7);
    console.log('chatter');
    logger.info({ count }, 'alive');
  }));
`;

test('[H8] an exception that nobody catches is counted and logged without its stack, and the process lives', async () => {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module-typescript', '-e', PROGRAM]);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { time: _time, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return rest;
    });
  expect(lines).toStrictEqual([
    { level: 'error', error: { name: 'Error', message: 'nobody waited' }, msg: 'unexpected error' },
    { level: 'error', error: { name: 'TypeError', message: 'thrown' }, msg: 'unexpected error' },
    { level: 'error', from: 'console', msg: 'RangeError: printed\u001b[31m 7' },
    { level: 'info', count: 2, msg: 'alive' },
  ]);
  expect(stderr).toBe('');
});
