import { expect, test } from 'vitest';
import { cut, fitError, preemptionError } from './fit-error.ts';

test('counts and reasons are sorted by the text they make together, and nodes left out are counted [SC1]', () => {
  const text = fitError({
    nodes: 13,
    reasons: [['Too many pods', 'Insufficient cpu'], ['Insufficient cpu']],
    refusedOnCleared: undefined,
    preemption: preemptionError(13, [['Insufficient cpu'], ['Insufficient cpu']]),
  });
  expect(text).toBe(
    "0/13 nodes are available: 1 Too many pods, 11 node(s) didn't satisfy plugin(s) [NodeAffinity], 2 Insufficient cpu. no new claims to deallocate, preemption: 0/13 nodes are available: 11 Preemption is not helpful for scheduling, 2 Insufficient cpu.",
  );
});

test('nothing is said of preemption once it has found victims [SC19]', () => {
  const reasons = [['Insufficient cpu']];
  expect(fitError({ nodes: 1, reasons, refusedOnCleared: 'NodeResourcesFit', preemption: undefined })).toBe(
    '0/1 nodes are available: 1 Insufficient cpu.',
  );
});

test('an event is cut at 1,024 characters, and says so', () => {
  expect(cut('a'.repeat(1_024))).toBe('a'.repeat(1_024));
  expect(cut('a'.repeat(1_025))).toBe(`${'a'.repeat(1_020)} ...`);
});
