import { listOf, type Raw, rawOf } from '../project/raw.ts';
import { cleanText } from '../project/text.ts';
import type { FieldPath } from './field-path.ts';
import { dnsLabelFaults, labelKeyFaults, labelValueFaults, subdomainFaults } from './name-syntax.ts';
import { invalid, invalidUnshown, type Problem, required, tooLong } from './problem.ts';
import { faults, named } from './rule.ts';
import { numberOf, rawsOf, stringOf } from './value.ts';

/** The metadata of the DaemonSet itself. */
export function* judgeMetadata(metadata: Raw, path: FieldPath): Generator<Problem> {
  const name = stringOf(metadata['name']);
  const generateName = stringOf(metadata['generateName']);
  if (name === '' && generateName === '') yield required(path.child('name'), 'name or generateName is required');
  if (name !== '') yield* named(metadata, path, 'name', subdomainFaults);
  else if (generateName !== '') yield* faults(path.child('name'), generateName, subdomainFaults(`${generateName}x`));
  yield* named(metadata, path, 'namespace', dnsLabelFaults);
  yield* judgeLabels(metadata['labels'], path.child('labels'));
  yield* judgeAnnotations(metadata['annotations'], path.child('annotations'));
  yield* judgeFinalizers(metadata['finalizers'], path.child('finalizers'));
  yield* judgeOwners(metadata['ownerReferences'], path.child('ownerReferences'));
  if ((numberOf(metadata['generation']) ?? 0) < 0) {
    yield invalid(path.child('generation'), metadata['generation'], 'must be greater than or equal to 0');
  }
}

/**
 * Keys and values of labels, or of what selects them; the API server names the map, not the entry, and of a template
 * leaves `metadata` out of the path.
 */
export function* judgeLabels(labels: unknown, place: FieldPath, path = place): Generator<Problem> {
  for (const [key, value] of Object.entries(rawOf(labels))) {
    const at = place.key(key);
    for (const fault of labelKeyFaults(key)) yield { ...invalid(path, key, fault), at };
    for (const fault of labelValueFaults(stringOf(value))) yield { ...invalid(path, value, fault), at };
  }
}

const MOST_ANNOTATION_BYTES = 256 * 1024;

/** Of annotations the keys, and how much there is of them; never a value. */
export function* judgeAnnotations(annotations: unknown, place: FieldPath, path = place): Generator<Problem> {
  let bytes = 0;
  for (const [key, value] of Object.entries(rawOf(annotations))) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(stringOf(value));
    for (const fault of labelKeyFaults(key.toLowerCase())) yield { ...invalid(path, key, fault), at: place.key(key) };
  }
  if (bytes > MOST_ANNOTATION_BYTES) {
    yield { ...tooLong(path, MOST_ANNOTATION_BYTES), at: place };
  }
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

function* judgeFinalizers(finalizers: unknown, path: FieldPath): Generator<Problem> {
  for (const [index, each] of listOf(finalizers).entries()) {
    const name = stringOf(each);
    for (const fault of labelKeyFaults(name)) yield { ...invalid(path, name, fault), at: path.index(index) };
    if (!name.includes('/') && !STANDARD_FINALIZERS.includes(name)) {
      yield invalid(path.index(index), name, 'name is neither a standard finalizer name nor is it fully qualified');
    }
  }
}

const OWNER_FIELDS: readonly (readonly [string, string])[] = [
  ['apiVersion', 'version must not be empty'],
  ['kind', 'must not be empty'],
  ['name', 'must not be empty'],
  ['uid', 'must not be empty'],
];

function* judgeOwners(owners: unknown, path: FieldPath): Generator<Problem> {
  const controllers: string[] = [];
  for (const [index, owner] of rawsOf(owners).entries()) {
    for (const [field, detail] of OWNER_FIELDS) {
      if (stringOf(owner[field]) === '') yield { ...invalid(path.child(field), '', detail), at: path.index(index) };
    }
    if (owner['controller'] === true) controllers.push(cleanText(stringOf(owner['name'])));
  }
  if (controllers.length > 1) yield invalidUnshown(path, 'Only one reference can have Controller set to true');
}
