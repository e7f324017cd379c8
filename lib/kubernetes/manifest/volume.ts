import { type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { dnsLabelFaults } from './name-syntax.ts';
import { duplicate, forbidden, type Problem, required, warning } from './problem.ts';
import { faults } from './rule.ts';
import { isSet, rawsOf, stringOf } from './value.ts';
import { type SourceJudge, VOLUME_SOURCES } from './volume-source.ts';

/** The volumes that containers may use, those without a fault, with their kinds. */
export type KnownVolumes = ReadonlyMap<string, string>;

/** Gives back the volumes that may be used: the API server does not count one in which something is wrong. */
export function* judgeVolumes(volumes: unknown, path: FieldPath): Generator<Problem, KnownVolumes> {
  const known = new Map<string, string>();
  for (const [index, volume] of rawsOf(volumes).entries()) {
    const found = [...judgeVolume(volume, path.index(index), known)];
    yield* found;
    if (!found.some(({ severity }) => severity === 'error')) known.set(stringOf(volume['name']), kindOf(volume));
  }
  return known;
}

function kindOf(volume: Raw): string {
  return Object.keys(VOLUME_SOURCES).find((kind) => isSet(volume, kind)) ?? 'emptyDir';
}

function* judgeVolume(volume: Raw, path: FieldPath, known: KnownVolumes): Generator<Problem> {
  const name = stringOf(volume['name']);
  yield* judgeSources(volume, path);
  if (name === '') yield required(path.child('name'));
  else yield* faults(path.child('name'), name, dnsLabelFaults(name));
  if (known.has(name)) yield duplicate(path.child('name'), name);
}

function* judgeSources(volume: Raw, path: FieldPath): Generator<Problem> {
  const [first, ...others] = Object.entries(VOLUME_SOURCES).filter(([kind]) => isSet(volume, kind));
  if (first === undefined) {
    yield warning(path, 'no volume type is given: the API server makes it an emptyDir');
    return;
  }
  const [kind, judge] = first;
  yield* judgeSource(volume, kind, judge, path);
  for (const [other] of others) yield forbidden(path.child(other), 'may not specify more than 1 volume type');
}

function* judgeSource(volume: Raw, kind: string, judge: SourceJudge, path: FieldPath): Generator<Problem> {
  yield* judge(rawOf(volume[kind]), path.child(kind), path);
}
