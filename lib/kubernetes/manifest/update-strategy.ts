import { type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { percentFaults } from './name-syntax.ts';
import { invalid, notSupported, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { stringOf } from './value.ts';

/** How the pods are replaced: the type, and of RollingUpdate how many at a time. */
export function* judgeUpdateStrategy(strategy: Raw, path: FieldPath): Generator<Problem> {
  const type = stringOf(strategy['type']) || 'RollingUpdate';
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    yield { ...notSupported(path, type, ['RollingUpdate', 'OnDelete']), at: path.child('type') };
    return;
  }
  yield* judgeRollingUpdate(rawOf(strategy['rollingUpdate']), path.child('rollingUpdate'));
}

function* judgeRollingUpdate(rollingUpdate: Raw, path: FieldPath): Generator<Problem> {
  const maxUnavailable = rollingUpdate['maxUnavailable'] ?? 1;
  const maxSurge = rollingUpdate['maxSurge'] ?? 0;
  yield* judgeAmount(maxUnavailable, path.child('maxUnavailable'));
  yield* judgeAmount(maxSurge, path.child('maxSurge'));
  const [hasUnavailable, hasSurge] = [maxUnavailable, maxSurge].map((value) => amountOf(value) !== 0);
  if (hasUnavailable && hasSurge) {
    yield invalid(path.child('maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero');
  } else if (!hasUnavailable && !hasSurge && [maxUnavailable, maxSurge].every(isAmount)) {
    yield required(path.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0');
  }
}

function* judgeAmount(value: unknown, path: FieldPath): Generator<Problem> {
  if (typeof value === 'string') {
    const wrong = percentFaults(value);
    yield* faults(path, value, wrong);
    if (wrong.length === 0 && amountOf(value) > 100) yield invalid(path, value, 'must not be greater than 100%');
  } else if (typeof value === 'number' && value < 0) {
    yield invalid(path, value, 'must be greater than or equal to 0');
  }
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

/** What is no number counts as none, as it does for the API server. */
function amountOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return /^\d+%?$/.test(stringOf(value)) ? Number.parseInt(stringOf(value), 10) : 0;
}
