import { expect, test } from 'vitest';
import { playwrightFailures, vitestFailures } from './failures.ts';

test('a failed test of vitest is told with its file, its title and the first line of why', () => {
  const report = {
    testResults: [
      {
        name: '/repo/lib/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'one' },
          { status: 'passed', fullName: 'zero', failureMessages: ['Error: late'] },
          { status: 'failed', fullName: 'two', failureMessages: ['\u001b[31mError: waited\u001b[39m\n  at x.ts:1'] },
        ],
      },
      { name: '/repo/lib/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
      { name: '/repo/lib/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'three' }] },
    ],
  };
  expect(vitestFailures(report, '/repo')).toStrictEqual([
    { file: 'lib/a.test.ts', title: 'passed when tried again: zero', why: 'Error: late' },
    { file: 'lib/a.test.ts', title: 'two', why: 'Error: waited' },
    { file: 'lib/b.test.ts', title: 'the file', why: 'Cannot find module' },
  ]);
});

test('a failed spec of Playwright is told, however deep it lies', () => {
  const spec = {
    title: 'a page',
    file: 'a.spec.ts',
    line: 7,
    tests: [{ results: [{ error: { message: 'no\nyes' } }] }],
  };
  const suites = [{ suites: [{ specs: [{ ...spec, ok: false }] }], specs: [{ ...spec, ok: true, tests: [] }] }];
  expect(playwrightFailures({ suites })).toStrictEqual([{ file: 'a.spec.ts:7', title: 'a page', why: 'no' }]);
});
