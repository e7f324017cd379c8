import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { labelKeyFaults, labelValueFaults, subdomainFaults } from './name-syntax.ts';
import { forbidden, invalid, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { VALUES_FORBIDDEN, VALUES_WANTED } from './selector.ts';
import { isSet, numberOf, rawsOf, stringOf } from './value.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Which nodes the pods want by the nodes' labels. */
export function* judgeNodeAffinity(affinity: Raw, path: FieldPath): Generator<Problem> {
  const node = rawOf(affinity['nodeAffinity']);
  const at = path.child('nodeAffinity');
  if (isSet(node, REQUIRED)) yield* judgeNodeSelector(rawOf(node[REQUIRED]), at.child(REQUIRED, 'nodeSelectorTerms'));
  for (const [index, term] of rawsOf(node[PREFERRED]).entries()) {
    const termPath = at.child(PREFERRED).index(index);
    yield* judgeWeight(term, termPath);
    yield* judgeTerm(rawOf(term['preference']), termPath.child('preference'), false);
  }
}

export function* judgeWeight(term: Raw, path: FieldPath): Generator<Problem> {
  const weight = numberOf(term['weight']) ?? 0;
  if (weight <= 0 || weight > 100) yield invalid(path.child('weight'), weight, 'must be in the range 1-100');
}

function* judgeNodeSelector(selector: Raw, path: FieldPath): Generator<Problem> {
  const terms = rawsOf(selector['nodeSelectorTerms']);
  if (terms.length === 0) yield required(path, 'must have at least one node selector term');
  for (const [index, term] of terms.entries()) yield* judgeTerm(term, path.index(index), true);
}

function* judgeTerm(term: Raw, path: FieldPath, isRequired: boolean): Generator<Problem> {
  for (const [index, requirement] of rawsOf(term['matchExpressions']).entries()) {
    yield* judgeExpression(requirement, path.child('matchExpressions').index(index), isRequired);
  }
  for (const [index, requirement] of rawsOf(term['matchFields']).entries()) {
    yield* judgeField(requirement, path.child('matchFields').index(index));
  }
}

function* judgeExpression(requirement: Raw, path: FieldPath, isRequired: boolean): Generator<Problem> {
  const values = listOf(requirement['values']);
  const operator = stringOf(requirement['operator']);
  const at = path.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) yield required(at, VALUES_WANTED);
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) yield forbidden(at, VALUES_FORBIDDEN);
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) yield required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      yield invalid(path.child('operator'), operator, 'not a valid selector operator');
  }
  const key = stringOf(requirement['key']);
  yield* faults(path.child('key'), key, labelKeyFaults(key));
  // A preference that no label can meet is let pass: it does no harm.
  if (!isRequired) return;
  for (const [index, value] of values.entries())
    yield* faults(at.index(index), value, labelValueFaults(stringOf(value)));
}

function* judgeField(requirement: Raw, path: FieldPath): Generator<Problem> {
  const values = listOf(requirement['values']);
  const operator = stringOf(requirement['operator']);
  const key = stringOf(requirement['key']);
  if (operator !== 'In' && operator !== 'NotIn') {
    yield invalid(path.child('operator'), operator, 'not a valid selector operator');
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    yield required(path.child('values'), detail);
  }
  if (key !== 'metadata.name') yield invalid(path.child('key'), key, 'not a valid field selector key');
  else {
    for (const [index, value] of values.entries()) {
      yield* faults(path.child('values').index(index), value, subdomainFaults(stringOf(value)));
    }
  }
}
