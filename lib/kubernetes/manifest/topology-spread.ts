import type { Raw } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { judgeMatchLabelKeys } from './pod-affinity.ts';
import { duplicate, invalid, notSupported, type Problem, required } from './problem.ts';
import { exactlyOneOf } from './rule.ts';
import { judgeLabelSelector } from './selector.ts';
import { numberOf, rawsOf, stringOf } from './value.ts';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];

/** How the pods are to be spread. */
export function* judgeTopologySpread(constraints: unknown, path: FieldPath): Generator<Problem> {
  const all = rawsOf(constraints);
  for (const [index, constraint] of all.entries()) {
    const at = path.index(index);
    yield* judgeConstraint(constraint, at);
    const pair = pairOf(constraint);
    if (all.slice(index + 1).some((other) => pairOf(other) === pair)) {
      yield { ...duplicate(at.child('{topologyKey, whenUnsatisfiable}'), pair), at };
    }
  }
}

function pairOf(constraint: Raw): string {
  return `{${stringOf(constraint['topologyKey'])}, ${stringOf(constraint['whenUnsatisfiable'])}}`;
}

function* judgeConstraint(constraint: Raw, path: FieldPath): Generator<Problem> {
  const maxSkew = numberOf(constraint['maxSkew']) ?? 0;
  const action = stringOf(constraint['whenUnsatisfiable']);
  const minDomains = numberOf(constraint['minDomains']);
  if (maxSkew <= 0) yield invalid(path.child('maxSkew'), maxSkew, 'must be greater than zero');
  if (stringOf(constraint['topologyKey']) === '') yield required(path.child('topologyKey'), 'can not be empty');
  if (!ACTIONS.includes(action)) yield notSupported(path.child('whenUnsatisfiable'), action, ACTIONS);
  if (minDomains !== undefined) {
    const at = path.child('minDomains');
    if (minDomains <= 0) yield invalid(at, minDomains, 'must be greater than zero');
    if (action !== 'DoNotSchedule') {
      yield invalid(at, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`);
    }
  }
  yield* exactlyOneOf(constraint, path, 'nodeAffinityPolicy', POLICIES);
  yield* exactlyOneOf(constraint, path, 'nodeTaintsPolicy', POLICIES);
  yield* judgeMatchLabelKeys(constraint, path);
  yield* judgeLabelSelector(constraint['labelSelector'], path.child('labelSelector'));
}
