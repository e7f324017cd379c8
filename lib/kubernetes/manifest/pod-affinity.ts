import { listOf, type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { dnsLabelFaults, labelKeyFaults } from './name-syntax.ts';
import { judgeWeight } from './node-affinity.ts';
import { forbidden, invalid, type Problem, required } from './problem.ts';
import { faults } from './rule.ts';
import { judgeLabelSelector } from './selector.ts';
import { isSet, rawsOf, stringOf } from './value.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Beside which pods the pods want to run, or not. */
export function* judgePodAffinity(affinity: Raw, path: FieldPath): Generator<Problem> {
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const raw = rawOf(affinity[kind]);
    const at = path.child(kind);
    for (const [index, term] of rawsOf(raw[REQUIRED]).entries()) {
      yield* judgeTerm(term, at.child(REQUIRED).index(index));
    }
    for (const [index, term] of rawsOf(raw[PREFERRED]).entries()) {
      const termPath = at.child(PREFERRED).index(index);
      yield* judgeWeight(term, termPath);
      yield* judgeTerm(rawOf(term['podAffinityTerm']), termPath.child('podAffinityTerm'));
    }
  }
}

function* judgeTerm(term: Raw, path: FieldPath): Generator<Problem> {
  yield* judgeLabelSelector(term['labelSelector'], path.child('labelSelector'));
  yield* judgeLabelSelector(term['namespaceSelector'], path.child('namespaceSelector'));
  for (const namespace of listOf(term['namespaces'])) {
    const found = faults(path.child('namespace'), namespace, dnsLabelFaults(stringOf(namespace)));
    for (const fault of found) yield { ...fault, at: path.child('namespaces') };
  }
  yield* judgeMatchLabelKeys(term, path);
  const key = stringOf(term['topologyKey']);
  if (key === '') yield required(path.child('topologyKey'), 'can not be empty');
  yield* faults(path.child('topologyKey'), key, labelKeyFaults(key));
}

/** Keys whose value is taken from the pod itself; they go with a selector that does not name them. */
export function* judgeMatchLabelKeys(raw: Raw, path: FieldPath): Generator<Problem> {
  const [matching, mismatching] = ['matchLabelKeys', 'mismatchLabelKeys'].map((field) =>
    listOf(raw[field]).map(stringOf),
  );
  for (const [field, keys] of Object.entries({ matchLabelKeys: matching, mismatchLabelKeys: mismatching })) {
    if (keys === undefined || keys.length === 0) continue;
    if (!isSet(raw, 'labelSelector')) {
      yield forbidden(path.child(field), 'must not be specified when labelSelector is not set');
    } else
      for (const [index, key] of keys.entries())
        yield* faults(path.child(field).index(index), key, labelKeyFaults(key));
  }
  for (const [index, key] of (matching ?? []).entries()) {
    if (mismatching?.includes(key) !== true) continue;
    yield invalid(
      path.child('matchLabelKeys').index(index),
      key,
      'exists in both matchLabelKeys and mismatchLabelKeys',
    );
  }
}
