import type { Labels } from '#lib/domain/objects.ts';
import { matchesLabelSelector } from '#lib/domain/placement/label-selector.ts';
import { plainContext } from '../project/context.ts';
import { stringMapOf } from '../project/maps.ts';
import { isRaw, listOf, type Raw, rawOf } from '../project/raw.ts';
import { labelSelectorOf } from '../project/selector.ts';
import type { FieldPath } from './field-path.ts';
import { judgeLabels } from './metadata.ts';
import { labelKeyFaults, labelValueFaults } from './name-syntax.ts';
import { forbidden, invalid, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { rawsOf, stringOf } from './value.ts';

/** The selector of the DaemonSet, and whether it finds the pods that the template makes. */
export function* judgeSelector(spec: Raw, path: FieldPath): Generator<Problem> {
  const selector = spec['selector'];
  const at = path.child('selector');
  const labelsPath = path.child('template', 'metadata', 'labels');
  const labels = stringMapOf(withoutNulls(rawOf(rawOf(spec['template'])['metadata'])['labels']), plainContext);
  const shown = Object.keys(labels).length === 0 ? null : labels;
  const mismatch = invalid(labelsPath, shown, '`selector` does not match template `labels`');
  if (!isRaw(selector)) {
    // The API server says the second alone; without the first nobody would understand it.
    if (selector === undefined || selector === null) yield* [required(at), mismatch];
    return;
  }
  const wrong = [...judgeLabelSelector(selector, at)];
  yield* wrong;
  if (isEmpty(selector)) yield invalid(at, {}, 'empty selector is invalid for daemonset');
  else if (wrong.length === 0 && !isMet(selector, labels)) yield mismatch;
}

/** For the API server a value that is null is the empty text. */
function withoutNulls(map: unknown): Raw {
  return Object.fromEntries(Object.entries(rawOf(map)).map(([key, value]) => [key, value ?? '']));
}

function isMet(selector: Raw, labels: Labels): boolean {
  const matchLabels = withoutNulls(selector['matchLabels']);
  return matchesLabelSelector(labelSelectorOf({ ...selector, matchLabels }, plainContext), labels);
}

function isEmpty(selector: Raw): boolean {
  return Object.keys(rawOf(selector['matchLabels'])).length + listOf(selector['matchExpressions']).length === 0;
}

/** Any label selector: of a DaemonSet, of an affinity, of a spread. */
export function* judgeLabelSelector(selector: unknown, path: FieldPath): Generator<Problem> {
  const raw = rawOf(selector);
  yield* judgeLabels(raw['matchLabels'], path.child('matchLabels'));
  for (const [index, expression] of rawsOf(raw['matchExpressions']).entries()) {
    yield* judgeRequirement(expression, path.child('matchExpressions').index(index));
  }
}

function* judgeRequirement(expression: Raw, path: FieldPath): Generator<Problem> {
  const values = listOf(expression['values']);
  const operator = stringOf(expression['operator']);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) yield required(path.child('values'), VALUES_WANTED);
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) yield forbidden(path.child('values'), VALUES_FORBIDDEN);
      break;
    default:
      yield invalid(path.child('operator'), operator, 'not a valid selector operator');
  }
  yield* faults(path.child('key'), stringOf(expression['key']), labelKeyFaults(stringOf(expression['key'])));
  for (const [index, value] of values.entries()) {
    yield* faults(path.child('values').index(index), value, labelValueFaults(stringOf(value)));
  }
}

export const VALUES_WANTED = "must be specified when `operator` is 'In' or 'NotIn'";
export const VALUES_FORBIDDEN = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
