import { type Raw, rawOf } from '../project/raw.ts';
import type { FieldPath } from './field-path.ts';
import { volumeFilePathFaults } from './name-syntax.ts';
import { forbidden, invalid, type Problem, required } from './problem.ts';
import { faults, within } from './rule.ts';
import { isSet, rawsOf, stringOf } from './value.ts';
import { judgeDownwardFile, judgeItems } from './volume-file.ts';

const KINDS = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];
const SHORTEST_TOKEN_SECONDS = 600;

/** What is put together in one volume; no two sources may write the same file. */
export function* judgeProjectedSources(sources: unknown, path: FieldPath): Generator<Problem> {
  const taken = new Set<string>();
  for (const [index, source] of rawsOf(sources).entries()) {
    const at = path.child('sources').index(index);
    yield* judgeMapped(source, at);
    yield* judgeDownward(source, at);
    yield* judgeToken(source, at, path);
    yield* judgeTrustBundle(source, at);
    for (const file of filesOf(source)) {
      if (taken.has(file)) yield { ...invalid(path, file, 'conflicting duplicate paths'), at };
      taken.add(file);
    }
    if (KINDS.filter((kind) => isSet(source, kind)).length > 1) {
      yield forbidden(at, 'may not specify more than 1 volume type per source');
    }
  }
}

function filesOf(source: Raw): readonly string[] {
  const lists = ['secret', 'configMap', 'downwardAPI'].flatMap((kind) => rawsOf(rawOf(source[kind])['items']));
  const single = rawOf(source['clusterTrustBundle'])['path'];
  return [...lists.map(({ path }) => path), single].map(stringOf).filter((file) => file !== '');
}

function* judgeMapped(source: Raw, path: FieldPath): Generator<Problem> {
  for (const kind of ['secret', 'configMap']) {
    if (!isSet(source, kind)) continue;
    const map = rawOf(source[kind]);
    if (stringOf(map['name']) === '') yield required(path.child(kind, 'name'));
    yield* judgeItems(map['items'], path.child(kind, 'items'));
  }
}

function* judgeDownward(source: Raw, path: FieldPath): Generator<Problem> {
  const at = path.child('downwardAPI');
  for (const [index, file] of rawsOf(rawOf(source['downwardAPI'])['items']).entries()) {
    yield* judgeDownwardFile(file, at, at.child('items').index(index));
  }
}

function* judgeToken(source: Raw, at: FieldPath, volume: FieldPath): Generator<Problem> {
  if (!isSet(source, 'serviceAccountToken')) return;
  const token = rawOf(source['serviceAccountToken']);
  const path = at.child('serviceAccountToken');
  const isLong = (seconds: number) => seconds >= SHORTEST_TOKEN_SECONDS;
  const isShort = (seconds: number) => seconds <= 2 ** 32;
  yield* within(token, path, 'expirationSeconds', isLong, 'may not specify a duration less than 10 minutes');
  yield* within(token, path, 'expirationSeconds', isShort, 'may not specify a duration larger than 2^32 seconds');
  const file = stringOf(token['path']);
  if (file === '') yield { ...required(volume.child('path')), at: path };
  for (const fault of faults(volume.child('path'), file, volumeFilePathFaults(file))) yield { ...fault, at: path };
}

function* judgeTrustBundle(source: Raw, at: FieldPath): Generator<Problem> {
  if (!isSet(source, 'clusterTrustBundle')) return;
  const bundle = rawOf(source['clusterTrustBundle']);
  const path = at.child('clusterTrustBundle');
  const [hasName, hasSigner] = [isSet(bundle, 'name'), isSet(bundle, 'signerName')];
  if (hasName && hasSigner) yield invalid(path, {}, 'only one of name and signerName may be used');
  if (!hasName && !hasSigner) yield required(path, 'either name or signerName must be specified');
  const file = stringOf(bundle['path']);
  if (file === '') yield required(path.child('path'));
  yield* faults(path.child('path'), file, volumeFilePathFaults(file));
}
