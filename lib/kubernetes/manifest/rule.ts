import type { Raw } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { invalid, notSupported, type Problem, required } from './problem.ts';
import { isSet, numberOf, stringOf } from './value.ts';

/*
 * The small rules that return for field after field. Each looks at one object and says what is wrong with some field.
 */

/** A text that must be one of these where it is set; absent and empty are left to the API's default. */
export function* oneOf(raw: Raw, path: FieldPath, field: string, words: readonly string[]): Generator<Problem> {
  const value = stringOf(raw[field]);
  if (value !== '' && !words.includes(value)) yield notSupported(path.child(field), value, words);
}

/** As `oneOf`, where even the empty text is refused. */
export function* exactlyOneOf(raw: Raw, path: FieldPath, field: string, words: readonly string[]): Generator<Problem> {
  const value = raw[field];
  if (typeof value === 'string' && !words.includes(value)) yield notSupported(path.child(field), value, words);
}

/** A text or a list that must be there and not be empty. */
export function* wanted(raw: Raw, path: FieldPath, field: string): Generator<Problem> {
  const value = raw[field];
  if (!isSet(raw, field) || value === '' || (Array.isArray(value) && value.length === 0)) {
    yield required(path.child(field));
  }
}

/** A text that has to be a name of some kind, where it is set. */
export function* named(
  raw: Raw,
  path: FieldPath,
  field: string,
  faultsOf: (text: string) => readonly string[],
): Generator<Problem> {
  const value = stringOf(raw[field]);
  if (value !== '') yield* faults(path.child(field), value, faultsOf(value));
}

export function* faults(path: FieldPath, value: unknown, found: readonly string[]): Generator<Problem> {
  for (const fault of found) yield invalid(path, value, fault);
}

export function* notNegative(raw: Raw, path: FieldPath, ...fields: readonly string[]): Generator<Problem> {
  for (const field of fields) {
    const value = numberOf(raw[field]);
    if (value !== undefined && value < 0) {
      yield invalid(path.child(field), value, 'must be greater than or equal to 0');
    }
  }
}

export function* within(
  raw: Raw,
  path: FieldPath,
  field: string,
  isAllowed: (value: number) => boolean,
  detail: string,
): Generator<Problem> {
  const value = numberOf(raw[field]);
  if (value !== undefined && !isAllowed(value)) yield invalid(path.child(field), value, detail);
}
