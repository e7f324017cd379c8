import { expect, test } from 'vitest';
import { createRequestLog } from './request-log.ts';

test('the newest are kept, and an answer that has not begun has no status', () => {
  const log = createRequestLog(3);
  const record = (path: string) => ({
    at: 0,
    method: 'GET',
    path,
    query: '',
    user: 'reader',
    userAgent: '',
    verb: 'get',
    resource: undefined,
  });
  for (let each = 0; each < 10; each += 1) log.add(record(`/${each}`));
  expect(log.all()).toStrictEqual(['/7', '/8', '/9'].map((path) => ({ ...record(path), status: undefined })));
});
