import { expect, test } from 'vitest';
import { makeProblem, PROBLEM_CODES, parseProblem } from './problem.ts';

test('every problem survives the wire, with and without a detail', () => {
  for (const code of PROBLEM_CODES) {
    for (const problem of [makeProblem(code), makeProblem(code, 'pods')]) {
      expect(parseProblem(JSON.parse(JSON.stringify(problem)))).toStrictEqual(problem);
    }
  }
});

test('a problem has a stable code beside its status', () => {
  expect(makeProblem('NotSynced', 'pods')).toStrictEqual({
    type: 'about:blank',
    code: 'NotSynced',
    status: 503,
    title: 'The cluster has not been read yet',
    detail: 'pods',
  });
});

test.for([null, '<html>', {}, { ...makeProblem('NotFound'), code: 'Nope' }])('%j is no problem of ours', (body) => {
  expect(parseProblem(body)).toBeUndefined();
});
