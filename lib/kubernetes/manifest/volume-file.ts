import { type Raw, rawOf } from '../project/raw.ts';
import { judgeFieldRef, judgeResourceFieldRef, VOLUME_FIELDS } from './environment.ts';
import type { FieldPath } from './field-path.ts';
import { volumeFilePathFaults } from './name-syntax.ts';
import { invalid, type Problem, required } from './problem.ts';
import { faults, wanted, within } from './rule.ts';
import { isSet, rawsOf, stringOf } from './value.ts';

/** The rights of a file that Kubernetes writes. */
export function* judgeMode(source: Raw, path: FieldPath, field: string): Generator<Problem> {
  const detail = 'must be a number between 0 and 0777 (octal), both inclusive';
  yield* within(source, path, field, (mode) => mode >= 0 && mode <= 0o777, detail);
}

/** Which keys become which files. */
export function* judgeItems(items: unknown, path: FieldPath): Generator<Problem> {
  for (const [index, item] of rawsOf(items).entries()) {
    const at = path.index(index);
    yield* wanted(item, at, 'key');
    yield* wanted(item, at, 'path');
    yield* faults(at.child('path'), item['path'], volumeFilePathFaults(stringOf(item['path'])));
    yield* judgeMode(item, at, 'mode');
  }
}

/** A file made of fields of the pod; the API server names its list alone, `at` the file. */
export function* judgeDownwardFile(file: Raw, path: FieldPath, at: FieldPath): Generator<Problem> {
  for (const problem of downwardFileProblems(file, path)) yield { ...problem, at };
}

function* downwardFileProblems(file: Raw, path: FieldPath): Generator<Problem> {
  yield* wanted(file, path, 'path');
  yield* faults(path.child('path'), file['path'], volumeFilePathFaults(stringOf(file['path'])));
  if (isSet(file, 'fieldRef')) {
    yield* judgeFieldRef(rawOf(file['fieldRef']), path.child('fieldRef'), VOLUME_FIELDS);
    if (isSet(file, 'resourceFieldRef')) {
      yield invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
    }
  } else if (isSet(file, 'resourceFieldRef')) {
    yield* judgeResourceFieldRef(rawOf(file['resourceFieldRef']), path.child('resourceFieldRef'), true);
  } else yield required(path, 'one of fieldRef and resourceFieldRef is required');
  yield* judgeMode(file, path, 'mode');
}
